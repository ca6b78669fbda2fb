"""A council: a Teams tenant with a framework and a calendar."""

from dataclasses import dataclass
from datetime import date, datetime

from programme.calendar import Calendar
from programme.framework import Framework


@dataclass(frozen=True, slots=True)
class CouncilRecord:
    """A council as it is kept: its tenant, and the TOML text of its framework."""

    tenant_id: str
    framework_id: str
    framework_version: str
    rules: str
    added_at: datetime


@dataclass(frozen=True, slots=True)
class Council:
    """A council as the rules see it."""

    tenant_id: str
    framework: Framework
    calendar: Calendar

    def today(self, now: datetime) -> date:
        """The council's date at the instant `now`."""
        return self.calendar.today(now)
