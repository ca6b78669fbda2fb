"""The append-only record; triggers refuse whatever would change it (see the first migration)."""

from sqlalchemy import JSON, Column, Identity, Index, String, Table, bindparam, insert, select

from programme.event import Event
from storage.columns import NUMBERED, Instant, metadata
from storage.transaction import OF_TENANT, Transaction

events = Table(
    "events",
    metadata,
    Column("id", NUMBERED, Identity(), primary_key=True),
    Column("tenant_id", String, nullable=False),
    Column("at", Instant, nullable=False),
    Column("who", String, nullable=False),
    Column("verb", String, nullable=False),
    Column("subject", String, nullable=False),
    Column("source", String, nullable=False),
    Column("detail", JSON, nullable=False),
)
Index(None, events.c.tenant_id, events.c.subject, events.c.id)

_ADD = insert(events).inline()
_ABOUT = (
    select(events)
    .where(events.c.tenant_id == OF_TENANT, events.c.subject == bindparam("of_subject"))
    .order_by(events.c.id)
)


class StoredEvents:
    """programme.ports.Events."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    async def record(self, event: Event) -> None:
        """Adds it."""
        await self._transaction.add(
            _ADD,
            {
                "at": event.at,
                "who": event.who,
                "verb": event.verb,
                "subject": event.subject,
                "source": event.source,
                "detail": event.detail,
            },
        )

    async def about(self, subject: str) -> tuple[Event, ...]:
        """In order."""
        return tuple(
            Event(
                at=row.at,
                who=row.who,
                verb=row.verb,
                subject=row.subject,
                source=row.source,
                detail=row.detail,
            )
            for row in await self._transaction.rows(_ABOUT, of_subject=subject)
        )
