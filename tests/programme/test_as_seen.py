"""Text as whoever reads it sees it."""

import pytest

from programme.as_seen import as_seen


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("", ""),
        ("one two three", "one two three"),
        ("one  two   three", "one two three"),
        ("one\ttwo \t three\t ", "one two three "),
        ("one \n two\n\nthree", "one \n two\n\nthree"),
        ("one\r\ntwo", "one \ntwo"),
        ("one\N{NO-BREAK SPACE}two \N{EM SPACE}three", "one two three"),
        ("o\N{SOFT HYPHEN}n\N{ZERO WIDTH SPACE}e\x00", "one"),
        ("1\N{EN DASH}2\N{MINUS SIGN}3\N{NON-BREAKING HYPHEN}4-5", "1-2-3-4-5"),
        ("\N{FULLWIDTH DIGIT ONE}\N{FRACTION SLASH}2 \N{VULGAR FRACTION ONE HALF}", "1/2 1/2"),
    ],
)
def test_text_is_seen_in_plain_letters_dashes_and_single_spaces(text: str, seen: str) -> None:
    assert as_seen(text) == seen
