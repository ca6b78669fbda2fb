"""Themes that the QA officers set, a month each."""

from collections.abc import Mapping

from sqlalchemy import JSON, Column, Integer, String, Table, bindparam, select, update

from programme.calendar import Month
from programme.errors import ShowAsItIsNow
from programme.rules.duty import Focus
from programme.theme import MonthTheme
from storage.columns import Instant, metadata, tenant_id
from storage.transaction import OF_TENANT, Transaction
from storage.upsert import add_if_new

month_themes = Table(
    "month_themes",
    metadata,
    tenant_id(),
    Column("month", String, primary_key=True),
    Column("title", String, nullable=False),
    Column("set_by", String, nullable=False),
    Column("set_at", Instant, nullable=False),
    Column("version", Integer, nullable=False),
    Column("cohorts", JSON, nullable=False),
    Column("service_areas", JSON, nullable=False),
)
_ALL = select(month_themes).where(month_themes.c.tenant_id == OF_TENANT)
_REPLACE = update(month_themes).where(
    month_themes.c.tenant_id == OF_TENANT,
    month_themes.c.month == bindparam("of_month"),
    month_themes.c.version == bindparam("from_version"),
)


class StoredThemes:
    """programme.ports.Themes."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    async def all(self) -> Mapping[Month, MonthTheme]:
        """By month."""
        rows = await self._transaction.rows(_ALL)
        found = (
            MonthTheme(
                Month.parse(row.month),
                row.title,
                row.set_by,
                row.set_at,
                row.version,
                Focus(tuple(row.cohorts), tuple(row.service_areas)),
            )
            for row in rows
        )
        return {theme.month: theme for theme in found}

    async def save(self, theme: MonthTheme) -> None:
        """Adds the first of a month, or replaces version - 1 of it. Raises ShowAsItIsNow when
        another change came first."""
        values = {
            "title": theme.title,
            "set_by": theme.set_by,
            "set_at": theme.set_at,
            "version": theme.version,
            "cohorts": theme.focus.cohorts,
            "service_areas": theme.focus.service_areas,
        }
        if theme.version == 1:
            adding = add_if_new(self._transaction.dialect, month_themes)
            kept = await self._transaction.add(adding, {"month": str(theme.month), **values})
        else:
            kept = await self._transaction.change(
                _REPLACE, of_month=str(theme.month), from_version=theme.version - 1, **values
            )
        if not kept:
            raise ShowAsItIsNow("Somebody else has just set this theme; here it is as it stands.")
