"""A strand of auditing that comes round: who audits which cases, how often, with which tool."""

from dataclasses import dataclass
from datetime import time
from typing import Literal

from programme.people import REVIEWERS, Role, Verb
from programme.rules.clock import outside_the_clock_change
from programme.rules.post import Post
from programme.rules.rule import (
    Ours,
    Rule,
    areas,
    between,
    entitled,
    fit,
    is_id,
    may,
    most_working_days_in,
    once,
    part_of_the_year,
    working_days_in,
)

AuditorsAre = Literal["case_responsible_team_managers", "people_of_roles", "reviewing_officers"]
"""Who audits: whoever manages the case's team, people of the named roles, or the case's own
reviewing officer."""

CasesAre = Literal["own", "not_own", "own_service_area", "any"]
"""Seen from the auditor: of their own team (for a reviewing officer, their own cases; above a
team, of their service area), of any team but their own, of their service area, or any."""

PeerIs = Literal["another_team_manager_of_the_service_area"]
FallsOn = Literal["the_day", "next_working_day"]

_CHOOSE_BEFORE, _REMIND_TO_CHOOSE = Ours(10), Ours(2)
_REMIND_BEFORE, _TO_AUDIT = Ours(3), Ours(10)


@dataclass(frozen=True, slots=True)
class Quota(Rule):
    """How many cases a person of a role audits in a period, and with which tool if not the
    round's own. With `people_a_period`, only so many of them, taking turns (BD-10). People of
    `not_service_areas` have a round of their own (SW-11)."""

    role: Role
    cases: int = 1
    tool: str | None = None
    people_a_period: int | None = None
    service_areas: tuple[str, ...] = ()
    not_service_areas: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        between("cases", self.cases, 1, 20)
        areas("service_areas", self.service_areas)
        areas("not_service_areas", self.not_service_areas)
        if self.people_a_period is not None:
            between("people_a_period", self.people_a_period, 1, 100)
        both = sorted({*self.service_areas} & {*self.not_service_areas})
        if both:
            raise ValueError(f"not_service_areas: {both[0]} stands in service_areas as well")

    @property
    def names(self) -> tuple[str, ...]:
        """What no other quota of the round may name as well."""
        return (self.role, *([self.tool] if self.tool else []), *self.service_areas)


