"""Events become a chain; triggers keep it, and its heads, from whatever isn't adding to it."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from alembic import op

from programme.event import Event
from programme.event_chain import START, Entry, Head, follow

_INSTANT = sa.DateTime(timezone=True)
_TEXTS = ("who", "verb", "subject", "source")
_AT_ONCE = 5_000
_UNCHAINED = sa.table(
    "events_unchained",
    sa.column("id", sa.BigInteger()),
    sa.column("tenant_id", sa.String()),
    sa.column("at", _INSTANT),
    *(sa.column(name, sa.String()) for name in _TEXTS),
    sa.column("detail", sa.JSON()),
)
_CHAINED = sa.table(
    "events",
    sa.column("tenant_id", sa.String()),
    sa.column("number", sa.BigInteger()),
    sa.column("at", _INSTANT),
    *(sa.column(name, sa.String()) for name in _TEXTS),
    sa.column("detail", sa.JSON()),
    sa.column("hash", sa.String()),
)

ONLY_ADDED = "events are only ever added to"
"""What the database says to whatever would change them."""


def upgrade() -> None:
    """Makes the tables, chains the events that there are in their order, and sets the triggers."""
    on_postgresql = op.get_bind().dialect.name == "postgresql"
    op.rename_table("events", "events_unchained")
    if on_postgresql:
        # The names of keys are the database's there, not the table's.
        op.execute("ALTER TABLE events_unchained RENAME CONSTRAINT pk_events TO pk_unchained")
    _make_tables()
    _chain_events()
    op.drop_table("events_unchained")
    op.create_index(
        "ix_events_tenant_id_subject_number", "events", ["tenant_id", "subject", "number"]
    )
    if on_postgresql:
        _keep_on_postgresql()
    else:
        _keep_on_sqlite()


def _make_tables() -> None:
    op.create_table(
        "events",
        sa.Column("tenant_id", sa.String(), nullable=False),
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("at", _INSTANT, nullable=False),
        *(sa.Column(name, sa.String(), nullable=False) for name in _TEXTS),
        sa.Column("detail", sa.JSON(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "number", name="pk_events"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "event_heads",
        sa.Column("tenant_id", sa.String(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.Column("removed_number", sa.BigInteger(), nullable=False),
        sa.Column("removed_hash", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", name="pk_event_heads"),
    )


def _chain_events() -> None:
    connection = op.get_bind()
    heads: dict[str, Head] = {}
    for rows in _batches(connection):
        chained = []
        for row in rows:
            (entry,) = follow(row.tenant_id, heads.get(row.tenant_id, START), [_event(row)])
            heads[row.tenant_id] = entry.head
            chained.append(_row(row.tenant_id, entry))
        connection.execute(sa.insert(_CHAINED), chained)
    heads_table = sa.table(
        "event_heads",
        *(sa.column(name, sa.String()) for name in ("tenant_id", "hash", "removed_hash")),
        *(sa.column(name, sa.BigInteger()) for name in ("number", "removed_number")),
    )
    for tenant_id, head in heads.items():
        connection.execute(
            sa.insert(heads_table).values(
                tenant_id=tenant_id,
                number=head.number,
                hash=head.hash,
                removed_number=START.number,
                removed_hash=START.hash,
            )
        )


def _batches(connection: sa.Connection) -> Iterator[Sequence[sa.Row[Any]]]:
    last = 0
    reading = sa.select(_UNCHAINED).order_by(_UNCHAINED.c.id).limit(_AT_ONCE)
    while rows := connection.execute(reading.where(_UNCHAINED.c.id > last)).all():
        yield rows
        last = rows[-1].id


def _event(row: sa.Row[Any]) -> Event:
    return Event(_utc(row.at), row.who, row.verb, row.subject, row.source, row.detail)


def _utc(at: datetime) -> datetime:
    """SQLite knows no time zones: what it kept is UTC."""
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def _row(tenant_id: str, entry: Entry) -> dict[str, object]:
    event = entry.event
    return {
        "tenant_id": tenant_id,
        "number": entry.number,
        "at": event.at,
        "who": event.who,
        "verb": event.verb,
        "subject": event.subject,
        "source": event.source,
        "detail": dict(event.detail),
        "hash": entry.hash,
    }


# A head goes forward alone. Its checkpoint moves when an event says so, and up to it events may go.
_SAYS_SO = (
    "EXISTS (SELECT 1 FROM events WHERE tenant_id = NEW.tenant_id AND number > NEW.removed_number"
    " AND verb = 'remove_old_events' AND {up_to} = NEW.removed_number"
    " AND {hash} = NEW.removed_hash)"
)
_CHECKPOINT_MOVES = (
    "(NEW.removed_number <> OLD.removed_number OR NEW.removed_hash <> OLD.removed_hash)"
)
_GOES_BACK = (
    "NEW.tenant_id <> OLD.tenant_id OR NEW.number < OLD.number"
    " OR NEW.number = OLD.number AND NEW.hash <> OLD.hash"
    " OR NEW.removed_number < OLD.removed_number"
)
_NOT_REMOVED = (
    "OLD.number > COALESCE((SELECT removed_number FROM event_heads"
    " WHERE tenant_id = OLD.tenant_id), 0)"
)


def _keep_on_sqlite() -> None:
    says_so = _SAYS_SO.format(
        up_to="json_extract(detail, '$.up_to')", hash="json_extract(detail, '$.hash')"
    )
    here = "EXISTS (SELECT 1 FROM {} WHERE tenant_id = NEW.tenant_id{})"
    for name, moment, refused in (
        ("events_refuse_update", "UPDATE ON events", "1"),
        ("events_refuse_delete", "DELETE ON events", _NOT_REMOVED),
        # INSERT OR REPLACE deletes, and calls no trigger of DELETE.
        (
            "events_refuse_replace",
            "INSERT ON events",
            here.format("events", " AND number = NEW.number"),
        ),
        (
            "event_heads_refuse_update",
            "UPDATE ON event_heads",
            f"{_GOES_BACK} OR {_CHECKPOINT_MOVES} AND NOT {says_so}",
        ),
        ("event_heads_refuse_delete", "DELETE ON event_heads", "1"),
        ("event_heads_refuse_replace", "INSERT ON event_heads", here.format("event_heads", "")),
    ):
        op.execute(
            f"CREATE TRIGGER {name} BEFORE {moment} WHEN {refused} "
            f"BEGIN SELECT RAISE(ABORT, '{ONLY_ADDED}'); END"
        )


def _keep_on_postgresql() -> None:
    says_so = _SAYS_SO.format(up_to="(detail->>'up_to')::bigint", hash="detail->>'hash'")
    broken = f"{_GOES_BACK} OR {_CHECKPOINT_MOVES} AND NOT {says_so}"
    refuse = f"RAISE EXCEPTION '{ONLY_ADDED}'"
    # The function that refuses a statement whatever it is stands since the first revision.
    for name, body in (
        (
            "keep_events_but_removed",
            f"IF {_NOT_REMOVED} THEN {refuse}; END IF; RETURN OLD;",
        ),
        (
            "keep_event_heads",
            f"IF {broken} THEN {refuse}; END IF; RETURN NEW;",
        ),
    ):
        op.execute(
            f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {body} END $$"
        )
    always = "refuse_to_change_events"
    # The commonest change, an entry more, calls no function.
    not_onwards = f"FOR EACH ROW WHEN ({_GOES_BACK} OR {_CHECKPOINT_MOVES})"
    for name, moment, when, function in (
        ("events_refuse_change", "UPDATE OR TRUNCATE ON events", "FOR EACH STATEMENT", always),
        ("events_refuse_delete", "DELETE ON events", "FOR EACH ROW", "keep_events_but_removed"),
        ("event_heads_refuse_update", "UPDATE ON event_heads", not_onwards, "keep_event_heads"),
        (
            "event_heads_refuse_delete",
            "DELETE OR TRUNCATE ON event_heads",
            "FOR EACH STATEMENT",
            always,
        ),
    ):
        op.execute(f"CREATE TRIGGER {name} BEFORE {moment} {when} EXECUTE FUNCTION {function}()")
