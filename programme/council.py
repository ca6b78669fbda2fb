"""A council: a Teams tenant with a framework and a calendar.

What was begun under one version of the framework ends under it, whichever holds since:

- A round's period is of the version that drew it; until it is drawn, of the one that holds on its
  first day.
- An audit keeps the version that it was drawn or asked for under. What follows from it has the
  audit's: grades, views, moderation, alerts, results, the re-audit, the loop, and its actions with
  their clocks, confirmation and escalation.
- A dip sample, an observation and a practice acknowledgement are of the version that held when they
  were recorded, so are a dip sample's actions; the period of a duty or of an overview, and a
  practice week, of the one that holds on its first day. A dispute carries its rule.
- When people are written to follows the hours of the version that holds today.
"""

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Protocol

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

    `later` are the versions that it adopted since, in the order in which they hold. `id_key` is of
    chance, and nobody's to know: see `Council.ids_from`. A council of an earlier release has none.
    """

    tenant_id: str
    framework_id: str
    framework_version: str
    rules: str
    added_at: datetime
    later: tuple[FrameworkVersion, ...] = ()
    id_key: str = field(default="", repr=False)


class Begun(Protocol):
    """What keeps the version of the framework that it was begun under."""

    @property
    def framework_version(self) -> str: ...


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
    id_key: str = field(default="", repr=False)

    @property
    def ids_from(self) -> str:
        """What ids of the council's are computed from, beside a reference, an address or a name:
        the same gives the same, and whoever knows those alone can't compute one."""
        return self.id_key or self.tenant_id

    def today(self, now: datetime) -> date:
        """The council's date at the instant `now`."""
        return self.calendar.today(now)

    @property
    def every_version(self) -> tuple[Framework, ...]:
        """The versions that the council was given, in the order in which they hold."""
        return self.versions or (self.framework,)

    def framework_on(self, day: date) -> Framework:
        """The version that holds on `day`; before the first holds, that one."""
        first, *later = self.every_version
        return next((v for v in reversed(later) if v.holds_from <= day), first)

    def framework_of(self, version: str) -> Framework:
        """The framework of that version, under which something was begun and ends.

        What is older than versions, and so names none, is of the first. Raises KeyError when the
        council was never given it.
        """
        for framework in self.every_version:
            if version in ("", framework.version):
                return framework
        raise KeyError(version)

    def digest_of(self, day: date) -> datetime:
        """When the digest of `day` goes out (UTC), by the version that holds on it: a later one may
        keep other hours, and what was seen to at that hour must not fall due again."""
        return self.calendar.at(day, self.framework_on(day).hours.digest)

    def on(self, day: date) -> "Council":
        """The council with the version that holds on `day`."""
        framework = self.framework_on(day)
        return self if framework is self.framework else replace(self, framework=framework)

    def under(self, begun: Begun) -> "Council":
        """The council with the version that `begun` ends under, and today's hours."""
        return self._with(self.framework_of(begun.framework_version))

    def as_of(self, at: datetime) -> "Council":
        """The council with the version that held at the instant `at`, and today's hours."""
        return self._with(self.framework_on(self.today(at)))

    def _with(self, framework: Framework) -> "Council":
        if framework is self.framework:
            return self
        return replace(self, framework=replace(framework, hours=self.framework.hours))
