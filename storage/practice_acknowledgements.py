"""Good practice that was recorded, and which manager acknowledged it."""

from sqlalchemy import Boolean, Column, String, Table, bindparam, select, text, update

from programme.practice_acknowledgement import PracticeAcknowledgement
from storage.columns import Instant, index_where, metadata, tenant_id
from storage.prepared import Found, Values
from storage.taken_back import take_back, taken_back_at, taking_back
from storage.transaction import OF_TENANT, Transaction
from storage.upsert import add_if_new

practice_acknowledgements = Table(
    "practice_acknowledgements",
    metadata,
    tenant_id(),
    Column("id", String, primary_key=True),
    Column("case_reference", String, nullable=False),
    Column("team", String, nullable=False),
    Column("service_area", String, nullable=False),
    Column("practitioner", String, nullable=False),
    Column("practitioner_id", String),
    Column("standard", String, nullable=False),
    Column("good", String, nullable=False),
    Column("thank", Boolean, nullable=False),
    Column("recorded_by", String, nullable=False),
    Column("recorded_at", Instant, nullable=False),
    Column("acknowledged_by", String),
    Column("acknowledged_at", Instant),
    taken_back_at(),
)
_AWAITING = text("acknowledged_at IS NULL")
index_where(
    "ix_practice_acknowledgements_awaiting",
    _AWAITING,
    practice_acknowledgements.c.tenant_id,
    practice_acknowledgements.c.recorded_at,
)

_ALL = select(practice_acknowledgements).where(practice_acknowledgements.c.tenant_id == OF_TENANT)
_ONE = _ALL.where(practice_acknowledgements.c.id == bindparam("of_id"))
_ALL_AWAITING = _ALL.where(_AWAITING, practice_acknowledgements.c.taken_back_at.is_(None))
_ACKNOWLEDGE = (
    update(practice_acknowledgements)
    .where(
        practice_acknowledgements.c.tenant_id == OF_TENANT,
        practice_acknowledgements.c.id == bindparam("of_id"),
        _AWAITING,
        practice_acknowledgements.c.taken_back_at.is_(None),
    )
    .values(acknowledged_by=bindparam("by"), acknowledged_at=bindparam("at"))
)
_TAKE_BACK = taking_back(practice_acknowledgements, _AWAITING)


class StoredPracticeAcknowledgements:
    """programme.ports.PracticeAcknowledgements."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    async def get(self, acknowledgement_id: str) -> PracticeAcknowledgement | None:
        """The acknowledgement of that id."""
        row = await self._transaction.first(_ONE, of_id=acknowledgement_id)
        return None if row is None else _practice(row)

    async def awaiting(self) -> tuple[PracticeAcknowledgement, ...]:
        """Those that no manager has acknowledged yet, the oldest first."""
        found = map(_practice, await self._transaction.rows(_ALL_AWAITING))
        return tuple(sorted(found, key=lambda each: (each.recorded_at, each.id)))

    async def add(self, practice: PracticeAcknowledgement) -> bool:
        """Keeps it; False when there is one of this id already."""
        adding = add_if_new(self._transaction.dialect, practice_acknowledgements)
        return await self._transaction.add(adding, _values(practice)) == 1

    async def acknowledge(self, practice: PracticeAcknowledgement) -> bool:
        """Keeps who acknowledged it; False when somebody had before."""
        changed = await self._transaction.change(
            _ACKNOWLEDGE,
            of_id=practice.id,
            by=practice.acknowledged_by,
            at=practice.acknowledged_at,
        )
        return changed == 1

    async def take_back(self, practice: PracticeAcknowledgement) -> bool:
        """Keeps that it was taken back; False when something came before."""
        return await take_back(self._transaction, _TAKE_BACK, practice.id, practice.taken_back_at)


def _values(practice: PracticeAcknowledgement) -> Values:
    return {
        "id": practice.id,
        "case_reference": practice.case_reference,
        "team": practice.team,
        "service_area": practice.service_area,
        "practitioner": practice.practitioner,
        "practitioner_id": practice.practitioner_id,
        "standard": practice.standard,
        "good": practice.good,
        "thank": practice.thank,
        "recorded_by": practice.recorded_by,
        "recorded_at": practice.recorded_at,
        "acknowledged_by": practice.acknowledged_by,
        "acknowledged_at": practice.acknowledged_at,
        "taken_back_at": practice.taken_back_at,
    }


def _practice(row: Found) -> PracticeAcknowledgement:
    return PracticeAcknowledgement(
        id=row.id,
        case_reference=row.case_reference,
        team=row.team,
        service_area=row.service_area,
        practitioner=row.practitioner,
        practitioner_id=row.practitioner_id,
        standard=row.standard,
        good=row.good,
        thank=row.thank,
        recorded_by=row.recorded_by,
        recorded_at=row.recorded_at,
        acknowledged_by=row.acknowledged_by,
        acknowledged_at=row.acknowledged_at,
        taken_back_at=row.taken_back_at,
    )
