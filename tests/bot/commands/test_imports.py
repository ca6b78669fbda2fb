"""`sightline import staff` and `sightline import cases`."""

import sqlite3

import pytest

from bot.demo_council import TENANT_ID
from tests.bot.commands.line import CASES, STAFF, Line


def kept(line: Line, table: str) -> list[tuple[object, ...]]:
    with sqlite3.connect(line.folder / "sightline.db") as database:
        return sorted(database.execute(f"SELECT * FROM {table}"), key=str)


def test_lists_are_taken_in_and_reported(line: Line) -> None:
    line.add_council()
    staff = line.run(*line.staff())
    cases = line.run(*line.cases())
    assert staff.exit_code == cases.exit_code == 0
    assert "4" in staff.stdout
    assert "12" in cases.stdout
    assert staff.stderr == ""
    assert len(kept(line, "cases")) == 12


def test_the_same_lists_again_change_nothing(line: Line) -> None:
    line.with_council()
    before = kept(line, "people"), kept(line, "cases")
    assert "0 added" in line.done(*line.staff())
    assert "0 added" in line.done(*line.cases())
    assert (kept(line, "people"), kept(line, "cases")) == before


def test_who_is_no_longer_listed_is_reported_gone(line: Line) -> None:
    line.with_council()
    assert "1 gone" in line.done(*line.staff(*STAFF[:-1]))
    assert "1 gone" in line.done(*line.cases(*CASES[:-1]))


BROKEN_STAFF = {
    "a missing column": (["Name,Roles", "Ann Lee,Team manager"], "E-mail"),
    "two people with one e-mail": (
        [*STAFF, "Another,ann@c.example,Team manager,Malvern,Locality,"],
        "ann@c.example",
    ),
    "a team without a manager": (
        [*STAFF, "Tom Fox,tom@c.example,Social worker,Pershore,Locality,"],
        "Pershore",
    ),
    "nothing": ([""], "staff.csv"),
}


@pytest.mark.parametrize("case", BROKEN_STAFF)
def test_a_staff_list_that_does_not_hold_together_changes_nothing(line: Line, case: str) -> None:
    line.with_council()
    before = kept(line, "people")
    lines, named = BROKEN_STAFF[case]
    result = line.run(*line.staff(*lines))
    assert (result.exit_code, result.stdout) == (2, "")
    assert named in result.stderr
    assert "Traceback" not in result.stderr
    assert kept(line, "people") == before


def test_every_refused_row_is_named_and_no_row_is_taken_in(line: Line) -> None:
    line.with_council()
    before = kept(line, "cases")
    result = line.run(*line.cases(*CASES, "Sam Fox,Child in need,Malvern,Ed Fox,2026-03-02"))
    assert result.exit_code == 2
    assert "14" in result.stderr
    assert "Sam Fox" not in result.stderr, "a child's name is not told back"
    assert kept(line, "cases") == before


def test_a_file_that_is_not_what_it_says_is_refused(line: Line) -> None:
    line.with_council()
    picture = line.folder / "cases.xlsx"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))
    for file in (str(picture), "nowhere.csv", str(line.folder)):
        result = line.run("import", "cases", file, "--tenant", TENANT_ID)
        assert (result.exit_code, result.stdout) == (2, ""), result.output
        assert "Traceback" not in result.stderr


def test_cases_before_staff_are_refused(line: Line) -> None:
    line.add_council()
    assert "Take in the staff list first" in line.refused(*line.cases())


def test_lists_of_a_council_that_was_not_added_are_refused(line: Line) -> None:
    assert "add it first with “sightline council add”" in line.refused(*line.staff())


def test_a_hand_over_that_names_no_two_teams_is_refused(line: Line) -> None:
    line.with_council()
    for wrong in ("Malvern", "=Evesham", "Malvern="):
        assert "Old team=New team" in line.refused(*line.staff(), "--hand-over", wrong)


def test_a_team_that_is_still_listed_keeps_its_actions(line: Line) -> None:
    line.with_council()
    said = line.refused(*line.staff(), "--hand-over", "Malvern=Evesham")
    assert "Malvern is still in this list" in said
    assert "0 gone" in line.done(*line.staff())
