"""A themed period that lies in two versions of the framework has one theme whoever asks (BD-01)."""

from dataclasses import replace
from datetime import date

import pytest

from bot.solver import ScipySolver
from programme.round_period import round_period
from programme.rules.duty import Theme
from programme.use_cases.draw_allocation import DrawAllocation, draw_allocation
from programme.use_cases.follow_theme import follow_themes
from tests.little_council import ADDED, DECEMBER, MAIN_ALONE, SEED, THE_FIRST, LittleCouncil

QUARTERLY = replace(MAIN_ALONE.allocation, themed=True, every_months=3)
FIRST = replace(MAIN_ALONE, version="1", rounds=(QUARTERLY,), themes=(Theme(11, "Chronologies"),))
LATER = replace(
    FIRST, version="2", holds_from=date(2026, 11, 1), themes=(Theme(12, "Supervision"),)
)


@pytest.mark.rule("BD-01", "KT-04")
async def test_the_draw_has_the_theme_that_its_audits_keep(little: LittleCouncil) -> None:
    council = replace(little.council, framework=LATER, versions=(FIRST, LATER))
    of = round_period(FIRST, QUARTERLY, DECEMBER)
    command = DrawAllocation(council, None, of, SEED, "command line")
    draw = await draw_allocation(command, work=little.work, solver=ScipySolver(), now=ADDED)
    assert draw.draw.theme == "Supervision"
    drawn = await little.audits(of.month)
    assert {audit.theme for audit in drawn} == {"Supervision"}
    assert await follow_themes(council, work=little.work, now=THE_FIRST) == 0
    assert await little.audits(of.month) == drawn
