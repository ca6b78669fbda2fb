"""A council: a Teams tenant with a framework and a calendar."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from programme.calendar import Calendar
from programme.framework import Framework


@dataclass(frozen=True, slots=True)
class FrameworkVersion:
    """A later version of a council's framework: its TOML text, and the day from which it holds."""

    version: str
    holds_from: date
    rules: str
    adopted_at: datetime


@dataclass(frozen=True, slots=True)
class CouncilRecord:
    """A council as it is kept: its tenant, and the TOML text of the framework that it began with.

    `later` are the versions that it adopted since, in the order in which they hold.
    """

    tenant_id: str
    framework_id: str
    framework_version: str
    rules: str
    added_at: datetime
    later: tuple[FrameworkVersion, ...] = ()


@dataclass(frozen=True, slots=True)
class Council:
    """A council as the rules see it.

    `framework` is the version that holds today; `versions` are all that the council was given, in
    the order in which they hold. None given: there is `framework` alone.
    """

    tenant_id: str
    framework: Framework
    calendar: Calendar
    versions: tuple[Framework, ...] = ()

    def today(self, now: datetime) -> date:
        """The council's date at the instant `now`."""
        return self.calendar.today(now)

    def framework_on(self, day: date) -> Framework:
        """The version that holds on `day`; before the first holds, that one."""
        versions = self.versions or (self.framework,)
        return next((v for v in reversed(versions[1:]) if v.holds_from <= day), versions[0])

    def framework_of(self, version: str) -> Framework:
        """The framework of that version, under which something was begun and ends.

        Raises KeyError when the council was never given it.
        """
        for framework in self.versions or (self.framework,):
            if framework.version == version:
                return framework
        raise KeyError(version)

    def on(self, day: date) -> "Council":
        """The council with the version that holds on `day`."""
        framework = self.framework_on(day)
        return self if framework is self.framework else replace(self, framework=framework)
