"""A Bot Connector that answers what a test tells it to, and keeps what it was sent."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import aiohttp
import pytest
from aiohttp import web

from bot.authentication import FixedToken
from bot.authentication.addresses import is_loopback_url
from bot.connector import Connector, ConnectorError
from tests.bot.serving import serving

SECRET = "CASE-4711"
BODY = b'{"type":"message","text":"CASE-4711"}'
TOKEN = "eyJ-token"

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Teams:
    """The Connector's end: answers what it is told to, and keeps what it was sent."""

    def __init__(self) -> None:
        self.url = ""
        self.seen: list[tuple[str, str, bytes, str | None]] = []
        self.handler: Handler | None = None
        self.status = 201
        self.text = '{"id": "1700000000000"}'
        self.headers: dict[str, str] = {}

    def answers(self, status: int, text: str = "", **headers: str) -> None:
        self.status, self.text = status, text
        self.headers = {name.replace("_", "-"): value for name, value in headers.items()}

    async def handle(self, request: web.Request) -> web.StreamResponse:
        self.seen.append(
            (
                request.method,
                request.raw_path,
                await request.read(),
                request.headers.get("Authorization"),
            )
        )
        if self.handler is not None:
            return await self.handler(request)
        return web.Response(status=self.status, text=self.text, headers=self.headers)


@asynccontextmanager
async def recording() -> AsyncIterator[Teams]:
    there = Teams()
    app = web.Application()
    app.router.add_route("*", "/{anything:.*}", there.handle)
    async with serving(app) as url:
        there.url = url
        yield there


@asynccontextmanager
async def connecting(total: float = 10) -> AsyncIterator[Connector]:
    async with aiohttp.ClientSession() as session:
        timeout = aiohttp.ClientTimeout(total=total)
        yield Connector(session, FixedToken(TOKEN), is_loopback_url, timeout)


async def failure(sending: Awaitable[object]) -> ConnectorError:
    """The error that sending ends in, which holds nothing of what was sent."""
    with pytest.raises(ConnectorError) as raised:
        await sending
    told = f"{raised.value!r} {raised.value.args}"
    assert SECRET not in told
    assert TOKEN not in told
    assert raised.value.__cause__ is None
    assert raised.value.__suppress_context__ or raised.value.__context__ is None
    return raised.value
