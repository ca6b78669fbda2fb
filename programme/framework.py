"""A council's rules as frozen values. Where each comes from is in `Framework.provenance`."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time
from typing import Literal

from programme.people import Role

LeadIs = Literal["case_responsible_team_manager"]
PeerIs = Literal["another_team_manager_of_the_service_area"]
FallsOn = Literal["the_day", "next_working_day"]
AuditPart = Literal["lead", "peer"]


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where a value stands: the rule id and the section of the council's own document,
    or source "default" where the document is silent and the value is ours."""

    rule: str | None
    source: str


@dataclass(frozen=True, slots=True)
class Choice:
    """One of a short list that the council words itself: a grade, an area, whose views."""

    id: str
    title: str


@dataclass(frozen=True, slots=True)
class AuditTool:
    """What an audit looks at in the service areas that it is for; none named: all others."""

    id: str
    title: str
    areas: tuple[Choice, ...]
    service_areas: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Views:
    """Whose views an audit asks after, and which auditor is asked (WC-06)."""

    of: tuple[Choice, ...]
    asked_of: AuditPart


@dataclass(frozen=True, slots=True)
class AllocationRule:
    """Who audits what, when they hear of it and by when they are done (WC-01 to WC-03).

    `at` is the council's wall-clock time. `warn_working_days_before` is how long before the day
    the QA officers hear who can't be reached. `due_working_days_before_month_end` 0 means the
    month's last working day.
    """

    lead: LeadIs
    peer: PeerIs | None
    cases_a_lead: int
    not_again_within_months: int
    day: int
    at: time
    falls_on: FallsOn
    copied_to: tuple[Role, ...]
    warn_working_days_before: int
    due_working_days_before_month_end: int


@dataclass(frozen=True, slots=True)
class ActionRule:
    """How an audit's actions are set, reminded of and extended (WC-08). All in working days."""

    most: int
    remind_before: tuple[int, ...]
    remind_on_the_day: bool
    remind_after_every: int
    extension_at_most: int
    extensions_allowed: int


@dataclass(frozen=True, slots=True)
class Hours:
    """When the council may be written to (its wall clock), and when the daily digest goes."""

    opens: time
    closes: time
    digest: time


@dataclass(frozen=True, slots=True)
class Framework:
    """Everything that one council's framework says and the programme acts on."""

    id: str
    title: str
    version: str
    holds_from: date
    grades: tuple[Choice, ...]
    tools: tuple[AuditTool, ...]
    views: Views
    allocation: AllocationRule
    actions: ActionRule
    hours: Hours
    provenance: Mapping[str, Provenance]

    def tool_for(self, service_area: str) -> AuditTool:
        """The tool that names the service area, else the one that names none."""
        named = (tool for tool in self.tools if service_area in tool.service_areas)
        general = (tool for tool in self.tools if not tool.service_areas)
        return next(named, None) or next(general)

    def tool(self, tool_id: str) -> AuditTool:
        """The tool of that id; KeyError when the framework has none."""
        for tool in self.tools:
            if tool.id == tool_id:
                return tool
        raise KeyError(tool_id)

    def grade_title(self, grade_id: str | None) -> str:
        """The grade in the council's words; "not graded" for None or one long dropped."""
        return next((g.title for g in self.grades if g.id == grade_id), "not graded")
