"""Where each council's chain of events stands, beside the events: who deletes the last of them
doesn't delete what says how many there were.
"""

import asyncio
from collections import defaultdict
from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager, nullcontext

from sqlalchemy import BigInteger, Column, String, Table, bindparam, select, update

from programme.event import Event
from programme.event_chain import START, Entry, Head, follow
from storage.columns import metadata, tenant_id
from storage.transaction import OF_TENANT, Transaction
from storage.upsert import add_if_new

event_heads = Table(
    "event_heads",
    metadata,
    tenant_id(),
    Column("number", BigInteger, nullable=False),
    Column("hash", String, nullable=False),
    # The checkpoint: what retention has removed, up to this entry.
    Column("removed_number", BigInteger, nullable=False),
    Column("removed_hash", String, nullable=False),
)

READ = select(event_heads).where(event_heads.c.tenant_id == OF_TENANT)
_READ_TO_CHANGE = READ.with_for_update()
_MOVE = (
    update(event_heads)
    .where(
        event_heads.c.tenant_id == OF_TENANT,
        event_heads.c.number == bindparam("from_number"),
        event_heads.c.hash == bindparam("from_hash"),
    )
    .values(number=bindparam("to_number"), hash=bindparam("to_hash"))
)
MOVE_CHECKPOINT = (
    update(event_heads)
    .where(event_heads.c.tenant_id == OF_TENANT)
    .values(removed_number=bindparam("to_number"), removed_hash=bindparam("to_hash"))
)


class EventHeads:
    """Gives events their places at the end of their council's chain.

    The head that this process wrote last is remembered, so that a writer alone needs one statement;
    where another process has written since, moving that head changes no row, and it is read afresh.
    """

    def __init__(self) -> None:
        self._known: dict[str, Head] = {}
        self._turns: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)

    def turn(self, transaction: Transaction) -> AbstractAsyncContextManager[None]:
        """Inside, no other unit of this process appends to the council's chain.

        On PostgreSQL they would wait for the head's row anyhow, and then find it moved. It is to
        be the last that a unit does before its commit, or two might wait for each other.
        """
        if transaction.dialect == "sqlite":
            return nullcontext()  # one writer at a time as it is
        return self._turns[transaction.tenant_id]

    async def append(self, transaction: Transaction, events: Sequence[Event]) -> Sequence[Entry]:
        """Moves the head on by the events; returns them as the entries to be added."""
        while True:
            head = await self._head(transaction)
            entries = follow(transaction.tenant_id, head or START, events)
            if await self._moved(transaction, head, entries[-1].head):
                self._known[transaction.tenant_id] = entries[-1].head
                return entries
            self._known.pop(transaction.tenant_id, None)

    async def _head(self, transaction: Transaction) -> Head | None:
        known = self._known.get(transaction.tenant_id)
        if known:
            return known
        await transaction.begin()
        reading = READ if transaction.dialect == "sqlite" else _READ_TO_CHANGE
        row = await transaction.first(reading)
        return Head(row.number, row.hash) if row else None

    async def _moved(self, transaction: Transaction, head: Head | None, to: Head) -> bool:
        if head is None:
            first = {"number": to.number, "hash": to.hash}
            nothing = {"removed_number": START.number, "removed_hash": START.hash}
            adding = add_if_new(transaction.dialect, event_heads)
            return await transaction.add(adding, {**first, **nothing}) == 1
        changed = await transaction.change(
            _MOVE,
            from_number=head.number,
            from_hash=head.hash,
            to_number=to.number,
            to_hash=to.hash,
        )
        return changed == 1
