"""SQLite on the event loop: statements run where they are asked for.

With the pages in memory a statement takes some ten microseconds, and handing it to a thread and
back takes several times that. What may be long (many rows at once) goes to a thread, and so does
waiting for the disk (`storage.sqlite_disk`).
"""

import asyncio
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

from sqlalchemy import ClauseElement, Connection, Engine, Executable
from sqlalchemy.exc import DBAPIError

from storage.prepared import Fetched, PreparedStatements

BUSY_SECONDS = 30.0
"""How long a writer waits for one in another process."""

LOOK_SECONDS = 0.01
"""How often it looks whether the other has finished."""

MANY_ROWS = 500
"""So many rows at once are long enough to be worth a thread."""

T = TypeVar("T")
Parameters = Mapping[str, object] | Sequence[Mapping[str, object]]


class SqliteConnection:
    """A connection with the methods of SQLAlchemy's AsyncConnection; one user at a time.

    Closed, it goes back to those that are `free`: SQLAlchemy's own pool costs as much as two
    statements each time.
    """

    def __init__(
        self, pool: Engine, free: list["SqliteConnection"], prepared: PreparedStatements
    ) -> None:
        self._connection = pool.connect()
        self._local = _local(self._connection)
        self._free = free
        self._prepared = prepared

    async def execute(self, statement: ClauseElement, values: Parameters | None = None) -> Fetched:
        """Runs a statement, or one for each of many values. Raises SQLAlchemy's DBAPIError."""
        if values is None or isinstance(values, Mapping):
            return self._run(statement, values or {})
        if len(values) < MANY_ROWS:
            return self._run_each(statement, values)
        running = asyncio.ensure_future(asyncio.to_thread(self._run_each, statement, values))
        try:
            return await asyncio.shield(running)
        except asyncio.CancelledError:
            # The thread goes on regardless, and nobody may have the connection before it has ended.
            await asyncio.wait({running})
            raise

    async def scalar(self, statement: Executable) -> object:
        """The first value that a statement finds."""
        return self._connection.scalar(statement)

    async def run_sync(self, work: Callable[[Connection], T]) -> T:
        """Gives SQLAlchemy's own connection to `work`."""
        return work(self._connection)

    async def begin_writing(self) -> None:
        """Takes the write lock, waiting while another process has it.

        Raises sqlite3.OperationalError after BUSY_SECONDS.
        """
        for _ in range(int(BUSY_SECONDS / LOOK_SECONDS)):
            if _begin(self._local):
                return
            await asyncio.sleep(LOOK_SECONDS)
        raise sqlite3.OperationalError("another process keeps the database's write lock")

    async def commit(self) -> None:
        """Keeps the transaction, so far as the processes of this machine see.

        What was written is on the disk only after `storage.sqlite_disk.Disk.synced`.
        """
        self._connection.commit()
        self._local.commit()

    async def rollback(self) -> None:
        """Undoes the transaction, which only forgets what was in memory."""
        self._connection.rollback()
        self._local.rollback()

    async def close(self) -> None:
        """Gives the connection back; what was not committed is undone."""
        await self.rollback()
        self._free.append(self)

    def end(self) -> None:
        """Closes the file."""
        self._connection.close()

    def _run(self, statement: ClauseElement, values: Mapping[str, object]) -> Fetched:
        prepared = self._prepared.of(statement, values)
        try:
            return prepared.run(self._local, values)
        except sqlite3.Error as error:
            raise _as_sqlalchemy_has_it(error, prepared.sql) from error

    def _run_each(
        self, statement: ClauseElement, values: Sequence[Mapping[str, object]]
    ) -> Fetched:
        prepared = self._prepared.of(statement, values[0])
        try:
            return prepared.run_each(self._local, values)
        except sqlite3.Error as error:
            raise _as_sqlalchemy_has_it(error, prepared.sql) from error


def _local(connection: Connection) -> sqlite3.Connection:
    local = connection.connection.driver_connection
    if not isinstance(local, sqlite3.Connection):
        raise TypeError(type(local).__name__)
    return local


def _as_sqlalchemy_has_it(error: sqlite3.Error, sql: str) -> BaseException:
    """The error that PostgreSQL's connection would raise, without the values."""
    return DBAPIError.instance(sql, None, error, sqlite3.Error, hide_parameters=True)


def open_sqlite(path: str) -> Callable[[], sqlite3.Connection]:
    """Opens connections to the file; any thread may use one, one at a time."""

    def connect() -> sqlite3.Connection:
        return sqlite3.connect(
            path,
            timeout=BUSY_SECONDS,
            isolation_level=None,
            check_same_thread=False,
            cached_statements=512,
        )

    return connect


def _begin(local: sqlite3.Connection) -> bool:
    local.execute("PRAGMA busy_timeout=0")  # SQLite's own waiting would hold up the event loop
    try:
        local.execute("BEGIN IMMEDIATE")
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode != sqlite3.SQLITE_BUSY:
            raise
        return False
    finally:
        local.execute(f"PRAGMA busy_timeout={int(BUSY_SECONDS * 1000)}")
    return True
