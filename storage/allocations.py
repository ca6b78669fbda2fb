"""Rounds' allocations and who acknowledged them."""

from sqlalchemy import JSON, Column, String, Table, bindparam, select

from programme.calendar import Month
from programme.monthly_allocation import Acknowledgement, MonthlyAllocation
from storage.columns import Instant, metadata, tenant_id
from storage.transaction import OF_TENANT, Transaction
from storage.upsert import add_if_new

allocations = Table(
    "allocations",
    metadata,
    tenant_id(),
    Column("round_id", String, primary_key=True),
    Column("month", String, primary_key=True),
    # In digits, because a seed is any whole number.
    Column("seed", String, nullable=False),
    Column("framework_version", String, nullable=False),
    Column("drawn_by", String),
    Column("drawn_at", Instant, nullable=False),
    Column("gaps", JSON, nullable=False),
)
acknowledgements = Table(
    "acknowledgements",
    metadata,
    tenant_id(),
    Column("round_id", String, primary_key=True),
    Column("month", String, primary_key=True),
    Column("person_id", String, primary_key=True),
    Column("at", Instant, nullable=False),
)

_ONE = select(allocations).where(
    allocations.c.tenant_id == OF_TENANT,
    allocations.c.round_id == bindparam("of_round"),
    allocations.c.month == bindparam("of_month"),
)
_ACKNOWLEDGED = (
    select(acknowledgements)
    .where(
        acknowledgements.c.tenant_id == OF_TENANT,
        acknowledgements.c.round_id == bindparam("of_round"),
        acknowledgements.c.month == bindparam("of_month"),
    )
    .order_by(acknowledgements.c.at, acknowledgements.c.person_id)
)


class StoredAllocations:
    """programme.ports.Allocations."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    async def get(self, round_id: str, month: Month) -> MonthlyAllocation | None:
        """The period's allocation, once it is confirmed."""
        row = await self._transaction.first(_ONE, of_round=round_id, of_month=str(month))
        if row is None:
            return None
        return MonthlyAllocation(
            round_id=row.round_id,
            month=Month.parse(row.month),
            seed=int(row.seed),
            framework_version=row.framework_version,
            drawn_by=row.drawn_by,
            drawn_at=row.drawn_at,
            gaps=tuple(row.gaps),
        )

    async def add(self, allocation: MonthlyAllocation) -> bool:
        """Keeps it; False when the period has one already."""
        added = await self._transaction.add(
            add_if_new(self._transaction.dialect, allocations),
            {
                "round_id": allocation.round_id,
                "month": str(allocation.month),
                "seed": str(allocation.seed),
                "framework_version": allocation.framework_version,
                "drawn_by": allocation.drawn_by,
                "drawn_at": allocation.drawn_at,
                "gaps": allocation.gaps,
            },
        )
        return added == 1

    async def acknowledge(self, acknowledgement: Acknowledgement) -> bool:
        """Keeps it; False when the person had acknowledged before."""
        added = await self._transaction.add(
            add_if_new(self._transaction.dialect, acknowledgements),
            {
                "round_id": acknowledgement.round_id,
                "month": str(acknowledgement.month),
                "person_id": acknowledgement.person_id,
                "at": acknowledgement.at,
            },
        )
        return added == 1

    async def acknowledgements(self, round_id: str, month: Month) -> tuple[Acknowledgement, ...]:
        """The earliest first."""
        rows = await self._transaction.rows(_ACKNOWLEDGED, of_round=round_id, of_month=str(month))
        return tuple(
            Acknowledgement(r.round_id, Month.parse(r.month), r.person_id, r.at) for r in rows
        )
