"""Someone asks for an audit of a case on a topic, outside the rounds (WC-14, SW-13, KT-04)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from programme.audit import Audit
from programme.case import Case
from programme.council import Council
from programme.errors import AskSomeoneAllowed, CorrectAndRepeat, LookElsewhere
from programme.event import Event
from programme.message import MessageKind
from programme.outside_rounds import commissioned_audit
from programme.people import MANAGERS, Person, Team, Verb, require, working_people
from programme.personal_data import problem_with
from programme.ports import UnitOfWork, Work
from programme.rules.commission import CommissionRule
from programme.timetable import in_hours
from programme.use_cases.remind_of_audits import card_of

TOPIC_AT_MOST = 200
REFERENCE_AT_MOST = 40
NOT_ASKED = "The audit was not asked for yet: please see below."


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked for: a commission's id, on what topic, of which case."""

    commission_id: str
    topic: str
    case_reference: str


@dataclass(frozen=True, slots=True)
class AskForAudit:
    """`person` asks for it, to be done by `auditor_id`."""

    council: Council
    person: Person
    request: Request
    auditor_id: str
    source: str


@dataclass(frozen=True, slots=True)
class Offered:
    """The case as it is spelt in the list, and those who may audit it, the asker first."""

    rule: CommissionRule
    case: Case
    team: Team
    auditors: tuple[Person, ...]


def commissions_for(council: Council, person: Person) -> tuple[CommissionRule, ...]:
    """What the person may ask for.

    Raises AskSomeoneAllowed, saying who may; LookElsewhere in a council without any.
    """
    rules = council.framework.commissions
    if not rules:
        raise LookElsewhere("Your council's framework has no audits that one asks for.")
    require(person, Verb.ASK_FOR_AUDIT)
    own = tuple(rule for rule in rules if not person.roles.isdisjoint(rule.by))
    if not own:
        allowed = ", ".join(sorted({role.words for rule in rules for role in rule.by}))
        raise AskSomeoneAllowed(f"In your council an audit is asked for by one of: {allowed}.")
    return own


async def auditors_for(
    council: Council, w: UnitOfWork, person: Person, request: Request, now: datetime
) -> Offered:
    """Who may do the audit: the asker; where the rule leaves it open, also a manager of the case's
    service area.

    Raises as `commissions_for` does, and CorrectAndRepeat with a sentence for each field; a case
    that isn't the asker's to name has the same one as a case that isn't there.
    """
    rule = _chosen(commissions_for(council, person), request.commission_id)
    teams = {team.name: team for team in await w.teams.all()}
    case = await _case(w, request.case_reference)
    team = teams.get(case.team) if case and case.active else None
    if team and rule.own_service_area and team.service_area != person.service_area:
        team = None
    topic = problem_with(request.topic, most=TOPIC_AT_MOST, today=council.today(now))
    problems = {
        "topic": topic,
        "reference": None
        if team
        else "There is no open case with this reference that you can ask an audit of.",
    }
    found = {field: sentence for field, sentence in problems.items() if sentence}
    if found or case is None or team is None:
        raise CorrectAndRepeat(NOT_ASKED, found)
    if rule.by_the_asker:
        return Offered(rule, case, team, (person,))
    return Offered(rule, case, team, _auditors(person, team, await w.people.all(), teams.values()))


async def ask_for_audit(command: AskForAudit, *, work: Work, now: datetime) -> Audit:
    """The audit, its auditor told; asked for twice on the same day it is the same one.

    Raises as `auditors_for` does, and CorrectAndRepeat for an auditor who isn't offered.
    """
    council, person = command.council, command.person
    async with work(council.tenant_id) as w:
        offered = await auditors_for(council, w, person, command.request, now)
        auditor = next((p for p in offered.auditors if p.id == command.auditor_id), None)
        if auditor is None:
            raise CorrectAndRepeat(NOT_ASKED, {"auditor": "Please choose who does the audit."})
        audit, commissioned = commissioned_audit(
            offered.rule,
            tenant_id=council.tenant_id,
            case=offered.case,
            team=offered.team,
            topic=command.request.topic.strip(),
            asker=person,
            auditor=auditor,
            calendar=council.calendar,
            now=now,
            framework_version=council.framework.version,
        )
        known = await w.audits.get(audit.id)
        if known:
            return known
        await w.audits.add([audit])
        await w.outside_rounds.add_commissioned(commissioned)
        opens = in_hours(council.framework.hours, council.calendar, now)
        when = now if auditor.id == person.id else opens
        await w.outbox.add([card_of(audit, MessageKind.COMMISSIONED, "open", auditor.id, when)])
        detail = {"commission": offered.rule.id, "auditor": auditor.id}
        await w.events.record(
            Event(now, person.id, "ask_for_audit", audit.id, command.source, detail)
        )
        await w.commit()
        return audit


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
