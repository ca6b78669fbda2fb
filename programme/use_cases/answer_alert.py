"""Someone who was told of a grave grade says what they have done about it (KT-07)."""

from dataclasses import dataclass
from datetime import datetime

from programme.council import Council
from programme.errors import LookElsewhere, ShowAsItIsNow
from programme.event import Event
from programme.grade_alert import Alert, with_answer
from programme.message import Message, MessageKind
from programme.people import Person, Verb, require
from programme.ports import LISTS, UnitOfWork, Work
from programme.recipients import qa_officers
from programme.shown import alert_entity
from programme.timetable import at_work


@dataclass(frozen=True, slots=True)
class AnswerAlert:
    """`person` has done what `answer` says about the audit that they were alerted of."""

    council: Council
    person: Person
    audit_id: str
    seen_version: int
    answer: str
    source: str


async def answer_alert(command: AnswerAlert, *, work: Work, now: datetime) -> Alert:
    """The alert with its answer, which the lead auditor and the QA officers are brought.

    The same words twice have one effect. Raises LookElsewhere, ShowAsItIsNow, CorrectAndRepeat.
    """
    require(command.person, Verb.ANSWER_ALERT)
    council = command.council
    async with work(council.tenant_id) as w:
        await w.turns.share(LISTS)
        alert = await w.alerts.get(command.audit_id, command.person.id)
        if alert is None:
            raise LookElsewhere("Nobody has alerted you to this audit; type “my work” for yours.")
        if alert.answer is not None and alert.answer == command.answer.strip():
            return alert
        if alert.version != command.seen_version:
            raise ShowAsItIsNow("This has changed since; here it is as it stands now.")
        answered = with_answer(alert, answer=command.answer, today=council.today(now), now=now)
        await w.alerts.save(answered)
        if not await w.outbox.fates([MessageKind.ALERT_ANSWERS], alert.audit_id):
            await bring_answers(w, council, alert.audit_id, now, stage="answered")
        await w.events.record(
            Event(now, command.person.id, "answer_alert", alert.audit_id, command.source)
        )
        await w.live_cards.touch([alert_entity(alert.audit_id)])
        await w.commit()
        return answered


async def bring_answers(
    w: UnitOfWork, council: Council, audit_id: str, now: datetime, *, stage: str
) -> int:
    """Brings the audit's lead auditor and the QA officers who has answered, those who are away on
    their return; how many were new.

    `stage` tells the first answer from the first that is overdue: each brings its own card, but
    that an answer which comes after it is shown on the card that said it was overdue.
    """
    audit = await w.audits.get(audit_id)
    people = await w.people.all()
    leads = [p for p in people if p.active and audit and p.id == audit.lead_id]
    readers = {p.id: p for p in (*leads, *qa_officers(people))}
    hours, calendar = council.framework.hours, council.calendar
    return await w.outbox.add(
        [
            Message(
                key=f"alert_answers:{audit_id}:{stage}:{person_id}",
                person_id=person_id,
                kind=MessageKind.ALERT_ANSWERS,
                subject=audit_id,
                not_before=at_work(reader, hours, calendar, now),
            )
            for person_id, reader in sorted(readers.items())
        ]
    )
