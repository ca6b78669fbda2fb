"""Requests of auditors to be spared their part of an audit."""

import sqlalchemy as sa
from alembic import op


def upgrade() -> None:
    """Makes the table."""
    op.create_table(
        "hand_overs",
        sa.Column("tenant_id", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("audit_id", sa.String(), nullable=False),
        sa.Column("part", sa.String(), nullable=False),
        sa.Column("case_reference", sa.String(), nullable=False),
        sa.Column("asked_by", sa.String(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ground", sa.String(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("begun", sa.Boolean(), nullable=False),
        sa.Column("to_id", sa.String()),
        sa.Column("swap_audit_id", sa.String()),
        sa.Column("answer_by", sa.Date()),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("why_officers", sa.String()),
        sa.Column("answer", sa.String(), nullable=False),
        sa.Column("ended_by", sa.String()),
        sa.Column("ended_at", sa.DateTime(timezone=True)),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="pk_hand_overs"),
    )
    still_open = sa.text("ended_at IS NULL")
    op.create_index(
        "ix_hand_overs_open",
        "hand_overs",
        ["tenant_id", "audit_id"],
        sqlite_where=still_open,
        postgresql_where=still_open,
    )
    op.create_index(
        "ix_hand_overs_tenant_id_case_reference", "hand_overs", ["tenant_id", "case_reference"]
    )
