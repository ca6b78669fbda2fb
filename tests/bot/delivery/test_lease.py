"""A council is delivered for by one process at a time, and by none that has lost its lease."""

import asyncio
from datetime import datetime

from bot.delivery.pace import PaceSettings
from bot.delivery.parts import Drained
from programme.message import Delivery
from tests.bot.counted import Counted
from tests.bot.delivery.council import TENANT, Council, until
from tests.bot.delivery.memory_queue import MemoryQueue
from tests.bot.delivery.teams import Held


class Beats:
    """A sleep that ends when the test says so."""

    def __init__(self) -> None:
        self._beat = asyncio.Event()

    async def sleep(self, _: float) -> None:
        await self._beat.wait()
        self._beat.clear()

    def beat(self) -> None:
        self._beat.set()


class Leases(MemoryQueue):
    """Remembers how often the lease was asked for, and can fail."""

    def __init__(self) -> None:
        super().__init__()
        self.asked = 0
        self.down = False
        self.answered = asyncio.Event()

    async def lease(self, tenant_id: str, owner: str, now: datetime, until: datetime) -> bool:
        self.asked += 1
        self.answered.set()
        if self.down:
            raise OSError
        return await super().lease(tenant_id, owner, now, until)


async def held_up(council: Council, beats: Beats) -> tuple[asyncio.Task[Drained], Held]:
    """A drain with one message in flight and two behind it."""
    hold = Held()
    council.due("m0", "m1", "m2")
    council.teams.then("chat-m0", hold)
    worker = council.worker(in_flight=1, sleep=beats.sleep)
    draining = asyncio.create_task(worker.drain(TENANT))
    await hold.arrived.wait()
    return draining, hold


async def asked_again(queue: Leases, beats: Beats) -> None:
    queue.answered.clear()
    beats.beat()
    await queue.answered.wait()


async def test_a_council_that_another_process_holds_is_left_alone(council: Council) -> None:
    council.due("m")
    council.queue.leases[TENANT] = ("two", council.clock.now.replace(minute=5))

    assert await council.worker().drain(TENANT) == Drained(leased=False)
    assert council.teams.seen == []


async def test_the_lease_is_given_back_at_the_end(council: Council) -> None:
    council.due("m")

    await council.worker().drain(TENANT)

    assert council.queue.leases == {}


async def test_what_a_stopped_process_left_is_sent_by_the_next(council: Council) -> None:
    council.due("m")
    await council.queue.claim(TENANT, council.clock(), 1)

    assert await council.worker().drain(TENANT) == Drained(sent=1)


async def test_the_lease_is_prolonged_while_there_is_work(council: Council) -> None:
    council.queue = queue = Leases()
    beats = Beats()
    draining, hold = await held_up(council, beats)

    council.clock.advance(seconds=20)
    await asked_again(queue, beats)
    council.clock.advance(seconds=20)
    hold.go_on.set()

    assert await draining == Drained(sent=3)
    assert queue.asked == 2


async def test_a_drain_that_loses_its_lease_stops_and_stores_what_was_in_flight(
    council: Council,
) -> None:
    council.queue = queue = Leases()
    beats = Beats()
    draining, hold = await held_up(council, beats)
    losses = Counted("sightline_lease_losses_total")

    council.clock.advance(seconds=31)
    assert await queue.lease(TENANT, "two", council.clock(), council.clock.now.replace(minute=5))
    await asked_again(queue, beats)
    hold.go_on.set()

    assert await draining == Drained(sent=1)
    assert losses.more == 1
    assert council.teams.bodies() == ["m0"]
    # The other process puts back what it finds: this one may not any more.
    assert council.deliveries() == {
        "m0": Delivery.SENT,
        "m1": Delivery.SENDING,
        "m2": Delivery.SENDING,
    }
    assert queue.leases[TENANT][0] == "two"


async def test_a_drain_whose_lease_ran_out_unnoticed_sends_nothing_more(
    council: Council,
) -> None:
    beats = Beats()
    draining, hold = await held_up(council, beats)

    council.clock.advance(seconds=30)
    hold.go_on.set()

    assert await draining == Drained(sent=1)
    assert council.teams.bodies() == ["m0"]


async def test_a_drain_that_loses_its_lease_does_not_wait_for_its_turn_to_send(
    council: Council,
) -> None:
    council.queue = queue = Leases()
    beats = Beats()
    council.due("m0", "m1")
    slow = PaceSettings(tenant=((1, 3600.0),), conversation=())
    draining = asyncio.create_task(council.worker(pace=slow, sleep=beats.sleep).drain(TENANT))
    await until(lambda: bool(council.teams.seen))

    council.clock.advance(seconds=31)
    assert await queue.lease(TENANT, "two", council.clock(), council.clock.now.replace(minute=5))
    await asked_again(queue, beats)

    async with asyncio.timeout(20):
        assert await draining == Drained(sent=1)


async def test_a_lease_that_could_not_be_prolonged_once_is_kept_until_it_runs_out(
    council: Council,
) -> None:
    council.queue = queue = Leases()
    beats = Beats()
    draining, hold = await held_up(council, beats)

    queue.down = True
    await asked_again(queue, beats)
    queue.down = False
    council.clock.advance(seconds=20)
    await asked_again(queue, beats)
    council.clock.advance(seconds=20)
    hold.go_on.set()

    assert await draining == Drained(sent=3)


async def test_two_workers_on_one_council_send_everything_once(council: Council) -> None:
    keys = [f"m{number:03}" for number in range(120)]
    council.due(*keys)
    one, two = council.worker(owner="one", batch=8), council.worker(owner="two", batch=8)

    results = await asyncio.gather(*(worker.drain(TENANT) for worker in (one, two)))

    assert sorted(results, key=lambda drained: drained.sent) == [
        Drained(leased=False),
        Drained(sent=120),
    ]
    assert sorted(council.teams.bodies()) == keys


async def test_one_worker_asked_twice_sends_everything_once(council: Council) -> None:
    keys = [f"m{number:03}" for number in range(60)]
    council.due(*keys)
    worker = council.worker(batch=8)

    results = await asyncio.gather(worker.drain(TENANT), worker.drain(TENANT))

    assert list(results) == [Drained(sent=60), Drained()]
    assert sorted(council.teams.bodies()) == keys
