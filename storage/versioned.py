"""Aggregates that are a row each, with a version: a change replaces the version before its own."""

from collections.abc import Callable, Iterable
from itertools import compress
from operator import attrgetter, ne
from typing import Generic, Protocol, TypeVar

from sqlalchemy import Table, bindparam, insert, select, update

from programme.errors import ShowAsItIsNow
from storage.prepared import Found, Values
from storage.transaction import OF_TENANT, Transaction
from storage.upsert import add_if_new


class HasVersion(Protocol):
    """What is kept so; its key is in attributes that have the names of the key's columns."""

    @property
    def version(self) -> int: ...


A = TypeVar("A", bound=HasVersion)


class Versioned(Generic[A]):
    """Finds, adds and replaces what one table keeps. Made once, for its statements to be prepared
    once.
    """

    def __init__(
        self,
        table: Table,
        read: Callable[[Found], A],
        changing: Callable[[A], Values],
        *,
        fixed: Callable[[A], Values] = lambda _: {},
        stale: str,
    ) -> None:
        """`changing` are the values that a change replaces, the version among them; `fixed` those
        beside the key that it leaves as they are; `stale` what a person reads who comes second.
        """
        self._table = table
        self._read = read
        self._changing = changing
        self._fixed = fixed
        self._stale = stale
        self._key = {c.name: f"of_{c.name}" for c in table.primary_key if c.name != "tenant_id"}
        this = (
            table.c.tenant_id == OF_TENANT,
            *(table.c[name] == bindparam(of) for name, of in self._key.items()),
        )
        self.one = select(table).where(*this)
        self._add = insert(table)
        self._replace = update(table).where(*this, table.c.version == bindparam("from_version"))

    async def get(self, transaction: Transaction, *key: str) -> A | None:
        """The one of that key."""
        values = dict(zip(self._key.values(), key, strict=True))
        row = await transaction.first(self.one, **values)
        return None if row is None else self._read(row)

    async def add(self, transaction: Transaction, ones: Iterable[A]) -> None:
        """Adds new ones."""
        await transaction.add_each(self._add, map(self.row, ones))

    async def add_if_new(self, transaction: Transaction, one: A) -> bool:
        """Adds it; False when its key is there already."""
        adding = add_if_new(transaction.dialect, self._table)
        return await transaction.add(adding, self.row(one)) == 1

    async def save(self, transaction: Transaction, one: A, was: A | None = None) -> None:
        """Replaces version - 1 of it; given that as `was`, only what is another now, by attributes
        that have the names of the columns. Raises ShowAsItIsNow when another change came first."""
        key = {of: getattr(one, name) for name, of in self._key.items()}
        values = self._changing(one)
        if was is not None:
            read = attrgetter(*values)
            values = dict(compress(values.items(), map(ne, read(one), read(was))))
        replaced = await transaction.change(
            self._replace, **key, from_version=one.version - 1, **values
        )
        if not replaced:
            raise ShowAsItIsNow(self._stale)

    def row(self, one: A) -> Values:
        """All that is kept of it."""
        key = {name: getattr(one, name) for name in self._key}
        return {**key, **self._fixed(one), **self._changing(one)}
