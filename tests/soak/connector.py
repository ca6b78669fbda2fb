"""A Bot Connector that remembers every message that ever reached it, by its key."""

import asyncio
import random
import time
from collections import defaultdict
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import orjson
from aiohttp import web

from tests.bot.serving import serving


class Remembering:
    """Takes everything, each after a moment of its own.

    `by` is whoever sends at the time, as far as the test knows: what a process had sent when it was
    killed counts as its own, however late it is read here. `log` has when each came (monotonic
    seconds), the name of the process that sent it, and its key.
    """

    def __init__(self, *, seed: int, seconds: float) -> None:
        self.url = ""
        self.by = 0
        self.posts: dict[str, list[int]] = defaultdict(list)
        self.activities: dict[str, list[str]] = defaultdict(list)
        self.log: list[tuple[float, str, str]] = []
        self.open = 0
        self.on_post: Callable[[], None] = lambda: None
        self._chance = random.Random(seed)
        self._seconds = seconds
        self._ids = 0

    @property
    def count(self) -> int:
        """How many messages came, each as often as it came."""
        return sum(map(len, self.posts.values()))

    @property
    def twice(self) -> list[str]:
        """The keys of what came more than once."""
        return [key for key, by in self.posts.items() if len(by) > 1]

    def again(self) -> dict[int, int]:
        """By whoever had sent them before, how many messages came again."""
        found: dict[int, int] = defaultdict(int)
        for by in self.posts.values():
            for before in by[:-1]:
                found[before] += 1
        return found

    async def post(self, request: web.Request) -> web.StreamResponse:
        body = orjson.loads(await request.read())
        key = body["text"]
        self._ids += 1
        activity_id = f"activity-{self._ids}"
        self.posts[key].append(self.by)
        self.log.append((time.monotonic(), body["summary"], key))
        self.activities[key].append(activity_id)
        self.open += 1
        try:
            self.on_post()
            await asyncio.sleep(self._chance.uniform(0, self._seconds))
        finally:
            self.open -= 1
        return web.json_response({"id": activity_id}, status=201)

    async def put(self, request: web.Request) -> web.StreamResponse:
        await request.read()
        return web.json_response({"id": request.match_info["activity"]})


@asynccontextmanager
async def remembering(*, seed: int = 1, seconds: float = 0.02) -> AsyncIterator[Remembering]:
    """The Connector on loopback; it takes up to `seconds` over each message."""
    there = Remembering(seed=seed, seconds=seconds)
    app = web.Application()
    app.router.add_post("/v3/conversations/{conversation}/activities", there.post)
    app.router.add_put("/v3/conversations/{conversation}/activities/{activity}", there.put)
    async with serving(app) as there.url:
        yield there
