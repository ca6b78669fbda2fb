"""PostgreSQL stops and starts in the middle of a run."""

import asyncio
from collections.abc import Iterator

import pytest

from bot.handler import OUR_FAULT
from bot.wiring import AT_RISK
from storage.engine import create_engine
from tests.postgres import PostgresForTests, postgres_for_tests
from tests.soak.connector import remembering
from tests.soak.figures import tell
from tests.soak.queueing import queue, until_all_sent
from tests.soak.served import NOT_READY, served
from tests.soak.worker_process import Deployment, processes

TENANT = "11111111-1111-4111-8111-111111111111"


@pytest.fixture(scope="module")
def server() -> Iterator[PostgresForTests]:
    """A server that no other test uses."""
    with postgres_for_tests() as started:
        yield started


@pytest.mark.soak
@pytest.mark.parametrize("mode", ["fast", "immediate"])
async def test_a_server_that_stops_ten_times_loses_and_repeats_nothing(
    server: PostgresForTests, mode: str
) -> None:
    await _stopped(server, mode, pushes=2_000, stops=10)


async def test_a_server_that_stops_loses_and_repeats_nothing(server: PostgresForTests) -> None:
    await _stopped(server, "immediate", pushes=150, stops=1)


async def _stopped(server: PostgresForTests, mode: str, *, pushes: int, stops: int) -> None:
    async with server.a_database() as url, remembering(seconds=0.05) as teams:
        engine = create_engine(url)
        await queue(engine, teams.url, tenants=[TENANT], messages=pushes)
        due = iter(range(pushes // (stops + 1), pushes, pushes // (stops + 1)))
        wanted, reached = next(due), asyncio.Event()

        def look() -> None:
            if teams.count >= wanted:
                reached.set()

        teams.on_post = look
        with processes() as started:
            started.start(Deployment(url, lease=30.0))
            for _ in range(stops):
                async with asyncio.timeout(90):
                    await reached.wait()
                await asyncio.to_thread(server.stop, mode)
                wanted = next(due, pushes + 1)
                reached.clear()
                await asyncio.to_thread(server.start)
            found = await until_all_sent(engine)
        await engine.dispose()
    again = len(teams.twice)
    tell(
        f"{pushes} pushes, PostgreSQL stopped {stops} times ({mode}): "
        f"{pushes - len(teams.posts)} lost, {again} sent again (bound {AT_RISK} a stop)"
    )
    assert len(teams.posts) == pushes
    assert set(found.cards) == found.sent
    assert again == 0, "the process lives, and knows what it has sent"


async def test_the_service_says_that_it_is_not_ready_and_recovers_by_itself(
    server: PostgresForTests,
) -> None:
    url = await server.a_database_without_tables()
    async with served(url, actions=8) as there:
        assert await there.ready() == 200
        assert await there.complete(0) == "a card"

        await asyncio.to_thread(server.stop, "fast")
        assert await there.ready() == NOT_READY
        assert await there.complete(1) == OUR_FAULT
        await asyncio.to_thread(server.start)

        await there.until_ready()
        assert await there.complete(1) == "a card"
        assert await there.completed() == {0, 1}
