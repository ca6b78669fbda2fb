"""An aiosqlite connection that crosses to its thread only where SQLite may wait.

aiosqlite crosses four times for every query. With the pages in memory a statement takes some
ten microseconds and a crossing several times that, so statements run where they are asked for.
What may wait for the disk or for another process (BEGIN IMMEDIATE, COMMIT, ROLLBACK) and what may
be long (executemany) goes to the thread, so that the event loop goes on.
"""

import sqlite3
from collections.abc import Sequence
from typing import Any

import aiosqlite

BEGIN_WRITING = "BEGIN IMMEDIATE"
BUSY_SECONDS = 30.0
"""How long a writer waits for one in another process."""

Parameters = Sequence[Any]  # sqlite3 takes any value that it has an adapter for


class DirectCursor:
    """What SQLAlchemy's adapter asks of a cursor."""

    def __init__(self, connection: "DirectConnection") -> None:
        self._connection = connection
        self._rows: list[Any] = []  # sqlite3 says no more of a row
        self.description: Any = None  # as sqlite3 types it
        self.rowcount = -1
        self.lastrowid: int | None = None
        self.arraysize = 1

    async def __aenter__(self) -> "DirectCursor":
        return self

    async def execute(self, sql: str, parameters: Parameters = ()) -> "DirectCursor":
        """Runs one statement and fetches its rows."""
        if sql == BEGIN_WRITING:
            await self._connection.on_its_thread(sql)
            return self
        done = self._connection.at_once(sql, parameters)
        self.description = done.description
        self._rows = done.fetchall() if done.description else []
        self.rowcount = done.rowcount
        self.lastrowid = done.lastrowid
        return self

    async def executemany(self, sql: str, parameters: Sequence[Parameters]) -> "DirectCursor":
        """Runs one statement for each of the parameters."""
        self.rowcount = (await self._connection.executemany(sql, parameters)).rowcount
        return self

    async def fetchall(self) -> list[Any]:
        """The rows of the last statement."""
        return self._rows

    async def close(self) -> None:
        """Nothing is held."""


class DirectConnection(aiosqlite.Connection):
    """An aiosqlite connection whose cursors are `DirectCursor`s; one user at a time."""

    def __init__(self, path: str) -> None:
        def connect() -> sqlite3.Connection:
            return sqlite3.connect(
                path,
                timeout=BUSY_SECONDS,
                isolation_level=None,
                check_same_thread=False,
                cached_statements=512,
            )

        super().__init__(connect, iter_chunk_size=64)
        # A process that is told to stop must not wait for a thread that waits for work.
        self._thread.daemon = True

    def cursor(self) -> DirectCursor:  # type: ignore[override] # only SQLAlchemy's adapter asks
        """A cursor that runs statements at once."""
        return DirectCursor(self)

    def at_once(self, sql: str, parameters: Parameters) -> sqlite3.Cursor:
        """Runs a statement on the caller's thread."""
        return self._conn.execute(sql, parameters)

    async def on_its_thread(self, sql: str) -> None:
        """Runs a statement that may wait."""
        await super().execute(sql)

    async def commit(self) -> None:
        """Keeps the transaction; costs nothing where none was begun."""
        if self.in_transaction:
            await super().commit()

    async def rollback(self) -> None:
        """Undoes the transaction; costs nothing where none was begun."""
        if self.in_transaction:
            await super().rollback()
