"""Someone asks for an audit of a case on a topic, outside the rounds (WC-14, SW-13, KT-04)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, time

from programme.audit import Audit
from programme.case import Case, Cohort
from programme.changed_copy import replace
from programme.council import Council
from programme.drawn_case import Drawing, OneDrawn, draw_one, may_audit
from programme.errors import AskSomeoneAllowed, CorrectAndRepeat, LookElsewhere
from programme.event import Event
from programme.message import MessageKind
from programme.outside_rounds import CommissionedAudit, commissioned_audit
from programme.peers import works_on
from programme.people import MANAGERS, Person, Team, Verb, require, working_people
from programme.personal_data import problem_with
from programme.ports import LISTS, UnitOfWork, Work
from programme.rules.commission import CommissionRule
from programme.timetable import in_hours
from programme.use_cases.acting_on_audit import audit_of
from programme.use_cases.remind_of_audits import card_of

TOPIC_AT_MOST = 200
REFERENCE_AT_MOST = 40
NOT_ASKED = "The audit was not asked for yet: please see below."
DRAWN_ANEW = (
    "What it is drawn from has changed since, so that another case is drawn: please look again."
)


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked for: a commission's id, on what topic, of which case.

    With a `drawing` the case is the one that it draws; a reference beside it is the one that it
    drew when it was shown.
    """

    commission_id: str
    topic: str
    case_reference: str
    drawing: Drawing | None = None


@dataclass(frozen=True, slots=True)
class AskForAudit:
    """`person` asks for it, to be done by `auditor_id`; empty, by the only one there can be."""

    council: Council
    person: Person
    request: Request
    auditor_id: str
    source: str


@dataclass(frozen=True, slots=True)
class Offered:
    """The case as it is spelt in the list, and those who may audit it, the asker first; `drawn`
    where it was drawn."""

    rule: CommissionRule
    case: Case
    team: Team
    auditors: tuple[Person, ...]
    drawn: OneDrawn | None = None


@dataclass(frozen=True, slots=True)
class ToDrawFrom:
    """The names of the teams, and the cohorts, of which the person may have a case drawn."""

    teams: tuple[str, ...]
    cohorts: tuple[Cohort, ...]


def commissions_for(council: Council, person: Person) -> tuple[CommissionRule, ...]:
    """What the person may ask for.

    Raises AskSomeoneAllowed, saying who may; LookElsewhere in a council without any.
    """
    rules = council.framework.commissions
    if not rules:
        raise LookElsewhere(
            "Your council's framework has no audits that one asks for; type “help” for what there "
            "is."
        )
    require(person, Verb.ASK_FOR_AUDIT)
    own = tuple(rule for rule in rules if not person.roles.isdisjoint(rule.by))
    if not own:
        allowed = ", ".join(sorted({role.words for rule in rules for role in rule.by}))
        raise AskSomeoneAllowed(f"In your council an audit is asked for by one of: {allowed}.")
    return own


async def to_draw_from(council: Council, w: UnitOfWork, person: Person) -> ToDrawFrom:
    """What a case may be drawn from, by any of the rules that let the person ask.

    Raises as `commissions_for` does.
    """
    rules = commissions_for(council, person)
    teams = [t.name for t in await w.teams.all() if any(_allows(r, person, t) for r in rules)]
    cases = [case for case in await w.cases.of_teams(teams) if case.active]
    listed = {case.cohort for case in cases}
    having = {case.team for case in cases}
    return ToDrawFrom(
        tuple(team for team in teams if team in having),
        tuple(cohort for cohort in Cohort if cohort in listed),
    )


async def auditors_for(
    council: Council, w: UnitOfWork, person: Person, request: Request, now: datetime
) -> Offered:
    """Who may do the audit, of the case that is named or drawn: the asker; where the rule leaves
    it open, also a manager of the case's service area. Nobody audits a case that they work on, or
    for which they have declared a conflict of interest.

    Raises as `commissions_for` does, and CorrectAndRepeat with a sentence for each field; a case
    that isn't the asker's to name has the same one as a case that isn't there.
    """
    rule = _chosen(commissions_for(council, person), request.commission_id)
    teams = {t.name: t for t in await w.teams.all() if _allows(rule, person, t)}
    people = () if rule.by_the_asker else await w.people.all()
    conflicts = await w.hand_overs.all_conflicts()

    def auditors(case: Case) -> tuple[Person, ...]:
        found = _auditors(person, teams[case.team], people, teams.values())
        return may_audit(found, case, conflicts.get(case.reference, ()))

    drawn, case = None, await _case(w, request.case_reference)
    if request.drawing and not request.case_reference:
        listed = await w.cases.of_teams(teams)
        unfit = (c for c in listed if works_on(person, c) or c.reference in conflicts)
        barred = {case.reference for case in unfit if not auditors(case)}
        taken = barred | await w.audits.being_audited()
        drawn = draw_one(listed, request.drawing, taken=taken)
        case = drawn.case if drawn else None
    found = case if case and case.active and case.team in teams else None
    offered = auditors(found) if found else ()
    problems = {
        "topic": problem_with(request.topic, most=TOPIC_AT_MOST, today=council.today(now)),
        **_problem_with_case(request, found, offered),
    }
    wrong = {field: sentence for field, sentence in problems.items() if sentence}
    if wrong or found is None:
        raise CorrectAndRepeat(NOT_ASKED, wrong)
    return Offered(rule, found, teams[found.team], offered, drawn)


