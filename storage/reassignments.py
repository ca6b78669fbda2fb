"""Audits that passed to another auditor."""

from collections.abc import Collection

from sqlalchemy import Column, Index, Integer, String, Table, bindparam, insert, select

from programme.calendar import Month
from programme.reassignment import Reassignment
from storage.among import among
from storage.columns import Instant, metadata, tenant_id
from storage.prepared import Found
from storage.transaction import OF_TENANT, Transaction

reassignments = Table(
    "reassignments",
    metadata,
    tenant_id(),
    Column("audit_id", String, primary_key=True),
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("month", String, nullable=False),
    Column("case_reference", String, nullable=False),
    Column("part", String, nullable=False),
    Column("from_id", String, nullable=False),
    Column("to_id", String, nullable=False),
    Column("reason", String, nullable=False),
    Column("by", String, nullable=False),
    Column("at", Instant, nullable=False),
)
Index(None, reassignments.c.tenant_id, reassignments.c.month, reassignments.c.from_id)

_OF_MONTH = (
    select(reassignments)
    .where(
        reassignments.c.tenant_id == OF_TENANT,
        reassignments.c.month == bindparam("of_month"),
    )
    .order_by(reassignments.c.at, reassignments.c.audit_id, reassignments.c.version)
)
_FROM = _OF_MONTH.where(among(reassignments.c.from_id, "of_people"))
_ADD = insert(reassignments)


class StoredReassignments:
    """programme.ports.Reassignments."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    async def add(self, reassignment: Reassignment) -> None:
        """Keeps it."""
        await self._transaction.add(
            _ADD,
            {
                "audit_id": reassignment.audit_id,
                "version": reassignment.version,
                "month": str(reassignment.month),
                "case_reference": reassignment.case_reference,
                "part": reassignment.part,
                "from_id": reassignment.from_id,
                "to_id": reassignment.to_id,
                "reason": reassignment.reason,
                "by": reassignment.by,
                "at": reassignment.at,
            },
        )

    async def from_people(
        self, person_ids: Collection[str], month: Month
    ) -> tuple[Reassignment, ...]:
        """Those of the month's audits that one of the people had, in order."""
        rows = await self._transaction.rows_for(_FROM, "of_people", person_ids, of_month=str(month))
        return tuple(map(_reassignment, rows))

    async def of_month(self, month: Month) -> tuple[Reassignment, ...]:
        """Those of the month's audits, in order."""
        rows = await self._transaction.rows(_OF_MONTH, of_month=str(month))
        return tuple(map(_reassignment, rows))


def _reassignment(row: Found) -> Reassignment:
    return Reassignment(
        audit_id=row.audit_id,
        version=row.version,
        month=Month.parse(row.month),
        case_reference=row.case_reference,
        part=row.part,
        from_id=row.from_id,
        to_id=row.to_id,
        reason=row.reason,
        by=row.by,
        at=row.at,
    )
