"""Several processes on one PostgreSQL share the councils out, and take over from one another."""

import asyncio
import time
from collections import Counter

import pytest

from bot.clock import system_clock
from bot.delivery.worker import LEASE, TAKEN_OVER_WITHIN
from bot.wiring import AT_RISK
from storage.delivery_queue import StoredDeliveryQueue
from storage.engine import Engine
from tests.soak.connector import Remembering, remembering
from tests.soak.figures import tell
from tests.soak.queueing import AN_HOUR, queue, until_all_sent
from tests.soak.worker_process import FORKED, Deployment, processes

AHEAD = (0.0, 420.0, -420.0, 90.0)
"""Seconds by which the clock of each process is ahead: as many minutes as clocks that nobody sets
right may come apart."""

NAMES = ("one", "two", "three", "four")


@pytest.fixture
def dialect() -> str:
    """SQLite is for one process."""
    return "postgresql"


@pytest.mark.soak
@pytest.mark.parametrize("count", [2, 4])
async def test_processes_share_20_councils_out_and_send_nothing_twice(
    url: str, database: Engine, count: int
) -> None:
    await _shared(url, database, count=count, councils=20, messages=100)


async def test_processes_share_councils_out_and_send_nothing_twice(
    url: str, database: Engine
) -> None:
    await _shared(url, database, count=2, councils=8, messages=25)


@pytest.mark.soak
@pytest.mark.parametrize("count", [2, 4])
async def test_what_a_killed_one_of_several_held_is_taken_over_within_the_time_that_is_promised(
    url: str, database: Engine, count: int
) -> None:
    taken = await _killed(url, database, count=count, councils=20, messages=100, lease=LEASE)

    assert max(taken.values()) <= TAKEN_OVER_WITHIN


async def test_what_a_killed_one_of_two_held_is_taken_over(url: str, database: Engine) -> None:
    await _killed(url, database, count=2, councils=4, messages=40, lease=0.5)


@pytest.mark.soak
async def test_a_look_at_152_councils_that_another_delivers_for_is_short(database: Engine) -> None:
    there, now, each = StoredDeliveryQueue(database), system_clock(), _tenants(152)
    await queue(database, "http://127.0.0.1", tenants=each, messages=20)
    for tenant_id in each:
        await there.lease(tenant_id, "another", now, now + AN_HOUR / 12)
    looks: list[float] = []
    for _ in range(100):
        at = time.perf_counter()
        assert await there.councils_with_work("one", now) == ()
        looks.append(1000 * (time.perf_counter() - at))
    tell(f"a look at 152 councils: {sorted(looks)[50]:.1f} ms, the longest {max(looks):.1f} ms")


def _tenants(count: int) -> list[str]:
    return [f"11111111-1111-4111-8111-{number:012}" for number in range(count)]


def _shares(teams: Remembering) -> str:
    shares = Counter(name for _, name, _ in teams.log)
    return ", ".join(f"{name} {sent}" for name, sent in sorted(shares.items()))


async def _shared(url: str, engine: Engine, *, count: int, councils: int, messages: int) -> None:
    async with remembering(seconds=0.2) as teams:
        await queue(engine, teams.url, tenants=_tenants(councils), messages=messages)
        with processes() as started:
            together = FORKED.Barrier(count)
            for number in range(count):
                deployment = Deployment(
                    url, lease=5.0, ahead=AHEAD[number], councils=-(-councils // count)
                )
                started.start(deployment, NAMES[number], together)
            await until_all_sent(engine)
    tell(f"{count} processes, {councils} councils of {messages}: {_shares(teams)}; twice: 0")
    assert teams.twice == []
    assert len(teams.posts) == councils * messages
    assert len({name for _, name, _ in teams.log}) == count


async def _killed(
    url: str, engine: Engine, *, count: int, councils: int, messages: int, lease: float
) -> dict[str, float]:
    """The councils taken over, and the seconds from the kill to the first push of each."""
    async with remembering(seconds=0.2) as teams:
        await queue(engine, teams.url, tenants=_tenants(councils), messages=messages)
        enough = asyncio.get_running_loop().create_future()

        def look() -> None:
            _, name, _ = teams.log[-1]
            sent = sum(name == by for _, by, _ in teams.log)
            if sent >= councils * messages // (4 * count) and not enough.done():
                enough.set_result(name)

        teams.on_post = look
        with processes() as started:
            by_name = {
                name: started.start(Deployment(url, lease=lease, ahead=ahead), name)
                for name, ahead in zip(NAMES[:count], AHEAD, strict=False)
            }
            async with asyncio.timeout(60):
                killed = await enough
            started.kill(by_name[killed])
            at = time.monotonic()
            await until_all_sent(engine)
    taken = _taken_over(teams, killed, at)
    tell(
        f"{count} processes, {councils} councils of {messages}, {killed} killed: {_shares(teams)}; "
        f"its {len(taken)} councils taken over {min(taken.values()):.1f} to "
        f"{max(taken.values()):.1f} s after, with a lease of {lease:g} s; "
        f"lost: 0, twice: {len(teams.twice)} (at most {AT_RISK} a council)"
    )
    assert len(teams.posts) == councils * messages
    again = Counter(key.rpartition(":")[0] for key in teams.twice)
    assert set(again) <= set(taken), "nothing comes twice but of what the killed one held"
    assert max(again.values(), default=0) <= AT_RISK
    return taken


def _taken_over(teams: Remembering, killed: str, at: float) -> dict[str, float]:
    """The councils that the killed one had begun and another went on with; seconds until then."""
    begun = {key.rpartition(":")[0] for _, name, key in teams.log if name == killed}
    found: dict[str, float] = {}
    for when, name, key in teams.log:
        tenant_id = key.rpartition(":")[0]
        if name != killed and when > at and tenant_id in begun:
            found.setdefault(tenant_id, when - at)
    return found
