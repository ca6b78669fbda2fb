"""The append-only record and its heads; triggers refuse whatever else (see migrations/trust)."""

from sqlalchemy import JSON, BigInteger, Column, Index, String, Table

from storage.columns import Instant, metadata, tenant_id

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
"""Where each council's chain stands, beside the events: who deletes the last of them doesn't delete
what says how many there were."""
