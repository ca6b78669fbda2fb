"""Several processes tick at the same moments on one PostgreSQL: each message is queued once."""

import asyncio
import logging
from datetime import timedelta
from multiprocessing.queues import SimpleQueue
from multiprocessing.synchronize import Barrier

import pytest

from bot.councils import CouncilRegistry
from bot.jobs import Jobs
from programme.council import CouncilRecord
from storage.councils import StoredCouncils
from storage.engine import Engine, create_engine
from storage.work import StoredWork
from tests.little_council import ADDED, FRAMEWORK, RULES, THE_FIRST, LittleCouncil, little_council
from tests.soak.figures import tell
from tests.soak.worker_process import FORKED, processes

HALF_A_MINUTE = timedelta(seconds=30)
BEFORE = 3
"""Ticks before the 1st at nine."""

Told = tuple[int, list[str]]
"""How many messages a process has queued, and what it logged as wrong."""


@pytest.fixture
def dialect() -> str:
    """SQLite is for one process."""
    return "postgresql"


@pytest.mark.soak
async def test_four_processes_that_tick_at_once_queue_each_message_once(
    url: str, database: Engine
) -> None:
    await _at_once(url, database, count=4, councils=12, ticks=40)


async def test_processes_that_tick_at_once_queue_each_message_once(
    url: str, database: Engine
) -> None:
    await _at_once(url, database, count=2, councils=2, ticks=6)


async def _at_once(url: str, engine: Engine, *, count: int, councils: int, ticks: int) -> None:
    every = [await _drawn(engine, number) for number in range(councils)]
    before = sum([len(await one.messages()) for one in every])
    together: Barrier = FORKED.Barrier(count)
    told: SimpleQueue[Told] = FORKED.SimpleQueue()
    with processes() as started:
        for _ in range(count):
            started.run(_tick, url, ticks, together, told)
        ended = [await asyncio.to_thread(told.get) for _ in range(count)]
    told.close()
    there = sum([len(await one.messages()) for one in every]) - before
    shares = [queued for queued, _ in ended]
    tell(
        f"{count} processes, {ticks} ticks at once, {councils} councils: "
        f"{there} messages queued, {' + '.join(map(str, shares))}"
    )
    assert [line for _, lines in ended for line in lines] == []
    assert sum(shares) == there > 0
    for one in every:
        events = await one.events(one.period().subject)
        assert [each.verb for each in events].count("announce_allocation") == 1


async def _drawn(engine: Engine, number: int) -> LittleCouncil:
    tenant_id = f"11111111-1111-4111-8111-{number:012}"
    record = CouncilRecord(tenant_id, FRAMEWORK.id, FRAMEWORK.version, RULES, ADDED)
    await StoredCouncils(engine).add(record)
    little = little_council(engine, tenant_id)
    await little.fill()
    await little.draw(now=ADDED)
    return little


def _tick(url: str, ticks: int, together: Barrier, told: "SimpleQueue[Told]") -> None:
    """Ticks through the moment that the month's cards are due, in step with the others."""
    told.put(asyncio.run(_queued(url, ticks, together)))


async def _queued(url: str, ticks: int, together: Barrier) -> Told:
    engine, heard = create_engine(url), _Heard()
    logging.getLogger().addHandler(heard)
    now, queued = THE_FIRST - BEFORE * HALF_A_MINUTE, 0
    registry = CouncilRegistry(StoredCouncils(engine), lambda: now)
    jobs = Jobs(registry, StoredWork(engine), lambda: now, lambda: None)
    for _ in range(ticks):
        together.wait(60)
        queued += sum(each.queued for each in await jobs.tick_all())
        now += HALF_A_MINUTE
    await engine.dispose()
    return queued, heard.lines


class _Heard(logging.Handler):
    """What is logged as wrong."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(record.getMessage())
