"""Nothing that a process writes to its files is taken any more, which is the worst that a full disk
can do; then it is again."""

import asyncio
import resource
from multiprocessing.process import BaseProcess
from pathlib import Path

import aiohttp
import pytest

from benchmarks.press_council import fill
from benchmarks.processes import free_port
from bot.handler import OUR_FAULT
from bot.wiring import AT_RISK
from storage.engine import Engine, create_engine
from storage.work import StoredWork
from tests.soak.connector import remembering
from tests.soak.figures import tell
from tests.soak.queueing import queue, until_all_sent
from tests.soak.served import Served, serve
from tests.soak.worker_process import Deployment, processes

TENANT = "11111111-1111-4111-8111-111111111111"
NOT_LIMITED = (resource.RLIM_INFINITY, resource.RLIM_INFINITY)

pytestmark = pytest.mark.skipif(
    not hasattr(resource, "prlimit"), reason="only Linux limits what another process may write"
)


@pytest.fixture
def dialect() -> str:
    """PostgreSQL's disk is another machine's; what the service then sees is a server that fails."""
    return "sqlite"


@pytest.mark.soak
async def test_a_disk_that_is_full_ten_times_loses_and_repeats_nothing(
    url: str, database: Engine
) -> None:
    await _full(url, database, pushes=2_000, times=10, seconds=3.0)


async def test_a_disk_that_is_full_loses_and_repeats_nothing(url: str, database: Engine) -> None:
    await _full(url, database, pushes=120, times=1, seconds=0.4)


async def _full(url: str, engine: Engine, *, pushes: int, times: int, seconds: float) -> None:
    """Full for so many seconds each time; a worker that rested no longer than a second would have
    tried again and again."""
    step = pushes // (times + 1)
    wanted, reached, meanwhile = step, asyncio.Event(), 0
    async with remembering(seconds=0.05) as teams:
        await queue(engine, teams.url, tenants=[TENANT], messages=pushes)

        def look() -> None:
            if teams.count >= wanted:
                reached.set()

        teams.on_post = look
        with processes() as started:
            process = started.start(Deployment(url, lease=30.0))
            for time in range(times):
                async with asyncio.timeout(60):
                    await reached.wait()
                _fill_up(process)
                before = teams.count
                await asyncio.sleep(seconds)
                meanwhile = max(meanwhile, teams.count - before)
                _make_room(process)
                wanted = (time + 2) * step
                reached.clear()
                look()
            found = await until_all_sent(engine)
    tell(
        f"{pushes} pushes, the disk full {times} times for {seconds:.1f} s: "
        f"{pushes - len(teams.posts)} lost, {len(teams.twice)} sent again; "
        f"at most {meanwhile} sent while it was full (bound {AT_RISK})"
    )
    assert len(teams.posts) == pushes
    assert teams.twice == []
    assert meanwhile <= AT_RISK
    assert set(found.cards) == found.sent


async def test_a_press_on_a_full_disk_is_answered_by_a_sentence_and_does_nothing(
    tmp_path: Path,
) -> None:
    url = f"sqlite+aiosqlite:///{tmp_path / 'sightline.db'}"
    await fill(url, 12)
    engine, port = create_engine(url), free_port()
    async with aiohttp.ClientSession() as http:
        there = Served(f"http://127.0.0.1:{port}", StoredWork(engine), http)
        with processes() as started:
            process = started.run(serve, url, port)
            await there.until_ready()
            assert await there.complete(0) == "a card"
            _fill_up(process)
            assert [await there.complete(number) for number in range(1, 4)] == [OUR_FAULT] * 3
            assert await there.completed() == {0}, "what was accepted is kept, and no more"
            _make_room(process)
            assert await there.complete(1) == "a card"
            assert await there.completed() == {0, 1}
    await engine.dispose()


def _fill_up(process: BaseProcess) -> None:
    """From now on no byte of a file but the first is written: SQLite writes over its log, which a
    full disk would still let it do, for as long as the log is."""
    resource.prlimit(_pid(process), resource.RLIMIT_FSIZE, (1, resource.RLIM_INFINITY))


def _make_room(process: BaseProcess) -> None:
    resource.prlimit(_pid(process), resource.RLIMIT_FSIZE, NOT_LIMITED)


def _pid(process: BaseProcess) -> int:
    assert process.pid is not None
    return process.pid
