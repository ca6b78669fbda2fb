"""Delay is escalated once, in the council's hours (BD-07)."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from programme.message import MessageKind
from programme.shown import audit_entity
from programme.use_cases.ask_confirmation import ask_confirmation
from programme.use_cases.ask_more_time import AskMoreTime, ask_more_time
from programme.use_cases.escalate_delay import escalate_delay
from programme.use_cases.tick import JOBS
from tests.little_council import (
    FRAMEWORK,
    LittleCouncil,
)
from tests.programme.use_cases.acting_on_actions import (
    DELAYED,
    HIGH,
    card,
    done,
    nine,
    returned,
)


@pytest.mark.rule("BD-07")
async def test_delay_is_escalated_once_and_the_lead_can_see_it(ash: LittleCouncil) -> None:
    audit, (action,) = await ash.submitted(HIGH)
    await ash.settle("ann", MessageKind.ACTIONS, audit.id, audit_entity(audit.id))
    for day, told in ((date(2026, 12, 24), 0), (DELAYED, 1), (date(2026, 12, 30), 0)):
        assert await escalate_delay(ash.council, work=ash.work, now=nine(day)) == told
    (message,) = await ash.messages(MessageKind.ESCALATED)
    assert (message.person_id, message.subject) == ("sian", DELAYED.isoformat())
    assert ("ann", MessageKind.ACTIONS) in await ash.behind()
    assert "escalated on Tue 29 Dec" in await card(
        ash, MessageKind.ACTIONS, "ann", audit.id, DELAYED
    )
    subject = DELAYED.isoformat()
    assert "1 action" in await card(ash, MessageKind.ESCALATED, "sian", subject, DELAYED)
    await done(ash, action, DELAYED)
    assert "all completed now" in await card(ash, MessageKind.ESCALATED, "sian", subject, DELAYED)
    assert await card(ash, MessageKind.ESCALATED, "sue", subject, DELAYED) == ""


@pytest.mark.rule("BD-07")
async def test_an_action_that_is_opened_again_stays_on_the_card_of_its_delay(
    ash: LittleCouncil,
) -> None:
    _, (action,) = await ash.submitted(HIGH)
    await escalate_delay(ash.council, work=ash.work, now=nine(DELAYED))
    opened = await returned(ash, await done(ash, action, DELAYED), DELAYED)
    assert opened.escalated_on is None
    told = await card(ash, MessageKind.ESCALATED, "sian", DELAYED.isoformat(), DELAYED)
    assert "1 action" in told


@pytest.mark.rule("BD-07")
async def test_nothing_is_asked_or_escalated_out_of_hours_or_where_it_is_no_rule(
    ash: LittleCouncil,
) -> None:
    _, (action,) = await ash.submitted(HIGH)
    saturday, night = nine(date(2027, 1, 9)), nine(DELAYED) + timedelta(hours=10)
    for when in (saturday, night):
        assert await escalate_delay(ash.council, work=ash.work, now=when) == 0
    await done(ash, action)
    for when in (saturday, night):
        assert await ask_confirmation(ash.council, work=ash.work, now=when) == 0
    plain = replace(ash.council, framework=FRAMEWORK)
    assert await ask_confirmation(plain, work=ash.work, now=nine(date(2027, 1, 11))) == 0
    assert {ask_confirmation, escalate_delay} <= set(JOBS.values())


@pytest.mark.rule("BD-07")
async def test_a_later_date_that_passes_as_well_is_escalated_again(ash: LittleCouncil) -> None:
    _, (action,) = await ash.submitted(HIGH)
    assert await escalate_delay(ash.council, work=ash.work, now=nine(DELAYED)) == 1
    later, passed = date(2027, 1, 6), date(2027, 1, 13)
    command = AskMoreTime(
        ash.council, await ash.person("ann"), action.id, 1, "The worker is ill.", later, "card"
    )
    await ask_more_time(command, work=ash.work, now=nine(DELAYED))
    for day, queued in ((date(2027, 1, 12), 0), (passed, 1), (date(2027, 1, 14), 0)):
        assert await escalate_delay(ash.council, work=ash.work, now=nine(day)) == queued
    assert {m.subject for m in await ash.messages(MessageKind.ESCALATED)} == {
        DELAYED.isoformat(),
        passed.isoformat(),
    }
    for day in (DELAYED, passed):
        told = await card(ash, MessageKind.ESCALATED, "sian", day.isoformat(), passed)
        assert "1 action" in told, "the first card keeps what it was about"
