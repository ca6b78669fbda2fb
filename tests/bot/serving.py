"""Real servers on loopback for the tests of the bot's edges, and a clock that they can turn."""

import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from copy import copy
from datetime import UTC, datetime, timedelta

from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.local_teams.issuer import KEYS_PATH, Issuer

APP_ID = "5e0c9f3a-0000-4000-8000-000000000001"
SERVICE_URL = "https://smba.trafficmanager.net/uk/"


class Clock:
    """A clock that stands still unless told otherwise."""

    def __init__(self) -> None:
        self.now = datetime(2026, 12, 1, 9, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def advance(self, **by: float) -> None:
        self.now += timedelta(**by)


@asynccontextmanager
async def serving(app: web.Application, sock: socket.socket | None = None) -> AsyncIterator[str]:
    """The address, such as http://127.0.0.1:49152, where the application answers."""
    server = TestServer(app) if sock is None else TestServer(app, socket_factory=lambda *_: sock)
    async with server:
        yield str(server.make_url("")).rstrip("/")


class Microsoft:
    """An issuer whose metadata server counts what it is asked for, and can be out of order."""

    def __init__(self, issuer: Issuer) -> None:
        self.issuer = issuer
        self.withdrawn = issuer
        self.key_fetches = 0
        self.down = False

    def withdraw(self) -> None:
        """Signs with a new key from now on; `withdrawn` still has the old one."""
        self.withdrawn = copy(self.issuer)
        self.issuer.rotate()

    def header(self, **claims: object) -> str:
        return f"Bearer {self.issuer.token(service_url=SERVICE_URL, **claims)}"


@asynccontextmanager
async def microsoft(clock: Clock) -> AsyncIterator[Microsoft]:
    sock = socket.socket()
    sock.bind(("127.0.0.1", 0))
    issuer = Issuer(APP_ID, f"http://127.0.0.1:{sock.getsockname()[1]}", clock)
    there = Microsoft(issuer)

    @web.middleware
    async def counted(request: web.Request, handler: object) -> web.StreamResponse:
        if request.path == KEYS_PATH:
            there.key_fetches += 1
        assert callable(handler)
        response = await handler(request)
        assert isinstance(response, web.StreamResponse)
        if there.down:
            response.set_status(503)
        return response

    app = web.Application(middlewares=[counted])
    issuer.add_routes(app)
    async with serving(app, sock):
        yield there


def activity(**changes: object) -> dict[str, object]:
    """A press in Teams as it comes over the wire; a field given as None is left out."""
    sent: dict[str, object] = {
        "type": "invoke",
        "id": "f:1",
        "name": "adaptiveCard/action",
        "timestamp": "2026-12-01T09:00:00.1234567Z",
        "localTimestamp": "2026-12-01T09:00:00.123+00:00",
        "localTimezone": "Europe/London",
        "locale": "en-GB",
        "channelId": "msteams",
        "serviceUrl": SERVICE_URL,
        "from": {
            "id": "29:1abc",
            "name": "Alex Morgan",
            "aadObjectId": "11111111-1111-4111-8111-111111111111",
        },
        "recipient": {"id": f"28:{APP_ID}", "name": "Sightline"},
        "conversation": {
            "conversationType": "personal",
            "tenantId": "22222222-2222-4222-8222-222222222222",
            "id": "a:1abc",
        },
        "channelData": {"tenant": {"id": "22222222-2222-4222-8222-222222222222"}},
        "entities": [{"type": "clientInfo", "locale": "en-GB", "platform": "Web"}],
        "replyToId": "1700000000000",
        "value": {"action": {"type": "Action.Execute", "verb": "action.complete", "data": {}}},
        **changes,
    }
    return {name: value for name, value in sent.items() if value is not None}
