"""Checks that audits' actions were completed."""

import sqlalchemy as sa
from alembic import op


def upgrade() -> None:
    """Makes the table and its index."""
    op.create_table(
        "loops",
        sa.Column("tenant_id", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("due", sa.Date(), nullable=False),
        sa.Column("checker_id", sa.String()),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("checks", sa.Integer(), nullable=False),
        sa.Column("found", sa.String(), nullable=False),
        sa.Column("checked_by", sa.String()),
        sa.Column("checked_at", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="pk_loops"),
    )
    where = sa.text("state = 'open'")
    op.create_index(
        "ix_loops_open_due",
        "loops",
        ["tenant_id", "due"],
        sqlite_where=where,
        postgresql_where=where,
    )
