"""The scheduler's tick: what fails for one council, or in one job, holds up nothing else."""

import asyncio
import logging
from datetime import datetime, timedelta
from uuid import uuid4

import pytest

from bot.councils import CouncilRegistry
from bot.jobs import EVERY_SECONDS, Jobs
from programme.council import CouncilRecord, FrameworkVersion
from programme.use_cases.tick import JOBS
from storage.engine import Engine
from tests.little_council import (
    ADDED,
    FRAMEWORK,
    RULES,
    THE_FIRST,
    LittleCouncil,
    little_council,
)

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


class Ticking:
    """The jobs of a service whose clock is moved at each sleep, by minutes."""

    def __init__(self, little: LittleCouncil, *moves: float) -> None:
        self.now = THE_FIRST
        self.councils = _councils(little)
        self.slept: list[float] = []
        self.ticks: list[datetime] = []
        self.over = asyncio.Event()
        self._moves = iter(moves)
        registry = CouncilRegistry(self.councils, lambda: self.now)
        self.jobs = Jobs(registry, little.work, lambda: self.now, self._woken, self._sleep)

    def _woken(self) -> None:
        self.ticks.append(self.now)

    async def _sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        by = next(self._moves, None)
        if by is None:
            self.over.set()
            await asyncio.Event().wait()
        else:
            self.now += timedelta(minutes=by)

    async def to_the_end(self) -> None:
        """Until every move was made."""
        self.jobs.start()
        async with asyncio.timeout(20):
            await self.over.wait()
        self.jobs.stop()


async def test_a_clock_that_is_set_back_an_hour_stops_no_tick_and_doubles_nothing(
    drawn: LittleCouncil,
) -> None:
    ticking = Ticking(drawn, 0.5, 0.5, -60, 0.5, 0.5, 59, 0.5)
    await ticking.to_the_end()
    assert ticking.slept == [EVERY_SECONDS] * 8
    assert len(ticking.ticks) == 7
    messages = await drawn.messages()
    again = Ticking(drawn, -60, 0.5, 60)
    await again.to_the_end()
    assert await drawn.messages() == messages
    assert messages


async def test_councils_that_cant_be_read_are_read_at_the_next_tick(
    drawn: LittleCouncil, caplog: pytest.LogCaptureFixture
) -> None:
    ticking = Ticking(drawn, 0.5, 0.5)
    ticking.councils.down = 1
    await ticking.to_the_end()
    assert len(ticking.ticks) == 1
    assert len(await drawn.messages()) > 0
    assert "The councils could not be read: OSError at test_jobs.py" in caplog.text


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
    assert await _jobs(drawn).tick_all() == []
    assert len(await drawn.messages()) > 0
    told = [one.getMessage() for one in caplog.records if "tick" in one.getMessage()]
    assert any("RuntimeError at test_jobs.py" in each for each in told)
    assert "CF-10" not in caplog.text
