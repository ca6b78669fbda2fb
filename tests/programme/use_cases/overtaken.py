"""A press that another one overtakes: it comes between what this one read and what it keeps."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Sequence
from contextlib import AbstractAsyncContextManager

from sqlalchemy import Delete, Insert, Update

from programme.ports import UnitOfWork, Work
from storage.engine import Engine
from storage.outbox_table import outbox
from storage.prepared import Found, Values
from storage.unit_of_work import StoredUnitOfWork
from tests.little_council import LittleCouncil

Press = Callable[[], Awaitable[object]]
Doing = Callable[[Work], Awaitable[object]]
A_WHILE = 0.3
"""Seconds: whoever waits for nobody is through by then."""


class _Overtaken(StoredUnitOfWork):
    def __init__(self, engine: Engine, tenant_id: str, other: Press) -> None:
        super().__init__(engine, tenant_id)
        self._other: Press | None = other

    async def begin(self) -> None:
        if self.dialect == "sqlite":
            await self._overtake()  # whoever has begun is the only writer
        await super().begin()

    async def turn(self, of: str, *, shared: bool) -> None:
        if self.dialect == "sqlite":
            await self._overtake()  # as above
        await super().turn(of, shared=shared)

    async def add(self, statement: Insert, row: Values) -> int:
        await self._overtake()
        return await super().add(statement, row)

    async def change(self, statement: Update | Delete, **values: object) -> int:
        await self._overtake()
        return await super().change(statement, **values)

    async def _overtake(self) -> None:
        if self._other:
            other, self._other = self._other, None
            await other()


class OvertakenWork:
    """Opens units of work of the real storage, each of which `other` overtakes before its first
    row is kept or changed."""

    def __init__(self, little: LittleCouncil, other: Press) -> None:
        self._engine = little.engine
        self._other = other

    def __call__(self, tenant_id: str) -> AbstractAsyncContextManager[UnitOfWork]:
        return _Overtaken(self._engine, tenant_id, self._other)


class _JoinedLate(StoredUnitOfWork):
    def __init__(self, engine: Engine, tenant_id: str, other: Press) -> None:
        super().__init__(engine, tenant_id)
        self._other = other

    async def commit(self) -> None:
        await self._other()
        await super().commit()


class WorkJoinedLate:
    """Opens units of work of the real storage, each of which `other` joins once all is written, and
    before any of it is kept."""

    def __init__(self, little: LittleCouncil, other: Press) -> None:
        self._engine = little.engine
        self._other = other

    def __call__(self, tenant_id: str) -> AbstractAsyncContextManager[UnitOfWork]:
        return _JoinedLate(self._engine, tenant_id, self._other)


class _JoinedAsItTells(_JoinedLate):
    def __init__(self, engine: Engine, tenant_id: str, other: Press) -> None:
        super().__init__(engine, tenant_id, self._join_if_it_tells)
        self._join = other
        self._tells = False

    async def adding(
        self, statement: Insert, rows: Iterable[Values], **alike: object
    ) -> Sequence[Found]:
        added = await super().adding(statement, rows, **alike)
        self._tells = self._tells or (statement.table is outbox and bool(added))
        return added

    async def _join_if_it_tells(self) -> None:
        if self._tells:
            await self._join()


class WorkJoinedAsItTells:
    """As WorkJoinedLate, but `other` joins only those that have put a message on its way: a tick
    has many units."""

    def __init__(self, little: LittleCouncil, other: Press) -> None:
        self._engine = little.engine
        self._other = other

    def __call__(self, tenant_id: str) -> AbstractAsyncContextManager[UnitOfWork]:
        return _JoinedAsItTells(self._engine, tenant_id, self._other)


class _JoinedEarly(StoredUnitOfWork):
    def __init__(self, engine: Engine, tenant_id: str, other: Press) -> None:
        super().__init__(engine, tenant_id)
        self._other: Press | None = other

    async def change(self, statement: Update | Delete, **values: object) -> int:
        changed = await super().change(statement, **values)
        if self._other:
            other, self._other = self._other, None
            await other()
        return changed


class WorkJoinedEarly:
    """Opens units of work of the real storage, each of which `other` joins once it has changed its
    first row, and needs others still."""

    def __init__(self, little: LittleCouncil, other: Press) -> None:
        self._engine = little.engine
        self._other = other

    def __call__(self, tenant_id: str) -> AbstractAsyncContextManager[UnitOfWork]:
        return _JoinedEarly(self._engine, tenant_id, self._other)


async def at_once(
    little: LittleCouncil,
    first: Doing,
    second: Doing,
    *,
    joined: Callable[[LittleCouncil, Press], Work] = WorkJoinedLate,
) -> None:
    """Both are done; the second begins when the first has written all and kept nothing of it (or as
    it is `joined`), and has a while for itself."""
    others: list[asyncio.Future[object]] = []

    async def join() -> None:
        others.append(asyncio.ensure_future(second(little.work)))
        await asyncio.wait(others, timeout=A_WHILE)

    await first(joined(little, join))
    await others[0]
