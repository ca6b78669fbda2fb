"""A council's framework: everything that its document says and the programme acts on."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from programme.case import Cohort
from programme.rules.acknowledgement import AcknowledgementRule
from programme.rules.action import ActionRule
from programme.rules.chairs_report import ChairsReportRule
from programme.rules.clock import Hours
from programme.rules.commission import CommissionRule
from programme.rules.dispute import DisputeRule
from programme.rules.duty import DipSampleRule, Duty, ObservationRule, PracticeWeek, Theme
from programme.rules.follow_up import Celebration, GradeAlert, LoopCheck, ReAudit, ResultCopies
from programme.rules.hand_over import HandOverRule
from programme.rules.moderation import MODERATES_EVERY_AUDIT, MODERATION, Called, ModerationRule
from programme.rules.overview import OverviewRule
from programme.rules.retention import Retention
from programme.rules.round import Round
from programme.rules.rule import Choice, Provenance, Rule, between, entitled, is_id, once
from programme.rules.tool import AuditTool, Views

T = TypeVar("T", AuditTool, Round)

_FIRST, _LAST = date(1990, 1, 1), date(2999, 12, 31)
"""Between which a framework can begin to hold: any other year is a slip of the pen."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Framework(Rule):
    """One council's rules, in the version that holds from `holds_from` on.

    `provenance` says of a value, by its key (`rounds.case_files.day`), where it comes from; a
    value that has no key of its own has that of the table it stands in. `grading_note` is what the
    document says of grading, shown wherever grades are given (SW-12).
    """

    id: str
    title: str
    version: str
    holds_from: date
    grades: tuple[Choice, ...]
    tools: tuple[AuditTool, ...]
    views: Views
    rounds: tuple[Round, ...]
    actions: ActionRule
    hours: Hours
    grading_note: str = ""
    moderation: tuple[ModerationRule, ...] = ()
    alerts: tuple[GradeAlert, ...] = ()
    re_audit: ReAudit | None = None
    loop_check: LoopCheck | None = None
    results: ResultCopies | None = None
    celebration: Celebration | None = None
    duties: tuple[Duty, ...] = ()
    dip_samples: DipSampleRule | None = None
    observations: ObservationRule | None = None
    practice_weeks: tuple[PracticeWeek, ...] = ()
    themes: tuple[Theme, ...] = ()
    disputes: tuple[DisputeRule, ...] = ()
    acknowledgements: AcknowledgementRule | None = None
    chairs_reports: ChairsReportRule | None = None
    commissions: tuple[CommissionRule, ...] = ()
    overviews: tuple[OverviewRule, ...] = ()
    hand_overs: HandOverRule = field(default_factory=HandOverRule)
    retention: Retention = field(default_factory=Retention)
    provenance: Mapping[str, Provenance] = field(default_factory=dict)

    def __post_init__(self) -> None:
        is_id(self.id)
        entitled(self.title)
        between("version: its length", len(self.version.strip()), 1, 40)
        if not _FIRST <= self.holds_from <= _LAST:
            raise ValueError(f"holds_from is from {_FIRST} to {_LAST}, not {self.holds_from}")
        once("grades", [grade.id for grade in self.grades])
        once("tools", [tool.id for tool in self.tools])
        once("rounds", [each.id for each in self.rounds])
        once("duties", [duty.id for duty in self.duties])
        once("disputes", [dispute.id for dispute in self.disputes])
        once("commissions", [commission.id for commission in self.commissions])
        once("overviews", [overview.id for overview in self.overviews])
        once("themes", [str(theme.month) for theme in self.themes])
        if not 2 <= len(self.grades) <= 8:
            raise ValueError(f"grades: a framework has from 2 to 8, not {len(self.grades)}")
        if not self.rounds:
            raise ValueError("rounds: a framework has at least one")
        self._check_references()
        self._check_duties()
        self._check_moderation()
        for each in self.rounds:
            self._check_tools(each)
            if not self.hours.opens <= each.at < self.hours.closes:
                open_at = f"{self.hours.opens:%H:%M} to {self.hours.closes:%H:%M}"
                raise ValueError(
                    f"rounds.{each.id}.at: the council is open from {open_at}; choose a time in it"
                )
        once("practice_weeks", [f"the {week.monday}" for week in self.practice_weeks])
        if self.themes and not self.is_themed:
            raise ValueError("themes: no round is themed, and there are no dip_samples to have one")

    def _check_references(self) -> None:
        """Raises ValueError where one part names another that there isn't."""
        named = (
            *((f"alerts.{n}.grades", alert.grades) for n, alert in enumerate(self.alerts)),
            ("re_audit.grades", self.re_audit.grades if self.re_audit else ()),
            ("celebration.grades", self.celebration.grades if self.celebration else ()),
        )
        for where, grades in named:
            _known(where, grades, [grade.id for grade in self.grades], "grade")
        tools = [tool.id for tool in self.tools]
        _known("re_audit.tool", [self.re_audit.tool] if self.re_audit else (), tools, "tool")
        reports = [self.chairs_reports.tool] if self.chairs_reports else ()
        _known("chairs_reports.tool", reports, tools, "tool")
        for commission in self.commissions:
            _known(f"commissions.{commission.id}.tool", [commission.tool], tools, "tool")
        for number, rule in enumerate(self.moderation):
            rounds = [each.id for each in self.rounds]
            _known(f"moderation.{number}.rounds", rule.rounds, rounds, "round")
        cohorts = [cohort.value for cohort in Cohort]
        for tool in self.tools:
            _known(f"tools.{tool.id}.cohorts", tool.cohorts, cohorts, "cohort")
        for each in self.rounds:
            _known(f"rounds.{each.id}.cohorts", each.cohorts, cohorts, "cohort")
        for number, theme in enumerate(self.themes):
            _known(f"themes.{number}.cohorts", theme.cohorts, cohorts, "cohort")
            if theme.focus.steers and not self.draws_by_theme:
                raise ValueError(
                    f"themes.{number}: no round draws cases by a theme, so it names none; "
                    "that takes a themed round that asks people of roles"
                )

    def _check_duties(self) -> None:
        """Raises ValueError where a duty asks for what there are no rules of."""
        rules = {"dip_sample": self.dip_samples, "practice_observation": self.observations}
        for duty in self.duties:
            for kind in duty.any_of:
                if kind in rules and rules[kind] is None:
                    raise ValueError(f"duties.{duty.id}: there are no rules of a {kind}")

    def _check_moderation(self) -> None:
        """Raises ValueError where one audit would fall under two rules that each want it alone, or
        where what waits for moderation would wait for ever."""
        if self.loop_check and not self.moderation:
            raise ValueError("loop_check: its weeks count from moderation, which there is none of")
        taken: dict[tuple[str, str], int] = {}
        for number, rule in enumerate(self.moderation):
            of_every_audit = rule.form in MODERATES_EVERY_AUDIT
            form = "every audit" if of_every_audit else rule.form
            for name in rule.rounds or [each.id for each in self.rounds]:
                first = taken.setdefault((form, name), number)
                if first != number:
                    raise ValueError(
                        f"moderation.{number}.rounds: {name} is moderated by moderation.{first} "
                        "already; name the rounds of each"
                    )

    def _check_tools(self, each: Round) -> None:
        """Raises ValueError unless every case of the round has exactly one tool."""
        where = f"rounds.{each.id}"
        quotas = [quota.tool for quota in each.quotas if quota.tool]
        _known(f"{where}.tools", [*each.tools, *quotas], [t.id for t in self.tools], "tool")
        tools = self.tools_of(each)
        once(f"{where}.tools, by service area", [a for tool in tools for a in tool.service_areas])
        once(f"{where}.tools, by cohort", [c for tool in tools for c in tool.cohorts])
        general = [tool.id for tool in tools if tool.is_general]
        if len(general) > 1:
            raise ValueError(
                f"{where}.tools: {' and '.join(general)} both serve every case; "
                "all but one name the service areas or the cohorts that they are for"
            )
        if not general and _without_tool(each, tools):
            raise ValueError(
                f"{where}.tools: {', '.join(_without_tool(each, tools))} would have no tool; "
                "add one that names no service areas and no cohorts, and serves all others"
            )

    @property
    def allocation(self) -> Round:
        """The first round, which is the council's main one."""
        return self.rounds[0]

    def round(self, round_id: str) -> Round:
        """The round of that id; KeyError when the framework has none."""
        return _of_id(self.rounds, round_id)

    def tools_of(self, each: Round) -> tuple[AuditTool, ...]:
        """The tools of a round."""
        return tuple(self.tool(tool_id) for tool_id in each.tools)

    def tool_for(self, service_area: str, cohort: str = "", each: Round | None = None) -> AuditTool:
        """The tool of the round (the main one, when none is given) for such a case: one that names
        its service area, else its cohort, else neither."""
        tools = self.tools_of(each or self.allocation)
        by_area = (tool for tool in tools if service_area in tool.service_areas)
        by_cohort = (tool for tool in tools if cohort in tool.cohorts)
        general = (tool for tool in tools if tool.is_general)
        return next(by_area, None) or next(by_cohort, None) or next(general, None) or tools[0]

    def tool(self, tool_id: str) -> AuditTool:
        """The tool of that id; KeyError when the framework has none."""
        return _of_id(self.tools, tool_id)

    def views_of(self, tool_id: str) -> Views:
        """Whose views an audit with that tool asks after (WC-05, WC-06)."""
        return self.tool(tool_id).views or self.views

    def where(self, key: str) -> Provenance:
        """Where the value of that key stands, or else the table that it stands in.

        Raises KeyError for a key of which nothing says it.
        """
        inside = key
        while inside not in self.provenance:
            inside, dot, _ = inside.rpartition(".")
            if not dot:
                raise KeyError(key)
        return self.provenance[inside]

    @property
    def moderation_called(self) -> Called:
        """What the council calls moderation; of several forms, the first."""
        return next((rule.called for rule in self.moderation), MODERATION)

    @property
    def is_themed(self) -> bool:
        """Whether anything is audited or sampled by a month's theme."""
        return self.dip_samples is not None or any(each.themed for each in self.rounds)

    @property
    def draws_by_theme(self) -> bool:
        """Whether the cases of any round can be drawn by a theme (BD-01)."""
        return any(each.drawn_by_theme for each in self.rounds)

    def theme_rule(self, month: int) -> Theme | None:
        """The calendar month's theme, where the council has said so."""
        return next((theme for theme in self.themes if theme.month == month), None)

    def grade_title(self, grade_id: str | None) -> str:
        """The grade in the council's words; "not graded" for None or one long dropped."""
        return next((g.title for g in self.grades if g.id == grade_id), "not graded")


def _of_id(among: Iterable[T], wanted: str) -> T:
    for one in among:
        if one.id == wanted:
            return one
    raise KeyError(wanted)


def _without_tool(each: Round, tools: Collection[AuditTool]) -> list[str]:
    """The service areas or else the cohorts of a round that none of these tools is for."""
    areas = {area for tool in tools for area in tool.service_areas}
    cohorts = {cohort for tool in tools for cohort in tool.cohorts}
    those = [c for c in each.cohorts or [c.value for c in Cohort] if c not in cohorts]
    if not each.service_areas:
        return those
    return [area for area in each.service_areas if area not in areas] if those else []


def _known(where: str, named: Iterable[str], known: Collection[str], what: str) -> None:
    for one in named:
        if one not in known:
            raise ValueError(f"{where}: “{one}” is no {what}; there is {', '.join(known)}")
