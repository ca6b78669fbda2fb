"""Ahead of a practice week, those who see practice in it hear of it."""

from dataclasses import replace
from datetime import date

import pytest

from programme.message import MessageKind
from programme.use_cases.tell_of_practice_weeks import (
    mondays_of,
    show_practice_weeks,
    tell_of_practice_weeks,
)
from tests.duty_rules import MONDAY, WEEK
from tests.little_council import LittleCouncil
from tests.programme.use_cases.duty_council import asked_for, nine

pytestmark = pytest.mark.rule("SW-08")
TOLD = date(2026, 12, 23)
"""Ten working days before Monday 11 January 2027, the holidays left out."""


async def _tell(little: LittleCouncil, day: date) -> int:
    return await tell_of_practice_weeks(little.council, work=little.work, now=nine(day))


async def test_the_roles_hear_once_so_many_working_days_before_its_monday(
    little: LittleCouncil,
) -> None:
    asked = asked_for(little)
    assert await _tell(asked, date(2026, 12, 22)) == 0
    assert await _tell(asked, TOLD) == 2
    assert await _tell(asked, date(2026, 12, 24)) == 0
    messages = await asked.messages(MessageKind.PRACTICE_WEEK)
    assert [(m.person_id, m.subject) for m in messages] == [
        ("gil", MONDAY.isoformat()),
        ("gus", MONDAY.isoformat()),
    ]


async def test_a_tick_that_was_missed_is_caught_up_until_the_week_is_over(
    little: LittleCouncil,
) -> None:
    asked = asked_for(little)
    await asked.away("gil", date(2026, 12, 20), date(2027, 1, 12))
    assert await _tell(asked, date(2027, 1, 4)) == 1
    assert await _tell(asked, date(2027, 1, 13)) == 1
    assert await asked.readers(MessageKind.PRACTICE_WEEK) == ["gil", "gus"]


async def test_a_week_that_is_over_is_told_of_to_nobody(little: LittleCouncil) -> None:
    assert await _tell(asked_for(little), date(2027, 1, 18)) == 0


async def test_without_a_week_nothing_is_told(little: LittleCouncil) -> None:
    council = replace(
        little.council, framework=replace(little.council.framework, practice_weeks=())
    )
    before = await little.everything()
    assert await tell_of_practice_weeks(council, work=little.work, now=nine(TOLD)) == 0
    assert await little.everything() == before


async def test_the_card_is_for_nobody_else_and_names_working_days(little: LittleCouncil) -> None:
    asked = asked_for(little)
    async with asked.work(asked.tenant_id) as w:
        pairs = [("gil", MONDAY), ("ann", MONDAY), ("gil", date(2027, 1, 4))]
        views = await show_practice_weeks(asked.council, w, pairs)
    assert set(views) == {("gil", MONDAY)}
    view = views["gil", MONDAY]
    assert (view.first, view.last) == (MONDAY, date(2027, 1, 15))


def test_the_first_monday_of_a_month_may_be_its_first_day() -> None:
    first = replace(WEEK, month=2, weeks_after_the_first_monday=0)
    assert list(mondays_of(first, date(2027, 3, 1))) == [date(2027, 2, 1), date(2028, 2, 7)]
