"""Moderations of audits."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Date,
    Index,
    Integer,
    String,
    Table,
    bindparam,
    func,
    select,
    text,
)

from programme.moderation import Judgement, Moderation, ModerationState
from storage.among import among
from storage.columns import Instant, index_where, metadata, tenant_id
from storage.prepared import Found, Values
from storage.transaction import OF_TENANT, Transaction
from storage.versioned import Versioned

moderations = Table(
    "moderations",
    metadata,
    tenant_id(),
    Column("id", String, primary_key=True),
    Column("moderator_id", String, nullable=False),
    Column("form", String, nullable=False),
    Column("why", String, nullable=False),
    Column("asked_at", Instant, nullable=False),
    Column("due", Date, nullable=False),
    Column("state", String, nullable=False),
    Column("version", Integer, nullable=False),
    Column("handed_on_by", JSON, nullable=False),
    Column("agreed", JSON, nullable=False),
    Column("moderated_at", Instant),
    Column("answer_due", Date),
    Column("answered_by", String),
    Column("answered_at", Instant),
    Column("answer_agrees", Boolean),
    Column("answer", String, nullable=False),
)
_WAITING = text("state = 'waiting'")
_CHANGED = text("state = 'changed'")
index_where("ix_moderations_waiting", _WAITING, moderations.c.tenant_id, moderations.c.moderator_id)
index_where("ix_moderations_changed", _CHANGED, moderations.c.tenant_id, moderations.c.answer_due)
Index(None, moderations.c.tenant_id, moderations.c.asked_at, moderations.c.moderator_id)

_ALL = select(moderations).where(moderations.c.tenant_id == OF_TENANT)
_SOME = _ALL.where(among(moderations.c.id, "of_ids"))
# The state stands in the statement itself, or neither database would use the partial indexes.
# And in its order, or SQLite would take another, and read every moderation there ever was.
_THAT_WAIT = _ALL.where(_WAITING).order_by(moderations.c.moderator_id)
_WAITING_OF = _ALL.where(_WAITING, moderations.c.moderator_id == bindparam("of_person"))
_AWAITING = _ALL.where(_CHANGED, moderations.c.answer_due < bindparam("before_day"))
_GIVEN = (
    select(moderations.c.moderator_id, func.count().label("times"))
    .where(
        moderations.c.tenant_id == OF_TENANT,
        moderations.c.asked_at >= bindparam("asked_since", type_=Instant()),
    )
    .group_by(moderations.c.moderator_id)
)


class StoredModerations:
    """programme.ports.Moderations."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    async def get(self, audit_id: str) -> Moderation | None:
        """The audit's."""
        return await _MODERATIONS.get(self._transaction, audit_id)

    async def some(self, audit_ids: Collection[str]) -> tuple[Moderation, ...]:
        """Those of the audits that have one."""
        return _by_urgency(await self._transaction.rows_for(_SOME, "of_ids", audit_ids))

    async def waiting(self) -> tuple[Moderation, ...]:
        """Every one that its moderator hasn't done yet, the most urgent first."""
        return _by_urgency(await self._transaction.rows(_THAT_WAIT))

    async def waiting_of(self, person_id: str) -> tuple[Moderation, ...]:
        """Those that wait for one person, the most urgent first."""
        return _by_urgency(await self._transaction.rows(_WAITING_OF, of_person=person_id))

    async def awaiting_answer_before(self, day: date) -> tuple[Moderation, ...]:
        """Those whose auditor had time for an answer until a day before `day`."""
        return _by_urgency(await self._transaction.rows(_AWAITING, before_day=day))

    async def given_since(self, start: datetime) -> Mapping[str, int]:
        """Moderator id to how many they were asked for from `start` (UTC) on."""
        rows = await self._transaction.rows(_GIVEN, asked_since=start)
        return {row.moderator_id: row.times for row in rows}

    async def add(self, moderations: Sequence[Moderation]) -> None:
        """Adds new ones."""
        await _MODERATIONS.add(self._transaction, moderations)

    async def save(self, moderation: Moderation) -> None:
        """Replaces version - 1 of it. Raises ShowAsItIsNow when another change came first."""
        await _MODERATIONS.save(self._transaction, moderation)


def _by_urgency(rows: Iterable[Found]) -> tuple[Moderation, ...]:
    return tuple(sorted(map(_moderation, rows), key=lambda m: (m.due, m.id)))


def _values(moderation: Moderation) -> Values:
    return {
        "moderator_id": moderation.moderator_id,
        "form": moderation.form,
        "why": moderation.why,
        "asked_at": moderation.asked_at,
        "due": moderation.due,
        "state": moderation.state.value,
        "version": moderation.version,
        "handed_on_by": moderation.handed_on_by,
        "agreed": moderation.agreed,
        "moderated_at": moderation.moderated_at,
        "answer_due": moderation.answer_due,
        "answered_by": moderation.answered_by,
        "answered_at": moderation.answered_at,
        "answer_agrees": moderation.answer_agrees,
        "answer": moderation.answer,
    }


def _moderation(row: Found) -> Moderation:
    kept: Mapping[str, Any] = row.agreed  # JSON, as Judgement's fields give it
    return Moderation(
        id=row.id,
        moderator_id=row.moderator_id,
        form=row.form,
        why=row.why,
        asked_at=row.asked_at,
        due=row.due,
        state=ModerationState(row.state),
        version=row.version,
        handed_on_by=tuple(row.handed_on_by),
        # Unpacked, so that a row kept before a field was added reads as its default.
        agreed=Judgement(**kept),
        moderated_at=row.moderated_at,
        answer_due=row.answer_due,
        answered_by=row.answered_by,
        answered_at=row.answered_at,
        answer_agrees=row.answer_agrees,
        answer=row.answer,
    )


_MODERATIONS = Versioned(
    moderations,
    _moderation,
    _values,
    stale="Somebody else changed this moderation just now; here it is as it stands.",
)
