"""Who took an overview to its meeting, and when."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Column, String, Table, bindparam, func, select

from storage.columns import Instant, metadata, tenant_id
from storage.transaction import OF_TENANT, Transaction
from storage.upsert import add_if_new

overview_turns = Table(
    "overview_turns",
    metadata,
    tenant_id(),
    Column("overview_id", String, primary_key=True),
    Column("period", String, primary_key=True),
    Column("person_id", String, nullable=False),
    Column("at", Instant, nullable=False),
)
_LAST = (
    select(overview_turns.c.person_id, func.max(overview_turns.c.at).label("at"))
    .where(
        overview_turns.c.tenant_id == OF_TENANT,
        overview_turns.c.overview_id == bindparam("of_overview"),
    )
    .group_by(overview_turns.c.person_id)
)


class StoredOverviewTurns:
    """programme.ports.OverviewTurns."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    async def last(self, overview_id: str) -> Mapping[str, datetime]:
        """Person id to their last turn."""
        rows = await self._transaction.rows(_LAST, of_overview=overview_id)
        return {row.person_id: row.at for row in rows}

    async def take(self, overview_id: str, period: str, person_id: str, at: datetime) -> None:
        """Keeps that the period's turn is the person's."""
        await self._transaction.add(
            add_if_new(self._transaction.dialect, overview_turns),
            {"overview_id": overview_id, "period": period, "person_id": person_id, "at": at},
        )
