"""Leases where clocks are wrong: set back, or unlike those of other machines."""

from datetime import timedelta

import pytest

from programme.ports import Councils, DeliveryQueue, Work
from storage.engine import Engine
from tests.storage.examples import COUNCIL, MESSAGE, NOW, RECORD, queue_up

MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)


@pytest.mark.parametrize("set_back", [HOUR, timedelta(days=1)])
async def test_a_lease_from_before_the_clock_was_set_back_holds_nobody_up(
    work: Work, queue: DeliveryQueue, councils: Councils, engine: Engine, set_back: timedelta
) -> None:
    await councils.add(RECORD)
    await queue_up(work, MESSAGE)
    now = NOW
    if engine.dialect == "postgresql":  # whose own clock it is that is set back
        await queue.lease(COUNCIL, "a", NOW, NOW + set_back + MINUTE / 2)
    else:
        now = NOW - set_back
        await queue.lease(COUNCIL, "a", NOW, NOW + MINUTE / 2)
    await queue.claim(COUNCIL, NOW, 1)

    # The process is back half a minute after it was killed.
    assert await queue.councils_with_work("b", now + MINUTE) == (COUNCIL,)
    assert await queue.lease(COUNCIL, "b", now + MINUTE, now + 2 * MINUTE)


@pytest.mark.parametrize("dialect", ["postgresql"])
@pytest.mark.parametrize("ahead", [-7 * MINUTE, 7 * MINUTE])
async def test_machines_whose_clocks_differ_agree_on_who_holds_a_lease(
    work: Work, queue: DeliveryQueue, councils: Councils, ahead: timedelta
) -> None:
    await councils.add(RECORD)
    assert await queue.lease(COUNCIL, "a", NOW, NOW + MINUTE)
    await queue_up(work, MESSAGE)
    await queue.claim(COUNCIL, NOW, 1)

    other = NOW + ahead
    assert not await queue.lease(COUNCIL, "b", other, other + MINUTE)
    assert await queue.councils_with_work("b", other) == ()
    assert await queue.lease(COUNCIL, "a", NOW, NOW)
    assert await queue.councils_with_work("b", other) == (COUNCIL,)
    assert await queue.lease(COUNCIL, "b", other, other + MINUTE)
