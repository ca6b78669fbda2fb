"""Pushes to many people of one council at the pace of Teams, to local Teams that enforces it."""

import asyncio
import time
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import aiohttp
from aiohttp import web
from aiohttp.typedefs import Handler

from bot.authentication import FixedToken, is_loopback_url
from bot.clock import system_clock
from bot.local_teams import LocalTeams, Resident
from bot.settings import Settings
from bot.wiring import Outside, Service, open_service
from programme.message import Conversation, Message, MessageKind
from programme.people import Role
from tests.bot.delivery.whole.way import add_council_of, object_id
from tests.bot.serving import APP_ID, serving
from tests.little_council import TENANT, person
from tests.unauthenticated import NoAuthentication

A_SECOND = 50
"""What Teams takes of one app for one tenant."""


@dataclass
class Paced:
    """What came of it. `seconds` from the moment that the messages were queued to the last one."""

    people: int
    seconds: float = 0.0
    statuses: Counter[int] = field(default_factory=Counter)

    @property
    def of_the_least(self) -> float:
        """The time that it took, as a multiple of what the pace allows."""
        return self.seconds * A_SECOND / self.people

    def __str__(self) -> str:
        return (
            f"{self.people} pushes to {self.people} people of one council: {self.seconds:.1f} s, "
            f"{self.of_the_least:.3f} of N/{A_SECOND} seconds, {self.statuses[429]} answered 429"
        )


async def push_at_pace(url: str, count: int) -> Paced:
    """Sends so many people a message each, with the service as it runs and its own pace."""
    paced = Paced(count)
    people = [person(f"Person{number}", Role.SOCIAL_WORKER, team="Ash") for number in range(count)]
    residents = [
        Resident(object_id(p.id), p.name, p.email, p.email, "Social worker", TENANT) for p in people
    ]
    settings = Settings(_env_file=None, database_url=url)  # type: ignore[call-arg]  # pydantic-settings' own argument
    async with (
        _local_teams(residents, paced) as (teams, teams_url),
        aiohttp.ClientSession() as http,
        open_service(
            settings,
            Outside(http, NoAuthentication("127.0.0.1"), FixedToken(None), is_loopback_url),
            system_clock,
        ) as service,
    ):
        await add_council_of(service.storage, people, TENANT, system_clock())
        async with service.storage.work(TENANT) as w:
            for each, resident in zip(people, residents, strict=True):
                chat = teams.directory.conversation_id(resident)
                await w.conversations.save(Conversation(each.id, teams_url, chat, f"29:{each.id}"))
            await w.commit()
        await _queue(service, [each.id for each in people])
        start = time.perf_counter()
        service.worker.wake()
        while paced.statuses[201] < count:
            await asyncio.sleep(0.05)
            await service.worker.drain(TENANT)
        paced.seconds = time.perf_counter() - start
    return paced


async def _queue(service: Service, person_ids: Sequence[str]) -> None:
    now = system_clock()
    async with service.storage.work(TENANT) as w:
        await w.outbox.add(
            [Message(f"welcome:{e}", e, MessageKind.WELCOME, e, now) for e in person_ids]
        )
        await w.commit()


@asynccontextmanager
async def _local_teams(
    residents: Sequence[Resident], paced: Paced
) -> AsyncIterator[tuple[LocalTeams, str]]:
    @web.middleware
    async def counted(request: web.Request, handler: Handler) -> web.StreamResponse:
        answer = await handler(request)
        paced.statuses[answer.status] += 1
        return answer

    nowhere = "http://127.0.0.1:9"
    teams = LocalTeams(
        councils={TENANT: "Northshire"},
        app_id=APP_ID,
        residents=residents,
        bot_url=nowhere,
        url=nowhere,
    )
    app = web.Application(middlewares=[counted])
    teams.add_to(app)
    async with serving(app) as url:
        yield teams, url
