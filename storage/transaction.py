"""One council's reads and writes on one connection."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from types import TracebackType
from typing import Any

from sqlalchemy import BindParameter, Delete, Insert, Row, Select, Update, bindparam

from storage.engine import Connected, Engine

OF_TENANT: BindParameter[str] = bindparam("of_tenant")
"""What every statement but an INSERT compares tenant_id with; `Transaction` gives its value."""

Found = Row[*tuple[Any, ...]]  # columns are read by name
Values = Mapping[str, object]


class Transaction:
    """Everything read and written is `tenant_id`'s; rolled back unless committed.

    On SQLite the write lock is taken by the first write, so a unit that only reads holds up
    nobody and is held up by nobody, and one that writes holds the lock no longer than it must.
    Deferring SQLite's own BEGIN instead would make the change from reading to writing fail
    whenever somebody else had written meanwhile.
    """

    def __init__(self, engine: Engine, tenant_id: str) -> None:
        self.tenant_id = tenant_id
        self.dialect = engine.dialect
        self._engine = engine
        self._connection: Connected
        self._writing = False

    async def __aenter__(self) -> "Transaction":
        self._connection = await self._engine.open()
        return self

    async def __aexit__(
        self,
        error_type: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        try:
            await self._connection.close()
        finally:
            self._end_writing()

    async def commit(self) -> None:
        """Keeps what was written, on the disk."""
        await self._connection.commit()
        if self._writing:
            self._end_writing()
            await self._engine.synced()

    async def rows(self, statement: Select[*tuple[Any, ...]], **values: object) -> Sequence[Found]:
        """The rows that a SELECT finds."""
        result = await self._connection.execute(statement, {"of_tenant": self.tenant_id, **values})
        return result.all()

    async def first(self, statement: Select[*tuple[Any, ...]], **values: object) -> Found | None:
        """The first row that a SELECT finds."""
        result = await self._connection.execute(statement, {"of_tenant": self.tenant_id, **values})
        return result.first()

    async def rows_for(
        self,
        statement: Select[*tuple[Any, ...]],
        name: str,
        some: Collection[str],
        **values: object,
    ) -> Sequence[Found]:
        """The rows that a SELECT finds for the values of its parameter `name` (see `among`)."""
        return await self.rows(statement, **{name: some}, **values) if some else ()

    async def change(self, statement: Update | Delete, **values: object) -> int:
        """How many rows an UPDATE or DELETE changed."""
        await self.begin()
        result = await self._connection.execute(statement, {"of_tenant": self.tenant_id, **values})
        return result.rowcount

    async def change_each(self, statement: Update | Delete, values: Iterable[Values]) -> None:
        """Runs an UPDATE or DELETE for each of `values`."""
        each = [{"of_tenant": self.tenant_id, **value} for value in values]
        if each:
            await self.begin()
            await self._connection.execute(statement, each)

    async def changing(self, statement: Update | Insert, **values: object) -> Sequence[Found]:
        """The rows that an UPDATE … RETURNING gives back."""
        await self.begin()
        result = await self._connection.execute(statement, {"of_tenant": self.tenant_id, **values})
        return result.all()

    async def add(self, statement: Insert, row: Values) -> int:
        """How many rows an INSERT of one added: 0 where ON CONFLICT left it out."""
        await self.begin()
        result = await self._connection.execute(statement, {"tenant_id": self.tenant_id, **row})
        return result.rowcount

    async def add_each(self, statement: Insert, rows: Iterable[Values]) -> None:
        """Runs an INSERT for each row."""
        each = [{"tenant_id": self.tenant_id, **row} for row in rows]
        if each:
            await self.begin()
            await self._connection.execute(statement, each)

    async def adding(self, statement: Insert, rows: Iterable[Values]) -> Sequence[Found]:
        """The rows that an INSERT … RETURNING of many gives back, in no order."""
        each = [{"tenant_id": self.tenant_id, **row} for row in rows]
        if not each:
            return ()
        await self.begin()
        return (await self._connection.execute(statement, each)).all()

    async def begin(self) -> None:
        """Takes the write lock where there is one; the first write does so of itself."""
        if not self._writing:
            await self._engine.begin_writing(self._connection)
            self._writing = True

    def _end_writing(self) -> None:
        if self._writing:
            self._writing = False
            self._engine.end_writing()
