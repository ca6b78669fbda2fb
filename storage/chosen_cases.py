"""Cases that were chosen for a round."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Column, Integer, String, Table, bindparam, delete, insert, select

from programme.calendar import Month
from programme.chosen_cases import CHOSEN_MEANWHILE, ChosenCase
from programme.errors import ShowAsItIsNow
from storage.columns import Instant, metadata, tenant_id
from storage.transaction import OF_TENANT, Transaction
from storage.versioned import Versioned

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
choices_of_cases = Table(
    "choices_of_cases",
    metadata,
    tenant_id(),
    Column("round_id", String, primary_key=True),
    Column("month", String, primary_key=True),
    Column("version", Integer, nullable=False),
)


@dataclass(frozen=True, slots=True)
class _Choice:
    """How often a period's cases were chosen; of two at once, the second finds another version."""

    round_id: str
    month: str
    version: int


_CHOICES = Versioned(
    choices_of_cases,
    lambda row: _Choice(row.round_id, row.month, row.version),
    lambda choice: {"version": choice.version},
    stale=CHOSEN_MEANWHILE,
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

    async def version(self, round_id: str, month: Month) -> int:
        """How often the period's cases have been chosen; read before `of_round`."""
        choice = await _CHOICES.get(self._transaction, round_id, str(month))
        return choice.version if choice else 0

    async def replace(
        self, round_id: str, month: Month, chosen: Sequence[ChosenCase], *, version: int
    ) -> None:
        """These and no others for the period, as its choice `version`. Raises ShowAsItIsNow when
        another choice came first."""
        choice = _Choice(round_id, str(month), version)
        if version > 1:
            await _CHOICES.save(self._transaction, choice)
        elif not await _CHOICES.add_if_new(self._transaction, choice):
            raise ShowAsItIsNow(CHOSEN_MEANWHILE)
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
