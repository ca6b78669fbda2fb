"""Case lists as councils export them, and what of them is kept."""

from datetime import date
from pathlib import Path

import pytest

from bot.imports.case_file import read_case_file
from programme.case import Case, Cohort
from programme.case_list import CaseList
from programme.errors import FileRefused
from programme.import_report import Place
from tests.bot.imports.files import Rows, Value, no_progress, write_text, write_workbook

CHILD = ("Child Unique ID", "Gender", "Ethnicity", "Date of Birth", "Age of Child (Years)")
AVA: tuple[Value, ...] = ("MC-1", "b) Female", "WBRI - White British", date(2014, 5, 10), 12)
HOLDERS = ("Allocated Team", "Allocated Worker")
IN_NEED: tuple[Value, ...] = (
    *CHILD,
    "Child Name",
    "CIN Start Date",
    "CIN Closure Date",
    "Case Status",
    *HOLDERS,
)
AVA_IN_NEED: tuple[Value, ...] = (
    *AVA,
    "Ava Smith",
    date(2026, 3, 2),
    None,
    "c) CIN plan",
    "Malvern",
    "Ed Fox",
)
PLAIN = "Reference,Cohort,Team,Worker,IRO,Opened,Last reviewed"


def read(path: Path, *teams: str) -> CaseList:
    return read_case_file(path, teams=teams or ("Malvern",), progress=no_progress)


def annex_a(tmp_path: Path, **sheets: Rows) -> Path:
    named = {name.replace("_", " "): rows for name, rows in sheets.items()}
    return write_workbook(tmp_path / "annex a.xlsx", named)


def test_a_workbook_is_read_whatever_its_sheets_are_called(tmp_path: Path) -> None:
    rows = [IN_NEED, AVA_IN_NEED]
    expected = Case(
        "MC-1", Cohort.CHILD_IN_NEED, "Malvern", worker="Ed Fox", opened=date(2026, 3, 2)
    )

    for name in ("List 6", "6 Children in need", "CIN", "Children in Need", "Sheet2"):
        cases = read(write_workbook(tmp_path / "annex a.xlsx", {name: rows}))
        assert cases.cases == (expected,), name


def test_a_plain_list_is_read_with_its_dates_and_reviewing_officer(tmp_path: Path) -> None:
    path = write_text(
        tmp_path / "cases.csv",
        PLAIN,
        "MC-1,Child in care,MALVERN,Ed Fox,Io Day,02/03/2026,2026-10-05",
        "MC-2,CIN,Malvern,,,,",
    )

    assert read(path).cases == (
        Case(
            "MC-1",
            Cohort.CHILD_IN_CARE,
            "Malvern",
            worker="Ed Fox",
            iro="Io Day",
            opened=date(2026, 3, 2),
            last_reviewed=date(2026, 10, 5),
        ),
        Case("MC-2", Cohort.CHILD_IN_NEED, "Malvern"),
    )


def test_a_worker_is_the_same_whatever_nobody_sees_in_the_name(tmp_path: Path) -> None:
    """Whoever reads “Ed Fox” finds Ed Fox, and so does the rule that nobody audits their own."""
    zero = "\N{ZERO WIDTH SPACE}"
    path = write_text(
        tmp_path / "cases.csv", PLAIN, f"MC-{zero}1,CIN,Malv{zero}ern,Ed{zero} Fox,,,"
    )

    assert read(path).cases == (Case("MC-1", Cohort.CHILD_IN_NEED, "Malvern", worker="Ed Fox"),)


def test_two_references_that_look_alike_are_one(tmp_path: Path) -> None:
    zero = "\N{ZERO WIDTH JOINER}"
    rows = ("MC-1,CIN,Malvern,,,,", f"MC-1{zero},CIN,Malvern,,,,")
    path = write_text(tmp_path / "cases.csv", PLAIN, *rows)

    assert [case.reference for case in read(path).cases] == ["MC-1"]


def test_a_plain_list_may_have_columns_that_are_dropped(tmp_path: Path) -> None:
    path = write_text(
        tmp_path / "cases.csv",
        "Child name;Case reference;DoB;Cohort;Team",
        "Ava Smith;MC-1;10/05/2014;CIN;Malvern",
    )

    kept = repr(read(path))

    assert "MC-1" in kept
    assert "Ava" not in kept
    assert "2014" not in kept


def test_numbers_in_date_columns_are_excels_days_and_elsewhere_numbers(tmp_path: Path) -> None:
    row = (46357.0, *AVA_IN_NEED[1:6], 46357, *AVA_IN_NEED[7:])

    (case,) = read(annex_a(tmp_path, List_6=[IN_NEED, row])).cases

    assert (case.reference, case.opened) == ("46357", date(2026, 12, 1))


