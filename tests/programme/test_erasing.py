"""Words are found and taken out whole, wherever they stand."""

import pytest

from programme.erasing import ERASED, Words


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("MC-1", ERASED),
        ("See MC-1, and mc-1.", f"See {ERASED}, and {ERASED}."),
        ("asked for:MC-1:0", f"asked for:{ERASED}:0"),
        ("the MC-1-related plan", f"the {ERASED}-related plan"),
        ("MC-10, XMC-1, A-MC-1 and MC-1-2", "MC-10, XMC-1, A-MC-1 and MC-1-2"),
        ("Written by Ann  Lee\nyesterday", f"Written by {ERASED}\nyesterday"),
        ("Annie Lee and Ann Leeson", "Annie Lee and Ann Leeson"),
        ("(ann.lee@c.example)", f"({ERASED})"),
    ],
)
def test_a_word_is_taken_out_where_it_stands_whole(text: str, left: str) -> None:
    words = Words(["MC-1", "Ann Lee", "ann.lee@c.example", " ", ""])
    assert words.taken_out_of(text) == left
    assert words.stand_in(text) == (left != text)
    assert not words.stand_in(left)


def test_where_it_is_a_part_of_anothers_it_stays() -> None:
    words = Words(
        ["MC-1", "Ann Lee", "ann@c.example"], ["mc-1-A", "Mary Ann Lee", "m.ann@c.example"]
    )
    theirs = "MC-1-A, Mary Ann  Lee, M.Ann@c.example"
    assert not words.stand_in(theirs)
    assert words.taken_out_of(f"MC-1 and {theirs} and Ann Lee") == (
        f"{ERASED} and {theirs} and {ERASED}"
    )


def test_it_is_taken_out_of_all_that_json_holds() -> None:
    words = Words(["MC-1"])
    cell = {"MC-1": [{"reference": "MC-1"}, 7, None], "why": ("MC-2", "MC-1")}
    assert words.stand_in(cell)
    assert words.taken_out_of(cell) == {
        ERASED: [{"reference": ERASED}, 7, None],
        "why": ["MC-2", ERASED],
    }


def test_sql_looks_with_patterns_that_find_all_of_it() -> None:
    assert Words(["Siân O'Neil", "MC/1"]).patterns == ("%Si%n%O%Neil%", "%MC%1%")
