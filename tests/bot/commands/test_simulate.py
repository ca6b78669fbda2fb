"""`sightline simulate`."""

from pathlib import Path

import pytest

from programme.frameworks.load import read_shipped
from tests.bot.commands.line import Line

SMALL = ("--from", "2027-03-01", "--months", "1", "--people", "20")


def test_it_reports_a_span_and_keeps_nothing(line: Line) -> None:
    before = sorted(line.folder.iterdir())
    told = line.done("simulate", "--framework", "worcestershire", *SMALL)
    assert "March 2027, 20 fictional managers" in told
    assert "Missed: nothing." in told
    assert sorted(line.folder.iterdir()) == before


def test_a_council_tries_a_file_of_its_own_day_by_day(line: Line) -> None:
    own = line.folder / "ours.toml"
    own.write_text(
        read_shipped("worcestershire").replace("at = { value = 09:00:00", "at = { value = 10:15:00")
    )
    told = line.done("simulate", "--framework", str(own), *SMALL, "--day-by-day")
    assert "Mon 1 Mar  2027  10:15  “Audits that are copied to you”" in told


def test_what_cannot_be_simulated_is_refused_with_a_sentence(line: Line, tmp_path: Path) -> None:
    broken = tmp_path / "broken.toml"
    broken.write_text("id = ")
    assert "There is no framework “nowhere”" in line.refused(
        "simulate", "--framework", "nowhere", *SMALL
    )
    assert "broken.toml is not a TOML file" in line.refused(
        "simulate", "--framework", str(broken), *SMALL
    )


@pytest.mark.parametrize("day", ["soon", "2027-13-01", "2027-02-31", "2027-01-01x", "2027-01-"])
def test_a_day_that_there_is_not_begins_no_year(line: Line, day: str) -> None:
    sentence = line.refused("simulate", "--framework", "kent", "--from", day, "--months", "1")
    assert sentence == (
        f"“{day}” is no day to begin with; write it as year, month and day, such as 2027-01-01."
    )


@pytest.mark.parametrize("day", ["0001-01-01", "1999-12-31", "2100-01-01", "9999-12-01"])
def test_a_year_of_another_century_is_refused(line: Line, day: str) -> None:
    sentence = line.refused("simulate", "--framework", "kent", "--from", day, "--months", "1")
    assert sentence == f"A simulated year begins from 2000 to 2099, not in {day[:4]}."


def test_a_month_alone_is_begun_with_its_first_day(line: Line) -> None:
    of = ("--from", "2027-03", "--months", "1", "--people", "20")
    assert "March 2027, 20" in line.done("simulate", "--framework", "kent", *of)
