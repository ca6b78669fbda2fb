"""The bot's web application, running on loopback with a bot that counts its turns."""

import io
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import aiohttp
from botbuilder.core import TurnContext

from bot.adapter import Adapter, answer
from bot.authentication import Authentication, FixedToken
from bot.connector import Connector, allowed_service_url
from bot.web import application
from tests.bot.serving import serving


class Probe:
    """A bot that says how often it was reached."""

    def __init__(self) -> None:
        self.turns = 0
        self.body: object = {"statusCode": 200, "value": {"type": "AdaptiveCard"}}
        self.failure: Exception | None = None
        self.readiness: bool | Exception = True

    async def ready(self) -> bool:
        if isinstance(self.readiness, Exception):
            raise self.readiness
        return self.readiness

    async def on_turn(self, context: TurnContext) -> None:
        self.turns += 1
        if self.failure is not None:
            raise self.failure
        answer(context, self.body)


class Service:
    """The running service, the bot in it, and a client."""

    def __init__(self, url: str, bot: Probe, client: aiohttp.ClientSession) -> None:
        self.url, self.bot, self.client = url, bot, client

    async def post(
        self, authorization: str | None, body: object, content_type: str = "application/json"
    ) -> tuple[int, bytes]:
        headers = {"Content-Type": content_type}
        if authorization is not None:
            headers["Authorization"] = authorization
        data = io.BytesIO(body if isinstance(body, bytes) else json.dumps(body).encode())
        async with self.client.post(
            f"{self.url}/api/messages", data=data, headers=headers
        ) as response:
            return response.status, await response.read()

    async def get(self, path: str) -> int:
        async with self.client.get(self.url + path) as response:
            return response.status


@asynccontextmanager
async def running(
    authenticator: Authentication, allowed: Callable[[str], bool] = allowed_service_url
) -> AsyncIterator[Service]:
    bot = Probe()

    async def on_error(_: TurnContext, error: Exception) -> object:
        raise error

    async with aiohttp.ClientSession() as client:
        adapter = Adapter(Connector(client, FixedToken(), allowed), on_error)
        app = application(authenticator=authenticator, adapter=adapter, bot=bot, ready=bot.ready)
        async with serving(app) as url:
            yield Service(url, bot, client)
