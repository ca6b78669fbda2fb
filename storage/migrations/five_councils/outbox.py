"""A message keeps when it was last put back to wait; an old one never was."""

import sqlalchemy as sa
from alembic import op


def upgrade() -> None:
    """Adds the column."""
    op.add_column("outbox", sa.Column("put_back_at", sa.DateTime(timezone=True)))
