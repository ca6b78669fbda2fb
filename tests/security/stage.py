"""The whole service over real HTTP, with a council in its database and Microsoft's two ends on
loopback: who signs the tokens, and where the bot posts to."""

import asyncio
import io
import json
import socket
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, Literal
from uuid import NAMESPACE_URL, uuid5

import aiohttp
import pytest
from aiohttp import web

from bot import wiring
from bot.authentication import Authenticator, FixedToken
from bot.delivery import pace
from bot.delivery.worker import DeliveryWorker
from bot.local_teams.activities import Activities
from bot.local_teams.channels import Chat
from bot.local_teams.directory import Directory, Resident
from bot.local_teams.issuer import KEYS_PATH, Issuer
from bot.settings import Settings
from bot.wiring import Outside, Service, open_service
from programme.council import Council, CouncilRecord
from programme.people import Person
from storage.councils import StoredCouncils
from tests.bot.serving import APP_ID, Clock, Microsoft, serving
from tests.dialogs.live_scene import THE_18TH
from tests.little_council import ADDED, RULES, LittleCouncil

Json = dict[str, Any]


@dataclass
class Line:
    """Where the bot posts to: keeps what comes, and knows everyone of the directory.

    Once set, `instead` answers whatever is asked.
    """

    directory: Directory
    sent: list[tuple[str, str, Json]] = field(default_factory=list)
    instead: Callable[[web.Request], web.Response] | None = None

    async def member(self, request: web.Request) -> web.Response:
        """GET …/members/{id}: who somebody is."""
        if self.instead:
            return self.instead(request)
        found = self.directory.member(request.match_info["member"])
        return web.json_response(self.directory.account(found) if found else {})

    async def take(self, request: web.Request) -> web.Response:
        """A message, or an edit of one."""
        if self.instead:
            return self.instead(request)
        body = json.loads(await request.read() or b"{}")
        self.sent.append((request.method, request.match_info["chat"], body))
        return web.json_response({"id": f"{1_700_000_000_000 + len(self.sent)}"}, status=201)

    def to(self, chat: str) -> list[Json]:
        """What was sent to a conversation."""
        return [body for _, where, body in self.sent if where == chat]

    def add_to(self, app: web.Application) -> None:
        """Serves all of that."""
        activities = "/v3/conversations/{chat}/activities"
        app.router.add_get("/v3/conversations/{chat}/members/{member}", self.member)
        app.router.add_post(activities, self.take)
        app.router.add_put(activities + "/{activity}", self.take)


class KeysDoor:
    """Holds up whoever asks for Microsoft's keys while it is shut, and says when somebody does."""

    def __init__(self) -> None:
        self.open, self.asked = asyncio.Event(), asyncio.Event()
        self.open.set()

    @property
    def middleware(self) -> Callable[..., Awaitable[web.StreamResponse]]:
        """For the server that has the keys."""

        @web.middleware
        async def through(
            request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
        ) -> web.StreamResponse:
            if request.path == KEYS_PATH:
                self.asked.set()
                await self.open.wait()
            return await handler(request)

        return through


@dataclass(frozen=True)
class Answer:
    """What an activity was answered."""

    status: int
    body: bytes

    @property
    def json(self) -> Any:
        """The body as JSON; None where there is none."""
        return json.loads(self.body) if self.body else None


@dataclass(frozen=True)
class Stage:
    """The running service, and a caller whose tokens are good."""

    url: str
    service: Service
    microsoft: Microsoft
    line: Line
    http: aiohttp.ClientSession
    clock: Clock
    service_url: str
    keys: KeysDoor

    @property
    def directory(self) -> Directory:
        return self.line.directory

    @property
    def activities(self) -> Activities:
        """Writes activities as Teams sends them."""
        return Activities(self.directory, self.service_url)

    def who(self, person_id: str, tenant_id: str) -> Resident:
        """Somebody of a council's staff list, as Entra knows them."""
        found = self.directory.person(object_id(tenant_id, person_id))
        assert found is not None, person_id
        return found

    def good_header(self, **claims: object) -> str:
        """The Authorization header of the Bot Connector."""
        return f"Bearer {self.microsoft.issuer.token(service_url=self.service_url, **claims)}"

    async def post_bytes(self, body: bytes, header: str | None = None) -> Answer:
        """Posts a body that may be anything."""
        headers = {
            "Content-Type": "application/json",
            "Authorization": self.good_header() if header is None else header,
        }
        async with self.http.post(
            f"{self.url}/api/messages", data=io.BytesIO(body), headers=headers
        ) as response:
            return Answer(response.status, await response.read())

    async def post(self, activity: Mapping[str, object], header: str | None = None) -> Answer:
        """Posts an activity."""
        return await self.post_bytes(json.dumps(activity).encode(), header)

    async def execute(self, who: Resident, data: object, **changes: object) -> Answer:
        """Presses a button of a card."""
        return await self.post({**self.pressing(who, data), **changes})

    def pressing(self, who: Resident, data: object) -> Json:
        """A press of a card's button, as it comes over the wire."""
        action = {"type": "Action.Execute", "verb": "act", "data": data}
        return self.activities.execute(who, "1700000000001", action, self.clock())

    def in_dialog(self, who: Resident, data: Json, chat: Chat | None = None) -> Json:
        """A press of a dialog's button, as it comes over the wire."""
        return self.activities.submit_dialog(who, data, self.clock(), chat=chat)

    async def meet(self, tenant_id: str, people: Sequence[Person]) -> None:
        """Everyone gets the app, and what is due to them."""
        for person in people:
            added = self.activities.installation(
                self.who(person.id, tenant_id), added=True, now=self.clock()
            )
            assert (await self.post(added)).status == 202
        await self.delivered(tenant_id)

    async def delivered(self, tenant_id: str) -> None:
        """Waits until everything that is due has been delivered."""
        await self.service.worker.drain(tenant_id)


