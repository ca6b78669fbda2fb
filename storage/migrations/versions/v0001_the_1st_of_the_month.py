"""The tables of the 1st of the month, end to end."""

from collections.abc import Iterator

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

# As they stand in this revision: what storage/columns.py says later must not change it.
INSTANT = sa.DateTime(timezone=True)
NUMBERED = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Makes every table, and the triggers that keep events as they are."""
    _acknowledgements()
    _actions()
    _allocations()
    _audits()
    _cases()
    _conversations()
    _councils()
    _events()
    _leases()
    _live_cards()
    _outbox()
    _people()
    _teams()
    _ticks()
    _card_shows()
    if op.get_bind().dialect.name == "postgresql":
        _keep_events_on_postgresql()
    else:
        _keep_events_on_sqlite()


def _texts(*names: str) -> Iterator[sa.Column[str]]:
    return (sa.Column(name, sa.String(), nullable=False) for name in names)


def _index(table: str, *columns: str) -> None:
    op.create_index(f"ix_{table}_tenant_id_{'_'.join(columns)}", table, ["tenant_id", *columns])


def _partial_index(
    name: str, table: str, condition: str, *columns: str, unique: bool = False
) -> None:
    where, of = sa.text(condition), ["tenant_id", *columns]
    op.create_index(name, table, of, unique=unique, sqlite_where=where, postgresql_where=where)


def _keep_events_on_sqlite() -> None:
    for change in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER events_refuse_{change.lower()} BEFORE {change} ON events "
            "BEGIN SELECT RAISE(ABORT, 'events are only ever added to'); END"
        )


def _keep_events_on_postgresql() -> None:
    op.execute(
        "CREATE FUNCTION refuse_to_change_events() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'events are only ever added to'; END $$"
    )
    op.execute(
        "CREATE TRIGGER events_refuse_change BEFORE UPDATE OR DELETE OR TRUNCATE ON events "
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_to_change_events()"
    )


def _acknowledgements() -> None:
    op.create_table(
        "acknowledgements",
        *_texts("tenant_id", "month", "person_id"),
        sa.Column("at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "month", "person_id", name="pk_acknowledgements"),
    )


def _actions() -> None:
    op.create_table(
        "actions",
        *_texts("tenant_id", "id", "audit_id", "month"),
        sa.Column("number", sa.Integer(), nullable=False),
        *_texts("case_reference", "team", "text"),
        sa.Column("due", sa.Date(), nullable=False),
        *_texts("set_by", "state"),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("extensions", sa.Integer(), nullable=False),
        sa.Column("extension_reason", sa.String()),
        sa.Column("first_due", sa.Date()),
        sa.Column("completed_by", sa.String()),
        sa.Column("completed_at", INSTANT),
        sa.Column("completion_note", sa.String()),
        sa.Column("reminded", sa.String()),
        sa.Column("reminded_on", sa.Date()),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="pk_actions"),
    )
    _partial_index("ix_actions_open_due", "actions", "state = 'open'", "due")
    _partial_index("ix_actions_open_team", "actions", "state = 'open'", "team")
    _index("actions", "audit_id")
    _index("actions", "month")
    _index("actions", "reminded_on")


def _allocations() -> None:
    op.create_table(
        "allocations",
        *_texts("tenant_id", "month", "seed", "framework_version"),
        sa.Column("drawn_by", sa.String()),
        sa.Column("drawn_at", INSTANT, nullable=False),
        sa.Column("gaps", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "month", name="pk_allocations"),
    )


def _audits() -> None:
    op.create_table(
        "audits",
        *_texts(
            "tenant_id",
            "id",
            "month",
            "case_reference",
            "cohort",
            "team",
            "service_area",
            "tool_id",
            "lead_id",
        ),
        sa.Column("peer_id", sa.String()),
        sa.Column("due", sa.Date(), nullable=False),
        sa.Column("why", sa.JSON(), nullable=False),
        *_texts("state"),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("record", sa.JSON(), nullable=False),
        sa.Column("submitted_at", INSTANT),
        sa.Column("submitted_by", sa.String()),
        sa.Column("views_recorded_at", INSTANT),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="pk_audits"),
    )
    _index("audits", "case_reference", "month")
    _index("audits", "lead_id", "month")
    _index("audits", "month", "lead_id", "peer_id")
    _index("audits", "peer_id", "month")


def _cases() -> None:
    op.create_table(
        "cases",
        *_texts("tenant_id", "reference", "cohort", "team"),
        sa.Column("worker", sa.String()),
        sa.Column("iro", sa.String()),
        sa.Column("opened", sa.Date()),
        sa.Column("last_reviewed", sa.Date()),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "reference", name="pk_cases"),
    )


def _conversations() -> None:
    op.create_table(
        "conversations",
        *_texts("tenant_id", "person_id", "service_url", "conversation_id", "user_id"),
        sa.Column("blocked", sa.String()),
        sa.PrimaryKeyConstraint("tenant_id", "person_id", name="pk_conversations"),
    )


def _councils() -> None:
    op.create_table(
        "councils",
        *_texts("tenant_id", "framework_id", "framework_version", "rules"),
        sa.Column("added_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", name="pk_councils"),
    )


def _events() -> None:
    op.create_table(
        "events",
        sa.Column("id", NUMBERED, sa.Identity(), nullable=False),
        *_texts("tenant_id"),
        sa.Column("at", INSTANT, nullable=False),
        *_texts("who", "verb", "subject", "source"),
        sa.Column("detail", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_events"),
    )
    _index("events", "subject", "id")


def _leases() -> None:
    op.create_table(
        "leases",
        *_texts("tenant_id", "owner"),
        sa.Column("until", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", name="pk_leases"),
    )


def _live_cards() -> None:
    op.create_table(
        "live_cards",
        sa.Column("id", NUMBERED, sa.Identity(), nullable=False),
        *_texts(
            "tenant_id",
            "person_id",
            "kind",
            "subject",
            "service_url",
            "conversation_id",
            "activity_id",
        ),
        sa.Column("wanted", sa.Integer(), nullable=False),
        sa.Column("shown", sa.Integer(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("not_before", INSTANT),
        sa.Column("editing", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_live_cards"),
        sa.UniqueConstraint(
            "tenant_id",
            "person_id",
            "kind",
            "subject",
            name="uq_live_cards_tenant_id_person_id_kind_subject",
        ),
    )
    _partial_index("ix_live_cards_behind", "live_cards", "wanted > shown", "id")
    _partial_index("ix_live_cards_editing", "live_cards", "editing", "id")


def _outbox() -> None:
    op.create_table(
        "outbox",
        *_texts("tenant_id", "key", "person_id", "kind", "subject"),
        sa.Column("not_before", INSTANT, nullable=False),
        sa.Column("expires", INSTANT),
        sa.Column("reports_to", sa.String()),
        sa.Column("attempts", sa.Integer(), nullable=False),
        *_texts("state"),
        sa.Column("reason", sa.String()),
        sa.Column("settled_at", INSTANT),
        sa.Column("overtaken", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "key", name="pk_outbox"),
    )
    _partial_index("ix_outbox_sending", "outbox", "state = 'sending'", "key")
    _index("outbox", "subject", "kind")
    _partial_index("ix_outbox_undeliverable", "outbox", "state = 'undeliverable'", "person_id")
    _partial_index("ix_outbox_waiting", "outbox", "state = 'waiting'", "not_before", "key")


def _people() -> None:
    op.create_table(
        "people",
        *_texts("tenant_id", "id", "name", "email", "email_folded"),
        sa.Column("roles", sa.JSON(), nullable=False),
        sa.Column("team", sa.String()),
        sa.Column("service_area", sa.String()),
        sa.Column("line_manager_email", sa.String()),
        sa.Column("object_id", sa.String()),
        sa.Column("absences", sa.JSON(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="pk_people"),
    )
    _partial_index("uq_people_email_folded", "people", "active", "email_folded", unique=True)
    _partial_index("uq_people_object_id", "people", "active", "object_id", unique=True)


def _teams() -> None:
    op.create_table(
        "teams",
        *_texts("tenant_id", "name", "service_area"),
        sa.PrimaryKeyConstraint("tenant_id", "name", name="pk_teams"),
    )


def _ticks() -> None:
    op.create_table(
        "ticks",
        *_texts("tenant_id", "job"),
        sa.Column("due_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "job", "due_at", name="pk_ticks"),
    )


def _card_shows() -> None:
    op.create_table(
        "card_shows",
        *_texts("tenant_id", "entity"),
        sa.Column("card_id", NUMBERED, autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["card_id"], ["live_cards.id"], name="fk_card_shows_card_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("tenant_id", "entity", "card_id", name="pk_card_shows"),
    )
    op.create_index("ix_card_shows_card_id", "card_shows", ["card_id"])
