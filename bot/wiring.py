"""The one place where the parts are put together."""

import asyncio
import logging
import os
import random
import secrets
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from functools import partial
from uuid import uuid4

import aiohttp
from aiohttp import web

from bot.adapter import Adapter
from bot.authentication import Authentication, TokenSource
from bot.clock import Clock
from bot.connector import TIMEOUT, Connector, allowed_service_url
from bot.councils import CouncilRegistry
from bot.delivery.late import LateMessages
from bot.delivery.pace import Pace, PaceSettings
from bot.delivery.worker import DeliveryWorker
from bot.direct_line import DirectLine
from bot.handler import Handler, Parts
from bot.identity import Identity
from bot.jobs import Jobs
from bot.live import LiveCards
from bot.metrics_page import add_metrics
from bot.proxy import require_understood_proxy
from bot.settings import Settings
from bot.solver import ScipySolver
from bot.web import application
from programme.errors import LookElsewhere
from programme.message import Conversation
from programme.ports import Councils, DeliveryQueue, Keeping, Work
from programme.ports.backups import Backups
from programme.ports.health import Health
from storage.backup.backups import StoredBackups
from storage.councils import StoredCouncils
from storage.delivery_queue import StoredDeliveryQueue
from storage.engine import create_engine, sqlite_file
from storage.health import StoredHealth
from storage.migrations import migrate
from storage.sole_service import sole_service
from storage.sqlite_place import faults_of_the_file, is_there
from storage.sweeping import sweep
from storage.work import StoredWork

log = logging.getLogger(__name__)

AT_RISK = 32
"""How many messages to one council a crash may send again, at most. At the pace that Teams allows
it holds nobody up: a second's fifty are on their way, and their receipts stored, well within it."""

SENDS_FINISH_IN = 35.0
"""Seconds for what is in flight at the end: the connector gives up on a request after 30."""

READY_SECONDS = 5.0
"""What the database has to answer in, or the service isn't ready."""


@dataclass(frozen=True, slots=True)
class Storage:
    """What is remembered, behind the programme's ports."""

    councils: Councils
    work: Work
    early: Work
    """Sees what isn't kept yet: for whoever answers only once it is."""
    keeping: Callable[[], Keeping]
    queue: DeliveryQueue
    sweep: Callable[[], Awaitable[bool]]
    """What was erased leaves the database's file too; False where that was in use."""
    health: Health


@asynccontextmanager
async def open_storage(database_url: str, *, lasting: bool = True) -> AsyncIterator[Storage]:
    """The database, brought to the present schema; closed at the end.

    One that isn't `lasting` may lose what it held when the machine stops. Raises CorrectAndRepeat
    for a file that is no database, and where its disk is full.
    """
    engine = create_engine(database_url, lasting=lasting)
    try:
        with faults_of_the_file():
            await migrate(engine)
            work = StoredWork(engine)
            yield Storage(
                StoredCouncils(engine),
                work,
                work.early,
                work.keeping,
                StoredDeliveryQueue(engine),
                partial(sweep, engine),
                StoredHealth(engine, sqlite_file(database_url)),
            )
    finally:
        await engine.dispose()


@asynccontextmanager
async def open_backups(database_url: str) -> AsyncIterator[Backups]:
    """The backups of the database, whatever its schema; closed at the end."""
    engine = create_engine(database_url)
    try:
        with faults_of_the_file():
            yield StoredBackups(engine)
    finally:
        await engine.dispose()


@dataclass(frozen=True, slots=True)
class AsItIs:
    """The database as it stands: nothing is brought to the present schema."""

    health: Health
    councils: Councils
    work: Work


@asynccontextmanager
async def open_as_it_is(database_url: str) -> AsyncIterator[AsItIs]:
    """The database, to be looked at; closed at the end.

    Raises LookElsewhere where there is none yet, CorrectAndRepeat for a URL that names none and
    for a file that this account may not write.
    """
    file = sqlite_file(database_url)
    if file is not None and not await asyncio.to_thread(is_there, file):
        raise LookElsewhere(
            "There is no database yet; “sightline council add” makes it, if the settings name the "
            "one that is meant."
        )
    engine = create_engine(database_url)
    try:
        with faults_of_the_file():
            yield AsItIs(StoredHealth(engine, file), StoredCouncils(engine), StoredWork(engine))
    finally:
        await engine.dispose()


def open_session() -> aiohttp.ClientSession:
    """The session for all that goes out. What is in flight is bounded by those who send, since
    waiting for the pool would count towards a request's time.

    Raises CorrectAndRepeat where the way out isn't understood (`bot.proxy`).
    """
    require_understood_proxy()
    return aiohttp.ClientSession(
        connector=aiohttp.TCPConnector(limit=0), cookie_jar=aiohttp.DummyCookieJar()
    )


