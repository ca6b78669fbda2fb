"""Team managers' reviews of audits."""

import sqlalchemy as sa
from alembic import op


def upgrade() -> None:
    """Makes the table."""
    op.create_table(
        "audit_reviews",
        sa.Column("tenant_id", sa.String(), nullable=False),
        sa.Column("audit_id", sa.String(), nullable=False),
        sa.Column("shared", sa.String(), nullable=False),
        sa.Column("reviewed_by", sa.String(), nullable=False),
        sa.Column("reviewed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "audit_id", name="pk_audit_reviews"),
    )
