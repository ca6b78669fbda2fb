"""The worker as a service: who it delivers for, when it looks, and how it stops."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import datetime

import pytest

from bot.delivery.pace import PaceSettings
from bot.delivery.worker import DeliveryWorker
from programme.message import Delivery, Message, MessageKind
from programme.ports import Receipt
from tests.bot.delivery.council import Council, until
from tests.bot.delivery.memory_queue import MemoryQueue
from tests.bot.delivery.teams import Held, status

TENANTS = [f"council-{number}" for number in range(6)]


class Never:
    """A sleep that lasts: the service then does only what it is woken for."""

    def __init__(self) -> None:
        self.asked: list[float] = []

    async def __call__(self, seconds: float) -> None:
        self.asked.append(seconds)
        await asyncio.Event().wait()


@asynccontextmanager
async def running(worker: DeliveryWorker) -> AsyncIterator[asyncio.Event]:
    stop = asyncio.Event()
    service = asyncio.create_task(worker.run(stop))
    try:
        yield stop
    finally:
        stop.set()
        await service


def due(council: Council, tenant_id: str, *keys: str) -> None:
    for key in keys:
        council.meet(key)
        message = Message(key, key, MessageKind.DIGEST, key, council.clock())
        council.queue.add(tenant_id, [message])


async def until_sent(council: Council, count: int) -> None:
    await until(lambda: list(council.deliveries().values()).count(Delivery.SENT) >= count)


async def test_every_council_with_something_due_is_delivered_for(council: Council) -> None:
    for tenant_id in TENANTS:
        due(council, tenant_id, *(f"{tenant_id}-{number}" for number in range(10)))

    async with running(council.worker(councils=2, sleep=Never())):
        await until_sent(council, 60)

    assert len(council.teams.seen) == 60


async def test_it_delivers_for_several_councils_at_once_up_to_its_bound(
    council: Council,
) -> None:
    holds = [Held() for _ in TENANTS]
    for tenant_id, hold in zip(TENANTS, holds, strict=True):
        due(council, tenant_id, tenant_id)
        council.teams.then(f"chat-{tenant_id}", hold)

    async with running(council.worker(councils=4, sleep=Never())):
        for hold in holds[:4]:
            await hold.arrived.wait()
        assert len(council.queue.leases) == 4
        for hold in holds:
            hold.go_on.set()
        await until_sent(council, 6)

    assert council.teams.most_at_once == 4


async def test_a_wake_is_enough_to_deliver_what_is_new(council: Council) -> None:
    worker = council.worker(sleep=Never())
    async with running(worker):
        await asyncio.sleep(0)
        due(council, "t", "m")
        worker.wake()
        await until_sent(council, 1)


async def test_a_wake_reaches_a_council_that_is_being_delivered_for(council: Council) -> None:
    hold = Held()
    due(council, "t", "slow")
    council.teams.then("chat-slow", hold)
    worker = council.worker(sleep=Never())

    async with running(worker):
        await hold.arrived.wait()
        due(council, "t", "new")
        worker.wake()
        await until(lambda: "new" in council.teams.bodies())
        hold.go_on.set()


async def test_without_a_wake_it_looks_every_second(council: Council) -> None:
    asked: list[float] = []
    beat = asyncio.Event()

    async def sleep(seconds: float) -> None:
        asked.append(seconds)
        await beat.wait()
        beat.clear()

    async with running(council.worker(sleep=sleep)):
        await until(lambda: bool(asked))
        due(council, "t", "m")
        beat.set()
        await until_sent(council, 1)

    assert asked[0] == 1.0


async def test_stop_finishes_what_is_in_flight_and_puts_back_the_rest(council: Council) -> None:
    hold = Held()
    due(council, "t", "m0", "m1", "m2")
    council.teams.then("chat-m0", hold)
    worker = council.worker(in_flight=1, sleep=Never())

    async with running(worker) as stop:
        await hold.arrived.wait()
        stop.set()
        await asyncio.sleep(0)
        hold.go_on.set()

    assert council.deliveries() == {
        "m0": Delivery.SENT,
        "m1": Delivery.WAITING,
        "m2": Delivery.WAITING,
    }
    assert council.queue.leases == {}


@pytest.mark.parametrize("keys", [["m0"], ["m0", "m1"]])
async def test_stop_waits_for_nothing_after_what_is_in_flight(
    council: Council, keys: list[str]
) -> None:
    hold = Held()
    council.meet("alex")
    for key in keys:
        message = Message(key, "alex", MessageKind.DIGEST, key, council.clock())
        council.queue.add("t", [message])
    council.teams.then("chat-alex", hold)
    slow = PaceSettings(tenant=(), conversation=((1, 3600.0),))

    async with asyncio.timeout(20):
        async with running(council.worker(pace=slow, sleep=Never())) as stop:
            await hold.arrived.wait()
            stop.set()
            await asyncio.sleep(0)
            hold.go_on.set()

    assert list(council.deliveries().values()).count(Delivery.SENT) == 1
    assert Delivery.SENDING not in council.deliveries().values()


async def test_stop_does_not_wait_for_who_waits_for_their_turn(council: Council) -> None:
    due(council, "t", "m0", "m1", "m2")
    slow = PaceSettings(tenant=((1, 3600.0),), conversation=())

    async with running(council.worker(pace=slow, sleep=Never())):
        await until(lambda: bool(council.teams.seen))

    assert sorted(council.deliveries().values()) == [
        Delivery.SENT,
        Delivery.WAITING,
        Delivery.WAITING,
    ]


class Unwell(MemoryQueue):
    """Reading the outbox, or storing receipts of one council, fails."""

    def __init__(self) -> None:
        super().__init__()
        self.unreadable = 0
        self.unwell = ""
        self.looks = 0
        self.tried: list[datetime] = []

    async def councils_with_work(self, now: datetime) -> tuple[str, ...]:
        self.looks += 1
        if self.unreadable:
            self.unreadable -= 1
            raise OSError
        return await super().councils_with_work(now)

    async def lease(self, tenant_id: str, owner: str, now: datetime, until: datetime) -> bool:
        if tenant_id == self.unwell:
            self.tried.append(now)
        return await super().lease(tenant_id, owner, now, until)

    async def settle(self, tenant_id: str, receipts: Sequence[Receipt]) -> None:
        if tenant_id == self.unwell:
            raise OSError
        await super().settle(tenant_id, receipts)


FAILED = "Delivery for council bad failed"
TRIED_AFTER = (0, 1, 6, 36, 336, 636)
"""Seconds after the first failure at which a council that goes on failing is tried."""


async def looked(queue: Unwell, worker: DeliveryWorker) -> None:
    looks = queue.looks
    worker.wake()
    await until(lambda: queue.looks > looks)
    await asyncio.sleep(0)


async def test_wakes_that_follow_each_other_closely_share_a_look(council: Council) -> None:
    council.queue = queue = Unwell()
    worker = council.worker(sleep=Never())

    async with running(worker):
        await until(lambda: queue.looks == 1)
        for _ in range(40):
            worker.wake()
            await asyncio.wait([asyncio.create_task(asyncio.sleep(0))])  # it could look by now
        await until(lambda: queue.looks > 1)

    assert queue.looks < 20


async def test_what_comes_right_after_a_look_is_looked_for_again(council: Council) -> None:
    council.queue = queue = Unwell()
    worker = council.worker(sleep=Never())

    async with running(worker):
        for count in range(2, 5):
            worker.wake()
            await until(lambda: queue.looks >= count)  # noqa: B023 - used at once


async def test_an_outbox_that_cannot_be_read_is_looked_at_again(
    council: Council, caplog: pytest.LogCaptureFixture
) -> None:
    council.queue = queue = Unwell()
    queue.unreadable = 1
    due(council, "t", "m")
    worker = council.worker(sleep=Never())

    async with running(worker):
        await looked(queue, worker)
        await looked(queue, worker)
        await until_sent(council, 1)

    assert "The outbox could not be read: OSError" in caplog.text


async def test_a_council_that_fails_rests_longer_each_time_and_stops_no_other(
    council: Council, caplog: pytest.LogCaptureFixture
) -> None:
    council.queue = queue = Unwell()
    queue.unwell = "bad"
    due(council, "bad", "m")
    due(council, "good", "n")
    worker = council.worker(sleep=Never())

    async with running(worker):
        await until_sent(council, 1)
        for failures, rest in enumerate((1, 5, 30, 300, 300, 1), start=1):
            await until(lambda: caplog.text.count(FAILED) >= failures)  # noqa: B023 - used at once
            council.clock.advance(seconds=rest - 0.5)
            await looked(queue, worker)
            council.clock.advance(seconds=0.5)
            await looked(queue, worker)

    assert [(at - queue.tried[0]).total_seconds() for at in queue.tried] == list(TRIED_AFTER)
    assert council.teams.bodies().count("n") == 1


async def test_a_council_that_teams_wants_left_alone_is_left_alone_until_then(
    council: Council,
) -> None:
    council.queue = queue = Unwell()
    due(council, "t", "m")
    council.teams.then("chat-m", status(429, Retry_After="60"))
    worker = council.worker(sleep=Never())

    async with running(worker):
        await until(lambda: bool(council.teams.seen) and not council.queue.is_sending())
        council.clock.advance(seconds=59)
        await looked(queue, worker)
        assert len(council.teams.seen) == 1
        council.clock.advance(seconds=1)
        worker.wake()
        await until_sent(council, 1)


async def test_a_council_that_is_halted_leaves_its_place_to_another(council: Council) -> None:
    due(council, "a", "m", "m after")
    due(council, "b", "n")
    council.teams.then("chat-m", status(429, Retry_After="60"))

    async with running(council.worker(councils=1, in_flight=1, sleep=Never())):
        await until(lambda: council.queue.delivery("b", "n") is Delivery.SENT)


async def test_a_council_that_another_process_holds_leaves_its_place(council: Council) -> None:
    due(council, "a", "m")
    due(council, "b", "n")
    council.queue.leases["a"] = ("two", council.clock.now.replace(hour=10))

    async with running(council.worker(councils=1, sleep=Never())):
        await until(lambda: council.queue.delivery("b", "n") is Delivery.SENT)
