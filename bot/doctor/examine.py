"""Everything that the doctor looks at, in order. It changes nothing, and names nobody."""

import asyncio
import shutil
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager
from datetime import UTC, datetime
from pathlib import Path
from typing import Final, Protocol

import aiohttp
from yarl import URL

from bot.authentication import Acquire, NoTokenYet, ask_for_token, read_certificate
from bot.clock import Clock
from bot.delivery.rendering import place_of
from bot.doctor import backups, credentials, database
from bot.doctor.clock import judge_clock, judge_zone
from bot.doctor.councils import judge_councils
from bot.doctor.delivery import judge_delivery
from bot.doctor.disk import judge_disk, judge_rights
from bot.doctor.line import Line, mend, ok
from bot.doctor.metadata import fetch_metadata, judge_metadata
from bot.doctor.people import judge_people
from bot.doctor.service import ask_readiness, judge_service
from bot.proxy import proxy_for
from bot.settings import Settings
from bot.sign_in import sign_in
from programme.errors import SightlineError
from programme.people import working_people
from programme.ports import Councils, Work
from programme.ports.health import DatabaseState, Health

ANSWERS_IN: Final = 15.0
"""Seconds that a database has to answer in."""


class Remembered(Protocol):
    """What is remembered, as it stands."""

    @property
    def health(self) -> Health: ...
    @property
    def councils(self) -> Councils: ...
    @property
    def work(self) -> Work: ...


Open = Callable[[str], AbstractAsyncContextManager[Remembered]]


async def examine(
    settings: Settings, session: aiohttp.ClientSession, clock: Clock, open_as_it_is: Open
) -> AsyncIterator[Line]:
    """A line for each thing that was looked at, as it is found."""
    yield judge_zone()
    async for line in _signing_in(settings, clock):
        yield line
    metadata = await fetch_metadata(settings.openid_metadata_url, session, clock)
    url = URL(settings.openid_metadata_url)
    host = url.host or ""
    yield judge_metadata(metadata, host, proxy_for(url))
    if metadata.date is not None:
        yield judge_clock(clock(), metadata.date, f"{host}'s")
    try:
        async with open_as_it_is(settings.database_url) as remembered:
            async for line in _remembered(remembered, clock):
                yield line
    except SightlineError as refusal:
        yield mend(database.ABOUT, str(refusal))
    except Exception as error:  # noqa: BLE001 - whatever its driver raises, it isn't there
        yield database.unanswered(place_of(error))
    yield await _backups(settings.backup_folder, clock())
    status = await ask_readiness(settings.host, settings.port, session)
    yield judge_service(status, f"{settings.host}:{settings.port}")


async def _signing_in(settings: Settings, clock: Clock) -> AsyncIterator[Line]:
    try:
        acquire = sign_in(settings)
        if settings.app_certificate_file:
            yield credentials.judge_certificate(
                read_certificate(settings.app_certificate_file), clock()
            )
    except SightlineError as refusal:
        yield mend("settings", str(refusal))
        return
    yield ok("settings", f"They hold together, for an app of the type {settings.app_type}.")
    if settings.app_password.get_secret_value():
        yield credentials.cannot_tell_its_end()
    yield credentials.judge_token(await _token_code(acquire))


async def _token_code(acquire: Acquire) -> str | None:
    try:
        await ask_for_token(acquire)
    except NoTokenYet as error:
        return error.code
    return None


async def _remembered(remembered: Remembered, clock: Clock) -> AsyncIterator[Line]:
    async with asyncio.timeout(ANSWERS_IN):
        state = await remembered.health.database()
    yield database.judge_database(state)
    if state.now is not None:
        yield judge_clock(clock(), state.now, "the database's")
    if state.file is not None and state.size is not None:
        usage = await asyncio.to_thread(shutil.disk_usage, state.file.parent)
        yield judge_disk(usage.free, state.size)
        file, folder = await asyncio.to_thread(_modes, state.file)
        if others := judge_rights(file, folder):
            yield others
    yield database.judge_schema(state)
    if _is_current(state):
        async for line in _councils(remembered, clock()):
            yield line


def _modes(file: Path) -> tuple[int, int]:
    return file.stat().st_mode, file.parent.stat().st_mode


def _is_current(state: DatabaseState) -> bool:
    return state.revision == state.expected


async def _councils(remembered: Remembered, now: datetime) -> AsyncIterator[Line]:
    records = await remembered.councils.all()
    for line in judge_councils(records):
        yield line
    for record in records:
        async with remembered.work(record.tenant_id) as w:
            people = working_people(await w.people.all())
            met = await w.conversations.of([person.id for person in people])
        yield judge_people(record.tenant_id, people, met)
    for line in judge_delivery(await remembered.health.queues(now), now):
        yield line


async def _backups(folder: Path | None, now: datetime) -> Line:
    if folder is None:
        return backups.unknown()
    return backups.judge_backups(await asyncio.to_thread(_newest, folder), now)


def _newest(folder: Path) -> datetime | None:
    try:
        # One that was killed leaves a hidden file, which is no backup.
        files = (each for each in folder.iterdir() if not each.name.startswith("."))
        written = [each.stat().st_mtime for each in files if each.is_file()]
    except OSError:
        return None
    return datetime.fromtimestamp(max(written), UTC) if written else None
