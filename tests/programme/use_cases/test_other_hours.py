"""A later version keeps other hours: what was seen to under the earlier one isn't done again."""

from dataclasses import replace
from datetime import UTC, date, datetime, time

import pytest

from programme.message import MessageKind
from programme.use_cases.draw_moderations import draw_moderations
from programme.use_cases.send_overviews import send_overviews
from programme.use_cases.tend_moderations import tend_moderations
from programme.use_cases.warn_before_allocation import warn_before_allocation
from tests.follow_up import OVERVIEW, SIMON, SOPHIE, add_people, with_rules
from tests.little_council import CALENDAR, LittleCouncil
from tests.programme.use_cases.moderating import BY_MANAGERS, SHARE, ruled

TURNS = replace(OVERVIEW, id="turns", turns=True)


def _at(day: date) -> datetime:
    return CALENDAR.at(day, time(11))


def _from(little: LittleCouncil, day: date) -> LittleCouncil:
    """The council since the day from which its second version has the digest an hour later."""
    first = little.council.framework
    later = replace(first.hours, digest=time(10))
    second = replace(first, version="later", holds_from=day, hours=later)
    return replace(little, council=replace(little.council, versions=(first, second)).on(day))


@pytest.mark.rule("SW-05")
async def test_a_period_is_drawn_for_moderation_once(drawn: LittleCouncil) -> None:
    little = ruled(drawn, SHARE)
    for day, lead in enumerate(("ann", "ben", "cat"), start=2):
        await little.submitted(lead=lead, now=datetime(2026, 12, day, 10, 0, tzinfo=UTC))
    assert await draw_moderations(little.council, work=little.work, now=_at(date(2027, 1, 4))) == 1
    later = _from(little, date(2027, 1, 6)).council
    assert await draw_moderations(later, work=little.work, now=_at(date(2027, 1, 7))) == 0
    assert len(await little.messages(MessageKind.MODERATION)) == 1


@pytest.mark.rule("WB-10")
async def test_an_overview_goes_to_one_who_takes_it_in_turn(drawn: LittleCouncil) -> None:
    await add_people(drawn, SIMON, SOPHIE)
    little = with_rules(drawn, overviews=(TURNS,))
    assert await send_overviews(little.council, work=little.work, now=_at(date(2027, 1, 6))) == 1
    later = _from(little, date(2027, 1, 7)).council
    assert await send_overviews(later, work=little.work, now=_at(date(2027, 1, 8))) == 0
    assert await little.readers(MessageKind.OVERVIEW) == ["simon"]


@pytest.mark.rule("WC-07")
async def test_a_moderator_is_reminded_once_a_stage(drawn: LittleCouncil) -> None:
    little = ruled(drawn, BY_MANAGERS)
    await little.submitted()
    due = date(2026, 12, 15)
    assert await tend_moderations(little.council, work=little.work, now=_at(due)) == 1
    later = _from(little, date(2026, 12, 16)).council
    assert await tend_moderations(later, work=little.work, now=_at(date(2026, 12, 16))) == 0


@pytest.mark.rule("WC-02")
async def test_the_warning_before_a_round_is_recorded_once(little: LittleCouncil) -> None:
    of = little.period()
    thursday, friday = date(2026, 11, 26), date(2026, 11, 27)
    await warn_before_allocation(little.council, work=little.work, now=_at(thursday))
    queued = await little.messages(MessageKind.BEFORE_THE_FIRST)
    assert queued
    later = _from(little, friday).council
    assert await warn_before_allocation(later, work=little.work, now=_at(friday)) == 0
    assert await little.messages(MessageKind.BEFORE_THE_FIRST) == queued
    warned = [e for e in await little.events(of.subject) if e.verb == "warn_before_allocation"]
    assert len(warned) == 1
