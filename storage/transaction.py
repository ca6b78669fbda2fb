"""One council's reads and writes on one connection."""

from collections.abc import Awaitable, Callable, Collection, Iterable, Sequence
from types import TracebackType
from typing import Any, Protocol

from sqlalchemy import BindParameter, ClauseElement, Delete, Insert, Select, Update, bindparam

from storage.columnwise import columns, columnwise
from storage.prepared import Fetched, Found, Values

OF_TENANT: BindParameter[str] = bindparam("of_tenant")
"""What every statement but an INSERT compares tenant_id with; `Transaction` gives its value."""


class Connection(Protocol):
    """What a transaction needs of either database's connection."""

    async def execute(self, statement: ClauseElement, values: Values | None = None) -> Fetched:
        """Runs a statement. Raises SQLAlchemy's DBAPIError."""

    async def execute_each(self, statement: ClauseElement, values: Sequence[Values]) -> Fetched:
        """Runs a statement for each of many values. Raises SQLAlchemy's DBAPIError."""

    async def begin_writing(self) -> None:
        """Makes what follows one transaction."""

    async def turn(self, name: str, *, shared: bool) -> None:
        """Waits in the transaction for the turn of that name, which ends with it."""

    async def commit(self) -> None:
        """Ends the transaction well."""

    async def close(self) -> None:
        """Gives the connection back; what was not committed is undone."""


class Connections(Protocol):
    """Where a transaction's connection comes from: `storage.engine.Engine`, say."""

    @property
    def dialect(self) -> str:
        """“sqlite” or “postgresql”."""

    async def open(self) -> Connection:
        """A connection, to be closed."""

    async def synced(self) -> None:
        """Waits until what was committed is as safe as whoever wrote it needs it to be."""


class Transaction:
    """Everything read and written is `tenant_id`'s; rolled back unless committed.

    The connection is held from the first statement to the commit, and not while the disk is waited
    for: on SQLite the next unit then finds the pages that this one has read still in memory, which
    another connection would have to read again.

    On SQLite the write lock is taken by the first write, so a unit that only reads holds up
    nobody and is held up by nobody, and one that writes holds the lock no longer than it must, or
    no longer than those with whom it is kept (`storage.sqlite_gathering`).
    Deferring SQLite's own BEGIN instead would make the change from reading to writing fail
    whenever somebody else had written meanwhile.
    """

    def __init__(
        self, connections: Connections, tenant_id: str, *, writing: Connection | None = None
    ) -> None:
        """`writing` is the connection of a transaction that has begun, and that somebody else
        ends."""
        self.tenant_id = tenant_id
        self.dialect = connections.dialect
        self._connections = connections
        self._connection = writing
        self._writing = writing
        self._before_writing: Callable[[], Awaitable[None]] | None = None

    async def __aenter__(self) -> "Transaction":
        return self

    async def __aexit__(
        self,
        error_type: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self._close()

    async def commit(self) -> None:
        """Keeps what was written; as safely as `Connections.synced` says."""
        if self._connection is None:
            return
        wrote = self._writing is not None
        await self._connection.commit()
        await self._close()
        if wrote:
            await self._connections.synced()

    async def rows(self, statement: Select[*tuple[Any, ...]], **values: object) -> Sequence[Found]:
        """The rows that a SELECT finds."""
        connection = self._connection or await self._open()
        result = await connection.execute(statement, {"of_tenant": self.tenant_id, **values})
        return result.all()

    async def first(self, statement: Select[*tuple[Any, ...]], **values: object) -> Found | None:
        """The first row that a SELECT finds."""
        connection = self._connection or await self._open()
        result = await connection.execute(statement, {"of_tenant": self.tenant_id, **values})
        return result.first()

    async def rows_for(
        self,
        statement: Select[*tuple[Any, ...]],
        name: str,
        some: Collection[str] | Collection[tuple[str, ...]],
        **values: object,
    ) -> Sequence[Found]:
        """The rows that a SELECT finds for the values of its parameter `name` (see `among`)."""
        return await self.rows(statement, **{name: some}, **values) if some else ()

    async def change(self, statement: Update | Delete, **values: object) -> int:
        """How many rows an UPDATE or DELETE changed."""
        connection = self._writing or await self._to_write()
        result = await connection.execute(statement, {"of_tenant": self.tenant_id, **values})
        return result.rowcount

    async def change_each(self, statement: Update | Delete, values: Iterable[Values]) -> None:
        """Runs an UPDATE or DELETE for each of `values`."""
        each = [{"of_tenant": self.tenant_id, **value} for value in values]
        if each:
            connection = self._writing or await self._to_write()
            await connection.execute_each(statement, each)

    async def changing(self, statement: Update | Insert, **values: object) -> Sequence[Found]:
        """The rows that an UPDATE … RETURNING gives back."""
        connection = self._writing or await self._to_write()
        result = await connection.execute(statement, {"of_tenant": self.tenant_id, **values})
        return result.all()

    async def add(self, statement: Insert, row: Values) -> int:
        """How many rows an INSERT of one added: 0 where ON CONFLICT left it out."""
        connection = self._writing or await self._to_write()
        result = await connection.execute(statement, {"tenant_id": self.tenant_id, **row})
        return result.rowcount

    async def add_each(self, statement: Insert, rows: Iterable[Values]) -> None:
        """Runs an INSERT for each row."""
        each = [{"tenant_id": self.tenant_id, **row} for row in rows]
        if each:
            connection = self._writing or await self._to_write()
            await connection.execute_each(statement, each)

    async def add_at_once(self, statement: Insert, rows: Iterable[Values], **alike: object) -> None:
        """As `adding`, of rows that nobody asks back."""
        await self.adding(statement, rows, **alike)

    async def adding(
        self, statement: Insert, rows: Iterable[Values], **alike: object
    ) -> Sequence[Found]:
        """The rows that an INSERT … RETURNING of many at once gives back, in no order.

        The rows all have the same names; what is `alike` in all of them is given once.
        """
        each = [*rows]
        if not each:
            return ()
        connection = self._writing or await self._to_write()
        alike["tenant_id"] = self.tenant_id
        if self.dialect == "sqlite":
            every = [{**alike, **row} for row in each]
            return (await connection.execute_each(statement, every)).all()
        at_once = columnwise(statement, tuple(each[0]), tuple(alike))
        return (await connection.execute(at_once, {**alike, **columns(each)})).all()

    async def begin(self) -> None:
        """Takes the write lock where there is one; the first write does so of itself."""
        if self._writing is None:
            await self._to_write()

    async def turn(self, of: str, *, shared: bool) -> None:
        """Waits for the council's turn `of`, which then lasts to the end.

        Raises RepeatLater where somebody else has it for too long.
        """
        connection = self._writing or await self._to_write()
        await connection.turn(f"{self.tenant_id}:{of}", shared=shared)

    def before_writing(self, check: Callable[[], Awaitable[None]]) -> None:
        """See programme.ports.UnitOfWork."""
        self._before_writing = check

    async def _open(self) -> Connection:
        self._connection = await self._connections.open()
        return self._connection

    async def _to_write(self) -> Connection:
        connection = self._connection or await self._open()
        await connection.begin_writing()
        self._writing = connection
        await self._check_before_writing()
        return connection

    async def _check_before_writing(self) -> None:
        if self._before_writing:
            check, self._before_writing = self._before_writing, None
            await check()

    async def _close(self) -> None:
        connection, self._connection = self._connection, None
        self._writing = None
        if connection is not None:
            await connection.close()
