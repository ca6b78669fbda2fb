"""Audits that passed to another auditor, as the use cases need them."""

from collections.abc import Collection
from typing import Protocol

from programme.calendar import Month
from programme.reassignment import Reassignment


class Reassignments(Protocol):
    """Which audit passed from whom to whom."""

    async def add(self, reassignment: Reassignment) -> None: ...
    async def from_people(
        self, person_ids: Collection[str], month: Month
    ) -> tuple[Reassignment, ...]:
        """Those of the month's audits that one of the people had, in order."""

    async def of_month(self, month: Month) -> tuple[Reassignment, ...]:
        """Those of the month's audits, in order."""
