"""The worker as a service: who it delivers for, when it looks, and how it stops."""

import asyncio

import pytest

from bot.delivery.pace import PaceSettings
from programme.message import Delivery, Message, MessageKind
from tests.bot.delivery.council import Council, until
from tests.bot.delivery.running import Never, due, running, until_sent
from tests.bot.delivery.teams import Held

TENANTS = [f"council-{number}" for number in range(6)]


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
