"""When the worker looks again: after wakes, and after what went wrong with a council."""

import asyncio
from collections.abc import Sequence
from datetime import datetime
from itertools import pairwise

import pytest

from bot.delivery.worker import LEASE, DeliveryWorker
from programme.message import Delivery
from programme.ports import Receipt
from tests.bot.delivery.council import Council, until
from tests.bot.delivery.memory_queue import MemoryQueue
from tests.bot.delivery.running import Never, due, running, until_sent
from tests.bot.delivery.teams import status
from tests.bot.serving import Clock


class Unwell(MemoryQueue):
    """Reading the outbox, or storing receipts of one council, fails."""

    def __init__(self) -> None:
        super().__init__()
        self.unreadable = 0
        self.unwell = ""
        self.looks = 0
        self.keeps_leases = False
        self.clock = Clock()
        self.tried: dict[datetime, int] = {}

    async def councils_with_work(self, owner: str, now: datetime) -> tuple[str, ...]:
        self.looks += 1
        if self.unreadable:
            self.unreadable -= 1
            raise OSError
        return await super().councils_with_work(owner, now)

    async def release(self, tenant_id: str, owner: str) -> None:
        if self.keeps_leases:
            raise OSError
        await super().release(tenant_id, owner)

    async def settle(self, tenant_id: str, receipts: Sequence[Receipt]) -> None:
        if tenant_id == self.unwell:
            self.tried[self.clock()] = len(receipts)
            raise OSError
        await super().settle(tenant_id, receipts)


FAILED = "Delivery for council bad failed"
FAILED_T = "Delivery for council t failed"
RESTS = (0.5, 8, 16, LEASE, LEASE)
"""Seconds for which a council that goes on failing is left alone, where the second failure comes a
lease and eight seconds after the first."""


def _failing(council: Council, tenant_id: str, key: str) -> tuple[Unwell, DeliveryWorker]:
    """The queue that can't store receipts of that council, for which a message is due, and the
    worker."""
    council.queue = queue = Unwell()
    queue.unwell, queue.clock = tenant_id, council.clock
    due(council, tenant_id, key)
    return queue, council.worker(sleep=Never())


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
    queue, worker = _failing(council, "bad", "m")
    due(council, "good", "n")

    async with running(worker):
        await until_sent(council, 1)
        for failures, rest in enumerate(RESTS, start=1):
            await until(lambda: caplog.text.count(FAILED) >= failures)  # noqa: B023 - used at once
            council.clock.advance(seconds=rest - 0.25)
            await looked(queue, worker)
            council.clock.advance(seconds=0.25 if failures > 1 else LEASE + 7.75)
            await looked(queue, worker)

    between = [(b - a).total_seconds() for a, b in pairwise(queue.tried)]
    assert between == [LEASE + 8, *RESTS[1:]]
    assert sorted(council.teams.bodies()) == ["m", "n"], "neither was sent again"


async def test_a_council_that_goes_on_failing_is_told_of_once_until_a_lease_has_passed(
    council: Council, caplog: pytest.LogCaptureFixture
) -> None:
    queue, worker = _failing(council, "t", "m")

    async with running(worker):
        await until(lambda: FAILED_T in caplog.text)
        for tries in range(2, 7):
            council.clock.advance(seconds=1)
            await looked(queue, worker)
            await until(lambda: len(queue.tried) == tries)  # noqa: B023 - used at once
            await asyncio.sleep(0)
        assert caplog.text.count(FAILED_T) == 1
        council.clock.advance(seconds=LEASE)
        await looked(queue, worker)
        await until(lambda: caplog.text.count(FAILED_T) == 2)


async def test_nothing_is_tried_that_failed_while_the_outbox_cannot_be_read(
    council: Council, caplog: pytest.LogCaptureFixture
) -> None:
    queue, worker = _failing(council, "t", "m")

    async with running(worker):
        await until(lambda: FAILED_T in caplog.text)
        council.clock.advance(seconds=1)
        queue.unreadable = 2
        await looked(queue, worker)
        await looked(queue, worker)
        assert len(queue.tried) == 1
        queue.unwell = ""
        await looked(queue, worker)
        await until_sent(council, 1)


async def test_a_council_that_fails_now_and_then_rests_no_longer_each_time(
    council: Council, caplog: pytest.LogCaptureFixture
) -> None:
    council.queue = queue = Unwell()
    queue.clock = council.clock
    due(council, "t", *(f"m{number:03}" for number in range(40)))
    worker = council.worker(in_flight=1, at_risk=1, sleep=Never())

    async with running(worker):
        for failures in range(1, 4):
            await until_sent(council, 10 * failures)
            queue.unwell = "t"
            await until(lambda: caplog.text.count(FAILED_T) >= failures)  # noqa: B023 - used at once
            queue.unwell = ""
            council.clock.advance(seconds=1)
            worker.wake()
        await until_sent(council, 40)

    assert len(queue.tried) == 3


async def test_what_was_sent_while_receipts_could_not_be_stored_is_not_sent_again(
    council: Council, caplog: pytest.LogCaptureFixture
) -> None:
    council.queue = queue = Unwell()
    queue.unwell = "t"
    keys = [f"m{number:03}" for number in range(200)]
    due(council, "t", *keys)
    worker = council.worker(in_flight=4, at_risk=6, sleep=Never())

    async with running(worker):
        await until(lambda: FAILED_T in caplog.text)
        assert len(council.teams.bodies()) <= 6
        queue.unwell = ""
        council.clock.advance(seconds=1)
        await looked(queue, worker)
        await until_sent(council, 200)

    assert sorted(council.teams.bodies()) == keys


async def test_what_has_no_receipt_yet_is_not_left_to_another_process(council: Council) -> None:
    council.queue = queue = Unwell()
    queue.unwell = "t"
    due(council, "t", "m")
    with pytest.raises(OSError):  # noqa: PT011 - storage's own, which has no words
        await council.worker(owner="one").drain("t")
    queue.unwell = ""

    drained = await council.worker(owner="two").drain("t")

    assert not drained.leased
    assert council.teams.bodies() == ["m"]


async def test_what_a_failed_drain_has_left_does_not_wait_for_its_lease_to_run_out(
    council: Council, caplog: pytest.LogCaptureFixture
) -> None:
    council.queue = queue = Unwell()
    queue.unwell, queue.keeps_leases = "t", True
    due(council, "t", "m0", "m1")
    worker = council.worker(in_flight=1, at_risk=1, sleep=Never())

    async with running(worker):
        await until(lambda: FAILED_T in caplog.text)
        assert "t" in queue.leases
        queue.unwell, queue.keeps_leases = "", False
        council.clock.advance(seconds=1)
        worker.wake()
        await until_sent(council, 2)

    assert council.teams.bodies() == ["m0", "m1"]


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
    council.queue.leases["a"] = ("two", council.clock.now.replace(minute=5))

    async with running(council.worker(councils=1, sleep=Never())):
        await until(lambda: council.queue.delivery("b", "n") is Delivery.SENT)
