"""Whom a message is for by where they stand: by a role, for a team or for a service area."""

from collections.abc import Iterable, Sequence
from datetime import date

from programme.audit import Audit
from programme.calendar import Month
from programme.council import Council
from programme.errors import LookElsewhere
from programme.message import Message, MessageKind
from programme.overview import holders
from programme.people import Person
from programme.ports import UnitOfWork
from programme.recipients import AuditedCase, qa_officers, recipients, trainers
from programme.responsible import responsible_by_team
from programme.rules.follow_up import GradeAlert
from programme.staff import Staff
from programme.use_cases.agreed_grades import agreed_grades
from programme.use_cases.alert_of_dip_grades import told_of_dip_grades
from programme.use_cases.ask_confirmation import who_confirms
from programme.use_cases.ask_to_choose import who_chooses
from programme.use_cases.copied_results import copies
from programme.use_cases.escalate_delay import escalated_to
from programme.use_cases.part_in_month import PartInMonth
from programme.use_cases.rounds_in_force import period_of

THE_QA_OFFICERS = frozenset(
    {
        MessageKind.BEFORE_THE_FIRST,
        MessageKind.NOT_DRAWN,
        MessageKind.ROUND,
        MessageKind.WORKER_NOT_FOUND,
        MessageKind.DUTIES_OWED,
        MessageKind.AUDITORS_NEEDED,
    }
)
"""Theirs alone."""
BY_STANDING = THE_QA_OFFICERS | {
    MessageKind.TAKEN_OVER,
    MessageKind.ESCALATED,
    MessageKind.OVERVIEW,
    MessageKind.CHOOSE_CASES,
    MessageKind.GROUP_ALLOCATION,
    MessageKind.DIP_GRADES,
    MessageKind.CONFIRM_ACTIONS,
    MessageKind.ALERT_ANSWERS,
    MessageKind.GRADE_ALERT,
    MessageKind.RESULT,
    MessageKind.TRAINING_OFFER,
}
"""What is, or may be, for whoever stands somewhere; everything else is its very reader's."""


async def who_reads(
    council: Council, w: UnitOfWork, message: Message, staff: Staff, today: date
) -> frozenset[str] | None:
    """The ids of those whom it is for as `staff` has them; None where it isn't for a standing, but
    for its very reader."""
    people, subject = staff.people, message.subject
    if message.kind not in BY_STANDING:
        return None
    match message.kind:
        case kind if kind in THE_QA_OFFICERS:
            return _ids(qa_officers(people))
        case MessageKind.TAKEN_OVER:
            return await _answering(w, staff, today)
        case MessageKind.ESCALATED:
            return await _escalated(council, w, date.fromisoformat(subject), staff, today)
        case MessageKind.OVERVIEW:
            return _overview(council, subject, people)
        case MessageKind.CHOOSE_CASES | MessageKind.GROUP_ALLOCATION:
            return await _of_round(council, w, message, people, today)
        case MessageKind.DIP_GRADES:
            return await told_of_dip_grades(council, w, subject, staff, today)
    audit = await w.audits.get(subject)
    return await _of_audit(council, w, message.kind, audit, staff, today) if audit else None


async def _of_audit(
    council: Council,
    w: UnitOfWork,
    kind: MessageKind,
    audit: Audit,
    staff: Staff,
    today: date,
) -> frozenset[str] | None:
    under = council.under(audit)
    case = AuditedCase.of(audit, await w.cases.get(audit.case_reference), staff.teams)
    people = staff.around(case)
    match kind:
        case MessageKind.CONFIRM_ACTIONS:
            return _ids(who_confirms(council, audit, people, today))
        case MessageKind.ALERT_ANSWERS:
            lead = [p for p in people if p.active and p.id == audit.lead_id]
            return _ids([*lead, *qa_officers(people)])
        case MessageKind.GRADE_ALERT:
            each = await alerted_by(council, w, audit, staff, today)
            return frozenset(person_id for _, readers in each for person_id in readers)
        case MessageKind.TRAINING_OFFER if under.framework.celebration:
            return _ids(trainers(under.framework.celebration.training_to, staff.people))
        case MessageKind.RESULT if under.framework.results:
            own = frozenset(copies(under, case, people, today).own)
            return await _with_who_asked(w, audit, own, staff.people)
    return None


async def alerted_by(
    council: Council, w: UnitOfWork, audit: Audit, staff: Staff, today: date
) -> list[tuple[GradeAlert, frozenset[str]]]:
    """The alerts that the audit's grades call for, each with the ids of those whom it is for."""
    case = AuditedCase.of(audit, await w.cases.get(audit.case_reference), staff.teams)
    people = staff.around(case)
    agreed = (await agreed_grades(w, [audit.id])).get(audit.id)
    grades = {audit.record.overall, agreed}
    return [
        (rule, frozenset(recipients(rule.to, case, people, today).ids))
        for rule in council.under(audit).framework.alerts
        if not grades.isdisjoint(rule.grades)
    ]


async def _with_who_asked(
    w: UnitOfWork, audit: Audit, own: frozenset[str], people: Sequence[Person]
) -> frozenset[str]:
    """Whose result it is, with whoever asked for the audit and the QA officers, where somebody did
    (WC-14); without those who have been thanked, and have it on that card (BD-09)."""
    asked = (await w.outside_rounds.commissioned([audit.id])).get(audit.id)
    if asked:
        own |= _ids(p for p in people if p.active and p.id == asked.asked_by)
        own |= _ids(qa_officers(people))
    thanked = await w.outbox.fates([MessageKind.CELEBRATION], audit.id)
    return own - {fate.person_id for fate in thanked}


async def _answering(w: UnitOfWork, staff: Staff, today: date) -> frozenset[str]:
    """Who answers for a team with open actions."""
    open_teams = {
        each.team for each in await w.actions.open_of_teams([t.name for t in staff.teams])
    }
    answering = responsible_by_team(staff.teams, staff.people, today)
    return _ids(person for team in open_teams for person in answering[team])


async def _of_round(
    council: Council, w: UnitOfWork, message: Message, people: Sequence[Person], today: date
) -> frozenset[str] | None:
    try:
        of = await period_of(council, w, message.subject)
    except LookElsewhere:
        return None
    if message.kind is MessageKind.CHOOSE_CASES:
        return _ids(who_chooses(of.rule.chosen_by, people, today)) if of.rule.chosen_by else None
    part = PartInMonth.of(await w.audits.of_round_in_brief(of.round_id, of.month), of.rule, people)
    return _ids(person for person in people if person.active and part.is_copied(person))


async def _escalated(
    council: Council, w: UnitOfWork, day: date, staff: Staff, today: date
) -> frozenset[str]:
    teams = {team.name: team for team in staff.teams}
    escalated = await w.actions.escalated_on(day)
    return _ids(
        person
        for version, team in {(a.framework_version, a.team) for a in escalated}
        if team in teams
        for person in escalated_to(
            council.framework_of(version).actions,
            teams[team],
            staff.people,
            today,
        )
    )


def _overview(council: Council, subject: str, people: Iterable[Person]) -> frozenset[str] | None:
    """None where it is whose turn it is, and not everybody's who holds the role."""
    overview_id, _, first = subject.partition(":")
    rules = {r.id: r for r in council.framework_on(Month.parse(first).first).overviews}
    rule = rules.get(overview_id)
    if rule is None or rule.turns:
        return None
    staff = tuple(people)
    return _ids(holders(rule, staff) or qa_officers(staff))


def _ids(people: Iterable[Person]) -> frozenset[str]:
    return frozenset(person.id for person in people)
