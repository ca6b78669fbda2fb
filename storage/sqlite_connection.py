"""SQLite on the event loop: statements run where they are asked for.

With the pages in memory a statement takes some ten microseconds, and handing it to a thread and
back takes several times that. What may be long (many rows at once) goes to a thread, and so does
waiting for the disk (`storage.sqlite_disk`).
"""

import asyncio
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TypeVar

from sqlalchemy import ClauseElement, Connection, Engine, Executable
from sqlalchemy.exc import DBAPIError

from storage.in_the_way import PATIENCE_SECONDS, in_the_way
from storage.prepared import Fetched, Prepared, PreparedStatements, Values
from storage.sqlite_place import PRIMARY_CODE, make_private

LOOK_SECONDS = 0.01
"""How often it looks whether the other has finished."""

# SQLite's own waiting would hold up the event loop.
_WAIT_NEVER = "PRAGMA busy_timeout=0"
_WAIT_LONG = f"PRAGMA busy_timeout={int(PATIENCE_SECONDS * 1000)}"

MANY_ROWS = 500
"""So many rows at once are long enough to be worth a thread."""

T = TypeVar("T")


class SqliteConnection:
    """A connection with the methods of SQLAlchemy's AsyncConnection; one user at a time.

    Closed, it goes back to those that are `free`: SQLAlchemy's own pool costs as much as two
    statements each time.
    """

    def __init__(
        self,
        pool: Engine,
        free: list["SqliteConnection"],
        writer: asyncio.Lock,
        prepared: PreparedStatements,
    ) -> None:
        """`writer` is the line in which those who write wait."""
        self._connection = pool.connect()
        self._local = _local(self._connection)
        self._cursor = self._local.cursor()
        self._cursor.execute(_WAIT_NEVER)
        self._free = free
        self._writer = writer
        self._writes = False
        self._prepared = prepared

    async def execute(self, statement: ClauseElement, values: Values | None = None) -> Fetched:
        """Runs a statement. Raises SQLAlchemy's DBAPIError."""
        values = values or {}
        prepared = self._prepared.of(statement, values)
        try:
            return prepared.run(self._cursor, values)
        except sqlite3.Error as error:
            if not _is_busy(error):
                raise _as_sqlalchemy_has_it(error, prepared.sql) from error
        return await self._run_later(prepared, values)

    async def execute_each(self, statement: ClauseElement, values: Sequence[Values]) -> Fetched:
        """Runs a statement for each of many values. Raises SQLAlchemy's DBAPIError."""
        if len(values) < MANY_ROWS:
            return self._run_each(statement, values)
        running = asyncio.ensure_future(asyncio.to_thread(self._run_each, statement, values))
        try:
            return await asyncio.shield(running)
        except asyncio.CancelledError:
            # The thread goes on regardless, and nobody may have the connection before it has ended.
            while not running.done():
                with suppress(asyncio.CancelledError):
                    await asyncio.wait({running})
            raise

    async def scalar(self, statement: Executable) -> object:
        """The first value that a statement finds."""
        return await self.run_sync(lambda connection: connection.scalar(statement))

    async def run_sync(self, work: Callable[[Connection], T]) -> T:
        """Gives SQLAlchemy's own connection to `work`, for which SQLite itself waits."""
        self._cursor.execute(_WAIT_LONG)
        try:
            return work(self._connection)
        finally:
            self._cursor.execute(_WAIT_NEVER)

    async def begin_writing(self) -> None:
        """Makes what follows one transaction.

        Writers of this process wait in line, for SQLite's own waiting is a poll that starves.
        Raises RepeatLater when another process writes for PATIENCE_SECONDS.
        """
        await self._writer.acquire()
        try:
            await self._patiently(partial(self._cursor.execute, "BEGIN IMMEDIATE"))
        except BaseException:
            self._writer.release()
            raise
        self._writes = True

    async def turn(self, name: str, *, shared: bool) -> None:
        """Nothing: whoever writes is the only one who does."""

    def require_transaction(self) -> None:
        """Raises sqlite3.OperationalError where SQLite itself has undone the transaction, as it
        does where the disk fails it, even in reading."""
        if not self._local.in_transaction:
            raise sqlite3.OperationalError("SQLite has undone the transaction")

    def begin_unit(self) -> None:
        """What follows, until the unit ends, can be undone alone. Raises as `require_transaction`,
        for outside of one it would be a transaction itself."""
        self.require_transaction()
        self._cursor.execute("SAVEPOINT unit")

    def end_unit(self) -> None:
        """Makes the unit a part of the transaction."""
        self._cursor.execute("RELEASE unit")

    def undo_unit(self) -> None:
        """Undoes the unit; where it can't be undone alone, the transaction."""
        try:
            self._cursor.execute("ROLLBACK TO unit")
            self._cursor.execute("RELEASE unit")
        except sqlite3.Error:
            with suppress(sqlite3.Error):
                self._local.rollback()

    async def commit(self) -> None:
        """Keeps the transaction, so far as the processes of this machine see.

        What was written is on the disk only after `storage.sqlite_disk.Disk.synced`. Raises
        sqlite3.Error, and as `require_transaction`.
        """
        if self._writes:
            self.require_transaction()
        if self._connection.in_transaction():
            self._connection.commit()
        self._local.commit()

    async def rollback(self) -> None:
        """Undoes the transaction, which only forgets what was in memory."""
        if self._connection.in_transaction():
            self._connection.rollback()
        if self._local.in_transaction:
            self._local.rollback()

    async def end_writing(self) -> None:
        """Undoes what was not committed, and lets the next one write."""
        try:
            await self.rollback()
        finally:
            if self._writes:
                self._writes = False
                self._writer.release()

    async def close(self) -> None:
        """Gives the connection back; what was not committed is undone."""
        await self.end_writing()
        self._free.append(self)

    def end(self) -> None:
        """Closes the file."""
        self._connection.close()

    async def _run_later(self, prepared: Prepared, values: Values) -> Fetched:
        try:
            return await self._patiently(partial(prepared.run, self._cursor, values))
        except sqlite3.Error as error:
            raise _as_sqlalchemy_has_it(error, prepared.sql) from error

    async def _patiently(self, work: Callable[[], T]) -> T:
        """Does `work` as soon as no other process is in its way: a writer, or for a moment one
        that recovers the log. Raises RepeatLater after PATIENCE_SECONDS.
        """
        looks = int(PATIENCE_SECONDS / LOOK_SECONDS)
        while True:
            try:
                return work()
            except sqlite3.OperationalError as error:
                if not _is_busy(error):
                    raise
                if not looks:
                    raise in_the_way() from error
            looks -= 1
            await asyncio.sleep(LOOK_SECONDS)

    def _run_each(self, statement: ClauseElement, values: Sequence[Values]) -> Fetched:
        prepared = self._prepared.of(statement, values[0])
        try:
            return prepared.run_each(self._cursor, values)
        except sqlite3.Error as error:
            raise _as_sqlalchemy_has_it(error, prepared.sql) from error


def _local(connection: Connection) -> sqlite3.Connection:
    local = connection.connection.driver_connection
    if not isinstance(local, sqlite3.Connection):
        raise TypeError(type(local).__name__)
    return local


def _is_busy(error: sqlite3.Error) -> bool:
    return error.sqlite_errorcode & PRIMARY_CODE == sqlite3.SQLITE_BUSY


def _as_sqlalchemy_has_it(error: sqlite3.Error, sql: str) -> BaseException:
    """The error that PostgreSQL's connection would raise, without the values."""
    return DBAPIError.instance(sql, None, error, sqlite3.Error, hide_parameters=True)


def open_sqlite(path: str) -> Callable[[], sqlite3.Connection]:
    """Opens connections to the file; any thread may use one, one at a time."""

    def connect() -> sqlite3.Connection:
        make_private(Path(path))
        return sqlite3.connect(
            path,
            timeout=PATIENCE_SECONDS,
            isolation_level=None,
            check_same_thread=False,
            cached_statements=512,
        )

    return connect
