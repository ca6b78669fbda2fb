"""The tables of duties: since when they are owed, and what is done of them."""

import sqlalchemy as sa
from alembic import op

# As it stands in this revision: what storage/columns.py says later must not change it.
INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Makes the four tables, and finds cases by their team: dip samples are drawn from a few."""
    op.create_table(
        "role_terms",
        *_texts("tenant_id", "duty_id", "person_id"),
        sa.Column("since", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "duty_id", "person_id", name="pk_role_terms"),
    )
    _observations()
    op.create_table(
        "practice_days",
        *_texts("tenant_id", "id", "person_id"),
        sa.Column("on", sa.Date(), nullable=False),
        *_texts("service", "feedback"),
        sa.Column("recorded_at", INSTANT, nullable=False),
        sa.Column("taken_back_at", INSTANT),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="pk_practice_days"),
    )
    op.create_index("ix_practice_days_tenant_id_on", "practice_days", ["tenant_id", "on"])
    _dip_samples()
    op.create_index("ix_cases_tenant_id_team", "cases", ["tenant_id", "team"])


def _texts(*names: str) -> tuple[sa.Column[str], ...]:
    return tuple(sa.Column(name, sa.String(), nullable=False) for name in names)


def _observations() -> None:
    op.create_table(
        "observations",
        *_texts("tenant_id", "id", "observer_id", "observed_id", "setting"),
        sa.Column("on", sa.Date(), nullable=False),
        *_texts("seen"),
        sa.Column("discussed", sa.Boolean(), nullable=False),
        sa.Column("discussed_on", sa.Date()),
        *_texts("training_needs"),
        sa.Column("recorded_at", INSTANT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("taken_back_at", INSTANT),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="pk_observations"),
    )
    op.create_index("ix_observations_tenant_id_on", "observations", ["tenant_id", "on"])
    op.create_index(
        "ix_observations_tenant_id_observer_id", "observations", ["tenant_id", "observer_id"]
    )


def _dip_samples() -> None:
    op.create_table(
        "dip_samples",
        *_texts("tenant_id", "id", "person_id", "month"),
        sa.Column("seed", sa.Integer(), nullable=False),
        sa.Column("asked", sa.Integer(), nullable=False),
        sa.Column("theme", sa.String()),
        sa.Column("cases", sa.JSON(), nullable=False),
        sa.Column("drawn_at", INSTANT, nullable=False),
        *_texts("state"),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("submitted_at", INSTANT),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="pk_dip_samples"),
    )
    op.create_index(
        "ix_dip_samples_tenant_id_month_state", "dip_samples", ["tenant_id", "month", "state"]
    )
    op.create_index(
        "ix_dip_samples_tenant_id_person_id_drawn_at",
        "dip_samples",
        ["tenant_id", "person_id", "drawn_at"],
    )
    is_open = sa.text("state = 'open'")
    op.create_index(
        "ix_dip_samples_one_open",
        "dip_samples",
        ["tenant_id", "person_id"],
        unique=True,
        sqlite_where=is_open,
        postgresql_where=is_open,
    )
