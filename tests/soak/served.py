"""The whole service on loopback, with a council whose team manager completes actions."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

import aiohttp

from benchmarks.press_council import TENANT, fill, press
from bot.authentication import FixedToken
from bot.clock import system_clock
from bot.delivery.pace import OFF
from bot.server import serving as served_at
from bot.settings import Settings
from bot.wiring import Outside, Service, open_service, open_session
from programme.action import ActionState
from programme.calendar import Month
from programme.ports import Work
from tests.bot.serving import serving
from tests.unauthenticated import NoAuthentication

NOT_READY = 503


@dataclass(frozen=True, slots=True)
class Served:
    """The service as a client sees it, and what is kept."""

    url: str
    work: Work
    http: aiohttp.ClientSession

    async def ready(self) -> int:
        """What /readyz answers; 0 when nobody does."""
        try:
            async with self.http.get(f"{self.url}/readyz") as response:
                return response.status
        except aiohttp.ClientConnectionError:
            return 0

    async def until_ready(self, status: int = 200) -> None:
        """Returns once /readyz answers so."""
        async with asyncio.timeout(60):
            found = await self.ready()
            while found != status:
                await asyncio.sleep(0.05)
                found = await self.ready()

    async def complete(self, number: int) -> str:
        """Presses “complete” on an action; what Teams shows, a card or a sentence."""
        headers = {"Content-Type": "application/json"}
        where = f"{self.url}/api/messages"
        async with self.http.post(where, data=press(number), headers=headers) as response:
            assert response.status == 200, response.status
            answer = await response.json()
        value = answer["value"]
        return value if isinstance(value, str) else "a card"

    async def completed(self) -> set[int]:
        """The numbers of the actions that are kept as completed."""
        async with self.work(TENANT) as w:
            actions = await w.actions.of_month(Month(2026, 12))
        return {int(one.id, 16) for one in actions if one.state is ActionState.COMPLETED}


@asynccontextmanager
async def served(database_url: str, actions: int) -> AsyncIterator[Served]:
    """The service on that database, with so many open actions."""
    await fill(database_url, actions)
    async with (
        _service(database_url) as service,
        serving(service.app) as url,
        aiohttp.ClientSession() as http,
    ):
        yield Served(url, service.storage.work, http)


def serve(database_url: str, port: int) -> None:
    """The service alone, as a process of its own; `fill` has made its council."""
    asyncio.run(_serve(database_url, port))


async def _serve(database_url: str, port: int) -> None:
    settings = Settings(port=port)
    async with _service(database_url) as service, served_at(service.app, settings):
        await asyncio.Event().wait()


@asynccontextmanager
async def _service(database_url: str) -> AsyncIterator[Service]:
    settings = Settings(database_url=database_url)
    async with open_session() as session:
        outside = Outside(session, NoAuthentication("127.0.0.1"), FixedToken(), lambda _: True)
        async with open_service(settings, outside, system_clock, pace=OFF) as service:
            yield service