async def ask_for_audit(command: AskForAudit, *, work: Work, now: datetime) -> Audit:
    """The audit, its auditor told; asked for twice on the same day it is the same one, unless it
    was withdrawn meanwhile.

    Raises as `auditors_for` does, and CorrectAndRepeat for an auditor who isn't offered, and for a
    drawn case that somebody else's audit has become meanwhile.
    """
    council, person = command.council, command.person
    async with work(council.tenant_id) as w:
        await w.turns.share(LISTS)
        offered = await auditors_for(council, w, person, command.request, now)
        auditor = _auditor(offered, command.auditor_id)
        audit, commissioned = _commissioned(command, offered, auditor, now)
        times = 0
        while known := await w.audits.get(audit.id):
            if not known.is_withdrawn:
                return known
            times += 1
            audit, commissioned = _commissioned(command, offered, auditor, now, times)
        drawn = await _drawn_again(command, w, offered, now)
        if drawn:
            audit = replace(audit, why=(*audit.why, drawn.words))
        if not await w.outside_rounds.add_commissioned(commissioned):
            return await audit_of(w, audit.id)
        is_first = await _has_its_turn(council, w, audit, now)
        if drawn and not is_first:
            raise CorrectAndRepeat(DRAWN_ANEW, {"drawn": DRAWN_ANEW})
        await w.audits.add([audit])
        opens = in_hours(council.framework.hours, council.calendar, now)
        when = now if auditor.id == person.id else opens
        await w.outbox.add([card_of(audit, MessageKind.COMMISSIONED, "open", auditor.id, when)])
        how = _how_drawn(command.request.drawing, drawn)
        detail = {"commission": offered.rule.id, "auditor": auditor.id, **how}
        await w.events.record(
            Event(now, person.id, "ask_for_audit", audit.id, command.source, detail)
        )
        await w.commit()
        return audit


def _commissioned(
    command: AskForAudit, offered: Offered, auditor: Person, now: datetime, withdrawn: int = 0
) -> tuple[Audit, CommissionedAudit]:
    council = command.council
    return commissioned_audit(
        offered.rule,
        ids_from=council.ids_from,
        case=offered.case,
        team=offered.team,
        topic=command.request.topic.strip(),
        asker=command.person,
        auditor=auditor,
        calendar=council.calendar,
        now=now,
        framework_version=council.framework.version,
        withdrawn=withdrawn,
    )


async def _has_its_turn(council: Council, w: UnitOfWork, audit: Audit, now: datetime) -> bool:
    """Whether nobody else's audit of the case is open. Of two who ask at once, neither sees the
    other's: both see as many audits of it, and one alone can claim to be the next."""
    reference = audit.case_reference
    before = await w.audits.of_case(reference)
    day = council.calendar.at(council.today(now), time(0))
    is_next = await w.ticks.claim(f"asked for:{reference}:{len(before)}", day)
    return is_next and reference not in await w.audits.being_audited()


async def _drawn_again(
    command: AskForAudit, w: UnitOfWork, offered: Offered, now: datetime
) -> OneDrawn | None:
    """The case as the seed draws it now: only such a one is said to have been drawn."""
    request = command.request
    if not request.drawing:
        return None
    if offered.drawn:
        return offered.drawn
    afresh = replace(request, case_reference="")
    again = await auditors_for(command.council, w, command.person, afresh, now)
    if again.case.reference != offered.case.reference:
        raise CorrectAndRepeat(DRAWN_ANEW, {"drawn": DRAWN_ANEW})
    return again.drawn


def _how_drawn(drawing: Drawing | None, drawn: OneDrawn | None) -> Mapping[str, str | int]:
    if not drawing or not drawn:
        return {}
    asked = {"team": drawing.team, "cohort": drawing.cohort}
    told = {name: value for name, value in asked.items() if value}
    return {"seed": drawing.seed, "out_of": drawn.out_of, **told}


def _auditor(offered: Offered, auditor_id: str) -> Person:
    if not auditor_id and len(offered.auditors) == 1:
        return offered.auditors[0]
    for person in offered.auditors:
        if person.id == auditor_id:
            return person
    raise CorrectAndRepeat(NOT_ASKED, {"auditor": "Please choose who does the audit."})


def _allows(rule: CommissionRule, person: Person, team: Team) -> bool:
    return not rule.own_service_area or team.service_area == person.service_area


def _problem_with_case(
    request: Request, case: Case | None, offered: tuple[Person, ...]
) -> Mapping[str, str]:
    if case and not offered:
        return {
            "reference": "Those who could audit this case work on it, or have declared a conflict "
            "of interest; please name another."
        }
    if case:
        return {}
    if request.drawing and not request.case_reference:
        return {
            "reference": "There is no such open case to draw that isn't being audited already; "
            "please widen what it is drawn from, or name a case."
        }
    return {"reference": "There is no open case with this reference that you can ask an audit of."}


def _chosen(rules: Iterable[CommissionRule], commission_id: str) -> CommissionRule:
    for rule in rules:
        if rule.id == commission_id:
            return rule
    raise CorrectAndRepeat(NOT_ASKED, {"commission": "Please choose what sort of audit it is."})


async def _case(w: UnitOfWork, typed: str) -> Case | None:
    reference = typed.strip()
    # References are in capitals, and phones don't type so.
    return await w.cases.get(reference) or await w.cases.get(reference.upper())


def _auditors(
    asker: Person, team: Team, people: Iterable[Person], teams: Iterable[Team]
) -> tuple[Person, ...]:
    of_area = {each.name for each in teams if each.service_area == team.service_area}
    managers = [
        person
        for person in working_people(people)
        if person.id != asker.id
        and not person.roles.isdisjoint(MANAGERS)
        and (person.team in of_area or person.service_area == team.service_area)
    ]
    return (asker, *sorted(managers, key=lambda person: (person.name, person.id)))
