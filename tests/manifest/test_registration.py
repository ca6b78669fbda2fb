import pytest

from manifest.registration import Registration
from programme.errors import CorrectAndRepeat

APP_ID = "6f1c2d34-5a6b-4c7d-8e9f-0a1b2c3d4e5f"
HOST = "sightline.council.gov.uk"


@pytest.mark.parametrize(
    "typed", [APP_ID, APP_ID.upper(), f" {APP_ID}\n", f"{{{APP_ID}}}", APP_ID.replace("-", "")]
)
def test_an_app_id_is_a_guid_however_it_was_copied(typed: str) -> None:
    assert Registration.parse(typed, HOST).app_id == APP_ID


@pytest.mark.parametrize("typed", ["", "sightline", APP_ID[:-1], f"{APP_ID}0", f"g{APP_ID[1:]}"])
def test_an_app_id_that_is_no_guid_is_refused(typed: str) -> None:
    with pytest.raises(CorrectAndRepeat, match="is not an app id; it is a GUID"):
        Registration.parse(typed, HOST)


@pytest.mark.parametrize("typed", [HOST, HOST.upper(), f"  {HOST} ", "a.uk", "xn--8a.example.org"])
def test_a_host_is_a_public_name(typed: str) -> None:
    assert Registration.parse(APP_ID, typed).host == typed.strip().lower()


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "localhost",
        "https://sightline.council.gov.uk",
        "sightline.council.gov.uk/api/messages",
        "sightline.council.gov.uk:443",
        "sightline.council.gov.uk.",
        "*.council.gov.uk",
        "-sightline.council.gov.uk",
        "sight_line.council.gov.uk",
        "sight line.council.gov.uk",
        "10.0.0.5",
        "[::1]",
        "sightlıne.council.gov.uk",
        f"{'a' * 64}.gov.uk",
        f"{'a.' * 126}uk",
    ],
)
def test_a_host_that_teams_could_not_reach_by_name_is_refused(typed: str) -> None:
    with pytest.raises(CorrectAndRepeat, match="is not a host's public name"):
        Registration.parse(APP_ID, typed)


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "www.council.gov.uk/sightline",
        "http://www.council.gov.uk/sightline",
        "https://",
        "https://[council/sightline",
        "https://www.council.gov.uk/sight line",
        f"https://www.council.gov.uk/{'a' * 2048}",
    ],
)
def test_a_page_that_teams_could_not_link_to_is_refused(typed: str) -> None:
    with pytest.raises(CorrectAndRepeat, match="is not the address of a page"):
        Registration.parse(APP_ID, HOST, typed)
