"""`sightline backup` and `sightline restore`."""

import asyncio
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import click

from bot.clock import system_clock
from bot.commands.progress import status
from bot.commands.running import Refused, read_settings, run
from bot.commands.stopped import STOPPED_EXITS_WITH
from bot.councils import CouncilRegistry
from bot.delivery.rendering import place_of
from bot.wiring import open_backups, open_storage
from programme.calendar import LONDON
from programme.errors import CorrectAndRepeat, RulesUnread
from programme.ports.backups import Backup, Progress
from programme.use_cases.settle_restored import Restored, settle_restored

_UNSETTLED = (
    "when everything was restored, but not yet all held back that may have been sent: don't start "
    "the service on this database; empty it and restore again."
)


class NotSettled(Refused):
    """A fault of ours after everything was restored, and before all that may have been sent was
    held back. Its words could name a person, so only its kind and place are told."""

    exit_code = 1

    def __init__(self, fault: Exception) -> None:
        first = fault.exceptions[0] if isinstance(fault, ExceptionGroup) else fault
        super().__init__(f"Sightline failed ({place_of(first)}) {_UNSETTLED} Please report this.")


class StoppedUnsettled(Refused):
    """Ctrl+C at such a moment."""

    exit_code = STOPPED_EXITS_WITH

    def __init__(self) -> None:
        super().__init__(f"Stopped {_UNSETTLED}")


_file = click.argument("file", type=click.Path(path_type=Path))


@click.command()
@_file
@click.option("--force", is_flag=True, help="Replaces the file, if it is there already.")
def backup(file: Path, force: bool) -> None:
    """Writes everything that is remembered into FILE, while the service goes on.

    The file is as it was at one moment, whole or not there at all, and only its owner may read it.
    It names staff and cases' references: keep it as safely as the database.
    """
    run(_backup(file, replace=force))


@click.command()
@_file
@click.option(
    "--stopped-at",
    type=click.DateTime(["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"]),
    help="When the service last ran on what the backup replaces, by the council's clock; without "
    "it, the present.",
)
def restore(file: Path, stopped_at: datetime | None) -> None:
    """Puts the backup FILE into an empty database, SQLite or PostgreSQL: all of it or nothing.

    What was due after the backup and before the service stopped may have been sent, and is not
    sent again. To move to another database, stop the service, back up, and give the time at which
    it was stopped: then nothing is held back.
    """
    now = system_clock()
    # Of the hour that comes twice in October the second is meant: rather too few than one twice.
    stopped = stopped_at.replace(tzinfo=LONDON, fold=1).astimezone(UTC) if stopped_at else now
    run(_restore(file, stopped, now))


async def _backup(file: Path, *, replace: bool) -> None:
    async with open_backups(read_settings().database_url) as backups:
        with _progress("Reading") as progress:
            done = await backups.take(file, system_clock(), replace=replace, progress=progress)
    click.echo(f"Backed up {_rows(done)} (schema {done.revision}).")


async def _restore(file: Path, stopped_at: datetime, now: datetime) -> None:
    if stopped_at > now:
        raise CorrectAndRepeat("--stopped-at lies in the future; give when the service stopped.")
    url = read_settings().database_url
    async with open_backups(url) as backups:
        with _progress("Writing") as progress:
            done = await backups.restore(file, progress=progress)
    try:
        held = await _settle(url, Restored(done.taken_at, stopped_at), now)
    except asyncio.CancelledError:
        raise StoppedUnsettled from None
    except Exception as fault:
        raise NotSettled(fault) from fault
    click.echo(f"Restored {_rows(done)}, as they were on {_wall_clock(done.taken_at)}.")
    if held:
        kinds = ", ".join(f"{kind}: {count}" for kind, count in sorted(held.items()))
        click.echo(
            f"Held back what fell due until {_wall_clock(stopped_at)} and may have been sent "
            f"({kinds}); “my work” shows everyone what waits for them."
        )
    click.echo("Next: sightline run.")


async def _settle(url: str, restored: Restored, now: datetime) -> Counter[str]:
    """How many messages of all councils were held back, by kind.

    A council whose tick fails holds up none of the others; what was raised comes afterwards.
    """
    held: Counter[str] = Counter()
    faults: list[Exception] = []
    async with open_storage(url) as storage:
        registry = CouncilRegistry(storage.councils, lambda: restored.stopped_at)
        for record in await storage.councils.all():
            try:
                council = await registry.get(record.tenant_id)
            except RulesUnread:
                council = None
            try:
                messages = await settle_restored(
                    record.tenant_id, council, restored, work=storage.work, now=now
                )
            except Exception as fault:  # noqa: BLE001 - the others' messages must be held back too
                faults.append(fault)
            else:
                held.update(message.kind for message in messages)
    if faults:
        raise ExceptionGroup("Not everything that may have been sent was seen to.", faults)
    return held


def _rows(done: Backup) -> str:
    return f"{sum(done.rows.values()):,} rows of {len(done.rows)} tables"


def _wall_clock(instant: datetime) -> str:
    return f"{instant.astimezone(LONDON):%-d %B %Y, %H:%M}"


@contextmanager
def _progress(doing: str) -> Iterator[Progress]:
    with status(doing) as say:
        yield lambda table, rows: say(f"{doing} {table}: {rows:,} rows")
