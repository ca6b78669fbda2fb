"""Requests of auditors to be spared their part of an audit."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping

from sqlalchemy import Boolean, Column, Date, Index, Integer, String, Table, bindparam, select, text

from programme.hand_over import Ground, HandOver, Standing, WhyOfficers
from storage.among import among
from storage.columns import Instant, index_where, metadata, tenant_id
from storage.prepared import Found, Values
from storage.transaction import OF_TENANT, Transaction
from storage.versioned import Versioned

hand_overs = Table(
    "hand_overs",
    metadata,
    tenant_id(),
    Column("id", String, primary_key=True),
    Column("audit_id", String, nullable=False),
    Column("part", String, nullable=False),
    Column("case_reference", String, nullable=False),
    Column("asked_by", String, nullable=False),
    Column("asked_at", Instant, nullable=False),
    Column("ground", String, nullable=False),
    Column("words", String, nullable=False),
    Column("begun", Boolean, nullable=False),
    Column("to_id", String),
    Column("swap_audit_id", String),
    Column("answer_by", Date),
    Column("state", String, nullable=False),
    Column("why_officers", String),
    Column("answer", String, nullable=False),
    Column("ended_by", String),
    Column("ended_at", Instant),
    Column("version", Integer, nullable=False),
)
_OPEN = text("ended_at IS NULL")
index_where("ix_hand_overs_open", _OPEN, hand_overs.c.tenant_id, hand_overs.c.audit_id)
Index(None, hand_overs.c.tenant_id, hand_overs.c.case_reference)

_ALL = select(hand_overs).where(hand_overs.c.tenant_id == OF_TENANT)
# In its order, or SQLite would take the other index and read every request there ever was.
_ALL_OPEN = _ALL.where(_OPEN).order_by(hand_overs.c.audit_id)
_OF_CASE = _ALL.where(hand_overs.c.case_reference == bindparam("of_reference"))
_RETRACTED = [Standing.TAKEN_BACK.value, Standing.REPLACED.value, Standing.REFUSED.value]
_ALL_CONFLICTS = select(hand_overs.c.case_reference, hand_overs.c.asked_by).where(
    hand_overs.c.tenant_id == OF_TENANT,
    hand_overs.c.ground == Ground.CONFLICT.value,
    *(hand_overs.c.state != state for state in _RETRACTED),
)
_CONFLICTS = _ALL_CONFLICTS.where(among(hand_overs.c.case_reference, "of_references"))


class StoredHandOvers:
    """programme.ports.HandOvers."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    async def get(self, request_id: str) -> HandOver | None:
        """The request of that id."""
        return await _HAND_OVERS.get(self._transaction, request_id)

    async def all_open(self) -> tuple[HandOver, ...]:
        """Those that somebody has still to answer, the first asked first."""
        return _in_order(await self._transaction.rows(_ALL_OPEN))

    async def of_case(self, case_reference: str) -> tuple[HandOver, ...]:
        """Every one about an audit of the case, however it stands, the first asked first."""
        return _in_order(await self._transaction.rows(_OF_CASE, of_reference=case_reference))

    async def conflicts(self, case_references: Collection[str]) -> Mapping[str, frozenset[str]]:
        """Case reference to the ids of those who declared a conflict of interest for it, and
        neither took that back nor were told to do it after all; others are left out."""
        return _by_case(
            await self._transaction.rows_for(_CONFLICTS, "of_references", case_references)
        )

    async def all_conflicts(self) -> Mapping[str, frozenset[str]]:
        """The same of every case."""
        return _by_case(await self._transaction.rows(_ALL_CONFLICTS))

    async def add(self, request: HandOver) -> bool:
        """Keeps it; False when there is one of this id already."""
        return await _HAND_OVERS.add_if_new(self._transaction, request)

    async def save(self, request: HandOver) -> None:
        """Replaces version - 1 of it. Raises ShowAsItIsNow when another change came first."""
        await _HAND_OVERS.save(self._transaction, request)


def _in_order(rows: Iterable[Found]) -> tuple[HandOver, ...]:
    return tuple(sorted(map(_hand_over, rows), key=lambda each: (each.asked_at, each.id)))


def _by_case(rows: Iterable[Found]) -> Mapping[str, frozenset[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        found[row.case_reference].add(row.asked_by)
    return {reference: frozenset(ids) for reference, ids in found.items()}


def _fixed(request: HandOver) -> Values:
    return {
        "audit_id": request.audit_id,
        "part": request.part,
        "case_reference": request.case_reference,
        "asked_by": request.asked_by,
        "asked_at": request.asked_at,
        "ground": request.ground.value,
        "words": request.words,
        "begun": request.begun,
        "to_id": request.to_id,
        "swap_audit_id": request.swap_audit_id,
        "answer_by": request.answer_by,
    }


def _changing(request: HandOver) -> Values:
    return {
        "state": request.state.value,
        "why_officers": request.why_officers.value if request.why_officers else None,
        "answer": request.answer,
        "ended_by": request.ended_by,
        "ended_at": request.ended_at,
        "version": request.version,
    }


def _hand_over(row: Found) -> HandOver:
    return HandOver(
        id=row.id,
        audit_id=row.audit_id,
        part=row.part,
        case_reference=row.case_reference,
        asked_by=row.asked_by,
        asked_at=row.asked_at,
        ground=Ground(row.ground),
        words=row.words,
        begun=row.begun,
        to_id=row.to_id,
        swap_audit_id=row.swap_audit_id,
        answer_by=row.answer_by,
        state=Standing(row.state),
        why_officers=WhyOfficers(row.why_officers) if row.why_officers else None,
        answer=row.answer,
        ended_by=row.ended_by,
        ended_at=row.ended_at,
        version=row.version,
    )


_HAND_OVERS = Versioned(
    hand_overs,
    _hand_over,
    _changing,
    fixed=_fixed,
    stale="Somebody else answered this just now; here it is as it stands.",
)
