"""The auditor answers a grade that was changed: agrees, or writes a line (WC-07, SW-05, WB-04)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from programme.audit import Audit
from programme.council import Council
from programme.errors import AskSomeoneAllowed, ShowAsItIsNow
from programme.event import Event
from programme.message import Message, MessageKind
from programme.moderation import Moderation, answer
from programme.people import Person, Role, Verb, require, working_people
from programme.ports import LISTS, Work
from programme.shown import moderation_entity
from programme.timetable import at_work
from programme.use_cases.asking_moderators import moderation_and_audit


@dataclass(frozen=True, slots=True)
class AnswerModeration:
    """`person` agrees with the changed grade or not, None when they haven't said; `words` may
    say why."""

    council: Council
    person: Person
    audit_id: str
    seen_version: int
    agrees: bool | None
    words: str
    source: str


async def answer_moderation(command: AnswerModeration, *, work: Work, now: datetime) -> Moderation:
    """The moderation as answered; a moderator who isn't agreed with hears of it.

    Sent twice by the same person, the second answers as the first did. Raises LookElsewhere,
    AskSomeoneAllowed, CorrectAndRepeat, or ShowAsItIsNow when there is nothing to answer.
    """
    require(command.person, Verb.ANSWER_MODERATION)
    council, person = command.council, command.person
    async with work(council.tenant_id) as w:
        await w.turns.share(LISTS)
        moderation, audit = await moderation_and_audit(w, command.audit_id)
        people = await w.people.all()
        if answerer(audit, people) != person.id:
            raise AskSomeoneAllowed("The lead auditor answers for this audit; please ask them.")
        if moderation.answered_by == person.id:
            return moderation
        answered = answer(
            moderation,
            by=person.id,
            agrees=command.agrees,
            words=command.words,
            today=council.today(now),
            now=now,
        )
        if moderation.version != command.seen_version:
            raise ShowAsItIsNow("This has changed since; here it is as it stands now.")
        await w.moderations.save(answered)
        if command.agrees is False:
            await w.outbox.add(_disagreement(council, answered, people, now))
        await w.events.record(
            Event(
                now,
                person.id,
                "answer_moderation",
                audit.id,
                command.source,
                {"agrees": command.agrees},
            )
        )
        await w.live_cards.touch([moderation_entity(audit.id)])
        await w.commit()
        return answered


def answerer(audit: Audit, people: Iterable[Person]) -> str | None:
    """Who answers for the audit: its lead auditor, or its peer when the lead has left."""
    here = {person.id for person in working_people(people)}
    return next((each for each in (audit.lead_id, audit.peer_id) if each in here), None)


def _disagreement(
    council: Council, answered: Moderation, people: Iterable[Person], now: datetime
) -> list[Message]:
    """The moderator hears what the auditor wrote; the QA officers, when the moderator has left."""
    staff = working_people(people)
    readers = [person for person in staff if person.id == answered.moderator_id]
    readers = readers or [person for person in staff if person.has(Role.QA_OFFICER)]
    hours, calendar = council.framework.hours, council.calendar
    return [
        Message(
            key=f"answered:{answered.id}:{person.id}",
            person_id=person.id,
            kind=MessageKind.MODERATION_OUTCOME,
            subject=answered.id,
            not_before=at_work(person, hours, calendar, now),
        )
        for person in readers
    ]
