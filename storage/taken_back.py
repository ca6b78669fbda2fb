"""Rows of records that can be taken back."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Column, Table, TextClause, Update, bindparam, update

from storage.columns import Instant
from storage.transaction import OF_TENANT, Transaction


def taken_back_at() -> Column[datetime]:
    """When whoever recorded it took it back, if they did."""
    return Column("taken_back_at", Instant)


def taking_back(table: Table, *also: TextClause) -> Update:
    """Keeps that one of `table` was taken back, unless it was already; `also` as it must stand."""
    this = (table.c.tenant_id == OF_TENANT, table.c.id == bindparam("of_id"))
    still = update(table).where(*this, table.c.taken_back_at.is_(None), *also)
    return still.values(taken_back_at=bindparam("at"))


async def take_back(
    transaction: Transaction, statement: Update, record_id: str, at: datetime | None
) -> bool:
    """False when it was taken back already, or doesn't stand as it must."""
    values: Mapping[str, object] = {"of_id": record_id, "at": at}
    return await transaction.change(statement, **values) == 1
