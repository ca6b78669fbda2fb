"""Cards from which something was erased: where nothing else is on one, it says so."""

import sqlalchemy as sa
from alembic import op


def upgrade() -> None:
    """Adds the column."""
    op.add_column(
        "live_cards", sa.Column("erased", sa.Boolean(), nullable=False, server_default=sa.false())
    )