def test_every_date_of_review_or_visit_counts_and_the_latest_is_kept(tmp_path: Path) -> None:
    headings: tuple[Value, ...] = (
        *CHILD,
        "Child Protection Plan Start Date",
        "Date of the Last Statutory Visit",
        "Date of latest review conference",
        "Child Protection Plan End Date",
        *HOLDERS,
    )
    row = (*AVA, "02/03/2026", "06/11/2026", date(2026, 9, 1), None, "Malvern", "Ed Fox")

    (case,) = read(annex_a(tmp_path, List_7=[headings, row])).cases

    assert case.last_reviewed == date(2026, 11, 6)


def test_a_refusal_says_where_and_never_what(tmp_path: Path) -> None:
    rows: Rows = [
        IN_NEED,
        ("Ava Smith", *AVA_IN_NEED[1:]),
        (date(2014, 5, 10), *AVA_IN_NEED[1:]),
        ("943 476 5919", *AVA_IN_NEED[1:]),
        (*AVA_IN_NEED[:6], "10/05/14", *AVA_IN_NEED[7:]),
        (*AVA_IN_NEED[:9], None, "Ed Fox"),
        (None, *AVA_IN_NEED[1:]),
    ]

    cases = read(annex_a(tmp_path, List_6=rows))

    assert cases.cases == ()
    assert [one.place for one in cases.refused] == [
        Place("List 6", row, column) for row, column in zip(range(2, 8), "AAAGJA", strict=True)
    ]
    reasons = repr([one.reason for one in cases.refused])
    assert not [what for what in ("Ava", "Smith", "2014", "943", "/14") if what in reasons]


def test_a_formula_never_worked_out_refuses_its_row_only_in_a_kept_column(tmp_path: Path) -> None:
    unread_age = (*AVA_IN_NEED[:4], "=DATEDIF(D2,TODAY(),1)", *AVA_IN_NEED[5:])
    unread_team = (*AVA_IN_NEED[:9], "=UPPER(A1)", "Ed Fox")

    assert read(annex_a(tmp_path, List_6=[IN_NEED, unread_age])).refused == ()
    (refused,) = read(annex_a(tmp_path, List_6=[IN_NEED, unread_team])).refused
    assert str(refused.place) == "List 6, row 2, column J"
    assert refused.reason == (
        "the cell is a formula whose result was never saved: open the file in Excel and save it."
    )


@pytest.mark.parametrize(
    ("sheets", "sentence"),
    [
        (
            {"Notes": [["Nothing here"]]},
            (
                "annex a.xlsx holds no list of cases: it needs the lists of Annex A, or columns "
                "headed Reference, Cohort and Team."
            ),
        ),
        (
            {"List 6": [[*IN_NEED[:8], *HOLDERS], AVA_IN_NEED]},
            (
                "List 6 (list 6 of Annex A) has no column for “Case Status”; the headings found "
                "in row 1 are those for “Child Unique ID”, “Allocated Team”, “Allocated Worker”, "
                "“CIN Start Date” and “CIN Closure Date”."
            ),
        ),
        (
            {"List 6": [AVA_IN_NEED]},
            (
                "List 6 should be list 6 of Annex A, but no row has its headings: correct them, "
                "or take the sheet out."
            ),
        ),
        (
            {"Sheet1": [["Child ID", "Name", "Team"], ["MC-1", "Ava Smith", "Malvern"]]},
            (
                "Sheet1 has no column for “Cohort”, and neither its name nor the headings found "
                "in row 1 (those for “Child Unique ID” and “Allocated Team”) say which list of "
                "Annex A it is: add the column, or name the sheet, for example, “List 6”."
            ),
        ),
        (
            {"List 6": [[*IN_NEED, "Allocated  TEAM"], AVA_IN_NEED]},
            (
                "List 6 has several columns for “Allocated Team” (J and L): keep one of them and "
                "import the file again."
            ),
        ),
    ],
)
def test_a_workbook_that_is_no_case_list_is_refused_in_one_sentence(
    sheets: dict[str, Rows], sentence: str, tmp_path: Path
) -> None:
    with pytest.raises(FileRefused) as refusal:
        read(write_workbook(tmp_path / "annex a.xlsx", sheets))

    assert str(refusal.value) == sentence


def test_an_empty_sheet_of_a_list_is_a_list_without_cases(tmp_path: Path) -> None:
    cases = read(annex_a(tmp_path, List_6=[IN_NEED, AVA_IN_NEED], List_7=[], List_5=[(None,)]))

    assert len(cases.cases) == 1
    assert cases.sheets_left == ("List 7", "List 5")


def test_the_shape_of_a_number_does_not_make_two_cases_of_one(tmp_path: Path) -> None:
    as_text = ("104233", *AVA_IN_NEED[1:])
    as_number = (104233, *AVA_IN_NEED[1:])

    assert len(read(annex_a(tmp_path, List_6=[IN_NEED, as_text, as_number])).cases) == 1
