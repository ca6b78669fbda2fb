"""What a draw reads, and what of it a round takes in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from programme.auditors import Presence
from programme.calendar import Calendar, Month
from programme.case import Case
from programme.framework import Framework
from programme.people import Person, Team
from programme.round_period import RoundPeriod
from programme.rules.duty import OF_EVERY_CASE, Focus
from programme.rules.tool import AuditTool
from programme.sampling import open_to_audit
from programme.theme import UNTHEMED, Themed


@dataclass(frozen=True, slots=True)
class DrawLists:
    """The council's lists as they are when `of` is drawn; their order makes no difference.

    `last_audited` has each case's last audit, in whichever round, by its reference; a case that is
    allocated and not yet audited counts as audited, or it would be drawn twice. `earlier_pairs`
    has how often each lead and peer (their ids) audited together in the last 12 months,
    `last_turns` the period in which each person (by id) last audited in this round, and
    `last_practice` that in which it last looked at their practice (WC-12). `themed` is what a
    themed round looks at; `chosen` has who chose a case for the period (a name) by its reference
    (SW-11). `conflicts` has who declared a conflict of interest for a case (ids), by its reference.
    """

    of: RoundPeriod
    framework: Framework
    calendar: Calendar
    people: Sequence[Person]
    teams: Sequence[Team]
    cases: Sequence[Case]
    last_audited: Mapping[str, date]
    earlier_pairs: Mapping[tuple[str, str], int]
    last_turns: Mapping[str, Month]
    last_practice: Mapping[str, Month] = field(default_factory=dict)
    themed: Themed = UNTHEMED
    chosen: Mapping[str, str] = field(default_factory=dict)
    conflicts: Mapping[str, frozenset[str]] = field(default_factory=dict)
    by_name: Mapping[str, Team] = field(init=False)
    """The teams in the order of their names."""

    def __post_init__(self) -> None:
        by_name = {team.name: team for team in sorted(self.teams, key=lambda team: team.name)}
        object.__setattr__(self, "by_name", by_name)

    @property
    def presence(self) -> Presence:
        """Who is there to audit."""
        return Presence(self.of.rule, self.of.period, self.calendar)

    def teams_of_round(self) -> list[Team]:
        """The teams of the round's service areas, by name."""
        return [team for team in self.by_name.values() if self._takes_area(team.service_area)]

    def cases_of_round(self) -> list[Case]:
        """The cases of the round's cohorts and service areas, open long enough (WC-05, SW-11)."""
        return [case for case in self._cases_of_kind() if self._is_open_long_enough(case)]

    def undated_cases(self) -> list[Case]:
        """Active cases left out because the list does not say since when they are open."""
        if not self.of.rule.open_at_least_months:
            return []
        return [case for case in self._cases_of_kind() if case.active and case.opened is None]

    def focus(self) -> Focus:
        """Which cases are drawn first, for the theme is about them (BD-01)."""
        return self.themed.focus if self.of.rule.drawn_by_theme else OF_EVERY_CASE

    def of_theme(self) -> frozenset[str]:
        """References of the open cases that the theme is about; none where it is about all."""
        focus = self.focus()
        return frozenset(
            case.reference
            for case in (self.open_cases() if focus.steers else ())
            if focus.covers(case.cohort.value, self.area_of(case))
        )

    def open_cases(self) -> tuple[Case, ...]:
        """Those that are open to audit, by reference."""
        return open_to_audit(
            self.cases_of_round(),
            self.last_audited,
            self.of.month,
            self.of.rule.not_again_within_months,
        )

    def area_of(self, case: Case) -> str | None:
        """The service area of the case's team; None for a team that the council doesn't have."""
        team = self.by_name.get(case.team)
        return None if team is None else team.service_area

    def tool_for(self, case: Case) -> AuditTool:
        """The round's tool for the case (WC-05, WB-05, BD-04)."""
        area = self.area_of(case) or ""
        return self.framework.tool_for(area, case.cohort.value, self.of.rule)

    def _cases_of_kind(self) -> list[Case]:
        cohorts = self.of.rule.cohorts
        return [
            case
            for case in self.cases
            if (not cohorts or case.cohort in cohorts) and self._takes_area(self.area_of(case))
        ]

    def _is_open_long_enough(self, case: Case) -> bool:
        months = self.of.rule.open_at_least_months
        if not months:
            return True
        latest = self.of.month.plus(-months).first.replace(day=self.of.rule.day)
        return case.opened is not None and case.opened <= latest

    def _takes_area(self, area: str | None) -> bool:
        rule = self.of.rule
        if rule.service_areas and area not in rule.service_areas:
            return False
        return area not in rule.not_service_areas
