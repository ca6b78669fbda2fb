"""The scheduler's tick: what fails for one council, or in one job, holds up nothing else."""

import asyncio
import logging
from collections.abc import AsyncIterator
from datetime import datetime, timedelta, tzinfo
from typing import Self
from uuid import uuid4

import pytest
from apscheduler.schedulers import base as schedulers_base
from apscheduler.triggers import interval

import bot.jobs
from bot.councils import CouncilRegistry
from bot.jobs import Jobs
from programme.council import CouncilRecord, FrameworkVersion
from programme.use_cases.tick import JOBS
from storage.engine import Engine
from tests.bot.counted import Counted
from tests.little_council import (
    ADDED,
    FRAMEWORK,
    RULES,
    THE_FIRST,
    LittleCouncil,
    little_council,
)

OFTEN = timedelta(milliseconds=20)
UNREADABLE = CouncilRecord(str(uuid4()), "older", "1", "title = 'Of another Sightline'", ADDED)


class FakeCouncils:
    """programme.ports.Councils, in memory."""

    def __init__(self, *records: CouncilRecord) -> None:
        self.records = records
        self.down = 0

    async def all(self) -> tuple[CouncilRecord, ...]:
        if self.down:
            self.down -= 1
            raise OSError("CF-10 of Ann")
        return self.records

    async def get(self, tenant_id: str) -> CouncilRecord | None:
        return next((one for one in self.records if one.tenant_id == tenant_id), None)

    async def add(self, record: CouncilRecord) -> bool:
        return record not in self.records

    async def adopt(self, tenant_id: str, version: FrameworkVersion) -> bool:
        return tenant_id != version.version


@pytest.fixture
def dialect() -> str:
    """What a tick holds up is the same on either database."""
    return "sqlite"


@pytest.fixture
async def drawn(engine: Engine) -> LittleCouncil:
    """The council with December drawn."""
    little = little_council(engine)
    await little.fill()
    await little.draw(now=ADDED)
    return little


def _councils(little: LittleCouncil) -> FakeCouncils:
    record = CouncilRecord(little.tenant_id, FRAMEWORK.id, FRAMEWORK.version, RULES, ADDED)
    return FakeCouncils(UNREADABLE, record)


def _jobs(little: LittleCouncil) -> Jobs:
    registry = CouncilRegistry(_councils(little), lambda: THE_FIRST)
    return Jobs(registry, little.work, lambda: THE_FIRST, lambda: None)


class SetBack(datetime):
    """The clock that APScheduler looks at, which can be set back."""

    by = timedelta()

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> Self:
        told = datetime.now(tz) - cls.by
        return cls.fromtimestamp(told.timestamp(), tz)


@pytest.fixture
def wall(monkeypatch: pytest.MonkeyPatch) -> type[SetBack]:
    """The machine's clock, as the scheduler and whoever watches over it read it."""
    monkeypatch.setattr(SetBack, "by", timedelta())
    for module in (schedulers_base, interval, bot.jobs):
        monkeypatch.setattr(module, "datetime", SetBack)
    return SetBack


class Ticking:
    """The jobs of a service, ticking all the time; `came` holds a place for each tick."""

    def __init__(self, little: LittleCouncil) -> None:
        self.councils = _councils(little)
        self.came: asyncio.Queue[None] = asyncio.Queue()
        registry = CouncilRegistry(self.councils, lambda: THE_FIRST)
        self.jobs = Jobs(registry, little.work, lambda: THE_FIRST, self._woken, OFTEN)

    def _woken(self) -> None:
        self.came.put_nowait(None)

    async def until(self, ticks: int) -> None:
        """So many more ticks."""
        async with asyncio.timeout(20):
            for _ in range(ticks):
                await self.came.get()


@pytest.fixture
async def ticking(drawn: LittleCouncil) -> AsyncIterator[Ticking]:
    made = Ticking(drawn)
    yield made
    made.jobs.stop()


async def test_a_clock_that_is_set_back_an_hour_stops_no_tick_and_doubles_nothing(
    drawn: LittleCouncil, wall: type[SetBack], ticking: Ticking
) -> None:
    ticking.jobs.start()
    await ticking.until(2)
    messages = await drawn.messages()
    assert messages
    wall.by = timedelta(hours=1)
    await ticking.until(4)
    wall.by = timedelta()
    await ticking.until(2)
    assert await drawn.messages() == messages


async def test_councils_that_cant_be_read_are_read_at_the_next_tick(
    drawn: LittleCouncil, ticking: Ticking, caplog: pytest.LogCaptureFixture
) -> None:
    ticking.councils.down = 1
    ticking.jobs.start()
    await ticking.until(1)
    assert len(await drawn.messages()) > 0
    assert "The councils could not be read: OSError at test_jobs.py" in caplog.text
    assert "CF-10" not in caplog.text


async def test_a_council_whose_rules_cant_be_read_holds_up_no_other(
    drawn: LittleCouncil, caplog: pytest.LogCaptureFixture
) -> None:
    (ticked,) = await _jobs(drawn).tick_all()
    assert ticked.queued > 0
    (said,) = caplog.records
    assert said.levelno == logging.ERROR
    assert UNREADABLE.tenant_id in said.getMessage()


async def test_a_job_that_fails_is_logged_without_its_words(
    drawn: LittleCouncil, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def broken(*_: object, **__: object) -> int:
        raise RuntimeError("CF-10 of Ann")

    monkeypatch.setitem(JOBS, next(iter(JOBS)), broken)
    failed = Counted("sightline_ticks_total", outcome="failed")
    assert await _jobs(drawn).tick_all() == []
    assert len(await drawn.messages()) > 0
    told = [one.getMessage() for one in caplog.records if "tick" in one.getMessage()]
    assert any("RuntimeError at test_jobs.py" in each for each in told)
    assert failed.more == 1
    assert "CF-10" not in caplog.text
