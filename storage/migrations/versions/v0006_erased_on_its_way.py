"""A message that is being sent knows whether something on its card was erased meanwhile."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Adds the column."""
    op.add_column(
        "outbox", sa.Column("erased", sa.Boolean(), nullable=False, server_default=sa.false())
    )
