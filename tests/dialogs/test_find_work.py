"""What is read from a link."""

from urllib.parse import quote

from dialogs.find_work import read_link

HOST = "https://sightline.council.gov.uk"


def test_a_reference_with_odd_characters_is_read_whole() -> None:
    for reference in ("MC-1", "Case 104/233", "Ä 1", "1%2", "A&B?1"):
        assert read_link(f"{HOST}/case/{quote(reference, safe='')}") == ("case", reference)


def test_an_action_is_named_by_its_id_alone() -> None:
    assert read_link(f"{HOST}/action/{'a' * 32}") == ("action", "a" * 32)
    assert read_link(f"{HOST}/action/{'A' * 32}/") is None
    assert read_link(f"{HOST}/action/MC-1") is None
