"""Audits pass to another auditor, and are withdrawn."""

import sqlalchemy as sa
from alembic import op


def upgrade() -> None:
    """A table of what passed on; why an audit was withdrawn stands with the audit."""
    op.add_column("audits", sa.Column("withdrawn_reason", sa.String()))
    op.create_table(
        "reassignments",
        sa.Column("tenant_id", sa.String(), nullable=False),
        sa.Column("audit_id", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("month", sa.String(), nullable=False),
        sa.Column("case_reference", sa.String(), nullable=False),
        sa.Column("part", sa.String(), nullable=False),
        sa.Column("from_id", sa.String(), nullable=False),
        sa.Column("to_id", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "audit_id", "version", name="pk_reassignments"),
    )
    op.create_index(
        "ix_reassignments_tenant_id_month_from_id",
        "reassignments",
        ["tenant_id", "month", "from_id"],
    )
