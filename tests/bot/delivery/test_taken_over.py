"""What a killed process held is delivered by another within the time that is promised."""

import asyncio
from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.delivery.worker import (
    LEASE,
    LOOK_EVERY,
    TAKEN_OVER_WITHIN,
    TO_TAKE_OVER,
    DeliveryWorker,
    rest_after,
)
from programme.message import Message
from programme.ports import Receipt
from tests.bot.delivery.council import Council
from tests.bot.delivery.memory_queue import MemoryQueue
from tests.bot.delivery.running import due, running
from tests.bot.delivery.simulated_time import simulate
from tests.bot.delivery.teams import Teams
from tests.bot.serving import Clock

COUNCILS = [f"council-{number}" for number in range(3)]
SLOW = TO_TAKE_OVER / 5
"""Seconds that an answer of the database may take: that to the last lease, that to a look before it
has run out, and those to a look, a lease and a claim with what comes before it."""

FOREVER = float("inf")
A_WHILE = 4 * LEASE


def seconds() -> float:
    """Since the simulation began."""
    return asyncio.get_running_loop().time()


class Simulated(Clock):
    """UTC, of the loop's time."""

    def __call__(self) -> datetime:
        return self.now + timedelta(seconds=seconds())


class Reached(MemoryQueue):
    """One database as one process reaches it: an answer takes a while, each third
    request for a lease can fail, and nothing arrives any more once the process is killed.

    From `fails` on, and before `back`, everything fails; with `is_read`, whatever writes.
    """

    def __init__(self, there: MemoryQueue, *, killed: float, takes: float) -> None:
        self.messages, self.cards, self.leases = there.messages, there.cards, there.leases
        self._there = there
        self.failing: int | None = None
        self.fails, self.back, self.is_read = FOREVER, FOREVER, False
        self._asked: Counter[str] = Counter()
        self._clock = Simulated()
        self._killed = killed
        self._takes = takes

    async def _arrive(self, *, reads: bool = False) -> None:
        if seconds() >= self._killed:
            raise OSError
        if self.fails <= seconds() < self.back and not (reads and self.is_read):
            raise OSError
        await asyncio.sleep(self._takes)

    async def councils_with_work(self, owner: str, now: datetime) -> tuple[str, ...]:
        await self._arrive(reads=True)
        return await super().councils_with_work(owner, self._clock())

    async def lease(self, tenant_id: str, owner: str, now: datetime, until: datetime) -> bool:
        self._asked[tenant_id] += 1
        await self._arrive()
        if self._asked[tenant_id] % 3 == self.failing:
            raise OSError
        its_own = self._clock()
        return await super().lease(tenant_id, owner, its_own, its_own + (until - now))

    async def recover(self, tenant_id: str) -> int:
        await self._arrive()
        return await super().recover(tenant_id)

    async def claim(self, tenant_id: str, now: datetime, limit: int) -> tuple[Message, ...]:
        await self._arrive()
        return await super().claim(tenant_id, self._clock(), limit)

    async def settle(self, tenant_id: str, receipts: Sequence[Receipt]) -> None:
        await self._arrive()
        await self._there.settle(tenant_id, receipts)

    async def release(self, tenant_id: str, owner: str) -> None:
        await self._arrive()
        await super().release(tenant_id, owner)


class Pushes:
    """A Connector that keeps who sends waiting; when each conversation was first sent to, and
    how often."""

    def __init__(self) -> None:
        self.first: dict[str, float] = {}
        self.count: Counter[str] = Counter()
        self.go_on = asyncio.Event()

    async def send(self, service_url: str, conversation_id: str, body: bytes) -> str | None:
        self.first.setdefault(conversation_id, seconds())
        self.count[conversation_id] += 1
        await self.go_on.wait()
        return conversation_id

    async def edit(
        self, service_url: str, conversation_id: str, activity_id: str, body: bytes
    ) -> None:
        raise AssertionError(activity_id)


async def two_processes(
    *,
    killed: float,
    begun: float,
    takes: float,
    failing: int | None = None,
    down: tuple[float, float, bool] = (FOREVER, FOREVER, False),
    answers: bool = False,
) -> tuple[Pushes, Pushes]:
    """What two that live `A_WHILE` push, of which the second begins later. Teams `answers` at once,
    or in the end; the database is `down` as Reached says.
    """
    one, two = Pushes(), Pushes()
    if answers:
        one.go_on.set()
        two.go_on.set()
    council = Council(Teams(), one, clock=Simulated())
    for tenant_id in COUNCILS:
        due(council, tenant_id, tenant_id)

    def process(owner: str, sender: Pushes, killed: float) -> DeliveryWorker:
        council.sender = sender
        reached = Reached(council.queue, killed=killed, takes=takes)
        reached.failing = failing
        reached.fails, reached.back, reached.is_read = down
        return council.worker(queue=reached, owner=owner)

    async with running(process("one", one, killed)):
        await asyncio.sleep(begun)
        async with running(process("two", two, FOREVER)):
            await asyncio.sleep(A_WHILE)
            one.go_on.set()
            two.go_on.set()
    return one, two


@settings(max_examples=60)
@given(
    killed=st.floats(5, 2 * LEASE),
    begun=st.floats(3, 5),
    takes=st.floats(0, SLOW),
)
@example(killed=LEASE / 3 + 1.61, begun=3.0, takes=SLOW)
def test_what_a_killed_process_held_is_pushed_by_another_within_the_time_that_is_promised(
    killed: float, begun: float, takes: float
) -> None:
    one, two = simulate(two_processes(killed=killed, begun=begun, takes=takes))

    assert len(one.first) == len(two.first) == len(COUNCILS)
    assert min(two.first.values()) > killed
    assert max(two.first.values()) <= killed + TAKEN_OVER_WITHIN


@pytest.mark.parametrize("failing", [None, 2, 0])
def test_a_process_that_lives_loses_no_lease_of_what_it_works_under(
    failing: int | None,
) -> None:
    one, two = simulate(two_processes(killed=FOREVER, begun=3.0, takes=SLOW, failing=failing))

    assert len(one.first) == len(COUNCILS)
    assert two.first == {}


KILLED = 5.0


@settings(max_examples=60)
@given(fails=st.floats(0, LEASE), lasts=st.floats(0, 2 * LEASE), is_read=st.booleans())
@example(fails=20.0, lasts=12.0, is_read=True)  # the lease runs out after 22
def test_a_storage_that_failed_meanwhile_keeps_a_council_from_nobody_once_it_is_back(
    fails: float, lasts: float, is_read: bool
) -> None:
    """`fails` is from the kill on."""
    back = KILLED + fails + lasts
    down = (KILLED + fails, back, is_read)
    _, two = simulate(two_processes(killed=KILLED, begun=3.0, takes=SLOW, down=down))

    longer = rest_after(lasts, LEASE) if lasts > LEASE else 0.0
    at_last = back + LOOK_EVERY + TO_TAKE_OVER + longer
    assert max(two.first.values()) <= max(KILLED + TAKEN_OVER_WITHIN, at_last)


@pytest.mark.parametrize("lasts", [12.0, LEASE - 5])
def test_what_waits_for_its_receipt_is_stored_before_its_lease_runs_out_once_that_can_be(
    lasts: float,
) -> None:
    down = (0.35, 0.35 + lasts, True)  # after the claim, the fourth request
    one, two = simulate(
        two_processes(killed=FOREVER, begun=3.0, takes=0.1, down=down, answers=True)
    )

    assert one.count.total() == len(COUNCILS)
    assert two.count.total() == 0
