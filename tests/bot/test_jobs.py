"""The scheduler's tick: what fails for one council, or in one job, holds up nothing else."""

import logging
from uuid import uuid4

import pytest

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

UNREADABLE = CouncilRecord(str(uuid4()), "older", "1", "title = 'Of another Sightline'", ADDED)


class FakeCouncils:
    """programme.ports.Councils, in memory."""

    def __init__(self, *records: CouncilRecord) -> None:
        self.records = records

    async def all(self) -> tuple[CouncilRecord, ...]:
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


def _jobs(little: LittleCouncil) -> Jobs:
    record = CouncilRecord(little.tenant_id, FRAMEWORK.id, FRAMEWORK.version, RULES, ADDED)
    councils = FakeCouncils(UNREADABLE, record)
    registry = CouncilRegistry(councils, lambda: THE_FIRST)
    return Jobs(registry, little.work, lambda: THE_FIRST, lambda: None)


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
