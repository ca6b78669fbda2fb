"""A Bot Connector on loopback that fails as it is told to, a conversation at a time."""

import asyncio
from collections import defaultdict, deque
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass

import aiohttp
from aiohttp import web

from bot.authentication import FixedToken
from bot.authentication.addresses import is_loopback_url
from bot.connector import Connector
from tests.bot.serving import serving

UNREACHABLE = (
    "BotNotInConversationRoster",
    "ConversationBlockedByUser",
    "BotDisabledByAdmin",
    "MessageWritesBlocked",
    "ForbiddenOperationException",
)
"""The codes with which Teams says that somebody can't be written to."""

Answer = Callable[[web.Request], Awaitable[web.StreamResponse]]


@dataclass(frozen=True, slots=True)
class Seen:
    """A request that came in. `activity_id` is that of the activity that it edits."""

    conversation_id: str
    body: str
    activity_id: str | None = None


class Teams:
    """Takes everything, unless `then` has put other answers before a conversation."""

    def __init__(self) -> None:
        self.url = ""
        self.seen: list[Seen] = []
        self.at_once = 0
        self.most_at_once = 0
        self._answers: dict[str, deque[Answer]] = defaultdict(deque)
        self._ids = 0

    def then(self, conversation_id: str, *answers: Answer) -> None:
        """The next requests to the conversation get these."""
        self._answers[conversation_id].extend(answers)

    def bodies(self, conversation_id: str | None = None) -> list[str]:
        """What came in, in order; of one conversation, if it is named."""
        return [seen.body for seen in self.seen if conversation_id in (None, seen.conversation_id)]

    async def post(self, request: web.Request) -> web.StreamResponse:
        return await self._handle(request, None)

    async def put(self, request: web.Request) -> web.StreamResponse:
        return await self._handle(request, request.match_info["activity"])

    async def _handle(self, request: web.Request, activity_id: str | None) -> web.StreamResponse:
        conversation_id = request.match_info["conversation"]
        self.seen.append(Seen(conversation_id, await request.text(), activity_id))
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        try:
            answers = self._answers[conversation_id]
            return await (answers.popleft() if answers else self._take)(request)
        finally:
            self.at_once -= 1

    async def _take(self, _: web.Request) -> web.StreamResponse:
        self._ids += 1
        return web.json_response({"id": f"activity-{self._ids}"}, status=201)


def status(code: int, text: str = "", **headers: str) -> Answer:
    """An answer with this status."""

    async def answer(_: web.Request) -> web.StreamResponse:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return web.Response(status=code, text=text, headers=named)

    return answer


def refusal(code: str, http_status: int = 403) -> Answer:
    """An error as the Connector words it."""
    text = f'{{"error": {{"code": "{code}", "message": "no"}}}}'
    return status(http_status, text, Content_Type="application/json")


def page(code: int) -> Answer:
    """An HTML error page, as gateways answer."""
    return status(code, "<html>Service Unavailable</html>", Content_Type="text/html")


async def dropped(request: web.Request) -> web.StreamResponse:
    """The connection breaks."""
    assert request.transport is not None
    request.transport.close()
    return web.Response()


class Held:
    """An answer that waits until the test lets it go."""

    def __init__(self, code: int = 201) -> None:
        self.arrived = asyncio.Event()
        self.go_on = asyncio.Event()
        self._code = code

    async def __call__(self, _: web.Request) -> web.StreamResponse:
        self.arrived.set()
        await self.go_on.wait()
        return web.json_response({"id": "held"}, status=self._code)


@asynccontextmanager
async def teams_on_loopback() -> AsyncIterator[Teams]:
    there = Teams()
    app = web.Application()
    app.router.add_post("/v3/conversations/{conversation}/activities", there.post)
    app.router.add_put("/v3/conversations/{conversation}/activities/{activity}", there.put)
    async with serving(app) as there.url:
        yield there


@asynccontextmanager
async def connector(seconds: float = 30) -> AsyncIterator[Connector]:
    """The real one, allowed to speak to loopback. `seconds` bounds a request."""
    async with aiohttp.ClientSession() as session:
        yield Connector(
            session, FixedToken(None), is_loopback_url, aiohttp.ClientTimeout(total=seconds)
        )
