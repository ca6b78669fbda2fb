"""How events get their places at the end of their council's chain."""

import asyncio
from collections import defaultdict
from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager, nullcontext
from dataclasses import dataclass, field

from sqlalchemy import bindparam, delete, insert, select, update

from programme.event import Event
from programme.event_chain import START, Entry, Head, follow
from storage.event_tables import event_heads, events
from storage.prepared import Values
from storage.transaction import OF_TENANT, Transaction
from storage.upsert import add_if_new

READ_HEAD = select(event_heads).where(event_heads.c.tenant_id == OF_TENANT)
_READ_TO_CHANGE = READ_HEAD.with_for_update()
_MOVE = (
    update(event_heads)
    .where(
        event_heads.c.tenant_id == OF_TENANT,
        event_heads.c.number == bindparam("from_number"),
        event_heads.c.hash == bindparam("from_hash"),
    )
    .values(number=bindparam("to_number"), hash=bindparam("to_hash"))
)
_ADD = insert(events).inline()
_MOVED = _MOVE.returning(event_heads.c.tenant_id).cte("moved")
_OTHERS = [column for column in events.c if column.name != "tenant_id"]
_MOVE_AND_ADD = (
    insert(events)
    .from_select(
        ["tenant_id", *(column.name for column in _OTHERS)],
        select(
            _MOVED.c.tenant_id,
            *(bindparam(f"new_{column.name}", type_=column.type) for column in _OTHERS),
        ),
    )
    .returning(events.c.number)
)
"""Both in one way to PostgreSQL and back, for the head's row is locked from here to the commit."""
_MOVE_CHECKPOINT = (
    update(event_heads)
    .where(event_heads.c.tenant_id == OF_TENANT)
    .values(removed_number=bindparam("to_number"), removed_hash=bindparam("to_hash"))
)
_REMOVE = delete(events).where(
    events.c.tenant_id == OF_TENANT, events.c.number <= bindparam("to_number")
)


class EventChains:
    """The councils' chains as this process has written them.

    The head that it wrote last is remembered, so that a writer alone needn't read it; where another
    process has written since, moving that head changes no row, and it is read afresh.
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

    async def append(self, transaction: Transaction, events: Sequence[Event]) -> None:
        """Adds the events; inside `turn`."""
        while True:
            head = self._known.get(transaction.tenant_id) or await self._head(transaction)
            entries = follow(transaction.tenant_id, head or START, events)
            to = entries[-1].head
            if await self._appended(transaction, head, entries, to):
                self._known[transaction.tenant_id] = to
                return
            self._known.pop(transaction.tenant_id, None)

    async def _head(self, transaction: Transaction) -> Head | None:
        await transaction.begin()
        on_sqlite = transaction.dialect == "sqlite"
        row = await transaction.first(READ_HEAD if on_sqlite else _READ_TO_CHANGE)
        return Head(row.number, row.hash) if row else None

    async def _appended(
        self, transaction: Transaction, head: Head | None, entries: Sequence[Entry], to: Head
    ) -> bool:
        """False, with nothing done, where `head` isn't the head any more."""
        if head is None:
            if not await _begun(transaction, to):
                return False
            await transaction.add_each(_ADD, map(_row, entries))
            return True
        move = {
            "from_number": head.number,
            "from_hash": head.hash,
            "to_number": to.number,
            "to_hash": to.hash,
        }
        if transaction.dialect != "sqlite" and len(entries) == 1:
            new = {f"new_{name}": value for name, value in _row(entries[0]).items()}
            return bool(await transaction.changing(_MOVE_AND_ADD, **move, **new))
        if await transaction.change(_MOVE, **move) != 1:
            return False
        await transaction.add_each(_ADD, map(_row, entries))
        return True


async def _begun(transaction: Transaction, to: Head) -> bool:
    adding = add_if_new(transaction.dialect, event_heads)
    nothing = {"removed_number": START.number, "removed_hash": START.hash}
    return await transaction.add(adding, {"number": to.number, "hash": to.hash, **nothing}) == 1


@dataclass(slots=True)
class Recorded:
    """What a unit of work adds to its council's chain when it commits, and not before: until then
    it holds up nobody else who appends."""

    chains: EventChains
    events: list[Event] = field(default_factory=list)
    checkpoint: Head | None = None

    async def write(self, transaction: Transaction) -> None:
        """Appends the events, and removes what they say is removed; inside `EventChains.turn`."""
        await self.chains.append(transaction, self.events)
        if self.checkpoint:
            to = {"to_number": self.checkpoint.number}
            await transaction.change(_MOVE_CHECKPOINT, **to, to_hash=self.checkpoint.hash)
            await transaction.change(_REMOVE, **to)
        self.events, self.checkpoint = [], None


def _row(entry: Entry) -> Values:
    event = entry.event
    return {
        "number": entry.number,
        "at": event.at,
        "who": event.who,
        "verb": event.verb,
        "subject": event.subject,
        "source": event.source,
        "detail": event.detail,
        "hash": entry.hash,
    }
