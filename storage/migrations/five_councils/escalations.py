"""On which days an action's delay was escalated."""

import sqlalchemy as sa
from alembic import op


def upgrade() -> None:
    """Makes the table."""
    op.create_table(
        "escalations",
        sa.Column("tenant_id", sa.String(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("action_id", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "day", "action_id", name="pk_escalations"),
    )
