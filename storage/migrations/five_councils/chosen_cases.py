"""Cases that were chosen for a round, and how often."""

import sqlalchemy as sa
from alembic import op


def upgrade() -> None:
    """Makes the tables."""
    op.create_table(
        "chosen_cases",
        sa.Column("tenant_id", sa.String(), nullable=False),
        sa.Column("round_id", sa.String(), nullable=False),
        sa.Column("month", sa.String(), nullable=False),
        sa.Column("case_reference", sa.String(), nullable=False),
        sa.Column("chosen_by", sa.String(), nullable=False),
        sa.Column("chosen_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint(
            "tenant_id", "round_id", "month", "case_reference", name="pk_chosen_cases"
        ),
    )
    op.create_table(
        "choices_of_cases",
        sa.Column("tenant_id", sa.String(), nullable=False),
        sa.Column("round_id", sa.String(), nullable=False),
        sa.Column("month", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "round_id", "month", name="pk_choices_of_cases"),
    )
