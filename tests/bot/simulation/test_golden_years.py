"""A year of every framework that comes with Sightline, as a file that a person can read.

To take over a change that you have read and mean: SIGHTLINE_UPDATE_GOLDEN=1.
"""

import os
from pathlib import Path

import pytest

from bot.simulation.missed import missed
from bot.simulation.report import day_by_day, doubled, report_lines
from bot.simulation.year import Span, simulate
from programme.calendar import Month
from programme.frameworks.load import parse, read_shipped, shipped
from tests.bot.simulation.recorded import (
    actions_by_another_clock,
    chain_is_whole,
    named_in_events,
)

GOLDEN = Path(__file__).with_name("golden_years")
UPDATE = "SIGHTLINE_UPDATE_GOLDEN"
YEAR = Span(Month(2027, 1), months=12, managers=30)


@pytest.mark.parametrize("framework_id", shipped())
async def test_a_year_goes_as_the_file_says(framework_id: str, tmp_path: Path) -> None:
    rules = read_shipped(framework_id)
    year = await simulate(parse(rules, framework_id), rules, YEAR, tmp_path, _quietly)
    assert missed(year) == ()
    assert doubled(year) == ()
    assert actions_by_another_clock(year) == []
    text = "\n".join([*report_lines(year), "", *day_by_day(year), ""])
    file = GOLDEN / f"{framework_id}.txt"
    if UPDATE in os.environ:
        file.parent.mkdir(exist_ok=True)
        file.write_text(text, "utf-8")
    assert text == file.read_text("utf-8")
    assert named_in_events(tmp_path, year.lists) == []
    assert await chain_is_whole(tmp_path)


def test_every_file_is_a_framework_s() -> None:
    assert sorted(file.stem for file in GOLDEN.iterdir()) == sorted(shipped())


def _quietly(_done: int, _of: int) -> None:
    """A test needs no progress bar."""
