"""Good practice on a child's record is noted, and the team's manager is told (WC-13)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from programme.case import Case
from programme.council import Council
from programme.errors import LookElsewhere
from programme.event import Event
from programme.message import Message, MessageKind
from programme.people import Person, Team, Verb, require, require_one_of
from programme.ports import LISTS, UnitOfWork, Work
from programme.practice_acknowledgement import (
    PracticeAcknowledgement,
    Practitioner,
    practitioners,
    record,
)
from programme.responsible import responsible_for
from programme.rules.acknowledgement import AcknowledgementRule
from programme.use_cases.active_case import active_case
from programme.use_cases.recording import message_each, require_own_form


@dataclass(frozen=True, slots=True)
class RecordPractice:
    """`person` found `good` practice. `acknowledgement_id` is the form's, so that a form sent
    twice records it once."""

    council: Council
    person: Person
    acknowledgement_id: str
    case_reference: str
    practitioner: str
    standard: str
    good: str
    thank: bool
    source: str


def rule_for(council: Council, person: Person) -> AcknowledgementRule:
    """The framework's rule. Raises LookElsewhere where it has none, AskSomeoneAllowed, saying
    who may."""
    require(person, Verb.RECORD_PRACTICE)
    rule = council.framework.acknowledgements
    if rule is None:
        raise LookElsewhere(
            "Your council's framework has no practice acknowledgements; type “help” for what "
            "there is."
        )
    require_one_of(person, rule.by)
    return rule


async def choose_practitioner(
    council: Council, w: UnitOfWork, person: Person, reference: str
) -> tuple[Case, tuple[Practitioner, ...]]:
    """The case and those whose practice it may have been, its worker first.

    Raises LookElsewhere, AskSomeoneAllowed, or CorrectAndRepeat for the reference.
    """
    rule_for(council, person)
    case, _ = await active_case(w, reference)
    found = practitioners(case, await w.people.all())
    if not found:
        raise LookElsewhere(
            "Neither a worker of this case nor anybody of its team is on record; "
            "please ask your QA officer to bring the staff list up to date."
        )
    return case, found


async def record_practice(
    command: RecordPractice, *, work: Work, now: datetime
) -> PracticeAcknowledgement:
    """The acknowledgement as recorded; whoever answers for the team today is told.

    Raises LookElsewhere, AskSomeoneAllowed, or CorrectAndRepeat for the fields.
    """
    council, person = command.council, command.person
    rule = rule_for(council, person)
    async with work(council.tenant_id) as w:
        await w.turns.share(LISTS)
        before = await w.practice.get(command.acknowledgement_id)
        if before is None:
            case, team = await active_case(w, command.case_reference)
            people = await w.people.all()
            practice = record(
                acknowledgement_id=command.acknowledgement_id,
                rule=rule,
                case=case,
                area=team.service_area,
                of=practitioners(case, people),
                practitioner=command.practitioner,
                standard=command.standard,
                good=command.good,
                thank=command.thank,
                by=person.id,
                today=council.today(now),
                now=now,
            )
            if await w.practice.add(practice):
                await w.outbox.add(_first_messages(council, practice, people, now))
                await w.events.record(_event(practice, command.source))
                await w.commit()
                return practice
            before = await w.practice.get(command.acknowledgement_id)
        if before is None:
            raise LookElsewhere("This isn't there any more; please type “good practice”.")
        require_own_form(before.recorded_by, person, "good practice")
        return before


def messages_to(
    council: Council, practice: PracticeAcknowledgement, readers: Sequence[Person], now: datetime
) -> list[Message]:
    """One message each; whoever recorded it gets it at once."""
    kind, here = MessageKind.PRACTICE, practice.recorded_by
    return message_each(council, kind, practice.id, readers, now, here=here)


def managers_of(
    practice: PracticeAcknowledgement, people: Sequence[Person], council: Council, now: datetime
) -> tuple[Person, ...]:
    """Who is to acknowledge it today."""
    team = Team(practice.team, practice.service_area)
    return responsible_for(team, people, council.today(now))


def _first_messages(
    council: Council, practice: PracticeAcknowledgement, people: Sequence[Person], now: datetime
) -> list[Message]:
    readers = {practice.recorded_by, *(p.id for p in managers_of(practice, people, council, now))}
    if practice.thank and practice.practitioner_id:
        readers.add(practice.practitioner_id)
    told = [person for person in people if person.id in readers]
    return messages_to(council, practice, told, now)


def _event(practice: PracticeAcknowledgement, source: str) -> Event:
    return Event(
        practice.recorded_at,
        practice.recorded_by,
        "record_practice",
        practice.id,
        source,
        {"standard": practice.standard, "team": practice.team, "thank": practice.thank},
    )
