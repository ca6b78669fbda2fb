"""A message that is put off keeps the time at which it was to go at first; one that was put off
before this is as old as what it waits for."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Adds the column."""
    op.add_column("outbox", sa.Column("first_due", sa.DateTime(timezone=True)))
