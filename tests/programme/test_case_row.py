"""One row of a case list."""

from dataclasses import replace
from datetime import date

import pytest

from programme.case import Case, Cohort
from programme.case_row import CaseRow, Ended, Standing, read_case_row
from programme.cell import Cell, Unread
from programme.import_report import RowPlace
from programme.row_reading import RowReading

TEAMS = {"malvern": "Malvern", "through care north": "Through Care North"}
FIELDS = ("reference", "cohort", "team", "worker", "iro", "status", "opened", "reviewed", "ended")
LETTERS = dict(zip(FIELDS, "ABCDEFGHI", strict=True))
ROW = CaseRow(RowPlace("List 6", 2, LETTERS), 6, reference="MC-1", team="Malvern")
CLOSED = date(2026, 9, 1)


def read(row: CaseRow) -> Standing | Ended | None:
    return read_case_row(row, RowReading(row.where), TEAMS)


def reasons(row: CaseRow) -> list[tuple[str, str]]:
    reading = RowReading(row.where)
    assert read_case_row(row, reading, TEAMS) is None
    return [(one.place.column or "", one.reason) for one in reading.refused]


def cohort_of(row: CaseRow) -> Cohort:
    standing = read(row)
    assert isinstance(standing, Standing)
    return standing.case.cohort


def test_an_open_row_is_a_case_as_the_list_says() -> None:
    row = replace(
        ROW,
        team=" through  care NORTH ",
        worker="Ed Fox",
        iro="Io Day",
        opened="02/03/2026",
        reviewed=(date(2026, 9, 1), "06/11/2026", None),
    )

    assert read(row) == Standing(
        Case(
            "MC-1",
            Cohort.CHILD_IN_NEED,
            "Through Care North",
            "Ed Fox",
            "Io Day",
            date(2026, 3, 2),
            date(2026, 11, 6),
        ),
        6,
    )


@pytest.mark.parametrize(
    ("status", "cohort"),
    [
        ("a) Looked after child", Cohort.CHILD_IN_CARE),
        ("b", Cohort.CHILD_PROTECTION),
        ("(c) CIN plan", Cohort.CHILD_IN_NEED),
        ("D - Open Assessment", Cohort.ASSESSMENT),
        ("Looked After Child", Cohort.CHILD_IN_CARE),
        ("Child Protection Plan", Cohort.CHILD_PROTECTION),
        ("Child in need plan", Cohort.CHILD_IN_NEED),
        ("assessment open", Cohort.ASSESSMENT),
        (None, Cohort.CHILD_IN_NEED),
    ],
)
def test_the_case_status_says_where_the_child_stands(status: Cell, cohort: Cohort) -> None:
    assert cohort_of(replace(ROW, status=status)) is cohort


@pytest.mark.parametrize("status", ["e) Closed episode", "E", "closed"])
def test_a_closed_episode_is_no_case(status: str) -> None:
    assert read(replace(ROW, status=status)) == Ended("mc-1", None)


def test_the_day_on_which_list_6_closed_the_episode_is_told() -> None:
    assert read(replace(ROW, status="e", ended=(CLOSED,))) == Ended("mc-1", CLOSED)


@pytest.mark.parametrize("number", [4, 7, 8, 10])
def test_an_end_date_ends_the_row_and_closes_no_episode(number: int) -> None:
    assert read(replace(ROW, list_number=number, ended=(None, "01/09/2026"))) == Ended("mc-1", None)


@pytest.mark.parametrize("answer", ["Y", "yes", "a) Yes", "TRUE", True])
def test_a_referral_with_no_further_action_is_no_case(answer: Cell) -> None:
    row = replace(ROW, list_number=3, no_further_action=answer)

    assert isinstance(read(row), Ended)
    assert cohort_of(replace(row, no_further_action="b) No")) is Cohort.REFERRAL


def test_an_ended_row_may_lack_what_an_open_one_needs() -> None:
    assert read(CaseRow(ROW.where, 7, ended=(CLOSED,))) == Ended("", None)


@pytest.mark.parametrize(
    ("changed", "column", "reason"),
    [
        ({"reference": None}, "A", "there is no case reference."),
        (
            {"reference": "Ava Smith"},
            "A",
            "the case reference looks like a name: give the Child Unique ID of the case system.",
        ),
        (
            {"reference": date(2014, 5, 10)},
            "A",
            "the case reference looks like a date: give the Child Unique ID of the case system.",
        ),
        ({"team": " "}, "C", "there is no team."),
        (
            {"team": "Malvren"},
            "C",
            "the team “Malvren” is not in the staff list; did you mean “Malvern”?",
        ),
        ({"team": "Fostering"}, "C", "the team “Fostering” is not in the staff list."),
        ({"team": "10/05/2014"}, "C", "the cell does not hold a team's name."),
        ({"worker": "943 476 5919"}, "D", "the cell does not hold the name of a member of staff."),
        ({"iro": "WR5 2NP"}, "E", "the cell does not hold the name of a member of staff."),
        (
            {"status": "z) Other"},
            "F",
            "the case status is none of a to e, as Annex A has them.",
        ),
        ({"opened": "May"}, "G", "the cell is not a date: write it as dd/mm/yyyy."),
        (
            {"reviewed": ("10/05/14",)},
            "H",
            "the cell is a date with a two-digit year: write all four digits.",
        ),
        ({"ended": ("soon",)}, "I", "the cell is not a date: write it as dd/mm/yyyy."),
    ],
)
def test_a_row_that_cannot_be_read_is_refused_with_its_reason(
    changed: dict[str, object], column: str, reason: str
) -> None:
    row = ROW
    for field, value in changed.items():
        row = replace(row, **{field: value})  # type: ignore[arg-type]  # one of the row's own fields

    assert reasons(row) == [(column, reason)]


def test_a_plain_list_names_the_cohort() -> None:
    plain = replace(ROW, list_number=None)

    assert cohort_of(replace(plain, cohort="Looked after")) is Cohort.CHILD_IN_CARE
    assert reasons(plain) == [("B", "there is no cohort.")]
    ((column, reason),) = reasons(replace(plain, cohort="Ava Smith"))
    assert column == "B"
    assert reason.startswith("the cohort is not one of: referral, assessment, section 47 enquiry,")
    assert "Ava" not in reason


def test_an_error_cell_is_refused_and_named() -> None:
    assert reasons(replace(ROW, team=Unread.ERROR)) == [
        ("C", "the cell holds an Excel error such as #N/A or #REF!: mend it in the source.")
    ]


def test_a_row_longer_than_its_headings_is_refused_whole() -> None:
    ((column, reason),) = reasons(replace(ROW, is_ragged=True, team="nobody knows"))

    assert column == ""
    assert reason.startswith("the row has more cells than there are headings")


def test_what_list_6_says_of_another_list_is_not_by_its_own() -> None:
    standing = read(replace(ROW, status="a"))

    assert isinstance(standing, Standing)
    assert not standing.by_its_own_list
