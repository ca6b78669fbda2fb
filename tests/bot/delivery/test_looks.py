"""How often an outbox is asked for more: each time costs the database as much as a batch stored."""

import asyncio
from datetime import datetime

from programme.message import Delivery, Message
from tests.bot.delivery.council import TENANT, Council, until
from tests.bot.delivery.memory_queue import MemoryQueue
from tests.bot.delivery.teams import Held


class Counting(MemoryQueue):
    """Counts the claims."""

    claims = 0

    async def claim(self, tenant_id: str, now: datetime, limit: int) -> tuple[Message, ...]:
        self.claims += 1
        return await super().claim(tenant_id, now, limit)


async def test_what_was_stored_is_no_reason_to_ask_for_more(council: Council) -> None:
    council.queue = queue = Counting()
    hold = Held()
    council.due("held", *(f"m{number}" for number in range(9)))
    council.teams.then("chat-held", hold)
    worker = council.worker()

    draining = asyncio.create_task(worker.drain(TENANT))
    await hold.arrived.wait()
    await until(lambda: list(council.deliveries().values()).count(Delivery.SENT) == 9)
    assert queue.claims == 1

    council.due("new")
    worker._drains[TENANT].nudge()
    await until(lambda: council.delivery("new") is Delivery.SENT)
    hold.go_on.set()
    await draining
    assert council.delivery("held") is Delivery.SENT
