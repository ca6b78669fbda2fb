"""The append-only record, as the use cases write and read it."""

from collections.abc import Callable, Collection, Sequence
from itertools import chain

from sqlalchemy import bindparam, select

from programme.event import Event
from programme.event_chain import START, Entry, Head
from storage.among import among
from storage.event_chain import READ_HEAD, Recorded
from storage.event_tables import events
from storage.prepared import Found
from storage.transaction import OF_TENANT, Transaction

_found = events.alias("found")
# In two steps: in one, SQLite would read all of the council's to have them in their order.
_ABOUT = (
    select(events)
    .where(
        events.c.tenant_id == OF_TENANT,
        events.c.number.in_(
            select(_found.c.number).where(
                _found.c.tenant_id == OF_TENANT, _found.c.subject == bindparam("of_subject")
            )
        ),
    )
    .order_by(events.c.number)
)
_AFTER = (
    select(events)
    .where(events.c.tenant_id == OF_TENANT, events.c.number > bindparam("after_number"))
    .order_by(events.c.number)
    .limit(bindparam("at_most"))
)
_SINCE = (
    select(events.c.number)
    .where(
        events.c.tenant_id == OF_TENANT,
        events.c.number > bindparam("after_number"),
        among(events.c.verb, "of_verbs"),
    )
    .limit(1)
)


class StoredEvents:
    """programme.ports.Events."""

    def __init__(
        self,
        transaction: Transaction,
        recorded: Recorded,
        left: Callable[[], Sequence[Event]],
    ) -> None:
        """`left` gives the events of others that are written once their transaction, which is this
        one's, ends."""
        self._transaction = transaction
        self._recorded = recorded
        self._left = left

    async def record(self, event: Event) -> None:
        """Adds it with the unit's commit. Raises ValueError for an instant without a time zone."""
        if event.at.tzinfo is None:
            raise ValueError("an event's instant without a time zone can't be kept")
        self._recorded.events.append(event)

    async def about(self, subject: str) -> tuple[Event, ...]:
        """In order, those that this unit has recorded among them."""
        kept = await self._transaction.rows(_ABOUT, of_subject=subject)
        new = chain(self._left(), self._recorded.events)
        return (*map(_event, kept), *(event for event in new if event.subject == subject))

    async def head(self) -> Head:
        """See the port."""
        row = await self._transaction.first(READ_HEAD)
        return Head(row.number, row.hash) if row else START

    async def checkpoint(self) -> Head:
        """See the port."""
        row = await self._transaction.first(READ_HEAD)
        return Head(row.removed_number, row.removed_hash) if row else START

    async def entries_after(self, number: int, at_most: int) -> tuple[Entry, ...]:
        """See the port."""
        rows: Sequence[Found] = await self._transaction.rows(
            _AFTER, after_number=number, at_most=at_most
        )
        return tuple(Entry(row.number, row.hash, _event(row)) for row in rows)

    async def any_since(self, head: Head, verbs: Collection[str]) -> bool:
        """See the port."""
        found = await self._transaction.first(_SINCE, after_number=head.number, of_verbs=verbs)
        return found is not None

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
