"""The delivery worker in a process of its own, as the service runs it, to be killed."""

import asyncio
import multiprocessing
import os
import random
import time
from collections.abc import AsyncIterator, Callable, Collection, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from multiprocessing.process import BaseProcess
from multiprocessing.synchronize import Barrier
from uuid import uuid4

import aiohttp
import orjson

from bot.authentication import FixedToken
from bot.authentication.addresses import is_loopback_url
from bot.clock import Clock, system_clock
from bot.connector import Connector
from bot.delivery.pace import OFF, Pace, PaceSettings
from bot.delivery.ports import Rendered
from bot.delivery.worker import DeliveryWorker
from bot.wiring import AT_RISK
from programme.message import Conversation, LiveCard, Message
from storage.delivery_queue import StoredDeliveryQueue
from storage.engine import Engine, create_engine
from storage.work import StoredWork

FORKED = multiprocessing.get_context("forkserver")
# What a process imports takes longer than a test of two kills: the one that forks has it already.
FORKED.set_forkserver_preload(
    ["pytest", "tests.soak.worker_process", "tests.soak.served", "tests.soak.test_ticks_at_once"]
)


@dataclass(frozen=True, slots=True)
class Deployment:
    """What a process is started with. `lease` is in seconds; so is `ahead`, of its clock."""

    database_url: str
    lease: float = 1.0
    ahead: float = 0.0
    councils: int = 16
    paced: bool = False


@contextmanager
def processes() -> Iterator["Processes"]:
    """Starts processes, and ends those that are left."""
    started = Processes()
    try:
        yield started
    finally:
        for process in started.running:
            process.kill()
        for process in started.running:
            process.join()


class Processes:
    """Those that were started and not killed."""

    def __init__(self) -> None:
        self.running: list[BaseProcess] = []

    def start(
        self, deployment: Deployment, name: str = "", together: Barrier | None = None
    ) -> BaseProcess:
        """One that delivers, once all are `together`; `name` goes with its messages."""
        return self.run(_deliver, deployment, name, together)

    def run(self, target: Callable[..., None], *arguments: object) -> BaseProcess:
        """One that does this, and is killed in the end."""
        process = FORKED.Process(target=target, args=arguments, daemon=True)
        process.start()
        self.running.append(process)
        return process

    def kill(self, process: BaseProcess) -> None:
        """SIGKILL: it has no time to do anything more."""
        process.kill()
        self.running.remove(process)


class Keys:
    """A renderer whose messages say which they are, and which process sends them."""

    def __init__(self, name: str) -> None:
        self._name = name

    async def messages(
        self, tenant_id: str, messages: Sequence[Message], now: datetime
    ) -> Mapping[str, Rendered]:
        return {message.key: Rendered(self._body(message.key), ()) for message in messages}

    async def cards(
        self, tenant_id: str, cards: Sequence[LiveCard], now: datetime
    ) -> Mapping[int, Rendered]:
        # A receipt that the database kept, and stopped before it said so, asks for an edit.
        return {card.id: Rendered(self._body(card.subject), ()) for card in cards}

    def _body(self, key: str) -> bytes:
        return orjson.dumps({"type": "message", "text": key, "summary": self._name})


def _deliver(deployment: Deployment, name: str, together: Barrier | None) -> None:
    if together is not None:
        together.wait(60)
    asyncio.run(_run(deployment, name))


async def _run(deployment: Deployment, name: str) -> None:
    engine = create_engine(deployment.database_url)
    async with delivering(engine, deployment, name, system_clock) as worker:
        await worker.run(asyncio.Event())


@asynccontextmanager
async def delivering(
    engine: Engine, deployment: Deployment, name: str, clock: Clock
) -> AsyncIterator[DeliveryWorker]:
    """The worker on the queue of that database, as the service has it."""
    work = StoredWork(engine)

    async def conversations(
        tenant_id: str, person_ids: Collection[str]
    ) -> Mapping[str, Conversation]:
        async with work(tenant_id) as w:
            return await w.conversations.of(person_ids)

    async def block(tenant_id: str, person_id: str, code: str) -> None:
        raise AssertionError(code)

    async def hold_back(
        tenant_id: str, messages: Sequence[Message], now: datetime
    ) -> Mapping[str, datetime]:
        return {}

    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as session:
        pace = PaceSettings() if deployment.paced else OFF
        yield DeliveryWorker(
            queue=StoredDeliveryQueue(engine),
            conversations=conversations,
            block=block,
            hold_back=hold_back,
            renderer=Keys(name),
            sender=Connector(session, FixedToken(None), is_loopback_url),
            clock=lambda: clock() + timedelta(seconds=deployment.ahead),
            monotonic=time.monotonic,
            sleep=asyncio.sleep,
            pace=Pace(pace, time.monotonic, asyncio.sleep),
            owner=f"{os.getpid()}-{uuid4().hex[:12]}",
            jitter=random.Random(),
            at_risk=AT_RISK,
            councils=deployment.councils,
            lease=deployment.lease,
        )
