"""What waited for somebody who has left, or stands elsewhere now, goes to who would have had it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from programme.council import Council
from programme.grade_alert import Alert
from programme.message import Delivery, Message, MessageKind
from programme.ports import UnitOfWork
from programme.recipients import qa_officers
from programme.staff import Staff, moved
from programme.use_cases.who_reads import who_reads

TO_QA_OFFICERS = frozenset(
    {
        MessageKind.GRADE_ALERT,
        MessageKind.RE_AUDIT,
        MessageKind.RESULT,
        MessageKind.COMMISSIONED,
        MessageKind.OVERVIEW,
        MessageKind.LOOP_CHECK,
        MessageKind.MODERATION_OUTCOME,
        MessageKind.PRACTICE,
    }
)
"""What must reach somebody, where nobody stands where its reader stood. The other kinds are about
what is the reader's alone, or follow by a way of their own: open actions to who answers for their
team now, findings, moderations and disputes to who stands in, lists of results to who is copied in
now, audits to the card of those that need another auditor."""


async def pass_messages_on(
    council: Council, w: UnitOfWork, before: Staff, after: Staff, now: datetime, when: datetime
) -> tuple[tuple[Message, ...], list[Message]]:
    """What waited and was superseded, and what goes from `when` on: each message for its next
    readers, but for those who have had its like.

    Who has left gets nothing more. Who has other roles, another team or another service area gets
    nothing more of what they were told for where they stood. While somebody is on leave, whoever
    stands in for them gets it, whether or not it waits for them as well.
    """
    left = await w.outbox.supersede_of(before.working - after.working, now)
    next_ones = [(message, await _next(council, w, message, after, when)) for message in left]
    lost = [*left]
    for message in await w.outbox.waiting_for(moved(before, after)):
        had = await who_reads(council, w, message, before, council.today(when)) or frozenset()
        if message.person_id in had:
            have = await who_reads(council, w, message, after, council.today(when)) or frozenset()
            next_ones.append((message, have - had))
            if message.person_id not in have:
                about, reader = message.subject, {message.person_id}
                await w.outbox.supersede_for(message.kind, about, reader, now)
                lost.append(message)
    made = []
    for message, readers in next_ones:
        made += await _instead(w, message, readers, message in lost, when)
    return tuple(lost), made


async def _instead(
    w: UnitOfWork, message: Message, readers: frozenset[str], is_lost: bool, when: datetime
) -> list[Message]:
    if message.subject == message.person_id:
        return []  # It is about its reader, and those who come after have their own.
    new = sorted(readers - await _had(w, message))
    if message.kind is MessageKind.GRADE_ALERT:
        await _alert(w, message, new, when, is_lost)
    return [
        replace(
            message,
            key=f"{message.key}:{person_id}",
            person_id=person_id,
            not_before=when,
            attempts=0,
            first_due=None,
        )
        for person_id in new
    ]


async def _next(
    council: Council, w: UnitOfWork, message: Message, staff: Staff, when: datetime
) -> frozenset[str]:
    found = await who_reads(council, w, message, staff, council.today(when))
    if found is None and message.kind in TO_QA_OFFICERS:
        return frozenset(person.id for person in qa_officers(staff.people))
    return found or frozenset()


async def _had(w: UnitOfWork, message: Message) -> frozenset[str]:
    """Who has had a message of that kind about it, or will. A card of the audits that need another
    auditor is one for all of them, so that it tells of these only if it is still to come."""
    fates = await w.outbox.fates([message.kind], message.subject)
    again = message.kind is MessageKind.AUDITORS_NEEDED
    return frozenset(
        fate.person_id for fate in fates if not again or fate.delivery is Delivery.WAITING
    )


async def _alert(
    w: UnitOfWork, message: Message, readers: Sequence[str], at: datetime, is_lost: bool
) -> None:
    """An alert is answered by whom it reached, so those who stand in have one of their own, and
    nothing is asked any more of whom it won't reach."""
    left = await w.alerts.get(message.subject, message.person_id)
    due = left.answer_by if left else None
    if is_lost and left and left.awaits_answer:
        await w.alerts.save(replace(left, answer_by=None, version=left.version + 1))
    await w.alerts.add([Alert(message.subject, each, at, answer_by=due) for each in readers])
