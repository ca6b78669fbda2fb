"""The Connector of `benchmarks.the_first`: Teams' limits for every tenant and conversation, which
begins with its tenant's id, and nothing else. `/seen` says what came."""

import asyncio
import logging
import math
import sys
import time

import orjson
from aiohttp import web

from bot.local_teams.limits import TEAMS, Throttle

OFFICER = "officer"


class _Connector:
    def __init__(self) -> None:
        self._tenants = Throttle(TEAMS.tenant, time.monotonic)
        self._conversations = Throttle(TEAMS.conversation, time.monotonic)
        self._managers: set[str] = set()
        self._posts = self._puts = self._refused = 0
        self._first = self._last = 0.0

    async def answer(self, request: web.BaseRequest) -> web.Response:
        parts = request.path.split("/")
        if len(parts) < 4:
            return _json(self._seen())
        await request.read()
        conversation = parts[3]
        wait = self._tenants.admit(conversation.partition(":")[0]) or self._conversations.admit(
            conversation
        )
        if wait:
            self._refused += 1
            return web.Response(status=429, headers={"Retry-After": str(math.ceil(wait))})
        if request.method == "PUT":
            self._puts += 1
            return _json({"id": parts[5]})
        self._posts += 1
        if not conversation.endswith(OFFICER):
            self._managers.add(conversation)
        self._last = time.monotonic()
        self._first = self._first or self._last
        return _json({"id": str(self._posts)}, 201)

    def _seen(self) -> dict[str, float]:
        return {
            "posts": self._posts,
            "puts": self._puts,
            "managers": len(self._managers),
            "refused": self._refused,
            "seconds": self._last - self._first,
        }


def _json(body: object, status: int = 200) -> web.Response:
    return web.Response(body=orjson.dumps(body), status=status, content_type="application/json")


def main() -> None:
    """Serves until it is stopped."""
    asyncio.run(_serve(int(sys.argv[1])))


async def _serve(port: int) -> None:
    logging.disable()
    runner = web.ServerRunner(web.Server(_Connector().answer))
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port, backlog=4096).start()
    await asyncio.Event().wait()


if __name__ == "__main__":
    main()
