"""The table of audits, and what a tick looks for in it."""

from sqlalchemy import JSON, Column, Date, Index, Integer, String, Table, text

from storage.columns import Instant, index_where, metadata, tenant_id

audits = Table(
    "audits",
    metadata,
    tenant_id(),
    Column("id", String, primary_key=True),
    Column("month", String, nullable=False),
    Column("case_reference", String, nullable=False),
    Column("cohort", String, nullable=False),
    Column("team", String, nullable=False),
    Column("service_area", String, nullable=False),
    Column("tool_id", String, nullable=False),
    Column("lead_id", String, nullable=False),
    Column("peer_id", String),
    Column("due", Date, nullable=False),
    Column("why", JSON, nullable=False),
    Column("state", String, nullable=False),
    Column("version", Integer, nullable=False),
    Column("record", JSON, nullable=False),
    Column("submitted_at", Instant),
    Column("submitted_by", String),
    Column("views_recorded_at", Instant),
    Column("withdrawn_reason", String),
    # Empty for an audit outside the rounds.
    Column("round_id", String, nullable=False, server_default=""),
    Column("theme", String),
    Column("acknowledged_by", String),
    Column("acknowledged_at", Instant),
    Column("practice_of", String),
    # Empty for one that is older than versions: it is of the council's first.
    Column("framework_version", String, nullable=False, server_default=""),
    Column("case_closed_on", Date),
)
Index(None, audits.c.tenant_id, audits.c.month, audits.c.lead_id, audits.c.peer_id)
Index(None, audits.c.tenant_id, audits.c.lead_id, audits.c.month)
Index(None, audits.c.tenant_id, audits.c.peer_id, audits.c.month)
Index(None, audits.c.tenant_id, audits.c.case_reference, audits.c.month)
Index(None, audits.c.tenant_id, audits.c.submitted_at)

# What a tick looks for each day. The conditions stand in the statements word for word, and each is
# in the index's order, or SQLite would take another index and read every audit there ever was.
OUTSIDE_UNSUBMITTED = text("round_id = '' AND state <> 'submitted' AND state <> 'withdrawn'")
NOT_ACKNOWLEDGED = text("state = 'submitted' AND acknowledged_at IS NULL")
CLOSED = text("state = 'allocated' AND case_closed_on IS NOT NULL")
for _name, _column, _where in (
    ("outside_unsubmitted", audits.c.due, OUTSIDE_UNSUBMITTED),
    ("unacknowledged", audits.c.round_id, NOT_ACKNOWLEDGED),
    ("of_closed_cases", audits.c.case_closed_on, CLOSED),
):
    index_where(f"ix_audits_{_name}", _where, audits.c.tenant_id, _column)
