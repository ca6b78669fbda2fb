"""Columns are found whatever has been done to their headings."""

from hypothesis import given
from hypothesis import strategies as st

from programme.annex_a import ANNEX_A_LISTS, PLAIN_LIST
from programme.heading import (
    Column,
    doubled_columns,
    heading_key,
    in_words,
    match_columns,
    missing_columns,
)
from programme.staff_list import STAFF_COLUMNS

TEAM = Column("team", "Team", ("allocatedteam", "team"))
DAYS = Column("reviewed", "Reviewed", ("review", "visit"), needed=False, many=True)
TITLES = sorted(
    {column.title for layout in ANNEX_A_LISTS.values() for column in layout.columns}
    - {"latest review or visit"}
)


@given(st.sampled_from(TITLES), st.data())
def test_case_spaces_line_breaks_and_remarks_change_nothing(
    title: str, data: st.DataObject
) -> None:
    spaces = st.sampled_from([" ", "  ", "\n", "_", "\r\n", "\xa0"])
    cases = st.sampled_from([str.upper, str.lower, str.title])
    words = [data.draw(cases)(word) + data.draw(spaces) for word in title.split()]
    remark = data.draw(st.sampled_from(["", "(dd/mm/yyyy)", "?", ":", "*"]))

    assert heading_key("".join(words) + remark) == heading_key(title)


def test_every_heading_of_annex_a_is_recognised_as_ofsted_writes_it() -> None:
    for layout in ANNEX_A_LISTS.values():
        wanted = [column for column in layout.columns if column.title in TITLES]
        found = match_columns([column.title for column in wanted], wanted)
        assert found == {column.field: (i,) for i, column in enumerate(wanted)}, layout.number


def test_the_likeliest_heading_wins() -> None:
    assert match_columns(["Team", "Allocated Team"], [TEAM]) == {"team": (1,)}


def test_many_columns_of_one_meaning_are_all_found_in_their_order() -> None:
    assert match_columns(["Visit", "Team", "Review"], [DAYS, TEAM]) == {
        "reviewed": (0, 2),
        "team": (1,),
    }


def test_a_column_twice_and_a_column_missing_are_told() -> None:
    found = match_columns(["team", "TEAM", "Visit", "Review"], [TEAM, DAYS])

    assert doubled_columns(found, [TEAM, DAYS]) == (TEAM,)
    assert missing_columns(found, [TEAM, DAYS]) == ()
    assert missing_columns({}, [TEAM, DAYS]) == (TEAM,)


def test_an_empty_heading_means_no_column() -> None:
    for layout in (PLAIN_LIST, *ANNEX_A_LISTS.values()):
        assert match_columns([None, "", " "], layout.columns) == {}
    assert match_columns([None, "", " "], STAFF_COLUMNS) == {}


def test_what_is_no_text_is_no_heading() -> None:
    assert match_columns([None, 5, "", "(team)"], [TEAM]) == {}


def test_lists_in_sentences_read_well() -> None:
    assert [in_words(list("abc")[:n]) for n in range(4)] == ["", "a", "a and b", "a, b and c"]
