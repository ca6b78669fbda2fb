"""kill -9 at random moments: nothing is lost, and no more is sent twice than was in flight."""

import asyncio
import random
from dataclasses import dataclass

import pytest

from bot.wiring import AT_RISK
from storage.engine import Engine
from tests.soak.connector import Remembering, remembering
from tests.soak.figures import tell
from tests.soak.queueing import queue, standing, until_all_sent
from tests.soak.worker_process import Deployment, Processes, processes

TENANT = "11111111-1111-4111-8111-111111111111"
SEED = 20261201
LEASE = 0.5
"""Seconds; the service's 30 would have each restart wait for so long."""
AFTER_THE_POST = 0.03
"""Up to so many seconds pass from the message that was drawn until the kill: it may fall into a
claim, a request, a commit, or between them."""


@dataclass(frozen=True, slots=True)
class Figures:
    """What a run came to."""

    pushes: int
    kills: int
    lost: int
    again: dict[int, int]
    open_at_most: int

    def __str__(self) -> str:
        twice = sum(self.again.values())
        return (
            f"{self.pushes} pushes, {self.kills} kills (seed {SEED}): {self.lost} lost, "
            f"{twice} sent again, {twice / self.kills:.1f} a kill, "
            f"at most {max(self.again.values(), default=0)} (bound {AT_RISK}); "
            f"requests open at a kill: at most {self.open_at_most}"
        )


@pytest.mark.soak
async def test_100_kills_of_2000_pushes_lose_nothing_and_repeat_what_was_in_flight(
    url: str, database: Engine
) -> None:
    await _check(url, database, pushes=2_000, kills=100)


@pytest.mark.soak
async def test_kills_at_the_pace_of_teams_repeat_little(url: str, database: Engine) -> None:
    await _check(url, database, pushes=600, kills=20, paced=True)


async def test_kills_lose_nothing_and_repeat_what_was_in_flight(url: str, database: Engine) -> None:
    await _check(url, database, pushes=100, kills=1)


async def _check(url: str, engine: Engine, *, pushes: int, kills: int, paced: bool = False) -> None:
    async with remembering(seed=SEED) as teams:
        await queue(engine, teams.url, tenants=[TENANT], messages=pushes)
        with processes() as started:
            figures = await _Run(
                engine, Deployment(url, lease=LEASE, paced=paced), teams, started, pushes
            ).to_its_end(kills)
    tell(f"{engine.dialect}{', 50 a second' if paced else ''}: {figures}")
    assert figures.kills == kills
    assert figures.lost == 0
    assert max(figures.again.values(), default=0) <= AT_RISK


class _Run:
    """One run of so many pushes; its processes are numbered."""

    def __init__(
        self,
        engine: Engine,
        deployment: Deployment,
        teams: Remembering,
        started: Processes,
        pushes: int,
    ) -> None:
        self._engine = engine
        self._deployment = deployment
        self._teams = teams
        self._started = started
        self._pushes = pushes
        self._chance = random.Random(SEED)
        self._open_at_most = 0

    async def to_its_end(self, kills: int) -> Figures:
        """Kills so many times, and lets the last process finish."""
        for left in range(kills, 0, -1):
            await self._killed(left)
            self._teams.by += 1
        self._started.start(self._deployment)
        found = await until_all_sent(self._engine)
        given = self._teams.activities
        assert found.states.total() == self._pushes
        assert set(found.cards) == found.sent, "each that is sent has its receipt"
        assert all(activity in given[key] for key, activity in found.cards.items())
        lost = self._pushes - len(self._teams.posts)
        return Figures(self._pushes, kills, lost, self._teams.again(), self._open_at_most)

    async def _killed(self, left: int) -> None:
        """A process that is killed some while after a message that is drawn."""
        due = self._pushes - len(self._teams.posts)
        sent = iter(range(self._chance.randint(0, max(0, due // left - 1)), -1, -1))
        drawn = asyncio.Event()

        def count() -> None:
            if next(sent, 0) == 0:
                drawn.set()

        self._teams.on_post = count
        process = self._started.start(self._deployment)
        if due:
            async with asyncio.timeout(60):
                await drawn.wait()
        await asyncio.sleep(self._chance.uniform(0, AFTER_THE_POST))
        self._open_at_most = max(self._open_at_most, self._teams.open)
        self._started.kill(process)
        await asyncio.to_thread(process.join)
        await self._quiet()
        claimed = (await standing(self._engine)).sent
        assert claimed <= set(self._teams.posts), "what is called sent was sent"

    async def _quiet(self) -> None:
        """Whatever the process had sent has been read."""
        count = -1
        while self._teams.open or count != self._teams.count:
            count = self._teams.count
            await asyncio.sleep(0.01)
