import pytest

from bot.local_teams.extension import Extension
from tests.local_teams.apps import ASK, FIND, MANIFEST


def unfurls(domain: str, text: str) -> str | None:
    handler = {"type": "link", "value": {"domains": [domain]}}
    return Extension.of_manifest({"composeExtensions": [{"messageHandlers": [handler]}]}).link_in(
        text
    )


def test_an_app_without_a_message_extension_offers_nothing() -> None:
    found = Extension.of_manifest({})
    assert (found.commands, found.domains) == ({}, ())
    assert found.link_in("https://sightline.example") is None


def test_commands_are_offered_where_the_manifest_says_and_in_its_order() -> None:
    elsewhere = {**FIND, "id": "elsewhere", "context": ["message"]}
    unsaid = {key: value for key, value in ASK.items() if key != "context"}
    manifest = {"composeExtensions": [{"commands": [FIND, elsewhere, unsaid]}]}
    assert [*Extension.of_manifest(manifest).commands] == ["find", "ask"]


@pytest.mark.parametrize(
    ("command", "why"),
    [
        ({**FIND, "parameters": []}, "needs a parameter"),
        ({**FIND, "type": "dance"}, "where query or action belongs"),
        ({**ASK, "fetchTask": False}, "by fetchTask"),
    ],
)
def test_a_command_that_could_not_be_used_is_refused(command: dict[str, object], why: str) -> None:
    with pytest.raises(ValueError, match=why):
        Extension.of_manifest({"composeExtensions": [{"commands": [command]}]})


def test_an_app_has_one_message_extension() -> None:
    with pytest.raises(ValueError, match="one message extension"):
        Extension.of_manifest({"composeExtensions": MANIFEST["composeExtensions"] * 2})


@pytest.mark.parametrize(
    ("domain", "text", "expected"),
    [
        ("a.example", "see https://a.example/x?y=1#z, please", "https://a.example/x?y=1#z"),
        ("a.example", "(http://A.EXAMPLE/x).", "http://A.EXAMPLE/x"),
        ("a.example", "https://b.example https://a.example/2", "https://a.example/2"),
        ("a.example", "https://b.a.example", None),
        ("a.example", "https://a.example.evil.example", None),
        ("a.example", "https://aXexample", None),
        ("a.example", "a.example/x", None),
        ("a.example", "https://[bad", None),
        ("*.a.example", "https://b.a.example:8443/x", "https://b.a.example:8443/x"),
        ("*.a.example", "https://c.b.a.example", None),
        ("*.a.example", "https://a.example", None),
        ("*.*.A.example", "https://c.b.a.example", "https://c.b.a.example"),
    ],
)
def test_a_link_is_the_apps_by_its_domain_where_a_star_is_one_part(
    domain: str, text: str, expected: str | None
) -> None:
    assert unfurls(domain, text) == expected
