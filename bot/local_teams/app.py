"""Local Teams: the Bot Connector and a page to chat as anyone of the council, on this machine."""

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from pathlib import Path

from aiohttp import web

from bot.clock import Clock, system_clock
from bot.local_teams.activities import Activities
from bot.local_teams.bot_line import Answer, BotLine
from bot.local_teams.connector import Connector
from bot.local_teams.directory import Directory, Resident
from bot.local_teams.faults import Faults, RefusalCode
from bot.local_teams.limits import TEAMS, Limits
from bot.local_teams.live import Live
from bot.local_teams.page_api import PageApi
from bot.local_teams.room import Room
from bot.local_teams.store import Message, Store
from bot.local_teams.wire import Json, Refused, require_loopback

_INTRODUCTIONS_AT_ONCE = 8
_NODE_MODULES = Path(__file__).resolve().parents[2] / "node_modules"
_log = logging.getLogger(__name__)


class LocalTeams:
    """A Microsoft Teams stand-in for one bot and any number of councils.

    `councils` gives each tenant id its council's name.

    `bot_url` is the bot's POST /api/messages, `url` this application's own address, which becomes
    the serviceUrl. `store` is a SQLite file, None for memory. `token(service_url)` gives the JWT
    that reaches the bot; `bearer(token)` says whether a token of the bot is good. `monotonic`
    times the rate limits, in seconds; `now` dates messages, in UTC.

    Raises ValueError when an address leaves this machine.
    """

    def __init__(
        self,
        *,
        councils: Mapping[str, str],
        app_id: str,
        residents: Sequence[Resident],
        bot_url: str,
        url: str,
        store: Path | None = None,
        token: Callable[[str], str] | None = None,
        bearer: Callable[[str], bool] | None = None,
        limits: Limits = TEAMS,
        bot_name: str = "Sightline",
        invoke_timeout: float = 5.0,
        monotonic: Callable[[], float] = time.monotonic,
        now: Clock = system_clock,
        node_modules: Path = _NODE_MODULES,
    ) -> None:
        bot_url = require_loopback("the bot's address", bot_url)
        url = require_loopback("its own address", url)
        self._url = url
        self.faults = Faults()
        self.directory = Directory(
            councils=councils, app_id=app_id, bot_name=bot_name, residents=residents
        )
        self._store = Store(store, residents)
        self._live = Live()
        self._room = Room(self.directory, self._store, self._live)
        self._bot = BotLine(bot_url, url, token, invoke_timeout)
        self._activities = Activities(self.directory, url)
        self._now = now
        self._connector = Connector(
            directory=self.directory,
            store=self._store,
            room=self._room,
            faults=self.faults,
            limits=limits,
            monotonic=monotonic,
            now=now,
            bearer=bearer,
        )
        self._page = PageApi(self, self._room, self._live, node_modules)

    def add_to(self, app: web.Application) -> None:
        """Mount the page at /, the Connector at /v3/… and the page's API at /local/…."""
        app.add_routes([*self._connector.routes(), *self._page.routes()])
        app.on_shutdown.append(self._end_streams)
        app.cleanup_ctx.append(self._while_running)

    async def install_everyone(self) -> None:
        """Introduce the bot to each installed person who hasn't met it yet, a few at a time.

        Whom the bot doesn't answer for stays for the next call. Whoever it met while local Teams
        was at another address is introduced again, or it would write to the old one.
        """
        at_once = asyncio.Semaphore(_INTRODUCTIONS_AT_ONCE)

        async def introduce(person: Resident) -> Answer:
            async with at_once:
                return await self._introduce(person)

        waiting = [p for p in self.directory.residents if self._waits_for_introduction(p)]
        answers = await asyncio.gather(*(introduce(person) for person in waiting))
        failed = sum(each.failed for each in answers)
        if failed:
            _log.warning("The bot didn't take %d of %d installations.", failed, len(answers))

    def messages(
        self, object_id: str, *, before: int | None = None, limit: int = 50
    ) -> list[Message]:
        """The newest `limit` messages of a person's chat, oldest first."""
        return self._store.messages(self.person(object_id).object_id, before=before, limit=limit)

    def unread(self, object_id: str) -> int:
        return self._store.unread(self.person(object_id).object_id)

    def person(self, object_id: str) -> Resident:
        """Raises Refused 404 for a stranger."""
        person = self.directory.person(object_id)
        if person is None:
            raise Refused(404, "NoSuchPerson", "Nobody in these councils has that id.")
        return person

    async def say(self, object_id: str, text: str) -> Answer:
        """Type `text` to the bot. Raises Refused 400 when it is empty, 409 without the app."""
        person = self._able_to_write(object_id)
        if not text.strip():
            raise Refused(400, "EmptyMessage", "Type a message first.")
        now = self._now()
        message_id = self._store.next_id(now)
        activity = self._activities.message(person, message_id, text, now)
        self._room.posted(self._store.add(message_id, object_id, activity, from_bot=False, now=now))
        return await self._bot.tell(activity)

    async def press(self, object_id: str, message_id: str, action: Json) -> Answer:
        """Press a card's Action.Execute or Action.Submit; `action["data"]` holds the inputs too."""
        person = self._able_to_write(object_id)
        message = self._store.message(message_id)
        if message is None or message.person != object_id:
            raise Refused(404, "NoSuchMessage", "That message is no longer there.")
        data = action.get("data")
        if action.get("type") == "Action.Execute":
            return await self._bot.invoke(
                self._activities.execute(person, message_id, action, self._now())
            )
        if action.get("type") != "Action.Submit":
            raise Refused(400, "BadArgument", "Only Action.Execute and Action.Submit are pressed.")
        teams = data.get("msteams") if isinstance(data, dict) else None
        kind = teams.get("type") if isinstance(teams, dict) else None
        if kind == "task/fetch":
            return await self._bot.invoke(
                self._activities.fetch_dialog(person, message_id, data or {}, self._now())
            )
        if kind is not None:
            raise Refused(400, "BadArgument", f"Local Teams doesn't know msteams.type {kind!r}.")
        return await self._bot.tell(
            self._activities.submit(person, message_id, data or {}, self._now())
        )

    async def submit_dialog(self, object_id: str, data: Json) -> Answer:
        """Press a button in a dialog (task/submit)."""
        person = self._able_to_write(object_id)
        return await self._bot.invoke(self._activities.submit_dialog(person, data, self._now()))

    async def install(self, object_id: str) -> Answer:
        """Install the app for a person; the bot hears of it as from Teams."""
        person = self.person(object_id)
        self._store.set_installed(object_id, installed=True)
        self._room.changed(person)
        return await self._introduce(person)

    async def uninstall(self, object_id: str) -> Answer:
        person = self.person(object_id)
        self._store.set_installed(object_id, installed=False)
        self._room.changed(person)
        gone = self._activities.installation(person, added=False, now=self._now())
        return await self._bot.tell(gone)

    def refuse(self, object_id: str, code: RefusalCode | None) -> None:
        """From now on the bot's messages to this person meet 403 `code`; None: they arrive."""
        person = self.person(object_id)
        self._store.set_refusal(object_id, code)
        self._room.changed(person)

    def mark_read(self, object_id: str) -> None:
        person = self.person(object_id)
        self._store.mark_read(object_id)
        self._room.changed(person)

    def _able_to_write(self, object_id: str) -> Resident:
        person = self.person(object_id)
        standing = self._store.standing(object_id)
        if not standing.installed:
            raise Refused(409, "NotInstalled", "Install the app for this person first.")
        if standing.refusal == "ConversationBlockedByUser":
            raise Refused(409, "Blocked", "Unblock the bot first.")
        return person

    def _waits_for_introduction(self, person: Resident) -> bool:
        standing = self._store.standing(person.object_id)
        return standing.installed and standing.introduced != self._url

    async def _introduce(self, person: Resident) -> Answer:
        installed = self._activities.installation(person, added=True, now=self._now())
        heard = await self._bot.tell(installed)
        if not heard.failed:
            heard = await self._bot.tell(self._activities.bot_added(person, self._now()))
        if not heard.failed:
            self._store.set_introduced(person.object_id, self._url)
        return heard

    async def _while_running(self, _: web.Application) -> AsyncIterator[None]:
        self._bot.open()
        yield
        await self._bot.close()
        self._store.close()

    async def _end_streams(self, _: web.Application) -> None:
        self._live.end()
