"""A grave grade in a dip sample is told at once to those who hear of an audit's (WB-08)."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from programme.council import Council
from programme.dip_sample import DipCase, DipSample
from programme.framework import Framework
from programme.message import Delivery, Message, MessageKind
from programme.people import Person, Team
from programme.ports import UnitOfWork
from programme.recipients import AuditedCase, qa_officers, recipients
from programme.staff import Staff
from programme.timetable import in_hours


@dataclass(frozen=True, slots=True)
class DipGrade:
    """One case of a dip sample with a grave grade, in the council's words."""

    case: DipCase
    grade: str


@dataclass(frozen=True, slots=True)
class DipGradesView:
    """What a reader must know of somebody's dip sample; taken back it is open again. Without any
    `grades` they were told of some before that, and need to know of none any more."""

    sample: DipSample
    by: str
    grades: tuple[DipGrade, ...]


async def alert_of_dip_grades(
    council: Council, w: UnitOfWork, done: DipSample, people: Sequence[Person], now: datetime
) -> None:
    """One card to each, whatever the number of cases, in the council's hours; to whoever did the
    dip sample none. A dip sample asks nobody what they have done about it."""
    framework = council.as_of(done.drawn_at).framework
    told = await _told(w, framework, done, Staff(people, await w.teams.all()), council.today(now))
    await w.outbox.add(
        [
            Message(
                # Submitted again after it was taken back, it comes again.
                key=f"{MessageKind.DIP_GRADES}:{done.id}:{done.version}:{person_id}",
                person_id=person_id,
                kind=MessageKind.DIP_GRADES,
                subject=done.id,
                not_before=in_hours(council.framework.hours, council.calendar, now),
            )
            for person_id in sorted(told)
        ]
    )


async def show_dip_grades(
    council: Council, w: UnitOfWork, pairs: Collection[tuple[str, str]], today: date
) -> Mapping[tuple[str, str], DipGradesView]:
    """For each (dip sample id, reader id) its grave grades; left out for those who aren't told, and
    weren't before it was taken back."""
    staff = Staff(await w.people.all(), await w.teams.all())
    names = {person.id: person.name for person in staff.people}
    views = {}
    for sample_id in {sample_id for sample_id, _ in pairs}:
        sample = await w.dip_samples.get(sample_id)
        if sample is None:
            continue
        framework = council.as_of(sample.drawn_at).framework
        told = await _told(w, framework, sample, staff, today)
        before = dict.fromkeys(await _told_before(w, sample), ())
        for reader_id, cases in {**before, **told}.items():
            grades = [DipGrade(each, framework.grade_title(_grade(each))) for each in cases]
            by = names.get(sample.person_id, "")
            views[sample_id, reader_id] = DipGradesView(sample, by, tuple(grades))
    return {pair: views[pair] for pair in pairs if pair in views}


async def _told_before(w: UnitOfWork, sample: DipSample) -> list[str]:
    """The ids of those who have had a card that told of it as it was before it was taken back."""
    since = sample.submitted_at
    return [
        fate.person_id
        for fate in await w.outbox.fates([MessageKind.DIP_GRADES], sample.id)
        if fate.delivery is Delivery.SENT and fate.at and (since is None or fate.at < since)
    ]


async def told_of_dip_grades(
    council: Council, w: UnitOfWork, sample_id: str, staff: Staff, today: date
) -> frozenset[str]:
    """The ids of those who must know of a dip sample's grave grades, by where they stand."""
    sample = await w.dip_samples.get(sample_id)
    if sample is None:
        return frozenset()
    framework = council.as_of(sample.drawn_at).framework
    return frozenset(await _told(w, framework, sample, staff, today))


async def _told(
    w: UnitOfWork,
    framework: Framework,
    sample: DipSample,
    staff: Staff,
    today: date,
) -> Mapping[str, list[DipCase]]:
    """The cases that each must know of, by the person's id. Of a team that has closed since, a case
    is that team's which has it now."""
    by_name = {team.name: team for team in staff.teams}
    told: dict[str, dict[str, DipCase]] = {}
    for each in sample.cases:
        for rule in framework.alerts:
            if _grade(each) not in rule.grades:
                continue
            case = await w.cases.get(each.reference)
            now_with = by_name.get(case.team) if case else None
            team = by_name.get(each.team) or now_with or Team(each.team, "")
            of = AuditedCase(team, case.worker if case else None, sample.person_id)
            people = staff.around(of)
            found = recipients(rule.to, of, people, today)
            officers = qa_officers(people) if found.worker_missing else ()
            for person_id in (*found.ids, *(person.id for person in officers)):
                told.setdefault(person_id, {})[each.reference] = each
    told.pop(sample.person_id, None)
    return {person_id: [*cases.values()] for person_id, cases in told.items()}


def _grade(case: DipCase) -> str | None:
    return case.look.grade if case.look else None
