"""Practice acknowledgements."""

import sqlalchemy as sa
from alembic import op

_TEXTS = ("tenant_id", "id", "case_reference", "team", "service_area", "practitioner")


def upgrade() -> None:
    """Makes the table."""
    op.create_table(
        "practice_acknowledgements",
        *(sa.Column(name, sa.String(), nullable=False) for name in _TEXTS),
        sa.Column("practitioner_id", sa.String()),
        sa.Column("standard", sa.String(), nullable=False),
        sa.Column("good", sa.String(), nullable=False),
        sa.Column("thank", sa.Boolean(), nullable=False),
        sa.Column("recorded_by", sa.String(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("acknowledged_by", sa.String()),
        sa.Column("acknowledged_at", sa.DateTime(timezone=True)),
        sa.Column("taken_back_at", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="pk_practice_acknowledgements"),
    )
    awaiting = sa.text("acknowledged_at IS NULL")
    op.create_index(
        "ix_practice_acknowledgements_awaiting",
        "practice_acknowledgements",
        ["tenant_id", "recorded_at"],
        sqlite_where=awaiting,
        postgresql_where=awaiting,
    )
