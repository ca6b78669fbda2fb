"""A message keeps the id of what set it going, and its own time where it was put off; of an old
one, nobody knows the first, and the other is when it waits for."""

import sqlalchemy as sa
from alembic import op


def upgrade() -> None:
    """Adds the columns."""
    op.add_column("outbox", sa.Column("cause", sa.String()))
    op.add_column("outbox", sa.Column("first_due", sa.DateTime(timezone=True)))
