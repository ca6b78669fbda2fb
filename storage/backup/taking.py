"""Writes a backup of a database while others write to it."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import IO

from sqlalchemy import Connection, select
from sqlalchemy.exc import DatabaseError

from programme.errors import CorrectAndRepeat
from programme.ports.backups import Backup, Progress
from storage.backup.files import appearing
from storage.backup.form import Start, Writer, check
from storage.backup.kinds import as_line, kinds_of, selected
from storage.backup.tables import revision_of, tables_of
from storage.engine import Engine
from storage.migrations import is_known
from storage.sole_service import BESIDE
from storage.sqlite_place import PRIMARY_CODE

ROWS_AT_ONCE = 1_000
TELL_EVERY = 50_000
"""Rows between two words about a table."""

NOTHING = (
    "The database that SIGHTLINE_DATABASE_URL names has nothing of Sightline's in it; "
    "check the setting."
)
LATER = "This database belongs to a later version of Sightline; back it up with that version."
BROKEN = (
    "The database is damaged, so no backup was written; keep a copy of it as it is, and restore "
    "the newest backup into another."
)
ITS_OWN = (
    "That file is the database's own, which the backup would destroy; choose another name, in "
    "another folder."
)

_ENDS = ("", "-wal", "-shm", "-journal", BESIDE)
"""Of the names of a SQLite database's files, and of the one that says who serves from it."""

_DAMAGE = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}


async def take(
    engine: Engine, file: Path, now: datetime, *, replace: bool, progress: Progress
) -> Backup:
    """See programme.ports.backups.Backups."""
    _require_database(engine, file)
    with appearing(file, replace=replace) as new, _whole_database():
        async with engine.connect() as connection:
            await connection.run_sync(partial(_write, file=new, now=now, progress=progress))
        new.flush()
        return check(Path(new.name))


def _require_database(engine: Engine, file: Path) -> None:
    """SQLite would make a file where there is none, and a backup would take the place of one."""
    if engine.dialect != "sqlite":
        return
    database = Path(str(engine.pool.url.database)).resolve()
    if not database.exists():
        raise CorrectAndRepeat(NOTHING)
    if file.resolve() in {database.with_name(f"{database.name}{end}") for end in _ENDS}:
        raise CorrectAndRepeat(ITS_OWN)


@contextmanager
def _whole_database() -> Iterator[None]:
    """Says so where SQLite finds its file damaged."""
    try:
        yield
    except DatabaseError as error:
        found = error.orig
        if isinstance(found, sqlite3.Error) and found.sqlite_errorcode & PRIMARY_CODE in _DAMAGE:
            raise CorrectAndRepeat(BROKEN) from error
        raise


def _at_one_moment(connection: Connection) -> Connection:
    """The connection, reading what was committed when it reads first, whoever writes meanwhile."""
    if connection.dialect.name == "postgresql":
        return connection.execution_options(
            isolation_level="REPEATABLE READ", postgresql_readonly=True
        )
    connection.exec_driver_sql("BEGIN")
    if connection.exec_driver_sql("PRAGMA quick_check(1)").scalar() != "ok":
        raise CorrectAndRepeat(BROKEN)
    return connection


def _write(connection: Connection, file: IO[bytes], now: datetime, progress: Progress) -> None:
    connection = _at_one_moment(connection)
    revision = revision_of(connection)
    if revision is None:
        raise CorrectAndRepeat(NOTHING)
    if not is_known(revision):
        raise CorrectAndRepeat(LATER)
    writer = Writer(file, Start(revision, now))
    for table in tables_of(connection):
        writer.table(str(table.name), kinds_of(table))
        rows = connection.execution_options(yield_per=ROWS_AT_ONCE).execute(
            select(*map(selected, table.columns)).order_by(*table.primary_key.columns)
        )
        count = 0
        for count, row in enumerate(rows, start=1):
            writer.row(as_line([*row]))
            if count % TELL_EVERY == 0:
                progress(table.name, count)
        progress(table.name, count)
    writer.end()
