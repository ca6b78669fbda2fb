"""Since when somebody isn't on the staff list any more, or a case on the case list."""

import sqlalchemy as sa
from alembic import op


def upgrade() -> None:
    """Makes the table."""
    op.create_table(
        "off_lists",
        sa.Column("tenant_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "kind", "key", name="pk_off_lists"),
    )
