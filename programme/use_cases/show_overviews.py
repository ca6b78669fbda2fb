"""A period's audits with their grades, learning and actions (WB-09, WB-10, BD-08)."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from programme.audit import Audit
from programme.calendar import Month
from programme.changed_copy import replace
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
    `earlier` are audits that were submitted before the period, of a longer cycle that it lies in.
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
    earlier: tuple[AuditResult, ...] = ()

    def actions(self) -> tuple[int, int, int]:
        """How many actions are open and in time, overdue, and completed."""
        told = (*self.earlier, *self.results)
        every = [action for result in told for action in result.actions]
        overdue = sum(action.is_overdue(self.today) for action in every)
        still_open = sum(action.is_open for action in every)
        return still_open - overdue, overdue, len(every) - still_open


def subject_of(rule: OverviewRule, period: Period) -> str:
    """What the cards of the period's overview are about: "board:2026-11"."""
    return f"{rule.id}:{period.first}"


async def has_audits(council: Council, w: UnitOfWork, period: Period) -> bool:
    """Whether anything was submitted in the period, or it lies in that of a round's audits: in a
    cycle of two months the second has one too, though all were submitted in the first (WB-10)."""
    return bool(
        await w.audits.submitted_between(*period.instants(council.calendar))
        or await _unsubmitted(w, period)
        or await _of_longer_rounds(council, w, period)
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
    around = await _of_longer_rounds(council, w, period)
    unsubmitted = [*await _unsubmitted(w, period), *(a for a in around if not a.is_submitted)]
    begins, _ = period.instants(council.calendar)
    before = [a.id for a in around if a.submitted_at and a.submitted_at < begins]
    earlier = await audit_results(council, w, before)
    people = await w.people.all()
    # QA officers who stand in have an area of their own, if any, which isn't the one to report on.
    by_area = rule.of == "their_service_area"
    places: dict[str, str | None] = {
        p.id: None for p in people if p.active and p.has(Role.QA_OFFICER)
    }
    places |= {p.id: p.service_area if by_area else None for p in holders(rule, people)}
    return {
        reader: replace(
            _view(scale, rule, period, place, [*results.values()], unsubmitted, today),
            earlier=_of_place(place, earlier.values()),
        )
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


async def _of_longer_rounds(council: Council, w: UnitOfWork, period: Period) -> list[Audit]:
    """Audits kept under a month before the period, of a round whose own period it lies in."""
    longest = max(each.every_months for rules in council.every_version for each in rules.rounds)
    found = []
    for back in range(1, longest):
        for audit in await w.audits.of_month(period.first.plus(-back)):
            rounds = council.framework_of(audit.framework_version).rounds
            months = next((each.every_months for each in rounds if each.id == audit.round_id), 1)
            if period.first_day in Period(audit.month, months):
                found.append(audit)
    return found


def _of_place(place: str | None, results: Iterable[AuditResult]) -> tuple[AuditResult, ...]:
    return tuple(r for r in results if place in (None, r.audit.service_area))


def _view(
    scale: Sequence[str],
    rule: OverviewRule,
    period: Period,
    place: str | None,
    results: Sequence[AuditResult],
    unsubmitted: Sequence[Audit],
    today: date,
) -> OverviewView:
    own = [*_of_place(place, results)]
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
