"""A round's allocation once it is confirmed, and who has acknowledged their part of it."""

from dataclasses import dataclass
from datetime import datetime

from programme.calendar import Month


@dataclass(frozen=True, slots=True)
class MonthlyAllocation:
    """What was drawn for a period of a round, which begins with `month` (WC-01, SW-01, WB-01);
    its audits are the `Audit`s of that round and month.

    `seed` draws the same again from the same lists. `gaps` are the sentences that name what could
    not be met. `drawn_by` is a person's id, None for the command line. `drawn_at` is UTC.
    """

    round_id: str
    month: Month
    seed: int
    framework_version: str
    drawn_by: str | None
    drawn_at: datetime
    gaps: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Acknowledgement:
    """That a person has seen their part of an allocation, and when (UTC)."""

    round_id: str
    month: Month
    person_id: str
    at: datetime