@dataclass(frozen=True, slots=True)
class Round(Rule):
    """A strand of auditing (WC-01 to WC-03, WC-05, WC-10, WC-12, SW-01, SW-11, WB-01, WB-02,
    WB-05, BD-01 to BD-03, BD-10, KT-01).

    Periods are `every_months` long and begin with January. Auditors hear on the `day` of the
    period's first month, `at` the council's wall-clock time. Where both are empty, `cohorts` and
    `service_areas` leave no case out. `themed` rounds take the month's theme
    (`Framework.themes`). With `tells_team_manager` the case's team manager is told when the audit
    is submitted, and acknowledges it (WC-10). With `practice_of` each audit looks at the practice
    of somebody in one of these roles, on a case that names them as its reviewing officer or chair
    (WC-12). With `chosen_by` a holder of that post chooses the period's cases from those that the
    round may draw; they are asked `choose_working_days_before`, and reminded
    `remind_to_choose_before` working days before the last day for it. What nobody has chosen by the
    draw is drawn at random (SW-11). `warn_working_days_before` is how long before the
    day the QA officers hear who can't be reached. `due_working_days_before_end` 0 means the
    period's last working day. `remind_before` is how many working days before the day by which the
    audits are due their lead auditors are reminded of those still to submit; 0 is on the day. Who
    is away is drawn if they are there on `working_days_to_audit` of the working days from the
    announcement to that day, or on all of them where they are fewer.
    """

    id: str
    title: str
    auditors: AuditorsAre
    cases: CasesAre
    tools: tuple[str, ...]
    day: int
    at: time
    falls_on: FallsOn
    copied_to: tuple[Role, ...]
    warn_working_days_before: int
    due_working_days_before_end: int
    not_again_within_months: int
    cases_a_lead: int = 1
    every_months: int = 1
    quotas: tuple[Quota, ...] = ()
    peer: PeerIs | None = None
    cohorts: tuple[str, ...] = ()
    service_areas: tuple[str, ...] = ()
    not_service_areas: tuple[str, ...] = ()
    open_at_least_months: int = 0
    themed: bool = False
    tells_team_manager: bool = False
    practice_of: tuple[Role, ...] = ()
    chosen_by: Post | None = None
    choose_working_days_before: int = _CHOOSE_BEFORE
    remind_to_choose_before: int = _REMIND_TO_CHOOSE
    remind_before: int = _REMIND_BEFORE
    working_days_to_audit: int = _TO_AUDIT

    def __post_init__(self) -> None:
        is_id(self.id)
        entitled(self.title)
        part_of_the_year("every_months", self.every_months)
        between("cases_a_lead", self.cases_a_lead, 1, 20)
        between("day", self.day, 1, 28)
        between("warn_working_days_before", self.warn_working_days_before, 0, 15)
        between("due_working_days_before_end", self.due_working_days_before_end, 0, 15)
        between("not_again_within_months", self.not_again_within_months, 0, 60)
        between("open_at_least_months", self.open_at_least_months, 0, 24)
        outside_the_clock_change("at", self.at)
        self._check_time_to_audit()
        areas("service_areas", self.service_areas)
        areas("not_service_areas", self.not_service_areas)
        once("copied_to", self.copied_to)
        both = sorted({*self.service_areas} & {*self.not_service_areas})
        if both:
            raise ValueError(f"not_service_areas: {both[0]} stands in service_areas as well")
        once("tools", self.tools)
        once("cohorts", self.cohorts)
        once("quotas", [" ".join(quota.names) for quota in self.quotas])
        if (self.auditors == "people_of_roles") != bool(self.quotas):
            raise ValueError("quotas go with auditors = “people_of_roles”, and only with them")
        if self.auditors != "people_of_roles" and self.cases != "own":
            raise ValueError(f"cases is own where auditors is {self.auditors}, not {self.cases}")
        if self.peer and self.auditors != "case_responsible_team_managers":
            raise ValueError("peer goes with auditors = “case_responsible_team_managers” alone")
        if self.cases_a_lead != 1 and self.quotas:
            raise ValueError("cases_a_lead is for lead auditors; here each of quotas has its cases")
        if not self.tools:
            raise ValueError("tools names at least one tool")
        if self.chosen_by is None:
            self._check_nobody_chooses()
        else:
            may("chosen_by.role", [self.chosen_by.role], Verb.CHOOSE_CASES)
            self._check_choosing()
        once("practice_of", self.practice_of)
        if self.practice_of and (self.auditors != "people_of_roles" or self.cases != "any"):
            raise ValueError(
                "practice_of goes with auditors = “people_of_roles” and cases = “any”, for whose "
                "practice it is decides which cases"
            )

    def _check_time_to_audit(self) -> None:
        """Raises ValueError where audits could be due, or their auditors reminded of them, before
        anybody has heard of them."""
        left = working_days_in(self.every_months, after=self.day)
        if left <= self.due_working_days_before_end:
            raise ValueError(
                f"due_working_days_before_end: announced on day {self.day}, audits could be due "
                "before a working day is left for them; make it less, or the day earlier"
            )
        most = left - self.due_working_days_before_end - 1
        fit(self, "remind_before", _REMIND_BEFORE, 0, most)
        between("remind_before", self.remind_before, 0, 15)
        if self.remind_before > most:
            raise ValueError(
                f"remind_before: announced on day {self.day}, auditors could be reminded of what "
                "they haven't heard of; make it less, or the day earlier"
            )
        days = most_working_days_in(self.every_months, self.day) - self.due_working_days_before_end
        fit(self, "working_days_to_audit", _TO_AUDIT, 1, days)
        between("working_days_to_audit", self.working_days_to_audit, 1, days)

    def _check_nobody_chooses(self) -> None:
        """Raises ValueError where a time is said for what nobody does."""
        if self.choose_working_days_before != _CHOOSE_BEFORE:
            raise ValueError("choose_working_days_before goes with chosen_by; nobody chooses here")
        if self.remind_to_choose_before != _REMIND_TO_CHOOSE:
            raise ValueError("remind_to_choose_before goes with chosen_by; nobody chooses here")

    def _check_choosing(self) -> None:
        """Raises ValueError where nobody could choose, or not in time for the draw."""
        remind = self.remind_to_choose_before
        left = 0 if isinstance(remind, Ours) else remind + 1
        least = min(self.warn_working_days_before + 1 + left, 40)
        fit(self, "choose_working_days_before", _CHOOSE_BEFORE, least, 40)
        between("choose_working_days_before", self.choose_working_days_before, 1, 40)
        if self.auditors != "people_of_roles" or self.practice_of:
            raise ValueError(
                "chosen_by goes with auditors = “people_of_roles”, without practice_of"
            )
        if self.choose_working_days_before <= self.warn_working_days_before:
            raise ValueError(
                "choose_working_days_before is more than warn_working_days_before, when the QA "
                "officers look at the draw"
            )
        # The day before the QA officers look at the draw is the last one for choosing.
        most = max(0, self.choose_working_days_before - self.warn_working_days_before - 2)
        fit(self, "remind_to_choose_before", _REMIND_TO_CHOOSE, 0, most)
        between("remind_to_choose_before", self.remind_to_choose_before, 0, most)

    @property
    def drawn_by_theme(self) -> bool:
        """Whether the cases that the theme is about are drawn first (BD-01). Whoever leads the
        audits of their own team is asked for the team's, whatever the theme."""
        return self.themed and self.auditors != "case_responsible_team_managers"

    @property
    def asked(self) -> frozenset[Role]:
        """The roles whose people audit."""
        if self.auditors == "case_responsible_team_managers":
            return frozenset({Role.TEAM_MANAGER})
        if self.auditors == "reviewing_officers":
            return REVIEWERS
        return frozenset(quota.role for quota in self.quotas)
