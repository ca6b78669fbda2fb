"""What follows an audit: alerts, re-audits, audits asked for, overviews' turns, examples."""

from collections.abc import Iterator

import sqlalchemy as sa
from alembic import op

INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Makes the tables, and the index by which overviews find a period's audits."""
    _alerts()
    _outside_rounds()
    op.create_table(
        "overview_turns",
        *_texts("tenant_id", "overview_id", "period", "person_id"),
        sa.Column("at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "overview_id", "period", name="pk_overview_turns"),
    )
    op.create_table(
        "training_examples",
        *_texts("tenant_id", "audit_id", "person_id"),
        sa.Column("at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "audit_id", name="pk_training_examples"),
    )
    op.create_index("ix_audits_tenant_id_submitted_at", "audits", ["tenant_id", "submitted_at"])


def _texts(*names: str) -> Iterator[sa.Column[str]]:
    return (sa.Column(name, sa.String(), nullable=False) for name in names)


def _alerts() -> None:
    op.create_table(
        "alerts",
        *_texts("tenant_id", "audit_id", "person_id"),
        sa.Column("told_at", INSTANT, nullable=False),
        sa.Column("answer_by", sa.Date()),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("answer", sa.String()),
        sa.Column("answered_at", INSTANT),
        sa.Column("reminded_on", sa.Date()),
        sa.PrimaryKeyConstraint("tenant_id", "audit_id", "person_id", name="pk_alerts"),
    )
    unanswered = sa.text("answered_at IS NULL")
    op.create_index(
        "ix_alerts_unanswered",
        "alerts",
        ["tenant_id", "answer_by"],
        sqlite_where=unanswered,
        postgresql_where=unanswered,
    )


def _outside_rounds() -> None:
    op.create_table(
        "re_audits",
        *_texts("tenant_id", "audit_id", "original_id"),
        sa.Column("opens_on", sa.Date(), nullable=False),
        sa.Column("remind_on", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "audit_id", name="pk_re_audits"),
    )
    op.create_table(
        "commissioned_audits",
        *_texts("tenant_id", "audit_id", "commission_id", "topic", "asked_by"),
        sa.Column("asked_at", INSTANT, nullable=False),
        sa.Column("remind_on", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "audit_id", name="pk_commissioned_audits"),
    )
