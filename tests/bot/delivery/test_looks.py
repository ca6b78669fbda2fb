"""How often an outbox is asked for more, and for how much: each time costs the database as much as
a batch stored.
"""

import asyncio
from datetime import datetime

from programme.message import Delivery, Message
from tests.bot.delivery.council import TENANT, Council, until
from tests.bot.delivery.memory_queue import MemoryQueue
from tests.bot.delivery.teams import Held


class Counting(MemoryQueue):
    """Keeps how much each claim asked for."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[int] = []

    async def claim(self, tenant_id: str, now: datetime, limit: int) -> tuple[Message, ...]:
        self.asked.append(limit)
        return await super().claim(tenant_id, now, limit)


class Slow(Counting):
    """Answers a claim when all that was claimed before has been sent."""

    def __init__(self, council: Council) -> None:
        super().__init__()
        self._council = council
        self._claimed = 0

    async def claim(self, tenant_id: str, now: datetime, limit: int) -> tuple[Message, ...]:
        await until(lambda: len(self._council.teams.bodies()) == self._claimed)
        found = await super().claim(tenant_id, now, limit)
        self._claimed += len(found)
        return found


async def test_what_was_stored_is_no_reason_to_ask_for_more(council: Council) -> None:
    council.queue = queue = Counting()
    hold = Held()
    council.due("held", *(f"m{number}" for number in range(9)))
    council.teams.then("chat-held", hold)
    worker = council.worker()

    draining = asyncio.create_task(worker.drain(TENANT))
    await hold.arrived.wait()
    await until(lambda: list(council.deliveries().values()).count(Delivery.SENT) == 9)
    assert len(queue.asked) == 1

    council.due("new")
    worker._drains[TENANT].nudge()
    await until(lambda: council.delivery("new") is Delivery.SENT)
    hold.go_on.set()
    await draining
    assert council.delivery("held") is Delivery.SENT


async def test_storage_that_is_slower_than_the_senders_is_asked_for_more_at_once(
    council: Council,
) -> None:
    council.queue = queue = Slow(council)
    council.due(*(f"m{number:02}" for number in range(39)))

    assert (await council.worker(batch=2).drain(TENANT)).sent == 39
    assert queue.asked == [2, 2, 4, 8, 8, 8, 8, 8], "but for more and more only up to a bound"


async def test_storage_that_keeps_up_with_the_senders_is_asked_for_as_much_each_time(
    council: Council,
) -> None:
    council.queue = queue = Counting()
    council.due(*(f"m{number:02}" for number in range(40)))

    assert (await council.worker(batch=4, in_flight=1).drain(TENANT)).sent == 40
    assert {*queue.asked} == {4}
