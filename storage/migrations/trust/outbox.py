"""A message keeps the id of what set it going; of an old one, nobody knows it."""

import sqlalchemy as sa
from alembic import op


def upgrade() -> None:
    """Adds the column."""
    op.add_column("outbox", sa.Column("cause", sa.String()))
