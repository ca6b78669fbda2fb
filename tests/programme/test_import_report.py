"""The report at the end of an import."""

from collections.abc import Mapping

from hypothesis import given
from hypothesis import strategies as st

from programme.import_report import (
    ImportReport,
    Place,
    RefusedRow,
    RowPlace,
    compare,
    field_name,
    report_lines,
)

KEPT = st.dictionaries(st.sampled_from("abcdef"), st.integers(0, 2))


def test_a_comparison_tells_the_new_the_changed_the_gone_and_the_same() -> None:
    comparison = compare({"a": 1, "b": 2, "c": 3}, {"b": 2, "c": 4, "d": 5})

    assert comparison.added == ("d",)
    assert comparison.changed == ("c",)
    assert comparison.gone == ("a",)
    assert comparison.unchanged == ("b",)


@given(KEPT, KEPT)
def test_every_key_is_counted_once(before: Mapping[str, int], after: Mapping[str, int]) -> None:
    it = compare(before, after)

    assert sorted(it.added + it.changed + it.unchanged) == sorted(after)
    assert sorted(it.gone + it.changed + it.unchanged) == sorted(before)


@given(KEPT)
def test_repeating_an_import_changes_nothing(kept: Mapping[str, int]) -> None:
    assert compare(kept, kept).unchanged == tuple(kept)


def test_what_was_taken_in_is_one_line() -> None:
    report = ImportReport.of(1500, compare({"a": 1, "b": 1}, {"b": 2, "c": 1}))

    assert report_lines(report) == ("1,500 rows read: 1 added, 1 changed, 1 gone, 0 unchanged.",)


def test_what_was_refused_is_listed_row_by_row_and_counted_by_row() -> None:
    reasons = (
        RefusedRow(Place("List 6", 12, "C"), "there is no team."),
        RefusedRow(Place("List 6", 12, "D"), "there is no case reference."),
        RefusedRow(Place("cases.csv", 3), "the row has more cells than there are headings."),
    )

    first, *others = report_lines(ImportReport(1500, refused=reasons))

    assert first == (
        "Nothing was changed: of 1,500 rows read, 2 must be corrected before the file can be "
        "taken in."
    )
    assert others == [
        "  List 6, row 12, column C: there is no team.",
        "  List 6, row 12, column D: there is no case reference.",
        "  cases.csv, row 3: the row has more cells than there are headings.",
    ]


def test_a_place_names_the_column_of_the_field_if_the_table_has_it() -> None:
    where = RowPlace("Staff", 4, {"team": "C", field_name("reviewed", 1): "F"})

    assert where.at("team") == Place("Staff", 4, "C")
    assert where.at("reviewed 2") == Place("Staff", 4, "F")
    assert where.at("email") == where.at() == Place("Staff", 4)
