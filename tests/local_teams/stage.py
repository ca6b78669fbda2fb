"""Local Teams on stage: served over real HTTP, with a scripted bot at the other end."""

import asyncio
import socket
from collections.abc import Callable, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from typing import Any

from aiohttp import ClientSession, web

from bot.local_teams import LocalTeams, Resident

TENANT = "3f6d1f0a-5b0e-4a39-9d8b-6f2f1f6f7a10"
OTHER_TENANT = "7a2c9f04-61d8-4c35-8e1b-0d4f5a9b3c21"
APP = "8d1f0c1e-2a53-4c11-8f0f-0b7b8d0c9e21"


def resident(number: int, name: str, title: str, *, installed: bool = True) -> Resident:
    mail = f"{name.lower().replace(' ', '.')}@northshire.example"
    return Resident(
        f"00000000-0000-4000-8000-{number:012d}", name, mail, mail, title, TENANT, installed
    )


PRIYA = resident(1, "Priya Shah", "Team manager, Locality North")
TOM = resident(2, "Tom Okafor", "Social worker, Locality North")
NEW = resident(3, "Nia Evans", "Service manager, Safeguarding", installed=False)

CARD_TYPE = "application/vnd.microsoft.card.adaptive"


def card(*body: dict[str, Any], actions: Sequence[dict[str, Any]] = ()) -> dict[str, Any]:
    return {"type": "AdaptiveCard", "version": "1.5", "body": list(body), "actions": list(actions)}


def text(words: str) -> dict[str, Any]:
    return {"type": "TextBlock", "text": words, "wrap": True}


def card_message(content: dict[str, Any], summary: str = "A card") -> dict[str, Any]:
    attachment = {"contentType": CARD_TYPE, "content": content}
    return {"type": "message", "summary": summary, "attachments": [attachment]}


@dataclass
class Bot:
    """A bot that records what it is sent, and answers invokes from `answers` by name.

    `hold` keeps it from answering until it is set.
    """

    received: list[dict[str, Any]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    answers: dict[str, Any] = field(default_factory=dict)
    status: int = 200
    hold: asyncio.Event | None = None
    _came: asyncio.Event = field(default_factory=asyncio.Event)

    async def handle(self, request: web.Request) -> web.Response:
        activity = await request.json()
        self.received.append(activity)
        self.headers.append(dict(request.headers))
        self._came.set()
        if self.hold is not None:
            await self.hold.wait()
        if activity["type"] == "invoke":
            return web.json_response(self.answers.get(activity["name"], {}), status=self.status)
        return web.Response(status=self.status)

    async def hears(self, wanted: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
        """The first activity that is `wanted`, once it comes."""
        async with asyncio.timeout(10):
            while True:
                self._came.clear()
                for activity in self.received:
                    if wanted(activity):
                        return activity
                await self._came.wait()

    def of(self, kind: str) -> list[dict[str, Any]]:
        return [each for each in self.received if each["type"] == kind]


@dataclass
class Stage:
    """Local Teams running, and the Connector as the bot would call it."""

    teams: LocalTeams
    bot: Bot
    url: str
    http: ClientSession

    def chat(self, person: Resident) -> str:
        sent = self.teams.directory.conversation_id(person)
        return f"{self.url}/v3/conversations/{sent}"

    async def send(self, person: Resident, activity: dict[str, Any]) -> str:
        async with self.http.post(f"{self.chat(person)}/activities", json=activity) as response:
            assert response.status == 201, await response.text()
            return str((await response.json())["id"])


class Monotonic:
    """Seconds that pass only when told."""

    def __init__(self) -> None:
        self.seconds = 1000.0

    def __call__(self) -> float:
        return self.seconds


async def serve(app: web.Application, stack: AsyncExitStack) -> int:
    """Serve `app` on a free loopback port, and return the port."""
    runner = web.AppRunner(app, shutdown_timeout=1)
    await runner.setup()
    stack.push_async_callback(runner.cleanup)
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    port = runner.addresses[0][1]
    assert isinstance(port, int)
    return port


async def stage(stack: AsyncExitStack, **options: Any) -> Stage:
    """Local Teams with `options` of its own, closed with `stack`; `port` is its own too."""
    bot = Bot()
    bot_app = web.Application()
    bot_app.router.add_post("/api/messages", bot.handle)
    bot_port = await serve(bot_app, stack)
    listening = socket.create_server(("127.0.0.1", options.pop("port", 0)))
    url = f"http://127.0.0.1:{listening.getsockname()[1]}"
    residents = options.pop("residents", (PRIYA, TOM, NEW))
    teams = LocalTeams(
        councils=options.pop("councils", {TENANT: "Northshire"}),
        app_id=APP,
        residents=residents,
        bot_url=f"http://127.0.0.1:{bot_port}/api/messages",
        url=url,
        **options,
    )
    app = web.Application()
    teams.add_to(app)
    runner = web.AppRunner(app, shutdown_timeout=1)
    await runner.setup()
    stack.push_async_callback(runner.cleanup)
    await web.SockSite(runner, listening).start()
    http = await stack.enter_async_context(ClientSession())
    return Stage(teams, bot, url, http)
