"""A month's allocation once it is confirmed, and who has acknowledged their part of it."""

from dataclasses import dataclass
from datetime import datetime

from programme.calendar import Month


@dataclass(frozen=True, slots=True)
class MonthlyAllocation:
    """What was drawn for a month; its audits are `Audit`s of that month (WC-01).

    `seed` draws the same again from the same lists. `gaps` are the sentences that name what could
    not be met. `drawn_by` is a person's id, None for the command line. `drawn_at` is UTC.
    """

    month: Month
    seed: int
    framework_version: str
    drawn_by: str | None
    drawn_at: datetime
    gaps: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Acknowledgement:
    """That a person has seen their part of a month's allocation, and when (UTC)."""

    month: Month
    person_id: str
    at: datetime
