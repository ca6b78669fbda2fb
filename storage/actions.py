"""Actions of audits."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date

from sqlalchemy import (
    JSON,
    Column,
    Date,
    Index,
    Integer,
    String,
    Table,
    bindparam,
    delete,
    select,
    text,
    update,
)

from programme.action import Action
from programme.calendar import Month
from storage.action_rows import action_of, changing_values, fixed_values
from storage.among import among
from storage.columns import Instant, index_where, metadata, tenant_id
from storage.escalations import OF_DAY, escalations
from storage.prepared import Found
from storage.transaction import OF_TENANT, Transaction
from storage.upsert import add_if_new
from storage.versioned import Versioned

actions = Table(
    "actions",
    metadata,
    tenant_id(),
    Column("id", String, primary_key=True),
    Column("audit_id", String, nullable=False),
    Column("month", String, nullable=False),
    Column("number", Integer, nullable=False),
    Column("case_reference", String, nullable=False),
    Column("team", String, nullable=False),
    Column("text", String, nullable=False),
    Column("due", Date, nullable=False),
    Column("set_by", String, nullable=False),
    Column("state", String, nullable=False),
    Column("version", Integer, nullable=False),
    Column("extensions", Integer, nullable=False),
    Column("extension_reason", String),
    Column("first_due", Date),
    Column("completed_by", String),
    Column("completed_at", Instant),
    Column("completion_note", String),
    Column("reminded", String),
    Column("reminded_on", Date),
    Column("priority", String),
    Column("tracked", String),
    Column("tracked_on", Date),
    Column("escalated_on", Date),
    Column("confirmed_by", String),
    Column("confirmed_at", Instant),
    Column("reopened_by", String),
    Column("reopened_reason", String),
    # Empty for one that is older than versions: it is of the council's first.
    Column("framework_version", String, nullable=False, server_default=""),
    Column("set_on", Date),
    Column("done_on", Date),
    Column("steps", JSON, nullable=False, server_default="[]"),
)
_OPEN = text("state = 'open'")
Index(None, actions.c.tenant_id, actions.c.audit_id)
Index(None, actions.c.tenant_id, actions.c.month)
for _told_on in ("reminded_on", "tracked_on"):
    # Most actions are never late, and a change of one that isn't need not look after these.
    _told = text(f"{_told_on} IS NOT NULL")
    index_where(f"ix_actions_{_told_on}", _told, actions.c.tenant_id, actions.c[_told_on])
_UNCONFIRMED = text("state = 'completed' AND confirmed_at IS NULL")
index_where("ix_actions_unconfirmed", _UNCONFIRMED, actions.c.tenant_id, actions.c.audit_id)
index_where("ix_actions_open_team", _OPEN, actions.c.tenant_id, actions.c.team)
index_where("ix_actions_open_due", _OPEN, actions.c.tenant_id, actions.c.due)

_ALL = select(actions).where(actions.c.tenant_id == OF_TENANT)
_OF_AUDITS = _ALL.where(among(actions.c.audit_id, "of_audits"))
_OF_MONTH = _ALL.where(actions.c.month == bindparam("of_month"))
# The state stands in the statement itself, or neither database would use the partial indexes.
_OPEN_OF_TEAMS = _ALL.where(_OPEN, among(actions.c.team, "of_teams"))
_OPEN_DUE = _ALL.where(_OPEN, actions.c.due <= bindparam("by_day"))
_REMINDED = _ALL.where(
    actions.c.reminded_on == bindparam("on_day"),
    among(actions.c.team, "of_teams"),
)
_TRACKED = _ALL.where(
    actions.c.tracked_on == bindparam("on_day"),
    among(actions.c.team, "of_teams"),
)
_ESCALATED = _ALL.where(actions.c.id.in_(OF_DAY))
_AWAITING = (
    select(actions.c.audit_id)
    .where(actions.c.tenant_id == OF_TENANT, _UNCONFIRMED)
    .distinct()
    .order_by(actions.c.audit_id)
)
_MARK = (
    update(actions)
    .where(actions.c.tenant_id == OF_TENANT, actions.c.id == bindparam("of_id"))
    .values(reminded=bindparam("stage"), reminded_on=bindparam("on_day"))
)
_MARK_TRACKED = (
    update(actions)
    .where(actions.c.tenant_id == OF_TENANT, actions.c.id == bindparam("of_id"))
    .values(tracked=bindparam("stage"), tracked_on=bindparam("on_day"))
)
_MARK_ESCALATED = (
    update(actions)
    .where(actions.c.tenant_id == OF_TENANT, actions.c.id == bindparam("of_id"))
    .values(escalated_on=bindparam("on_day"))
)
_REMOVE = delete(actions).where(
    actions.c.tenant_id == OF_TENANT,
    actions.c.id == bindparam("of_id"),
    actions.c.version == bindparam("of_version"),
)


class StoredActions:
    """programme.ports.Actions."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    async def get(self, action_id: str) -> Action | None:
        """The action of that id."""
        return await _ACTIONS.get(self._transaction, action_id)

    async def of_audits(self, audit_ids: Collection[str]) -> tuple[Action, ...]:
        """Those that the audits set, by reference and number."""
        return _by_case(await self._transaction.rows_for(_OF_AUDITS, "of_audits", audit_ids))

    async def of_month(self, month: Month) -> tuple[Action, ...]:
        """Those of the month's audits, by reference and number."""
        return _by_case(await self._transaction.rows(_OF_MONTH, of_month=str(month)))

    async def open_of_teams(self, teams: Collection[str]) -> tuple[Action, ...]:
        """The most urgent first."""
        return _by_urgency(await self._transaction.rows_for(_OPEN_OF_TEAMS, "of_teams", teams))

    async def open_due_by(self, day: date) -> tuple[Action, ...]:
        """Every open action of the council that is due by `day`, the most urgent first."""
        return _by_urgency(await self._transaction.rows(_OPEN_DUE, by_day=day))

    async def reminded_on(self, day: date, teams: Collection[str]) -> tuple[Action, ...]:
        """The teams' that a reminder was sent of on `day`, the most urgent first."""
        return _by_urgency(
            await self._transaction.rows_for(_REMINDED, "of_teams", teams, on_day=day)
        )

    async def tracked_on(self, day: date, teams: Collection[str]) -> tuple[Action, ...]:
        """The teams' that those who track them were told of on `day`, the most urgent first."""
        return _by_urgency(
            await self._transaction.rows_for(_TRACKED, "of_teams", teams, on_day=day)
        )

    async def escalated_on(self, day: date) -> tuple[Action, ...]:
        """Those whose delay was escalated on `day`, and maybe since, the most urgent first."""
        return _by_urgency(await self._transaction.rows(_ESCALATED, on_day=day))

    async def awaiting_confirmation(self) -> tuple[str, ...]:
        """The ids of the audits with a completed action that nobody has confirmed."""
        return tuple(row.audit_id for row in await self._transaction.rows(_AWAITING))

    async def add(self, actions: Sequence[Action]) -> None:
        """Adds new actions."""
        await _ACTIONS.add(self._transaction, actions)

    async def save(self, action: Action, was: Action) -> None:
        """Replaces `was`, version - 1 of it. Raises ShowAsItIsNow when another change came first.

        Who was told of it meanwhile leaves the version as it is, and stays known unless this change
        is about that.
        """
        await _ACTIONS.save(self._transaction, action, was)

    async def remove(self, actions: Collection[Action]) -> bool:
        """Removes them; False, for nothing to be kept, when somebody has changed one."""
        for action in actions:
            gone = {"of_id": action.id, "of_version": action.version}
            if await self._transaction.change(_REMOVE, **gone) != 1:
                return False
        return True

    async def mark_reminded(self, stages: Mapping[str, str], day: date) -> None:
        """Action id to the stage that was sent on `day`; the version stays."""
        await self._transaction.change_each(
            _MARK,
            ({"of_id": of, "stage": stage, "on_day": day} for of, stage in sorted(stages.items())),
        )

    async def mark_tracked(self, stages: Mapping[str, str], day: date) -> None:
        """Action id to the stage that those who track it were told on `day`."""
        await self._transaction.change_each(
            _MARK_TRACKED,
            ({"of_id": of, "stage": stage, "on_day": day} for of, stage in sorted(stages.items())),
        )

    async def mark_escalated(self, action_ids: Collection[str], day: date) -> None:
        """That their delay was escalated on `day`; the version stays."""
        await self._transaction.change_each(
            _MARK_ESCALATED, ({"of_id": of, "on_day": day} for of in sorted(action_ids))
        )
        await self._transaction.add_each(
            add_if_new(self._transaction.dialect, escalations),
            ({"day": day, "action_id": of} for of in sorted(action_ids)),
        )


def _by_case(rows: Iterable[Found]) -> tuple[Action, ...]:
    return tuple(sorted(map(action_of, rows), key=lambda a: (a.case_reference, a.month, a.number)))


def _by_urgency(rows: Iterable[Found]) -> tuple[Action, ...]:
    return tuple(sorted(map(action_of, rows), key=lambda a: (a.due, a.case_reference, a.number)))


_ACTIONS = Versioned(
    actions,
    action_of,
    changing_values,
    fixed=fixed_values,
    stale="Somebody else changed this action just now; here it is as it stands.",
)
