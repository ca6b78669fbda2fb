"""The themes that QA officers set."""

import sqlalchemy as sa
from alembic import op


def upgrade() -> None:
    """Makes the table."""
    texts = (sa.Column(name, sa.String(), nullable=False) for name in ("tenant_id", "month"))
    op.create_table(
        "month_themes",
        *texts,
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("set_by", sa.String(), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("cohorts", sa.JSON(), nullable=False),
        sa.Column("service_areas", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "month", name="pk_month_themes"),
    )
