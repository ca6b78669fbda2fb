"""Actions get priorities, tracking, escalation, confirmation, reopening, and the version of the
framework that they end under; and what was done with them is kept step by step."""

import sqlalchemy as sa
from alembic import op

UNCONFIRMED = "state = 'completed' AND confirmed_at IS NULL"


def upgrade() -> None:
    """Adds the columns; an old action has none of it, which NULL says."""
    columns: tuple[tuple[str, sa.String | sa.Date | sa.DateTime], ...] = (
        ("priority", sa.String()),
        ("tracked", sa.String()),
        ("tracked_on", sa.Date()),
        ("escalated_on", sa.Date()),
        ("confirmed_by", sa.String()),
        ("confirmed_at", sa.DateTime(timezone=True)),
        ("reopened_by", sa.String()),
        ("reopened_reason", sa.String()),
        ("set_on", sa.Date()),
        ("done_on", sa.Date()),
    )
    for name, kind in columns:
        op.add_column("actions", sa.Column(name, kind))
    op.add_column(
        "actions", sa.Column("framework_version", sa.String(), nullable=False, server_default="")
    )
    op.add_column("actions", sa.Column("steps", sa.JSON(), nullable=False, server_default="[]"))
    op.drop_index("ix_actions_tenant_id_reminded_on", "actions")
    for name in ("reminded_on", "tracked_on"):
        _index(f"ix_actions_{name}", name, f"{name} IS NOT NULL")
    _index("ix_actions_unconfirmed", "audit_id", UNCONFIRMED)


def _index(name: str, column: str, condition: str) -> None:
    where = sa.text(condition)
    op.create_index(
        name, "actions", ["tenant_id", column], sqlite_where=where, postgresql_where=where
    )
