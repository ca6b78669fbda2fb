"""The answers to a tool's questions; an audit of before has none."""

import sqlalchemy as sa
from alembic import op

_KEY = ("tenant_id", "audit_id", "question_id")


def upgrade() -> None:
    """Makes the table."""
    op.create_table(
        "audit_answers",
        *(sa.Column(name, sa.String(), nullable=False) for name in (*_KEY, "answer")),
        sa.PrimaryKeyConstraint(*_KEY, name="pk_audit_answers"),
    )