@dataclass(frozen=True, slots=True)
class Outside:
    """How the service meets the world: who may speak, what it signs in with, whom it may post to.

    `session` is the caller's. `patience` bounds each request to the Connector.
    """

    session: aiohttp.ClientSession
    authentication: Authentication
    tokens: TokenSource
    allowed: Callable[[str], bool] = allowed_service_url
    patience: aiohttp.ClientTimeout = TIMEOUT


@dataclass(frozen=True, slots=True)
class Service:
    """Sightline, ready to serve `app`.

    `stop_delivering` has nothing more taken from the outbox; the end does so too.
    """

    app: web.Application
    storage: Storage
    councils: CouncilRegistry
    worker: DeliveryWorker
    jobs: Jobs
    stop_delivering: Callable[[], None]


@asynccontextmanager
async def open_service(
    settings: Settings, outside: Outside, clock: Clock, *, pace: PaceSettings | None = None
) -> AsyncIterator[Service]:
    """The service, delivering while it is open; at the end what is in flight is finished.

    Raises CorrectAndRepeat where another serves from the same SQLite file.
    """
    async with AsyncExitStack() as stack:
        stack.enter_context(sole_service(settings.database_url))
        storage = await stack.enter_async_context(open_storage(settings.database_url))
        councils = CouncilRegistry(storage.councils, clock)
        connector = Connector(outside.session, outside.tokens, outside.allowed, outside.patience)
        live = LiveCards(councils, storage.work)
        windows = pace or PaceSettings(tenant=((settings.sends_a_second, 1.0),))
        shared = Pace(windows, time.monotonic, asyncio.sleep)
        jitter = random.Random()  # noqa: S311 - spreads retries, guards no secret
        line = DirectLine(connector, shared, asyncio.sleep, jitter)
        worker = _worker(storage, councils, live, connector, clock, shared, jitter)
        handler = Handler(
            Parts(
                identity=Identity(councils, storage.work, storage.early, line, clock),
                live=live,
                line=line,
                work=storage.work,
                keeping=storage.keeping,
                solver=ScipySolver(),
                clock=clock,
                chance=lambda: secrets.randbits(31),
                wake=worker.wake,
            )
        )
        stop = asyncio.Event()
        delivering = await stack.enter_async_context(_delivering(worker, stop))
        app = application(
            authenticator=outside.authentication,
            adapter=Adapter(connector, handler.on_error),
            bot=handler,
            ready=lambda: _ready(storage, delivering),
        )
        add_metrics(app, settings.metrics_token.get_secret_value(), storage.health.queues, clock)
        jobs = Jobs(councils, storage.work, clock, worker.wake)
        stack.callback(jobs.stop)
        yield Service(app, storage, councils, worker, jobs, stop.set)


def _worker(
    storage: Storage,
    councils: CouncilRegistry,
    live: LiveCards,
    connector: Connector,
    clock: Clock,
    pace: Pace,
    jitter: random.Random,
) -> DeliveryWorker:
    async def conversations(
        tenant_id: str, person_ids: Collection[str]
    ) -> Mapping[str, Conversation]:
        async with storage.work(tenant_id) as w:
            return await w.conversations.of(person_ids)

    async def block(tenant_id: str, person_id: str, code: str) -> None:
        async with storage.work(tenant_id) as w:
            await w.conversations.block(person_id, code)
            await w.commit()

    return DeliveryWorker(
        queue=storage.queue,
        conversations=conversations,
        block=block,
        hold_back=LateMessages(councils, storage.work),
        renderer=live,
        sender=connector,
        clock=clock,
        monotonic=time.monotonic,
        sleep=asyncio.sleep,
        pace=pace,
        owner=f"{os.getpid()}-{uuid4().hex[:12]}",
        at_risk=AT_RISK,
        jitter=jitter,
    )


@asynccontextmanager
async def _delivering(
    worker: DeliveryWorker, stop: asyncio.Event
) -> AsyncIterator[asyncio.Task[None]]:
    running = asyncio.create_task(worker.run(stop))
    try:
        yield running
    finally:
        stop.set()
        ended, _ = await asyncio.wait({running}, timeout=SENDS_FINISH_IN)
        if ended:
            await running
        else:
            log.warning("Some sends didn't end in time; they are taken up at the next start.")
            running.cancel()
            await asyncio.wait({running})


async def _ready(storage: Storage, delivering: asyncio.Task[None]) -> bool:
    if delivering.done():
        return False
    async with asyncio.timeout(READY_SECONDS):
        await storage.councils.all()
    return True
