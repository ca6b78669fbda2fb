"""What a council has kept long enough."""

from calendar import monthrange
from collections.abc import Mapping
from datetime import date
from enum import StrEnum

from programme.calendar import Month
from programme.rules.retention import Retention


class Kept(StrEnum):
    """A kind of record that retention removes, in the order in which it does."""

    AUDITS = "audits"
    ALLOCATIONS = "allocations"
    DIP_SAMPLES = "dip_samples"
    OBSERVATIONS = "observations"
    PRACTICE_DAYS = "practice_days"
    CHAIRS_REPORTS = "chairs_reports"
    GOOD_PRACTICE = "good_practice"
    DISPUTES = "disputes"
    MESSAGES = "messages"
    CLOSED_CASES = "closed_cases"
    LEAVERS = "leavers"


_FOLLOWS: Mapping[Kept, str] = {
    Kept.ALLOCATIONS: "audits",
    Kept.DIP_SAMPLES: "duties",
    Kept.OBSERVATIONS: "duties",
    Kept.PRACTICE_DAYS: "duties",
    Kept.CHAIRS_REPORTS: "duties",
    Kept.GOOD_PRACTICE: "duties",
}


def kept_from(rule: Retention, today: date) -> Mapping[Kept, date]:
    """By kind the first day of which records are still kept; what is older may go."""
    return {
        kind: months_before(today, getattr(rule, _FOLLOWS.get(kind, kind.value))) for kind in Kept
    }


def months_before(day: date, months: int) -> date:
    """The same day so many months before; the month's last where it is shorter."""
    month = Month.of(day).plus(-months)
    return date(month.year, month.number, min(day.day, monthrange(month.year, month.number)[1]))
