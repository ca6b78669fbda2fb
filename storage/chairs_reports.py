"""Chairs' reports after conferences and reviews."""

from collections.abc import Collection, Mapping

from sqlalchemy import JSON, Column, Date, String, Table, select

from programme.chairs_report import ChairsReport
from storage.among import among
from storage.columns import Instant, metadata, tenant_id
from storage.taken_back import take_back, taken_back_at, taking_back
from storage.transaction import OF_TENANT, Transaction
from storage.upsert import add_if_new

chairs_reports = Table(
    "chairs_reports",
    metadata,
    tenant_id(),
    Column("id", String, primary_key=True),
    Column("case_reference", String, nullable=False),
    Column("team", String, nullable=False),
    Column("service_area", String, nullable=False),
    Column("meeting", String, nullable=False),
    Column("on", Date, nullable=False),
    Column("answers", JSON, nullable=False),
    Column("recorded_by", String, nullable=False),
    Column("recorded_at", Instant, nullable=False),
    taken_back_at(),
)
_SOME = select(chairs_reports).where(
    chairs_reports.c.tenant_id == OF_TENANT, among(chairs_reports.c.id, "of_ids")
)


_TAKE_BACK = taking_back(chairs_reports)


class StoredChairsReports:
    """programme.ports.ChairsReports."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    async def some(self, report_ids: Collection[str]) -> Mapping[str, ChairsReport]:
        """By id, those that there are."""
        rows = await self._transaction.rows_for(_SOME, "of_ids", report_ids)
        return {
            row.id: ChairsReport(
                row.id,
                row.case_reference,
                row.team,
                row.service_area,
                row.meeting,
                row.on,
                row.answers,
                row.recorded_by,
                row.recorded_at,
                row.taken_back_at,
            )
            for row in rows
        }

    async def add(self, report: ChairsReport) -> bool:
        """Keeps it; False when there is one of this id already."""
        added = await self._transaction.add(
            add_if_new(self._transaction.dialect, chairs_reports),
            {
                "id": report.id,
                "case_reference": report.case_reference,
                "team": report.team,
                "service_area": report.service_area,
                "meeting": report.meeting,
                "on": report.on,
                "answers": report.answers,
                "recorded_by": report.recorded_by,
                "recorded_at": report.recorded_at,
            },
        )
        return added == 1

    async def take_back(self, report: ChairsReport) -> bool:
        """Keeps that it was taken back; False when something came before."""
        return await take_back(self._transaction, _TAKE_BACK, report.id, report.taken_back_at)
