"""`sightline run` as a process of its own, on a little council, with everything on loopback."""

import asyncio
import os
import signal
import socket
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import aiohttp
from aiohttp import web
from sqlalchemy import select

from bot.local_teams.issuer import Issuer
from programme.council import CouncilRecord
from programme.message import Conversation, Message, MessageKind
from storage.councils import StoredCouncils
from storage.engine import create_engine
from storage.migrations import migrate
from storage.outbox_table import outbox
from tests.bot.chats import free_port
from tests.bot.entra import Machine
from tests.bot.serving import APP_ID, activity, serving
from tests.little_council import ADDED, FRAMEWORK, RULES, LittleCouncil, little_council

ROOT = Path(__file__).parents[2]
GREETED = ("abe", "ann", "ben", "cat", "dan", "eve", "gil", "gus", "sam")
"""Who may be due a greeting."""

UNMET = "quinn@council.example"
"""Who says the first word."""

OBJECT_ID = "11111111-1111-4111-8111-111111111111"
LISTENS = b"Sightline listens"


@dataclass
class World:
    """Teams, whose tokens `issuer` signs, and the machine's identity.

    Each request to a conversation is seen, with its headers. A greeting waits until `go_on` is set,
    and whoever asks who somebody is waits for `tell`.
    """

    issuer: Issuer
    seen: list[tuple[str, str, dict[str, str]]] = field(default_factory=list)
    asked: asyncio.Event = field(default_factory=asyncio.Event)
    written: asyncio.Event = field(default_factory=asyncio.Event)
    go_on: asyncio.Event = field(default_factory=asyncio.Event)
    tell: asyncio.Event = field(default_factory=asyncio.Event)

    def let_go(self) -> None:
        """Answers everything."""
        self.go_on.set()
        self.tell.set()

    def app(self) -> web.Application:
        app = web.Application()
        self.issuer.add_routes(app)
        app.router.add_post("/v3/conversations/{conversation}/activities", self._written_to)
        app.router.add_get("/v3/conversations/{conversation}/members/{member}", self._asked_who)
        app.router.add_get("/metadata/identity/oauth2/token", Machine().answer)
        return app

    async def _written_to(self, request: web.Request) -> web.Response:
        greeted = request.match_info["conversation"].startswith("chat-")
        await self._see(request, self.written, self.go_on if greeted else None)
        return web.json_response({"id": f"activity-{len(self.seen)}"}, status=201)

    async def _asked_who(self, request: web.Request) -> web.Response:
        await self._see(request, self.asked, self.tell)
        found = {"id": request.match_info["member"], "aadObjectId": OBJECT_ID, "email": UNMET}
        return web.json_response(found)

    async def _see(
        self, request: web.Request, event: asyncio.Event, until: asyncio.Event | None
    ) -> None:
        where = request.match_info["conversation"]
        self.seen.append((request.method, where, dict(request.headers)))
        event.set()
        if until is not None:
            await until.wait()


@dataclass
class Child:
    """The running service, and the world around it."""

    process: Process
    url: str
    teams_url: str
    world: World
    council: LittleCouncil

    def headers(self) -> dict[str, str]:
        token = self.world.issuer.token(service_url=self.teams_url)
        return {"Authorization": f"Bearer {token}"}

    async def said(self) -> int:
        """The status that the first words of somebody unmet are answered with."""
        said = activity(
            serviceUrl=self.teams_url,
            channelData={"tenant": {"id": self.council.tenant_id}},
            conversation={
                "conversationType": "personal",
                "tenantId": self.council.tenant_id,
                "id": "a:1abc",
            },
            type="message",
            name=None,
            value=None,
            replyToId=None,
            text="help",
        )
        url = f"{self.url}/api/messages"
        async with (
            aiohttp.ClientSession() as session,
            session.post(url, json=said, headers=self.headers()) as response,
        ):
            return response.status

    async def stop(self) -> tuple[int, str]:
        """Asks it to stop, waits until it has; its exit code and all that it wrote."""
        self.process.send_signal(signal.SIGTERM)
        return await self.ended()

    async def until_refused(self) -> None:
        """Waits until nothing listens any more."""
        host, port = self.url.removeprefix("http://").split(":")
        while True:
            try:
                _, writer = await asyncio.open_connection(host, int(port))
            except OSError:
                return
            writer.close()
            await asyncio.sleep(0.01)

    async def greet(self) -> None:
        """Has GREETED be due a greeting."""
        now = datetime.now(UTC)
        async with self.council.work(self.council.tenant_id) as w:
            for who in GREETED:
                chat = Conversation(who, self.teams_url, f"chat-{who}", f"29:{who}")
                await w.conversations.save(chat)
            await w.outbox.add(
                [Message(f"welcome:{who}", who, MessageKind.WELCOME, who, now) for who in GREETED]
            )
            await w.commit()

    async def states(self) -> dict[str, str]:
        """How each greeting stands, by who is greeted."""
        async with self.council.engine.connect() as connection:
            rows = await connection.execute(select(outbox))
            return {row.person_id: row.state for row in rows if row.person_id in GREETED}

    def greeted(self) -> set[str]:
        """Whose greetings have come."""
        chats = (where for method, where, _ in self.world.seen if method == "POST")
        return {where.removeprefix("chat-") for where in chats if where.startswith("chat-")}

    async def ended(self) -> tuple[int, str]:
        async with asyncio.timeout(120):
            out, err = await self.process.communicate()
        assert self.process.returncode is not None
        return self.process.returncode, (out + err).decode()


@asynccontextmanager
async def child(folder: Path, **settings: str) -> AsyncIterator[Child]:
    """The service, once it listens."""
    engine = create_engine(f"sqlite+aiosqlite:///{folder}/sightline.db")
    await migrate(engine)
    council = little_council(engine)
    record = CouncilRecord(council.tenant_id, FRAMEWORK.id, FRAMEWORK.version, RULES, ADDED)
    await StoredCouncils(engine).add(record)
    await council.fill()

    port, sock = free_port(), socket.socket()
    sock.bind(("127.0.0.1", 0))
    world = World(Issuer(APP_ID, f"http://127.0.0.1:{sock.getsockname()[1]}"))
    async with serving(world.app(), sock) as teams_url:
        stated = {
            "SIGHTLINE_DATABASE_URL": f"sqlite+aiosqlite:///{folder}/sightline.db",
            "SIGHTLINE_PORT": str(port),
            "SIGHTLINE_APP_ID": APP_ID,
            "SIGHTLINE_APP_TYPE": "UserAssignedMSI",
            "SIGHTLINE_OPENID_METADATA_URL": world.issuer.metadata_url,
            "AZURE_POD_IDENTITY_AUTHORITY_HOST": teams_url,
            "PYTHONPATH": str(ROOT),
            **settings,
        }
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            *("-m", "tests.bot.loopback_service", "run"),
            cwd=folder,
            env={**os.environ, **stated},
            stdout=PIPE,
            stderr=PIPE,
        )
        try:
            assert process.stdout is not None
            async with asyncio.timeout(120):
                assert LISTENS in await process.stdout.readline()
            yield Child(process, f"http://127.0.0.1:{port}", teams_url, world, council)
        finally:
            world.let_go()
            if process.returncode is None:
                process.kill()
                await process.communicate()
            await engine.dispose()
