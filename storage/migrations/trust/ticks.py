"""What a tick looks for each working day is found by what there is to do, not among all that was
ever done."""

import sqlalchemy as sa
from alembic import op


def upgrade() -> None:
    """Makes the indexes."""
    _index(
        "ix_audits_outside_unsubmitted",
        "audits",
        "due",
        "round_id = '' AND state <> 'submitted' AND state <> 'withdrawn'",
    )
    _index(
        "ix_audits_unacknowledged",
        "audits",
        "round_id",
        "state = 'submitted' AND acknowledged_at IS NULL",
    )
    _index(
        "ix_audits_of_closed_cases",
        "audits",
        "case_closed_on",
        "state = 'allocated' AND case_closed_on IS NOT NULL",
    )
    _index(
        "ix_observations_undiscussed",
        "observations",
        "observer_id",
        "taken_back_at IS NULL AND NOT discussed",
    )


def _index(name: str, table: str, column: str, condition: str) -> None:
    where = sa.text(condition)
    op.create_index(name, table, ["tenant_id", column], sqlite_where=where, postgresql_where=where)
