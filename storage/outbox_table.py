"""The table of messages, what is said of their state, and a message as it is kept."""

from dataclasses import fields

from sqlalchemy import Boolean, Column, Index, Integer, String, Table, false, text

from programme.message import Message, MessageKind
from storage.columns import Instant, index_where, metadata, tenant_id
from storage.prepared import Found

outbox = Table(
    "outbox",
    metadata,
    tenant_id(),
    Column("key", String, primary_key=True),
    Column("person_id", String, nullable=False),
    Column("kind", String, nullable=False),
    Column("subject", String, nullable=False),
    Column("not_before", Instant, nullable=False),
    Column("expires", Instant),
    Column("reports_to", String),
    Column("attempts", Integer, nullable=False),
    Column("state", String, nullable=False),
    Column("reason", String),
    Column("settled_at", Instant),
    # Whether anything changed after it was claimed: its card may not show that (see live_cards).
    Column("overtaken", Boolean, nullable=False),
    # When it was last put back to wait: what is sent about its card from then on is newer.
    Column("put_back_at", Instant),
    # What set it going (see programme.cause).
    Column("cause", String),
    # When it was to go at first, once that has been put off.
    Column("first_due", Instant),
    # Whether something on its card was erased after it was claimed (see live_cards).
    Column("erased", Boolean, nullable=False, server_default=false()),
)
Index(None, outbox.c.tenant_id, outbox.c.subject, outbox.c.kind)
WAITING = text("state = 'waiting'")
SENDING = text("state = 'sending'")
# However long the history, a claim reads what waits and nothing else.
index_where("ix_outbox_waiting", WAITING, outbox.c.tenant_id, outbox.c.not_before, outbox.c.key)
index_where("ix_outbox_sending", SENDING, outbox.c.tenant_id, outbox.c.key)

# Word for word in the index and in what is asked of it, or SQLite doesn't see that it fits.
ASKED_LATER = text("state = 'waiting' AND key LIKE 'later:%'")
index_where("ix_outbox_asked_later", ASKED_LATER, outbox.c.tenant_id, outbox.c.person_id)
UNDELIVERABLE = text("state = 'undeliverable'")
index_where("ix_outbox_undeliverable", UNDELIVERABLE, outbox.c.tenant_id, outbox.c.person_id)


OF_A_MESSAGE = tuple(outbox.c[each.name] for each in fields(Message))
"""The columns that `message_of` reads."""


def message_of(row: Found) -> Message:
    """A message as it is kept."""
    return Message(
        key=row.key,
        person_id=row.person_id,
        kind=MessageKind(row.kind),
        subject=row.subject,
        not_before=row.not_before,
        expires=row.expires,
        reports_to=row.reports_to,
        attempts=row.attempts,
        cause=row.cause,
        first_due=row.first_due,
    )
