"""The worker as it runs in the service, in a test that decides when it sleeps."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bot.delivery.worker import DeliveryWorker
from programme.message import Delivery, Message, MessageKind
from tests.bot.delivery.council import Council, until


class Never:
    """A sleep that lasts: the service then does only what it is woken for."""

    def __init__(self) -> None:
        self.asked: list[float] = []

    async def __call__(self, seconds: float) -> None:
        self.asked.append(seconds)
        await asyncio.Event().wait()


@asynccontextmanager
async def running(worker: DeliveryWorker) -> AsyncIterator[asyncio.Event]:
    """The service with that worker; set the event to stop it."""
    stop = asyncio.Event()
    service = asyncio.create_task(worker.run(stop))
    try:
        yield stop
    finally:
        stop.set()
        await service


def due(council: Council, tenant_id: str, *keys: str) -> None:
    """A message of each key, due now, for somebody who has been met."""
    for key in keys:
        council.meet(key)
        message = Message(key, key, MessageKind.DIGEST, key, council.clock())
        council.queue.add(tenant_id, [message])


async def until_sent(council: Council, count: int) -> None:
    """Waits until so many messages are sent."""
    await until(lambda: list(council.deliveries().values()).count(Delivery.SENT) >= count)
