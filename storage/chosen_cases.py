"""Cases that were chosen for a round."""

from collections.abc import Sequence

from sqlalchemy import Column, String, Table, bindparam, delete, insert, select

from programme.calendar import Month
from programme.chosen_cases import ChosenCase
from storage.columns import Instant, metadata, tenant_id
from storage.transaction import OF_TENANT, Transaction

chosen_cases = Table(
    "chosen_cases",
    metadata,
    tenant_id(),
    Column("round_id", String, primary_key=True),
    Column("month", String, primary_key=True),
    Column("case_reference", String, primary_key=True),
    Column("chosen_by", String, nullable=False),
    Column("chosen_at", Instant, nullable=False),
)

_PERIOD = (
    chosen_cases.c.tenant_id == OF_TENANT,
    chosen_cases.c.round_id == bindparam("of_round"),
    chosen_cases.c.month == bindparam("of_month"),
)
_OF_ROUND = select(chosen_cases).where(*_PERIOD).order_by(chosen_cases.c.case_reference)
_NONE = delete(chosen_cases).where(*_PERIOD)
_ADD = insert(chosen_cases)


class StoredChosenCases:
    """programme.ports.ChosenCases."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    async def of_round(self, round_id: str, month: Month) -> tuple[ChosenCase, ...]:
        """Those of the period that begins with the month, by reference."""
        rows = await self._transaction.rows(_OF_ROUND, of_round=round_id, of_month=str(month))
        return tuple(
            ChosenCase(
                row.round_id,
                Month.parse(row.month),
                row.case_reference,
                row.chosen_by,
                row.chosen_at,
            )
            for row in rows
        )

    async def replace(self, round_id: str, month: Month, chosen: Sequence[ChosenCase]) -> None:
        """These and no others for the period."""
        await self._transaction.change(_NONE, of_round=round_id, of_month=str(month))
        await self._transaction.add_each(
            _ADD,
            (
                {
                    "round_id": one.round_id,
                    "month": str(one.month),
                    "case_reference": one.case_reference,
                    "chosen_by": one.chosen_by,
                    "chosen_at": one.chosen_at,
                }
                for one in chosen
            ),
        )
