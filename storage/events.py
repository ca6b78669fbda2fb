"""The append-only record; triggers refuse whatever would change it (see migrations/trust)."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlalchemy import (
    JSON,
    BigInteger,
    Column,
    Index,
    String,
    Table,
    bindparam,
    delete,
    insert,
    select,
)

from programme.event import Event
from programme.event_chain import START, Entry, Head
from storage.columns import Instant, metadata, tenant_id
from storage.event_heads import MOVE_CHECKPOINT, READ, EventHeads
from storage.prepared import Found, Values
from storage.transaction import OF_TENANT, Transaction

events = Table(
    "events",
    metadata,
    tenant_id(),
    # In the council's chain, from 1 and without gaps.
    Column("number", BigInteger, primary_key=True, autoincrement=False),
    Column("at", Instant, nullable=False),
    Column("who", String, nullable=False),
    Column("verb", String, nullable=False),
    Column("subject", String, nullable=False),
    Column("source", String, nullable=False),
    Column("detail", JSON, nullable=False),
    Column("hash", String, nullable=False),
    # SQLite then keeps the rows in the order of the chain, and no second tree beside them.
    sqlite_with_rowid=False,
)
Index(None, events.c.tenant_id, events.c.subject, events.c.number)

_ADD = insert(events).inline()
_ABOUT = (
    select(events)
    .where(events.c.tenant_id == OF_TENANT, events.c.subject == bindparam("of_subject"))
    .order_by(events.c.number)
)
_AFTER = (
    select(events)
    .where(events.c.tenant_id == OF_TENANT, events.c.number > bindparam("after_number"))
    .order_by(events.c.number)
    .limit(bindparam("at_most"))
)
_REMOVE = delete(events).where(
    events.c.tenant_id == OF_TENANT, events.c.number <= bindparam("to_number")
)


@dataclass(slots=True)
class Recorded:
    """What a unit of work adds to its council's chain when it commits, and not before: until then
    it holds up nobody else who appends."""

    heads: EventHeads
    events: list[Event] = field(default_factory=list)
    checkpoint: Head | None = None

    async def write(self, transaction: Transaction) -> None:
        """Appends the events, and removes what they say is removed; inside `heads.turn`."""
        entries = await self.heads.append(transaction, self.events)
        if len(entries) == 1:
            await transaction.add(_ADD, _row(entries[0]))
        else:
            await transaction.add_each(_ADD, map(_row, entries))
        if self.checkpoint:
            to = {"to_number": self.checkpoint.number}
            await transaction.change(MOVE_CHECKPOINT, **to, to_hash=self.checkpoint.hash)
            await transaction.change(_REMOVE, **to)
        self.events, self.checkpoint = [], None


class StoredEvents:
    """programme.ports.Events."""

    def __init__(self, transaction: Transaction, recorded: Recorded) -> None:
        self._transaction = transaction
        self._recorded = recorded

    async def record(self, event: Event) -> None:
        """Adds it with the unit's commit. Raises ValueError for an instant without a time zone."""
        if event.at.tzinfo is None:
            raise ValueError("an event's instant without a time zone can't be kept")
        self._recorded.events.append(event)

    async def about(self, subject: str) -> tuple[Event, ...]:
        """In order, those that this unit has recorded among them."""
        kept = await self._transaction.rows(_ABOUT, of_subject=subject)
        new = (event for event in self._recorded.events if event.subject == subject)
        return (*map(_event, kept), *new)

    async def head(self) -> Head:
        """See the port."""
        row = await self._transaction.first(READ)
        return Head(row.number, row.hash) if row else START

    async def checkpoint(self) -> Head:
        """See the port."""
        row = await self._transaction.first(READ)
        return Head(row.removed_number, row.removed_hash) if row else START

    async def entries_after(self, number: int, at_most: int) -> tuple[Entry, ...]:
        """See the port."""
        rows: Sequence[Found] = await self._transaction.rows(
            _AFTER, after_number=number, at_most=at_most
        )
        return tuple(Entry(row.number, row.hash, _event(row)) for row in rows)

    def remove_up_to(self, checkpoint: Head) -> None:
        """See the port."""
        self._recorded.checkpoint = checkpoint


def _event(row: Found) -> Event:
    return Event(
        at=row.at,
        who=row.who,
        verb=row.verb,
        subject=row.subject,
        source=row.source,
        detail=row.detail,
    )


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
