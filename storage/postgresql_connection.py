"""PostgreSQL without SQLAlchemy's part in every statement: its text is asyncpg's to run.

What SQLAlchemy does at each run (a greenlet, an execution, a cursor, a result) costs several times
what asyncpg itself does. It still opens the connections, so that these are set up as it wants them.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from hashlib import sha256
from typing import Final, TypeVar

import asyncpg  # type: ignore[import-untyped]  # it ships no types
from sqlalchemy import ClauseElement, Connection
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.in_the_way import crossed, in_the_way
from storage.prepared import Fetched, Prepared, PreparedStatements, Values

T = TypeVar("T")

ANSWER_SECONDS: Final = 5.0
"""After so long without an answer, a server that a connection was open to is taken for gone."""

_PING: Final = "SELECT 'there'"
_KINDS: Final = (
    (asyncpg.IntegrityConstraintViolationError, "IntegrityError"),
    (asyncpg.DataError, "DataError"),
    (asyncpg.SyntaxOrAccessError, "ProgrammingError"),
    (asyncpg.PostgresConnectionError, "OperationalError"),
    (asyncpg.OperatorInterventionError, "OperationalError"),
    (asyncpg.InterfaceError, "InterfaceError"),
    (asyncpg.InternalClientError, "InterfaceError"),
)
"""What asyncpg raises, and what SQLAlchemy calls it."""

_UNDONE: Final = asyncpg.InFailedSQLTransactionError("an error had ended the transaction before")


class PostgresqlConnection:
    """A connection with the methods of SQLAlchemy's AsyncConnection; one user at a time.

    A transaction begins with the first statement that writes or locks: what only reads is read
    committed without one, and saves both ways to the server.
    """

    def __init__(
        self,
        opened: AsyncConnection,
        driver: asyncpg.Connection,
        prepared: PreparedStatements,
        give_back: Callable[["PostgresqlConnection"], Awaitable[None]],
    ) -> None:
        """`driver` is that of `opened`."""
        self._opened = opened
        self._driver = driver
        self._prepared = prepared
        self._give_back = give_back
        self._has_begun = False
        self.was_lent = False  # what SQLAlchemy was told of it would hold for the next user too

    @property
    def is_over(self) -> bool:
        """Whether the server, or whoever was interrupted in the midst of a statement, ended it."""
        return bool(self._driver.is_closed())

    async def execute(self, statement: ClauseElement, values: Values | None = None) -> Fetched:
        """Runs a statement. Raises SQLAlchemy's DBAPIError."""
        values = values or {}
        prepared = self._prepared.of(statement, values)
        return await self._in_whole(prepared.sql, self._run(prepared, values))

    async def execute_each(self, statement: ClauseElement, values: Sequence[Values]) -> Fetched:
        """Runs a statement for each of many values. Raises SQLAlchemy's DBAPIError."""
        prepared = self._prepared.of(statement, values[0])
        return await self._in_whole(prepared.sql, self._run_each(prepared, values))

    async def scalar(self, statement: ClauseElement) -> object:
        """The first value that a statement finds."""
        return next((await self.execute(statement)).scalars(), None)

    async def run_sync(self, work: Callable[[Connection], T]) -> T:
        """Gives SQLAlchemy's own connection to `work`; not once a transaction has begun here."""
        self.was_lent = True
        try:
            return await self._opened.run_sync(work)
        except DBAPIError as error:
            if getattr(error.orig, "sqlstate", None) == asyncpg.LockNotAvailableError.sqlstate:
                raise in_the_way() from error
            raise

    async def answers(self) -> bool:
        """Whether the server is still there."""
        try:
            await self._in_whole(_PING, self._driver.execute(_PING, timeout=ANSWER_SECONDS))
        except (DBAPIError, OSError):
            return False
        except BaseException:
            await asyncio.shield(self.end())
            raise
        return True

    async def begin_writing(self) -> None:
        """Nothing yet: the first statement that writes begins the transaction."""

    async def turn(self, name: str, *, shared: bool) -> None:
        """Waits for a lock of PostgreSQL's own, and begins the transaction in the same way to the
        server and back. Raises RepeatLater."""
        number = int.from_bytes(sha256(name.encode()).digest()[:8], signed=True)
        begins = not self._has_begun and not self._opened.in_transaction()
        self._has_begun |= begins
        lock = "pg_advisory_xact_lock_shared" if shared else "pg_advisory_xact_lock"
        sql = f"{'BEGIN; ' if begins else ''}SELECT {lock}({number})"
        await self._in_whole(sql, self._driver.execute(sql))

    async def commit(self) -> None:
        """Keeps the transaction, on the disk. Raises SQLAlchemy's DBAPIError where it is lost."""
        if self._opened.in_transaction():
            await self._opened.commit()
        if self._has_begun:
            self._has_begun = False
            done = await self._in_whole("COMMIT", self._driver.execute("COMMIT"))
            if done != "COMMIT":  # PostgreSQL has undone what an error had ended, and calls it well
                raise self._as_sqlalchemy_has_it(_UNDONE, "COMMIT")

    async def rollback(self) -> None:
        """Undoes the transaction."""
        self._has_begun = False
        if self.is_over:
            return
        if self._opened.in_transaction():
            await self._opened.rollback()
        if self._driver.is_in_transaction():
            await self._in_whole("ROLLBACK", self._driver.execute("ROLLBACK"))

    async def close(self) -> None:
        """Gives the connection back; what was not committed is undone."""
        try:
            await self.rollback()
        except (DBAPIError, OSError):
            self._driver.terminate()  # which the server takes for a rollback
        finally:
            await self._give_back(self)

    def give_up(self) -> None:
        """Asks the server for nothing more: not even to end, which would be waited for as well."""
        self._driver.terminate()

    async def end(self) -> None:
        """Leaves the server."""
        with suppress(OSError, asyncpg.PostgresError, asyncpg.InterfaceError):
            await self._driver.close(timeout=ANSWER_SECONDS)
        await self._opened.invalidate()
        await self._opened.close()

    async def _run(self, prepared: Prepared, values: Values) -> Fetched:
        if not prepared.only_reads:
            await self._begin()
        if prepared.finds:
            rows = await self._driver.fetch(prepared.sql, *prepared.ordered(values))
            return Fetched(prepared.found(rows), len(rows))
        status = await self._driver.execute(prepared.sql, *prepared.ordered(values))
        return Fetched([], _changed(status))

    async def _run_each(self, prepared: Prepared, values: Sequence[Values]) -> Fetched:
        if len(values) == 1:
            return await self._run(prepared, values[0])
        if prepared.finds:
            each = [await self._run(prepared, one) for one in values]
            return Fetched([row for one in each for row in one], sum(one.rowcount for one in each))
        await self._begin()
        each = self._driver.executemany(prepared.sql, map(prepared.ordered, values))
        running = asyncio.ensure_future(each)
        running.add_done_callback(_hear)
        try:
            await asyncio.shield(running)
        except asyncio.CancelledError:
            # Cancelled between two of its packets, asyncpg would wait for ever.
            await asyncio.wait({running})
            raise
        return Fetched([], len(values))

    async def _begin(self) -> None:
        if not self._has_begun and not self._opened.in_transaction():
            await self._driver.execute("BEGIN")
            self._has_begun = True

    async def _in_whole(self, sql: str, work: Awaitable[T]) -> T:
        """Waits for what the server does, and lets nobody have the connection before its end."""
        try:
            return await work
        except asyncpg.LockNotAvailableError as error:
            raise in_the_way() from error
        except asyncpg.DeadlockDetectedError as error:
            raise crossed() from error
        except asyncpg.InternalClientError as error:
            # The server has said why it ends the connection, and its end hasn't come yet.
            self._driver.terminate()
            raise self._as_sqlalchemy_has_it(error, sql) from error
        except (asyncpg.PostgresError, asyncpg.InterfaceError) as error:
            raise self._as_sqlalchemy_has_it(error, sql) from error
        except Exception:
            raise
        except BaseException:
            self._driver.terminate()
            raise

    def _as_sqlalchemy_has_it(self, error: Exception, sql: str) -> Exception:
        """The error that SQLAlchemy's connection would raise, without the values: what is said of
        them has them in it, and so has what PostgreSQL says beside its sentence.
        """
        dialect = self._opened.dialect
        kind = next((name for of, name in _KINDS if isinstance(error, of)), "DatabaseError")
        of_values = isinstance(error, asyncpg.DataError | ValueError)
        told = type(error).__name__ if of_values else error.args[0]
        orig = getattr(dialect.loaded_dbapi, kind)(told, error)
        found: Exception = DBAPIError.instance(
            sql,
            None,
            orig,
            dialect.loaded_dbapi.Error,
            hide_parameters=True,
            connection_invalidated=self.is_over,
            dialect=dialect,
        )
        return found


def _hear(task: "asyncio.Task[None]") -> None:
    """Whoever has given up doesn't ask how it ended, and asyncio would log the values."""
    if not task.cancelled():
        task.exception()


def _changed(status: str) -> int:
    """How many rows, as in `INSERT 0 1` and `UPDATE 1`; 0 where the server counts none."""
    count = status.rpartition(" ")[2]
    return int(count) if count.isdigit() else 0
