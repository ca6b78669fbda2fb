"""Chairs' reports, as the use cases need them."""

from collections.abc import Collection, Mapping
from typing import Protocol

from programme.chairs_report import ChairsReport


class ChairsReports(Protocol):
    """What chairs and reviewing officers reported after their meetings (WB-13)."""

    async def some(self, report_ids: Collection[str]) -> Mapping[str, ChairsReport]:
        """By id, those that there are."""

    async def add(self, report: ChairsReport) -> bool:
        """Keeps it; False when there is one of this id already."""

    async def take_back(self, report: ChairsReport) -> bool:
        """Keeps that it was taken back; False when it was before."""
