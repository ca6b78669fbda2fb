"""A council has a key, without which nobody computes its ids; those that are here have none, and
keep the ids that they gave."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Adds the column."""
    op.add_column("councils", sa.Column("id_key", sa.String(), nullable=False, server_default=""))
