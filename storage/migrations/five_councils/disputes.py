"""Disputes and escalations."""

import sqlalchemy as sa
from alembic import op

_TEXTS = ("tenant_id", "id", "rule_id", "case_reference", "team", "service_area", "raised_by")


def upgrade() -> None:
    """Makes the table."""
    op.create_table(
        "disputes",
        *(sa.Column(name, sa.String(), nullable=False) for name in _TEXTS),
        sa.Column("rule", sa.JSON(), nullable=False),
        sa.Column("raised_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("about", sa.String(), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("level_due", sa.Date(), nullable=False),
        sa.Column("history", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="pk_disputes"),
    )
    going_on = sa.text("ended_at IS NULL")
    op.create_index(
        "ix_disputes_open",
        "disputes",
        ["tenant_id", "level_due"],
        sqlite_where=going_on,
        postgresql_where=going_on,
    )
