"""Practice days."""

from datetime import date

from sqlalchemy import Column, Date, Index, String, Table, bindparam, select

from programme.duty import Deed
from programme.practice_day import PracticeDay
from storage.columns import Instant, metadata, tenant_id
from storage.taken_back import take_back, taken_back_at, taking_back
from storage.transaction import OF_TENANT, Transaction
from storage.upsert import add_if_new

practice_days = Table(
    "practice_days",
    metadata,
    tenant_id(),
    Column("id", String, primary_key=True),
    Column("person_id", String, nullable=False),
    Column("on", Date, nullable=False),
    Column("service", String, nullable=False),
    Column("feedback", String, nullable=False),
    Column("recorded_at", Instant, nullable=False),
    taken_back_at(),
)
Index(None, practice_days.c.tenant_id, practice_days.c.on)

_ALL = select(practice_days).where(practice_days.c.tenant_id == OF_TENANT)
_ONE = _ALL.where(practice_days.c.id == bindparam("of_id"))
_BETWEEN = _ALL.where(
    practice_days.c.taken_back_at.is_(None),
    practice_days.c.on >= bindparam("first_day"),
    practice_days.c.on <= bindparam("last_day"),
)
_TAKE_BACK = taking_back(practice_days)


class StoredPracticeDays:
    """programme.ports.PracticeDays."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    async def get(self, day_id: str) -> PracticeDay | None:
        """The practice day of that id."""
        row = await self._transaction.first(_ONE, of_id=day_id)
        if row is None:
            return None
        return PracticeDay(
            row.id,
            row.person_id,
            row.on,
            row.service,
            row.feedback,
            row.recorded_at,
            row.taken_back_at,
        )

    async def add(self, day: PracticeDay) -> bool:
        """Keeps it; False when its id is there already."""
        row = {
            "id": day.id,
            "person_id": day.person_id,
            "on": day.on,
            "service": day.service,
            "feedback": day.feedback,
            "recorded_at": day.recorded_at,
        }
        return (
            await self._transaction.add(add_if_new(self._transaction.dialect, practice_days), row)
            == 1
        )

    async def take_back(self, day: PracticeDay) -> bool:
        """Keeps that it was taken back; False when something came before."""
        return await take_back(self._transaction, _TAKE_BACK, day.id, day.taken_back_at)

    async def deeds(self, first: date, last: date) -> tuple[Deed, ...]:
        """Everyone's from `first` to `last`."""
        rows = await self._transaction.rows(_BETWEEN, first_day=first, last_day=last)
        return tuple(Deed("practice_day", row.person_id, row.on) for row in rows)
