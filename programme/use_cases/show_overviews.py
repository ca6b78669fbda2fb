"""A period's audits with their grades, learning and actions (WB-09, WB-10, BD-08)."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from programme.audit import Audit
from programme.calendar import Month
from programme.council import Council
from programme.overview import TeamGrades, by_team, holders
from programme.people import Role
from programme.period import Period
from programme.ports import UnitOfWork
from programme.rules.overview import OverviewRule
from programme.use_cases.audit_result import AuditResult, audit_results


@dataclass(frozen=True, slots=True)
class OverviewView:
    """One reader's overview, as of `today`. `place` is a service area, or None for the council.

    `results` are the submitted audits, the gravest grade first; `outstanding` is how many audits
    of the period's rounds are still to be submitted. `excellent` is the best grade in words.
    """

    title: str
    period: str
    place: str | None
    today: date
    taken_to_a_meeting: bool
    results: tuple[AuditResult, ...]
    teams: tuple[TeamGrades, ...]
    outstanding: int
    excellent: str

    def actions(self) -> tuple[int, int, int]:
        """How many actions are open and in time, overdue, and completed."""
        every = [action for result in self.results for action in result.actions]
        overdue = sum(action.is_overdue(self.today) for action in every)
        still_open = sum(action.is_open for action in every)
        return still_open - overdue, overdue, len(every) - still_open


def subject_of(rule: OverviewRule, period: Period) -> str:
    """What the cards of the period's overview are about: "board:2026-11"."""
    return f"{rule.id}:{period.first}"


async def has_audits(council: Council, w: UnitOfWork, period: Period) -> bool:
    """Whether anything was submitted or was to be submitted in the period."""
    return bool(
        await w.audits.submitted_between(*period.instants(council.calendar))
        or await _unsubmitted(w, period)
    )


async def show_overviews(
    council: Council, w: UnitOfWork, subject: str, readers: Collection[str], today: date
) -> Mapping[str, OverviewView]:
    """The overview of that subject by reader's id; left out for those whom it isn't for."""
    overview_id, _, first = subject.partition(":")
    framework = council.framework_on(Month.parse(first).first)
    rules = {rule.id: rule for rule in framework.overviews}
    if overview_id not in rules:
        return {}
    rule = rules[overview_id]
    period = Period(Month.parse(first), rule.every_months)
    scale = [grade.title for grade in framework.grades]
    audits = await w.audits.submitted_between(*period.instants(council.calendar))
    results = await audit_results(council, w, [audit.id for audit in audits])
    unsubmitted = await _unsubmitted(w, period)
    people = await w.people.all()
    # QA officers who stand in have an area of their own, if any, which isn't the one to report on.
    by_area = rule.of == "their_service_area"
    places: dict[str, str | None] = {
        p.id: None for p in people if p.active and p.has(Role.QA_OFFICER)
    }
    places |= {p.id: p.service_area if by_area else None for p in holders(rule, people)}
    return {
        reader: _view(scale, rule, period, place, [*results.values()], unsubmitted, today)
        for reader, place in places.items()
        if reader in readers
    }


async def _unsubmitted(w: UnitOfWork, period: Period) -> list[Audit]:
    return [
        audit
        for month in period.each_month
        for audit in await w.audits.of_month(month)
        if not audit.is_submitted
    ]


def _view(
    scale: Sequence[str],
    rule: OverviewRule,
    period: Period,
    place: str | None,
    results: Sequence[AuditResult],
    unsubmitted: Sequence[Audit],
    today: date,
) -> OverviewView:
    own = [result for result in results if place in (None, result.audit.service_area)]
    rank = {grade: number for number, grade in enumerate(scale)}
    own.sort(key=lambda r: (-rank.get(r.grade, -1), r.audit.team, r.audit.case_reference))
    return OverviewView(
        title=rule.title,
        period=period.title,
        place=place,
        today=today,
        taken_to_a_meeting=rule.turns,
        results=tuple(own),
        teams=by_team(((r.audit.team, r.grade) for r in own), scale),
        outstanding=sum(place in (None, audit.service_area) for audit in unsubmitted),
        excellent=scale[0],
    )
