"""Staff lists as people keep them."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest

from bot.demo_council import TENANT_ID, colleagues, staff_csv
from bot.demo_council.teams import TEAMS
from bot.imports import columns
from bot.imports.staff_file import read_staff_file
from programme.errors import FileRefused
from programme.import_report import Place, RefusedRow
from programme.people import Absence, Role
from programme.staff_list import StaffList, person_id
from tests.bot.imports.files import Value, no_progress, write_text, write_workbook

TODAY = date(2026, 11, 23)
HEADINGS = ("Name", "E-mail", "Roles", "Team", "Service area", "Line manager")
ANN = ("Ann Lee", "ann@council.example", "Team manager", "Malvern", "Locality", "")
BOB = ("Bob Ray", "bob@council.example", "SW", "malvern ", "", "Ann Lee")


def read(path: Path) -> StaffList:
    return read_staff_file(path, ids_from=TENANT_ID, progress=no_progress)


def workbook(tmp_path: Path, *rows: Sequence[Value]) -> Path:
    return write_workbook(tmp_path / "staff.xlsx", {"Staff": rows})


def test_the_demo_councils_list_is_taken_in_whole(tmp_path: Path) -> None:
    path = tmp_path / "staff.csv"
    path.write_text(staff_csv(colleagues(TODAY)), encoding="utf-8")

    staff = read(path)

    listed = colleagues(TODAY)
    assert staff.refused == ()
    assert staff.read == len(listed)
    assert {person.email for person in staff.people} == {one.email for one in listed}
    assert {(team.name, team.service_area) for team in staff.teams} == {
        (team.name, team.service_area) for team in TEAMS
    }
    assert {p.email: p.object_id for p in staff.people} == {p.email: p.object_id for p in listed}
    away = {p.email: p.absences for p in staff.people if p.absences}
    assert away == {
        p.email: (Absence(p.away_from, p.away_until),)
        for p in listed
        if p.away_from and p.away_until
    }


def test_untidy_headings_titles_blank_rows_totals_and_notes_are_no_hindrance(
    tmp_path: Path,
) -> None:
    path = workbook(
        tmp_path,
        ("Staff of Children's Services",),
        (),
        (
            "NAME ",
            "Email\nAddress",
            "job  role",
            "TEAM (locality)",
            "service\narea",
            "LINE MANAGER",
        ),
        ANN,
        (None,) * 6,
        ("name", "email address", "Job role", "team", "Service Area", "line manager"),
        BOB,
        ("Total", "2"),
        ("Source: the HR system",),
    )

    staff = read(path)

    assert [person.name for person in staff.people] == ["Ann Lee", "Bob Ray"]
    assert (staff.read, staff.passed_over, staff.refused) == (2, 3, ())


def test_refused_rows_are_found_where_excel_shows_them(tmp_path: Path) -> None:
    path = workbook(
        tmp_path, ("As of today",), HEADINGS, ANN, ("Cy Orr", "cy", "Wizard", "Malvern", "", "")
    )

    staff = read(path)

    assert staff.people == ()
    assert [one.place for one in staff.refused] == [Place("Staff", 4, "B"), Place("Staff", 4, "C")]
    assert str(staff.refused[0].place) == "Staff, row 4, column B"


def test_a_missing_column_is_named_with_the_headings_that_were_found(tmp_path: Path) -> None:
    path = write_text(tmp_path / "staff.csv", "Name,E-mail,Roles,Team,Shoe size", "Ann,a,TM,M,5")

    with pytest.raises(FileRefused) as refusal:
        read(path)

    assert str(refusal.value) == (
        "staff.csv has no column for “Service area” and “Line manager”; the headings in row 1 are "
        "“Name”, “E-mail”, “Roles”, “Team” and “Shoe size”."
    )


def test_what_would_steer_a_terminal_is_not_repeated_of_a_heading(tmp_path: Path) -> None:
    path = write_text(tmp_path / "staff.csv", "Name,E-mail,Roles,Team,\x1b[2J\x1b]0;x\x07Shoe", "A")

    with pytest.raises(FileRefused) as refusal:
        read(path)

    assert "\x1b" not in str(refusal.value)
    assert "\x07" not in str(refusal.value)


def test_a_name_that_a_card_would_show_as_a_link_is_refused(tmp_path: Path) -> None:
    """Cards name people where Markdown is read."""
    posing = ("[Sign in](https://phish.example)", *ANN[1:])

    staff = read(workbook(tmp_path, HEADINGS, posing))

    assert staff.people == ()
    assert [str(one.place) for one in staff.refused] == ["Staff, row 2, column A"]
    assert staff.refused[0].reason == "the cell holds a link: write a plain text."


def test_a_file_without_the_headings_is_refused_without_repeating_its_cells(
    tmp_path: Path,
) -> None:
    path = write_text(tmp_path / "staff.csv", "Ava Smith,12/05/2014", "Max Jones,01/02/2015")

    with pytest.raises(FileRefused) as refusal:
        read(path)

    assert str(refusal.value) == (
        "staff.csv has no row with the headings of a staff list; it needs columns headed Name, "
        "E-mail, Roles, Team, Service area and Line manager."
    )


def test_a_column_that_stands_there_twice_is_refused(tmp_path: Path) -> None:
    path = workbook(tmp_path, (*HEADINGS, "Team"), ANN)

    with pytest.raises(FileRefused, match=r"Staff has several columns for “Team” \(D and G\)"):
        read(path)


def test_the_sheet_with_the_headings_is_read_whatever_it_is_called(tmp_path: Path) -> None:
    path = write_workbook(
        tmp_path / "staff.xlsx", {"Read me": [["About"]], "Sheet3": [HEADINGS, ANN]}
    )

    assert [person.name for person in read(path).people] == ["Ann Lee"]


def test_two_staff_lists_in_one_workbook_are_refused(tmp_path: Path) -> None:
    path = write_workbook(
        tmp_path / "staff.xlsx", {"Staff": [HEADINGS, ANN], "Leavers": [HEADINGS, BOB]}
    )

    with pytest.raises(FileRefused, match="several staff lists, in the sheets “Staff” and “Leav"):
        read(path)


def test_a_comma_outside_quotation_marks_refuses_the_row(tmp_path: Path) -> None:
    path = write_text(
        tmp_path / "staff.csv",
        ",".join(HEADINGS),
        "Lee, Ann,ann@council.example,TM,Malvern,Locality,",
    )

    (refused,) = read(path).refused

    assert refused == RefusedRow(
        Place("staff.csv", 2),
        "the row has more cells than there are headings: a value with a comma (or whatever stands "
        "between the cells) must be in quotation marks.",
    )


@pytest.mark.parametrize(
    ("first", "last"),
    [
        (date(2026, 12, 1), "04/12/2026"),
        (46357, "2026-12-04"),
        ("1 December 2026", date(2026, 12, 4)),
    ],
)
def test_days_of_leave_may_be_days_texts_or_excels_numbers(
    first: Value, last: Value, tmp_path: Path
) -> None:
    qa: tuple[Value, ...] = ("Ann Lee", "ann@council.example", "QA officer", "", "", "")

    staff = read(workbook(tmp_path, (*HEADINGS, "Away from", "Away until"), (*qa, first, last)))

    (person,) = staff.people
    assert person.absences == (Absence(date(2026, 12, 1), date(2026, 12, 4)),)


def test_a_person_keeps_the_id_through_case_and_time(tmp_path: Path) -> None:
    shouted = (ANN[0], ANN[1].upper(), *ANN[2:])

    first = read(workbook(tmp_path, HEADINGS, ANN)).people[0]
    again = read(workbook(tmp_path, HEADINGS, shouted)).people[0]

    assert first == again
    assert first.id == person_id(TENANT_ID.upper(), "ANN@council.example ")
    assert first.has(Role.TEAM_MANAGER)


def test_more_rows_than_the_bound_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(columns, "MOST_ROWS", 2)

    with pytest.raises(FileRefused, match="brings the file to more than 2 rows"):
        read(workbook(tmp_path, HEADINGS, ANN, BOB))


def test_progress_ends_with_every_row_read(tmp_path: Path) -> None:
    said: list[tuple[int, int | None]] = []
    qa = [(f"P{n}", f"p{n}@council.example", "QA officer", "", "", "") for n in range(600)]
    path = write_workbook(tmp_path / "staff.xlsx", {"Staff": [HEADINGS, *qa]})

    read_staff_file(
        path, ids_from=TENANT_ID, progress=lambda done, total: said.append((done, total))
    )

    assert [done for done, _ in said] == [250, 500, 601]
    assert said[-1] == (601, 601)
