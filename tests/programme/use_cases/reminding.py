"""What the tests of the reminders of a round's audits have in common."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, time
from typing import Any

from programme.audit import Audit
from programme.message import MessageKind
from programme.rules.round import Round
from programme.use_cases.remind_of_allocated import remind_of_allocated
from tests.follow_up import with_rules
from tests.little_council import (
    CALENDAR,
    FRAMEWORK,
    LittleCouncil,
)

KIND = MessageKind.AUDITS_DUE
SUBJECT = "2026-12/2026-12-31"
SOON, DUE, LATE = date(2026, 12, 24), date(2026, 12, 31), date(2027, 1, 4)
"""Three working days before, for the 25th and the 28th are bank holidays; the day; the first
working day after it."""
LEADS = ["ann", "ben", "cat", "dan", "eve"]


async def remind(little: LittleCouncil, day: date, at: time = time(9)) -> list[str]:
    """Who is reminded at that hour of the day, each with the stage."""
    before = {m.key for m in await little.messages(KIND)}
    now = CALENDAR.at(day, at)
    count = await remind_of_allocated(little.council, work=little.work, now=now)
    new = [m for m in await little.messages(KIND) if m.key not in before]
    assert len(new) == count
    assert all(m.not_before == now for m in new)
    return sorted(f"{m.key.split(':')[3]} {m.person_id}" for m in new)


def with_rounds(little: LittleCouncil, *rounds: Round) -> LittleCouncil:
    """The council under rules with these rounds alone."""
    return with_rules(little, rounds=rounds)


def rule(**changes: Any) -> Round:
    """The shipped round, changed."""
    return replace(FRAMEWORK.allocation, **changes)


async def is_due(little: LittleCouncil, lead: str, day: date) -> None:
    """The audit that they lead is due on another day than the others."""
    await changed(little, replace(await little.audit_led_by(lead), due=day))


async def changed(little: LittleCouncil, audit: Audit) -> None:
    """The audit is kept as it is given."""
    async with little.work(little.tenant_id) as w:
        await w.audits.save(replace(audit, version=audit.version + 1))
        await w.commit()


def staged(stage: str, people: Sequence[str] = LEADS) -> list[str]:
    """What `remind` says where all of them are reminded of that stage."""
    return [f"{stage} {each}" for each in people]
