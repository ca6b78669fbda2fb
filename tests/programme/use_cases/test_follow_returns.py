"""What waits for somebody's return follows the staff list, where it says another day."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from programme.message import Message, MessageKind
from programme.people import Absence
from programme.use_cases.announce_allocation import announce_allocation
from programme.use_cases.import_staff import ImportStaff, import_staff
from tests.little_council import STAFF, THE_FIRST, LittleCouncil, staff_list

LEAVE = Absence(date(2026, 11, 30), date(2026, 12, 11))
BACK = datetime(2026, 12, 14, 8, 30, tzinfo=UTC)
THE_2ND = datetime(2026, 12, 2, 10, tzinfo=UTC)


@pytest.fixture
async def waiting(drawn: LittleCouncil) -> LittleCouncil:
    """December is announced, and Ann is away until the 14th."""
    await drawn.away("ann", LEAVE.first, LEAVE.last)
    await announce_allocation(drawn.council, drawn.period(), work=drawn.work, now=THE_FIRST)
    assert await _hers(drawn) == BACK
    return drawn


async def _hers(little: LittleCouncil, kind: MessageKind = MessageKind.ALLOCATION) -> datetime:
    (message,) = [m for m in await little.messages(kind) if m.person_id == "ann"]
    return message.not_before


async def _import(little: LittleCouncil, *absences: Absence, now: datetime = THE_2ND) -> None:
    staff = staff_list([replace(STAFF[0], absences=absences), *STAFF[1:]])
    await import_staff(
        ImportStaff(little.council, staff, "command line"), work=little.work, now=now
    )


@pytest.mark.rule("WC-02")
@pytest.mark.parametrize(
    ("absences", "goes"),
    [
        ((Absence(LEAVE.first, date(2026, 12, 18)),), datetime(2026, 12, 21, 8, 30, tzinfo=UTC)),
        ((Absence(LEAVE.first, date(2026, 12, 4)),), datetime(2026, 12, 7, 8, 30, tzinfo=UTC)),
        ((Absence(LEAVE.first, date(2026, 12, 1)),), THE_2ND),
        ((), THE_2ND),
        ((Absence(LEAVE.first, date(2027, 1, 15)),), THE_2ND),
        ((LEAVE,), BACK),
    ],
    ids=["later", "sooner", "back today", "not away at all", "not in the period", "as before"],
)
async def test_an_allocation_goes_on_the_day_on_which_its_auditor_is_back_now(
    waiting: LittleCouncil, absences: tuple[Absence, ...], goes: datetime
) -> None:
    others = [m for m in await waiting.messages() if m.person_id != "ann"]
    await _import(waiting, *absences)
    assert await _hers(waiting) == goes
    now = await waiting.messages()
    assert all(message in now for message in others)


async def test_what_does_not_wait_for_a_return_stays_when_it_is(waiting: LittleCouncil) -> None:
    at_nine = BACK + timedelta(minutes=30)
    alert = Message("alert", "ann", MessageKind.GRADE_ALERT, "1", BACK)
    digest = Message("digest", "ann", MessageKind.DIGEST, "2026-12-14", at_nine)
    async with waiting.work(waiting.tenant_id) as w:
        await w.outbox.add([alert, digest])
        await w.commit()
    await _import(waiting, Absence(LEAVE.first, date(2026, 12, 18)))
    assert await _hers(waiting, MessageKind.GRADE_ALERT) == BACK
    assert await _hers(waiting, MessageKind.DIGEST) == at_nine


async def test_what_may_go_already_is_not_held_again(waiting: LittleCouncil) -> None:
    await _import(waiting)
    before = await waiting.messages()
    await _import(waiting, LEAVE)
    assert await waiting.messages() == before
