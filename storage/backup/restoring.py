"""Puts a backup into a database that holds nothing: whole or not at all."""

import sqlite3
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path

from sqlalchemy import Connection, Table, false, func, insert, select, text
from sqlalchemy.exc import DataError, IntegrityError

from programme.errors import CorrectAndRepeat, FileRefused
from programme.ports.backups import Backup, Progress
from storage.backup.form import DAMAGED, NEWER, Start, TableStart, check, read
from storage.backup.kinds import inserted, kinds_of, reading
from storage.backup.tables import holds_anything, revision_of, tables_of
from storage.backup.taking import ROWS_AT_ONCE, TELL_EVERY
from storage.engine import Engine
from storage.migrations import is_known, lock_migrations, upgrade
from storage.sqlite_place import make_private

IN_USE = (
    "Something else is connected to this database, perhaps the service; stop it, restore, and "
    "start it again."
)
NOT_EMPTY = (
    "This database holds something already, and a backup is restored only into an empty one; "
    "name another in SIGHTLINE_DATABASE_URL."
)
OTHER_TABLES = (
    "This database has the tables of another version of Sightline than the backup; restore it "
    "into a database without tables."
)

LOOKS = 10
"""A connection that was closed a moment ago is gone after one or two."""
_LOOK_AFRESH = text("SELECT pg_sleep(0.1), pg_stat_clear_snapshot()")
# Of another user's connection its kind isn't told; the server's own workers have no user.
_OTHERS = text(
    "SELECT count(*) FROM pg_stat_activity "
    "WHERE datname = current_database() AND pid <> pg_backend_pid() "
    "AND usesysid IS NOT NULL AND coalesce(backend_type, 'client backend') = 'client backend'"
)


async def restore(engine: Engine, file: Path, *, progress: Progress) -> Backup:
    """See programme.ports.backups.Backups."""
    backup = check(file)
    if not is_known(backup.revision):
        raise FileRefused(NEWER)
    if engine.dialect == "sqlite":
        _require_alone(str(engine.pool.url.database))
    async with engine.writing() as connection:
        await connection.run_sync(partial(_restore, file=file, backup=backup, progress=progress))
    return backup


def _require_alone(database: str) -> None:
    """Raises CorrectAndRepeat while another process has the file open."""
    make_private(Path(database))
    local = sqlite3.connect(database, timeout=0, isolation_level=None)
    try:
        # In this mode the log is used by one alone, which whoever has the file open prevents.
        local.execute("PRAGMA locking_mode=EXCLUSIVE")
        local.execute("BEGIN EXCLUSIVE")
    except sqlite3.OperationalError:
        raise CorrectAndRepeat(IN_USE) from None
    except sqlite3.DatabaseError:
        raise CorrectAndRepeat(NOT_EMPTY) from None
    finally:
        local.close()


def _require_alone_on_server(connection: Connection) -> None:
    for _ in range(LOOKS):
        connection.execute(_LOOK_AFRESH)
        if not connection.scalar(_OTHERS):
            return
    raise CorrectAndRepeat(IN_USE)


def _restore(connection: Connection, file: Path, backup: Backup, progress: Progress) -> None:
    lock_migrations(connection)
    if connection.dialect.name == "postgresql":
        _require_alone_on_server(connection)
    _require_empty(connection, backup.revision)
    load(connection, file, backup.revision, progress)
    upgrade(connection)


def load(connection: Connection, file: Path, revision: str, progress: Progress) -> None:
    """Makes the tables of the revision, and fills them; the transaction is the caller's. Raises
    FileRefused for a backup that we can't have written."""
    upgrade(connection, revision)
    tables = {str(table.name): table for table in tables_of(connection)}
    try:
        _load(connection, file, tables, progress)
    except (KeyError, TypeError, ValueError, DataError, IntegrityError):
        raise FileRefused(DAMAGED) from None
    # Whoever held a lease does not write to this database.
    connection.execute(tables["leases"].delete())


def _require_empty(connection: Connection, revision: str) -> None:
    found = revision_of(connection)
    tables = tables_of(connection)
    if found is None and not tables:
        return
    if found is None or holds_anything(connection, tables):
        raise CorrectAndRepeat(NOT_EMPTY)
    if found != revision:
        raise CorrectAndRepeat(OTHER_TABLES)


def _load(
    connection: Connection, file: Path, tables: Mapping[str, Table], progress: Progress
) -> None:
    """Raises KeyError, TypeError or ValueError for what no backup of ours says."""
    loading: _Loading | None = None
    for line in read(file):
        if isinstance(line, list):
            if loading is None:
                raise ValueError(line)
            loading.add(line)
        elif not isinstance(line, Start):
            if loading is not None:
                loading.end()
            loading = (
                _Loading(connection, tables[line.table], line.columns, progress)
                if isinstance(line, TableStart)
                else None
            )


class _Loading:
    """The rows of a table on their way into it."""

    def __init__(
        self,
        connection: Connection,
        table: Table,
        columns: Mapping[str, str],
        progress: Progress,
    ) -> None:
        if columns != kinds_of(table):
            raise ValueError(table.name)
        self._connection, self._table, self._progress = connection, table, progress
        dialect = connection.dialect.name
        self._insert = insert(table).values(
            {name: inserted(table.columns[name], dialect) for name in columns}
        )
        self._reading = [(f"_{name}", reading(kind)) for name, kind in columns.items()]
        self._waiting: list[dict[str, object]] = []
        self._count = 0

    def add(self, line: Sequence[object]) -> None:
        """Takes a row, and inserts those that wait once they are many."""
        pairs = zip(self._reading, line, strict=True)
        self._waiting.append({name: read_as(value) for (name, read_as), value in pairs})
        if len(self._waiting) == ROWS_AT_ONCE:
            self._write()

    def end(self) -> None:
        """Inserts the last ones, and has the database number on from there."""
        self._write()
        self._progress(self._table.name, self._count)
        if self._connection.dialect.name != "postgresql":
            return
        for column in self._table.columns:
            if column.identity is not None:
                sequence = func.pg_get_serial_sequence(self._table.name, column.name)
                following = func.coalesce(func.max(column) + 1, 1)
                self._connection.execute(select(func.setval(sequence, following, false())))

    def _write(self) -> None:
        if not self._waiting:
            return
        self._connection.execute(self._insert, self._waiting)
        before, self._count = self._count, self._count + len(self._waiting)
        self._waiting.clear()
        if before // TELL_EVERY != self._count // TELL_EVERY:
            self._progress(self._table.name, self._count)
