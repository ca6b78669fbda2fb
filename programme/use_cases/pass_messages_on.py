"""What waited for somebody who has left goes to the next who would have had it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from programme.council import Council
from programme.grade_alert import Alert
from programme.message import Message, MessageKind
from programme.people import Person, Team
from programme.ports import UnitOfWork
from programme.recipients import qa_officers
from programme.use_cases.ask_confirmation import who_confirms
from programme.use_cases.escalate_delay import escalated_to

TO_QA_OFFICERS = frozenset(
    {
        MessageKind.BEFORE_THE_FIRST,
        MessageKind.NOT_DRAWN,
        MessageKind.ROUND,
        MessageKind.GRADE_ALERT,
        MessageKind.ALERT_ANSWERS,
        MessageKind.RE_AUDIT,
        MessageKind.RESULT,
        MessageKind.WORKER_NOT_FOUND,
        MessageKind.COMMISSIONED,
        MessageKind.OVERVIEW,
        MessageKind.DUTIES_OWED,
        MessageKind.LOOP_CHECK,
        MessageKind.MODERATION_OUTCOME,
        MessageKind.PRACTICE,
    }
)
"""What must reach somebody, and has no next reader of its own. The other kinds are about what is
the reader's alone, or follow by a way of their own: open actions to who answers for their team
now, findings, moderations and disputes to who stands in, audits to the card of those that need
another auditor."""


async def pass_messages_on(
    council: Council,
    w: UnitOfWork,
    lost: Sequence[Message],
    people: Sequence[Person],
    teams: Sequence[Team],
    when: datetime,
) -> list[Message]:
    """Each of the `lost` messages for its next readers, but for those who have had its like."""
    made = []
    for message in lost:
        readers = await _next(council, w, message, people, teams, when)
        fates = await w.outbox.fates([message.kind], message.subject)
        had = {fate.person_id for fate in fates}
        new = [person for person in dict.fromkeys(readers) if person.id not in had]
        if message.kind is MessageKind.GRADE_ALERT:
            await _alert(w, message, new, when)
        made += [
            replace(
                message,
                key=f"{message.key}:{person.id}",
                person_id=person.id,
                not_before=when,
                attempts=0,
                first_due=None,
            )
            for person in new
        ]
    return made


async def _next(
    council: Council,
    w: UnitOfWork,
    message: Message,
    people: Sequence[Person],
    teams: Sequence[Team],
    when: datetime,
) -> Sequence[Person]:
    today = council.today(when)
    if message.kind is MessageKind.CONFIRM_ACTIONS:
        audit = await w.audits.get(message.subject)
        return who_confirms(council, audit, people, today) if audit else ()
    if message.kind is MessageKind.ESCALATED:
        by_name = {team.name: team for team in teams}
        return [
            person
            for action in await w.actions.escalated_on(date.fromisoformat(message.subject))
            if action.team in by_name
            for person in escalated_to(
                council.framework_of(action.framework_version).actions,
                by_name[action.team],
                people,
                today,
            )
        ]
    return qa_officers(people) if message.kind in TO_QA_OFFICERS else ()


async def _alert(w: UnitOfWork, message: Message, readers: Sequence[Person], at: datetime) -> None:
    """An alert is answered by whom it reached, so those who stand in have one of their own."""
    left = await w.alerts.get(message.subject, message.person_id)
    due = left.answer_by if left else None
    await w.alerts.add([Alert(message.subject, person.id, at, answer_by=due) for person in readers])
