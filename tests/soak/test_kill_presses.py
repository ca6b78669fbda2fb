"""kill -9 amid presses: whatever was answered is kept, and what is pressed again is done once."""

import asyncio
import random
from collections import deque
from multiprocessing.process import BaseProcess

import aiohttp
import pytest

from benchmarks.press_council import TENANT, fill
from benchmarks.processes import free_port
from programme.use_cases.verify_events import verify_events
from storage.engine import Engine
from storage.work import StoredWork
from tests.soak.figures import tell
from tests.soak.served import Served, serve
from tests.soak.worker_process import Processes, processes

SEED = 20261201
AT_ONCE = 8
AFTER_AN_ANSWER = 0.01
"""Up to so many seconds pass from the answer that was drawn until the kill: about as long as those
that are pressed at once take."""


@pytest.mark.soak
async def test_30_kills_amid_3000_presses_lose_nothing_that_was_answered(
    url: str, database: Engine
) -> None:
    await _check(url, database, presses=3_000, kills=30)


async def test_kills_amid_presses_lose_nothing_that_was_answered(
    url: str, database: Engine
) -> None:
    await _check(url, database, presses=150, kills=2)


async def _check(url: str, engine: Engine, *, presses: int, kills: int) -> None:
    await fill(url, presses)
    async with aiohttp.ClientSession() as http:
        port = free_port()
        there = Served(f"http://127.0.0.1:{port}", StoredWork(engine), http)
        with processes() as started:
            run = _Run(there, started, presses, (url, port))
            for _ in range(kills):
                await run.until_killed(presses // (kills + 1))
            await run.to_its_end()
    assert await there.completed() == run.answered == set(range(presses))
    found = await verify_events(TENANT, work=there.work)
    assert (found.fault, found.entries) == (None, presses)
    tell(f"{engine.dialect}: {presses} presses, {kills} kills (seed {SEED}): {run}")
    assert run.pressed_again >= kills


class _Run:
    """One run of so many presses, and what came of them."""

    def __init__(
        self, there: Served, started: Processes, presses: int, where: tuple[str, int]
    ) -> None:
        """`where` are the database's URL and the port of those that are killed."""
        self.answered: set[int] = set()
        self.pressed_again = 0
        self._lost = 0
        self._done_unanswered = 0
        self._where = where
        self._there = there
        self._started = started
        self._waiting = deque(range(presses))
        self._chance = random.Random(SEED)
        self._enough = presses
        self._has_enough = asyncio.Event()

    def __str__(self) -> str:
        return (
            f"{self._lost} lost that were answered; of {self.pressed_again} that weren't, "
            f"{self._done_unanswered} were done, and all were done once in the end"
        )

    async def until_killed(self, share: int) -> None:
        """Presses about so many, and in the midst of others the process is killed."""
        process = await self._serve()
        self._enough = len(self.answered) + self._chance.randrange(1, share)
        self._has_enough.clear()
        pressing = asyncio.ensure_future(self._press())
        await self._has_enough.wait()
        await asyncio.sleep(self._chance.random() * AFTER_AN_ANSWER)
        self._started.kill(process)
        await pressing
        await asyncio.to_thread(process.join)
        completed = await self._there.completed()
        self._lost += len(self.answered - completed)
        self._done_unanswered += len(completed - self.answered)
        assert self.answered <= completed

    async def to_its_end(self) -> None:
        """Presses what is left."""
        await self._serve()
        await self._press()

    async def _serve(self) -> BaseProcess:
        process = self._started.run(serve, *self._where)
        await self._there.until_ready()
        return process

    async def _press(self) -> None:
        await asyncio.gather(*(self._presser() for _ in range(AT_ONCE)))

    async def _presser(self) -> None:
        while self._waiting:
            number = self._waiting.popleft()
            try:
                assert await self._there.complete(number) == "a card"
            except aiohttp.ClientError:
                self._waiting.appendleft(number)
                self.pressed_again += 1
                return
            self.answered.add(number)
            if len(self.answered) >= self._enough:
                self._has_enough.set()
