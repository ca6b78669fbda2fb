"""Local Teams: the Bot Connector and a page to chat as anyone of the council, on this machine."""

import time
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Any

from aiohttp import web

from bot.clock import Clock, system_clock
from bot.local_teams.acting import Acting
from bot.local_teams.activities import Activities
from bot.local_teams.answers import Answer
from bot.local_teams.bot_line import BotLine
from bot.local_teams.channels import Channel, Chats
from bot.local_teams.compose_api import ComposeApi
from bot.local_teams.composing import Composing
from bot.local_teams.connector import Connector
from bot.local_teams.directory import Directory, Resident
from bot.local_teams.extension import Extension
from bot.local_teams.faults import Faults, RefusalCode
from bot.local_teams.installing import Installing
from bot.local_teams.limits import TEAMS, Limits
from bot.local_teams.live import Live
from bot.local_teams.page_api import PageApi
from bot.local_teams.room import Room
from bot.local_teams.store import Message, Store
from bot.local_teams.talking import Talking
from bot.local_teams.unfurling import Unfurling
from bot.local_teams.wire import Json, require_loopback

_NODE_MODULES = Path(__file__).resolve().parents[2] / "node_modules"
_NO_EXTENSION: Mapping[str, Any] = MappingProxyType({})


class LocalTeams:
    """A Microsoft Teams stand-in for one bot and any number of councils.

    `councils` gives each tenant id its council's name.

    `bot_url` is the bot's POST /api/messages, `url` this application's own address, which becomes
    the serviceUrl. `store` is a SQLite file, None for memory. `token(service_url)` gives the JWT
    that reaches the bot; `bearer(token)` says whether a token of the bot is good. `monotonic`
    times the rate limits, in seconds; `now` dates messages, in UTC.

    `manifest` is the app's: of it the message extension is offered in the compose box, and links of
    its domains are unfurled. `channels` are those of the councils' teams; they all have the app.

    Raises ValueError when an address leaves this machine, or for what Teams could not have.
    """

    def __init__(
        self,
        *,
        councils: Mapping[str, str],
        app_id: str,
        residents: Sequence[Resident],
        bot_url: str,
        url: str,
        manifest: Mapping[str, Any] = _NO_EXTENSION,
        channels: Sequence[Channel] = (),
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
        self.faults = Faults()
        self.directory = Directory(
            councils=councils, app_id=app_id, bot_name=bot_name, residents=residents
        )
        chats = Chats(self.directory, channels)
        extension = Extension.of_manifest(manifest)
        self._store = Store(store, residents)
        self._live = Live()
        self._room = Room(self.directory, chats, self._store, self._live)
        self._bot = BotLine(bot_url, url, token, invoke_timeout, self.faults)
        self._activities = Activities(self.directory, url)
        self._acting = Acting(
            directory=self.directory,
            chats=chats,
            store=self._store,
            room=self._room,
            bot=self._bot,
            activities=self._activities,
            now=now,
        )
        self._installing = Installing(self._acting, url)
        self._talking = Talking(self._acting, Unfurling(self._acting, extension))
        self.composing = Composing(self._acting, extension)
        self._connector = Connector(
            directory=self.directory,
            chats=chats,
            store=self._store,
            room=self._room,
            faults=self.faults,
            limits=limits,
            monotonic=monotonic,
            now=now,
            bearer=bearer,
        )
        self._page = PageApi(self, self._room, self._acting, self._live, node_modules)
        self._composing_page = ComposeApi(self.composing)

    def add_to(self, app: web.Application) -> None:
        """Mount the page at /, the Connector at /v3/… and the page's API at /local/…."""
        parts = (self._connector, self._page, self._composing_page)
        app.add_routes([route for part in parts for route in part.routes()])
        app.on_shutdown.append(self._end_streams)
        app.cleanup_ctx.append(self._while_running)

    async def install_everyone(self) -> None:
        """Introduce the bot to each installed person who hasn't met it yet, a few at a time.

        Whom the bot doesn't answer for stays for the next call. Whoever it met while local Teams
        was at another address is introduced again, or it would write to the old one.
        """
        await self._installing.everyone()

    def messages(
        self,
        object_id: str,
        *,
        channel: str | None = None,
        before: int | None = None,
        limit: int = 50,
    ) -> list[Message]:
        """The newest `limit` messages of a person's chat or channel, oldest first."""
        chat = self._acting.chat(object_id, channel)
        return self._store.messages(chat.id, before=before, limit=limit)

    def unread(self, object_id: str) -> int:
        return self._store.unread(self.person(object_id).object_id)

    def person(self, object_id: str) -> Resident:
        """Raises Refused 404 for a stranger."""
        return self._acting.person(object_id)

    async def say(
        self,
        object_id: str,
        text: str,
        *,
        card: Json | None = None,
        channel: str | None = None,
        thread: str | None = None,
    ) -> Answer:
        """Type `text` to the bot, or in a channel, there perhaps in reply to the post `thread`.

        `card` is an attachment out of the compose box. Raises Refused 400 when nothing is said,
        404 for a channel or post that isn't there, 409 without the app.
        """
        return await self._talking.say(object_id, text, card=card, channel=channel, thread=thread)

    async def press(self, object_id: str, message_id: str, action: Json) -> Answer:
        """Press a card's Action.Execute or Action.Submit; `action["data"]` holds the inputs too."""
        return await self._talking.press(object_id, message_id, action)

    async def submit_dialog(
        self,
        object_id: str,
        data: Json,
        *,
        channel: str | None = None,
        thread: str | None = None,
    ) -> Answer:
        """Press a button in a dialog (task/submit) that was opened there."""
        return await self._talking.submit_dialog(object_id, data, channel=channel, thread=thread)

    async def refresh(self, object_id: str, message_id: str, *, by_hand: bool = False) -> Answer:
        """A person's own view of a card that is shown to them, or that they ask for by hand."""
        return await self._talking.refresh(object_id, message_id, by_hand=by_hand)

    async def install(self, object_id: str) -> Answer:
        """Install the app for a person; the bot hears of it as from Teams."""
        return await self._installing.install(object_id)

    async def uninstall(self, object_id: str) -> Answer:
        return await self._installing.uninstall(object_id)

    def refuse(self, object_id: str, code: RefusalCode | None) -> None:
        """From now on the bot's messages to this person meet 403 `code`; None: they arrive."""
        self._installing.refuse(object_id, code)

    def mark_read(self, object_id: str, channel: str | None = None) -> None:
        chat = self._acting.chat(object_id, channel)
        if chat.channel is None:
            self._store.mark_read(object_id)
        else:
            self._store.mark_channel_read(object_id, chat.id)
        self._room.changed(self.person(object_id))

    async def _while_running(self, _: web.Application) -> AsyncIterator[None]:
        self._bot.open()
        yield
        await self._bot.close()
        self._store.close()

    async def _end_streams(self, _: web.Application) -> None:
        self._live.end()
