"""The whole way of a message: a real outbox, the service as it runs, and a Connector on loopback.

The clock is the test's, so that what waits for its next attempt waits until the test says so; the
pace is off.
"""

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID, uuid5

import aiohttp

from bot.authentication import FixedToken, is_loopback_url
from bot.connector import TIMEOUT
from bot.delivery import pace
from bot.settings import Settings
from bot.wiring import Outside, Service, Storage, open_service
from programme.council import Council
from programme.message import Conversation, Message, MessageKind
from programme.people import Person
from programme.ports import MessageFate
from programme.use_cases.add_council import AddCouncil, add_council
from programme.use_cases.import_staff import ImportStaff, import_staff
from storage.engine import create_engine
from tests.bot.delivery.teams import Teams, teams_on_loopback
from tests.bot.serving import Clock, activity, serving
from tests.little_council import (
    ADDED,
    CALENDAR,
    FRAMEWORK,
    RULES,
    STAFF,
    TEAMS,
    TENANT,
    little_council,
    staff_list,
)
from tests.unauthenticated import NoAuthentication


def object_id(person_id: str) -> str:
    """Their Entra account."""
    return str(uuid5(UUID(TENANT), person_id))


@dataclass
class Way:
    """What a test sends and sees. Everyone is met at `teams` unless the test says otherwise."""

    service: Service
    teams: Teams
    clock: Clock
    url: str
    http: aiohttp.ClientSession

    @property
    def storage(self) -> Storage:
        return self.service.storage

    async def meet(
        self, *person_ids: str, at: Teams | None = None, tenant_id: str = TENANT
    ) -> None:
        """Keeps that these people are met, at another Connector if it is named."""
        url = (at or self.teams).url
        async with self.storage.work(tenant_id) as w:
            for each in person_ids:
                await w.conversations.save(Conversation(each, url, f"chat-{each}", f"29:{each}"))
            await w.commit()

    async def queue(
        self, *person_ids: str, kind: MessageKind = MessageKind.WELCOME, tenant_id: str = TENANT
    ) -> None:
        """One message to each of these people, due now."""
        async with self.storage.work(tenant_id) as w:
            await w.outbox.add(
                [Message(f"{kind}:{each}", each, kind, each, self.clock()) for each in person_ids]
            )
            await w.commit()

    async def deliver(self, tenant_id: str = TENANT) -> None:
        """Delivers until nothing is due."""
        await self.service.worker.drain(tenant_id)

    async def fate(
        self, person_id: str, kind: MessageKind = MessageKind.WELCOME, tenant_id: str = TENANT
    ) -> MessageFate:
        """How the message to the person stands."""
        async with self.storage.work(tenant_id) as w:
            (found,) = await w.outbox.fates([kind], person_id)
        return found

    async def waiting(self, *person_ids: str) -> Sequence[Message]:
        """What waits for these people, by key."""
        async with self.storage.work(TENANT) as w:
            return await w.outbox.waiting_for(person_ids)

    async def blocked(self, person_id: str) -> str | None:
        """The code under which the person isn't written to."""
        async with self.storage.work(TENANT) as w:
            return (await w.conversations.of([person_id]))[person_id].blocked

    async def hear(self, person_id: str, at: Teams | None = None) -> int:
        """The person types something, wherever Teams serves them by now; the HTTP status."""
        sent = activity(
            type="message",
            name=None,
            value=None,
            text="help",
            serviceUrl=(at or self.teams).url,
            conversation=_conversation(person_id),
            channelData={"tenant": {"id": TENANT}},
            **{"from": {"id": f"29:{person_id}", "aadObjectId": object_id(person_id)}},
        )
        async with self.http.post(f"{self.url}/api/messages", json=sent) as response:
            return response.status


def _conversation(person_id: str) -> Mapping[str, str]:
    return {"conversationType": "personal", "tenantId": TENANT, "id": f"chat-{person_id}"}


@asynccontextmanager
async def whole_way(url: str, *, patience: aiohttp.ClientTimeout = TIMEOUT) -> AsyncIterator[Way]:
    """The service on the database of `url`. `patience` bounds a request to the Connector."""
    settings = Settings(_env_file=None, database_url=url)  # type: ignore[call-arg]  # pydantic-settings' own argument
    clock = Clock()
    async with (
        teams_on_loopback() as teams,
        aiohttp.ClientSession() as http,
        open_service(
            settings,
            Outside(
                session=http,
                authentication=NoAuthentication("127.0.0.1"),
                tokens=FixedToken(None),
                allowed=is_loopback_url,
                patience=patience,
            ),
            clock,
            pace=pace.OFF,
        ) as service,
        serving(service.app) as at,
    ):
        yield Way(service, teams, clock, at, http)


async def add_people(way: Way, people: Sequence[Person] = STAFF, tenant_id: str = TENANT) -> None:
    """Adds a council with these people, all of them met."""
    await add_council_of(way.storage, people, tenant_id, way.clock())
    await way.meet(*(person.id for person in people), tenant_id=tenant_id)


async def add_council_of(
    storage: Storage, people: Sequence[Person], tenant_id: str, now: datetime
) -> None:
    """Adds a council with these people, whose accounts are known and who haven't been met."""
    await add_council(
        AddCouncil(tenant_id, FRAMEWORK, RULES, id_key=""), councils=storage.councils, now=now
    )
    known = [replace(person, object_id=object_id(person.id)) for person in people]
    council = Council(tenant_id, FRAMEWORK, CALENDAR)
    staff = staff_list(known, TEAMS)
    await import_staff(ImportStaff(council, staff, "command line"), work=storage.work, now=now)


async def draw_december(url: str) -> None:
    """The little council's cases are taken in and December is drawn, before the service starts."""
    engine = create_engine(url)
    try:
        little = little_council(engine)
        await little.fill()
        await little.draw(now=ADDED)
    finally:
        await engine.dispose()
