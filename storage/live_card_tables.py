"""The tables of the cards that people have in front of them, and of what each shows."""

from sqlalchemy import (
    Boolean,
    Column,
    ForeignKey,
    Identity,
    Index,
    Integer,
    String,
    Table,
    UniqueConstraint,
    false,
    text,
)

from storage.columns import NUMBERED, Instant, index_where, metadata, tenant_id

live_cards = Table(
    "live_cards",
    metadata,
    Column("id", NUMBERED, Identity(), primary_key=True),
    Column("tenant_id", String, nullable=False),
    Column("person_id", String, nullable=False),
    Column("kind", String, nullable=False),
    Column("subject", String, nullable=False),
    Column("service_url", String, nullable=False),
    Column("conversation_id", String, nullable=False),
    Column("activity_id", String, nullable=False),
    Column("wanted", Integer, nullable=False),
    Column("shown", Integer, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("not_before", Instant),
    Column("editing", Boolean, nullable=False),
    # Something on it was erased: it may not stay as it is, even where nothing else is on it.
    Column("erased", Boolean, nullable=False, server_default=false()),
    UniqueConstraint("tenant_id", "person_id", "kind", "subject"),
)
BEHIND = text("wanted > shown")
index_where("ix_live_cards_behind", BEHIND, live_cards.c.tenant_id, live_cards.c.id)
EDITING = text("editing")
index_where("ix_live_cards_editing", EDITING, live_cards.c.tenant_id, live_cards.c.id)
card_shows = Table(
    "card_shows",
    metadata,
    tenant_id(),
    Column("entity", String, primary_key=True),
    Column(
        "card_id",
        NUMBERED,
        # SQLite's alone: on PostgreSQL triggers keep the same (revision 0005).
        ForeignKey("live_cards.id", ondelete="CASCADE"),
        primary_key=True,
        autoincrement=False,
    ),
    Index(None, "card_id"),
)
