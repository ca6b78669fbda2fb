"""Which due times of which jobs have been seen to."""

from datetime import datetime

from sqlalchemy import Column, String, Table, bindparam, select

from storage.columns import Instant, metadata, tenant_id
from storage.transaction import OF_TENANT, Transaction
from storage.upsert import add_if_new

ticks = Table(
    "ticks",
    metadata,
    tenant_id(),
    Column("job", String, primary_key=True),
    Column("due_at", Instant, primary_key=True),
)
_CLAIMED = select(ticks.c.job).where(
    ticks.c.tenant_id == OF_TENANT,
    ticks.c.job == bindparam("of_job"),
    ticks.c.due_at == bindparam("due", type_=Instant),
)


class StoredTicks:
    """programme.ports.Ticks."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    async def claim(self, job: str, due_at: datetime) -> bool:
        """True for the one who claims it first; undone when the unit of work is."""
        # Nearly every time it was claimed before: who only looks holds up nobody who writes.
        if await self._transaction.first(_CLAIMED, of_job=job, due=due_at):
            return False
        adding = add_if_new(self._transaction.dialect, ticks)
        return await self._transaction.add(adding, {"job": job, "due_at": due_at}) == 1