def object_id(tenant_id: str, person_id: str) -> str:
    """Somebody's id in Entra."""
    return str(uuid5(NAMESPACE_URL, f"{tenant_id}/{person_id}"))


async def people_of(little: LittleCouncil) -> tuple[Person, ...]:
    """The council's staff list."""
    async with little.work(little.tenant_id) as w:
        return tuple(await w.people.all())


def _residents(tenant_id: str, people: Sequence[Person]) -> list[Resident]:
    return [
        Resident(object_id(tenant_id, each.id), each.name, each.email, each.email, "", tenant_id)
        for each in people
    ]


async def _add(little: LittleCouncil, service: Service) -> None:
    """Adds the council to the deployment. Its rules are a test's own and stand in no file, so they
    are put where those that were read are kept."""
    council: Council = little.council
    record = CouncilRecord(
        council.tenant_id, council.framework.id, council.framework.version, RULES, ADDED
    )
    await StoredCouncils(little.engine).add(record)
    service.councils._read[council.tenant_id] = (record, council, None)


@asynccontextmanager
async def on_stage(
    url: str,
    *councils: LittleCouncil,
    strangers: Sequence[Resident] = (),
    delivers: bool = True,
) -> AsyncIterator[Stage]:
    """The service on the database of `url` for those councils; nobody has the app yet.

    `strangers` have accounts in Entra, and are in no staff list. Unless it `delivers` by itself,
    what is due goes out when `Stage.delivered` is asked for it.
    """
    clock = Clock()
    clock.now = THE_18TH
    residents = [*strangers]
    for little in councils:
        residents += _residents(little.tenant_id, await people_of(little))
    directory = Directory(
        councils={each.tenant_id: each.tenant_id for each in residents},
        app_id=APP_ID,
        bot_name="Sightline",
        residents=residents,
    )
    line = Line(directory)
    async with AsyncExitStack() as stack:
        keys = KeysDoor()
        outside_app = web.Application(middlewares=[keys.middleware])
        sock = socket.socket()
        sock.bind(("127.0.0.1", 0))
        base = f"http://127.0.0.1:{sock.getsockname()[1]}"
        microsoft = Microsoft(Issuer(APP_ID, base, clock))
        microsoft.issuer.add_routes(outside_app)
        line.add_to(outside_app)
        await stack.enter_async_context(serving(outside_app, sock))
        http = await stack.enter_async_context(
            aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0))
        )
        outside = Outside(
            session=http,
            authentication=Authenticator(APP_ID, microsoft.issuer.metadata_url, http, clock),
            tokens=FixedToken("a-token"),
            allowed=lambda service_url: service_url.rstrip("/") == base,
        )
        settings = Settings(_env_file=None, database_url=url)  # type: ignore[call-arg]  # pydantic-settings' own argument
        with pytest.MonkeyPatch.context() as patch:
            if not delivers:
                patch.setattr(wiring, "_delivering", _delivers_nothing)
            service = await stack.enter_async_context(
                open_service(settings, outside, clock, pace=pace.OFF)
            )
        for little in councils:
            await _add(little, service)
        address = await stack.enter_async_context(serving(service.app))
        yield Stage(address, service, microsoft, line, http, clock, base, keys)


@asynccontextmanager
async def _delivers_nothing(
    _: DeliveryWorker, stop: asyncio.Event
) -> AsyncIterator[asyncio.Task[Literal[True]]]:
    """In the place of what delivers: it is alive until the end, and sends nothing."""
    waiting = asyncio.create_task(stop.wait())
    try:
        yield waiting
    finally:
        stop.set()
        await waiting
