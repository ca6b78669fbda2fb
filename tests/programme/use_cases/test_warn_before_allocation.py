"""Before the 1st the QA officers hear who can't be reached (WC-02)."""

from datetime import UTC, datetime, timedelta

import pytest

from programme.message import MessageKind
from programme.people import Role
from programme.use_cases.warn_before_allocation import warn_before_allocation
from storage.engine import Engine
from tests.little_council import (
    A_MINUTE,
    MAIN_ALONE,
    STAFF,
    THE_FIRST,
    LittleCouncil,
    little_council,
    person,
)

DUE = datetime(2026, 11, 26, 9, 0, tzinfo=UTC)
"""Three working days before Tuesday 1 December: Thursday."""

pytestmark = pytest.mark.rule("WC-02")


@pytest.fixture
async def empty(engine: Engine) -> LittleCouncil:
    """A council that has one round to warn of."""
    return little_council(engine, framework=MAIN_ALONE)


async def _warn(little: LittleCouncil, now: datetime) -> int:
    return await warn_before_allocation(little.council, work=little.work, now=now)


async def test_every_qa_officer_is_warned_when_it_is_due_and_once(little: LittleCouncil) -> None:
    await little.take_staff(*STAFF, person("Rae", Role.QA_OFFICER))
    assert await _warn(little, DUE - timedelta(seconds=1)) == 0
    assert await _warn(little, DUE) == 2
    assert await _warn(little, DUE + A_MINUTE) == 0
    for message in await little.messages():
        assert (message.kind, message.subject) == (MessageKind.BEFORE_THE_FIRST, "2026-12")
        assert (message.not_before, message.expires) == (DUE, THE_FIRST)
    assert await little.readers() == ["quinn", "rae"]


@pytest.mark.parametrize(
    ("now", "not_before"),
    [
        (datetime(2026, 11, 27, 15, 0, tzinfo=UTC), datetime(2026, 11, 27, 15, 0, tzinfo=UTC)),
        (datetime(2026, 11, 28, 3, 0, tzinfo=UTC), datetime(2026, 11, 30, 8, 30, tzinfo=UTC)),
        (datetime(2026, 11, 30, 23, 0, tzinfo=UTC), datetime(2026, 12, 1, 8, 30, tzinfo=UTC)),
    ],
)
async def test_a_warning_that_was_missed_is_caught_up_in_hours(
    little: LittleCouncil, now: datetime, not_before: datetime
) -> None:
    assert await _warn(little, now) == 1
    (message,) = await little.messages()
    assert message.not_before == not_before


async def test_a_warning_that_can_not_wait_for_office_hours_does_not(
    little: LittleCouncil,
) -> None:
    # Friday 1 January 2027 is announced on a bank holiday: nothing opens before.
    new_years_eve = datetime(2026, 12, 31, 20, 0, tzinfo=UTC)
    assert await _warn(little, new_years_eve) == 1
    (message,) = await little.messages()
    assert (message.subject, message.not_before) == ("2027-01", new_years_eve)


async def test_it_comes_too_late_once_the_month_is_announced(little: LittleCouncil) -> None:
    assert await _warn(little, THE_FIRST) == 0
    assert await little.messages() == []


async def test_it_is_recorded_once(little: LittleCouncil) -> None:
    await _warn(little, DUE)
    await _warn(little, DUE + A_MINUTE)
    (event,) = await little.events("2026-12")
    assert (event.verb, event.detail) == ("warn_before_allocation", {"messages": 1})
