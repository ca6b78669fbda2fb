"""Moderations."""

import sqlalchemy as sa
from alembic import op

# As it stands in this revision: what storage/columns.py says later must not change it.
INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Makes the table and its indexes."""
    op.create_table(
        "moderations",
        sa.Column("tenant_id", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("moderator_id", sa.String(), nullable=False),
        sa.Column("form", sa.String(), nullable=False),
        sa.Column("why", sa.String(), nullable=False),
        sa.Column("asked_at", INSTANT, nullable=False),
        sa.Column("due", sa.Date(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("handed_on_by", sa.JSON(), nullable=False),
        sa.Column("agreed", sa.JSON(), nullable=False),
        sa.Column("moderated_at", INSTANT),
        sa.Column("answer_due", sa.Date()),
        sa.Column("answered_by", sa.String()),
        sa.Column("answered_at", INSTANT),
        sa.Column("answer_agrees", sa.Boolean()),
        sa.Column("answer", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="pk_moderations"),
    )
    _partial_index("waiting", "moderator_id")
    _partial_index("changed", "answer_due")
    op.create_index(
        "ix_moderations_tenant_id_asked_at_moderator_id",
        "moderations",
        ["tenant_id", "asked_at", "moderator_id"],
    )


def _partial_index(state: str, column: str) -> None:
    where = sa.text(f"state = '{state}'")
    op.create_index(
        f"ix_moderations_{state}",
        "moderations",
        ["tenant_id", column],
        sqlite_where=where,
        postgresql_where=where,
    )
