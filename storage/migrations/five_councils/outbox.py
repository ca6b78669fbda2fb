"""A message keeps when it was last put back to wait; an old one never was. What people asked to be
reminded of later is found by whom it waits for."""

import sqlalchemy as sa
from alembic import op


def upgrade() -> None:
    """Adds the column and the index."""
    op.add_column("outbox", sa.Column("put_back_at", sa.DateTime(timezone=True)))
    asked_later = sa.text("state = 'waiting' AND key LIKE 'later:%'")
    op.create_index(
        "ix_outbox_asked_later",
        "outbox",
        ["tenant_id", "person_id"],
        sqlite_where=asked_later,
        postgresql_where=asked_later,
    )
