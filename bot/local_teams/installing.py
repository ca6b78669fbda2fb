"""Who has the app: installed, removed, blocked; and the bot's introduction to each."""

import asyncio
import logging

from bot.local_teams.acting import Acting
from bot.local_teams.answers import Answer
from bot.local_teams.directory import Resident
from bot.local_teams.faults import RefusalCode

_INTRODUCTIONS_AT_ONCE = 8
_log = logging.getLogger(__name__)


class Installing:
    """`url` is the address of local Teams, which the bot learns with each introduction."""

    def __init__(self, acting: Acting, url: str) -> None:
        self._acting = acting
        self._url = url

    async def everyone(self) -> None:
        """Introduce the bot to each installed person who hasn't met it yet, a few at a time."""
        at_once = asyncio.Semaphore(_INTRODUCTIONS_AT_ONCE)

        async def introduce(person: Resident) -> Answer:
            async with at_once:
                return await self._introduce(person)

        residents = self._acting.directory.residents
        waiting = [person for person in residents if self._waits_for_introduction(person)]
        answers = await asyncio.gather(*(introduce(person) for person in waiting))
        failed = sum(each.failed for each in answers)
        if failed:
            _log.warning("The bot didn't take %d of %d installations.", failed, len(answers))

    async def install(self, object_id: str) -> Answer:
        person = self._acting.person(object_id)
        self._acting.store.set_installed(object_id, installed=True)
        self._acting.room.changed(person)
        return await self._introduce(person)

    async def uninstall(self, object_id: str) -> Answer:
        acting = self._acting
        person = acting.person(object_id)
        acting.store.set_installed(object_id, installed=False)
        acting.room.changed(person)
        gone = acting.activities.installation(person, added=False, now=acting.now())
        return await acting.bot.tell(gone)

    def refuse(self, object_id: str, code: RefusalCode | None) -> None:
        person = self._acting.person(object_id)
        self._acting.store.set_refusal(object_id, code)
        self._acting.room.changed(person)

    def _waits_for_introduction(self, person: Resident) -> bool:
        standing = self._acting.store.standing(person.object_id)
        return standing.installed and standing.introduced != self._url

    async def _introduce(self, person: Resident) -> Answer:
        acting = self._acting
        installed = acting.activities.installation(person, added=True, now=acting.now())
        heard = await acting.bot.tell(installed)
        if not heard.failed:
            heard = await acting.bot.tell(acting.activities.bot_added(person, acting.now()))
        if not heard.failed:
            acting.store.set_introduced(person.object_id, self._url)
        return heard
