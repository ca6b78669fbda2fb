"""What waited for somebody who has left, or is for others now, goes to who would have had it."""

from collections.abc import Sequence
from datetime import date, datetime

from programme.changed_copy import replace
from programme.council import Council
from programme.grade_alert import Alert
from programme.message import Delivery, Message, MessageKind
from programme.ports import UnitOfWork
from programme.recipients import qa_officers
from programme.staff import Staff
from programme.use_cases.follow_returns import goes_to
from programme.use_cases.who_reads import BY_STANDING, who_reads

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
    readers, once, but for those who have had its like.

    Who has left gets nothing more. Whoever a message isn't for any more, since they, their team or
    those whom they manage stand elsewhere, doesn't get it. While somebody is on leave, whoever
    stands in for them gets it, whether or not it waits for them as well.
    """
    left = await w.outbox.supersede_of(before.working - after.working, now)
    old, new = (_Readers(council, w, staff, council.today(when)) for staff in (before, after))
    next_ones = [(message, await _next(new, message)) for message in left]
    lost = [*left]
    for message in await w.outbox.waiting_for(before.working & after.working):
        if message.kind not in BY_STANDING:
            continue
        had = await old.of(message) or frozenset()
        if message.person_id in had:
            have = await new.of(message) or frozenset()
            next_ones.append((message, have - had))
            if message.person_id not in have:
                about, reader = message.subject, {message.person_id}
                await w.outbox.supersede_for(message.kind, about, reader, now)
                lost.append(message)
    made: dict[tuple[MessageKind, str, str], Message] = {}
    for message, readers in next_ones:
        for each in await _instead(w, new, message, readers, message in lost, now, when):
            made.setdefault((each.kind, each.subject, each.person_id), each)
    return tuple(lost), [*made.values()]


class _Readers:
    """Whom messages are for as one list has the staff: asked once for all that are about the
    same."""

    def __init__(self, council: Council, w: UnitOfWork, staff: Staff, today: date) -> None:
        self.staff = staff
        self._council, self._w, self._today = council, w, today
        self._people = {person.id: person for person in staff.people}
        self._known: dict[tuple[MessageKind, str], frozenset[str] | None] = {}

    async def of(self, message: Message) -> frozenset[str] | None:
        """As `who_reads` says."""
        # What somebody took over is about them, and for whoever answers for any team.
        about = "" if message.kind is MessageKind.TAKEN_OVER else message.subject
        key = message.kind, about
        if key not in self._known:
            self._known[key] = await who_reads(
                self._council, self._w, message, self.staff, self._today
            )
        return self._known[key]

    def goes(self, message: Message, person_id: str, when: datetime) -> datetime:
        """When it may go to that person: what waits for a return when it is queued does so when it
        is passed on, unless it would have expired."""
        if message.kind not in TO_QA_OFFICERS:
            return when
        return goes_to(self._council, message, self._people[person_id], when)


async def _instead(
    w: UnitOfWork,
    standing: _Readers,
    message: Message,
    readers: frozenset[str],
    is_lost: bool,
    now: datetime,
    when: datetime,
) -> list[Message]:
    if message.subject == message.person_id:
        return []  # It is about its reader, and those who come after have their own.
    new = sorted(readers - await _had(w, message))
    if message.kind is MessageKind.GRADE_ALERT:
        await _alert(w, message, new, when, is_lost)
    return [
        replace(
            message,
            # With the instant, for who had it, and lost it to its first reader, may be next again.
            key=f"{message.key}:{person_id}:{now.isoformat()}",
            person_id=person_id,
            not_before=standing.goes(message, person_id, when),
            attempts=0,
            first_due=None,
        )
        for person_id in new
    ]


async def _next(now: _Readers, message: Message) -> frozenset[str]:
    found = await now.of(message)
    if found is None and message.kind in TO_QA_OFFICERS:
        return frozenset(person.id for person in qa_officers(now.staff.people))
    return found or frozenset()


async def _had(w: UnitOfWork, message: Message) -> frozenset[str]:
    """Who has had a message of that kind about it, or will: not who lost theirs to somebody else
    before it went. A card of the audits that need another auditor is one for all of them, so that
    it tells of these only if it is still to come."""
    fates = await w.outbox.fates([message.kind], message.subject)
    again = message.kind is MessageKind.AUDITORS_NEEDED
    return frozenset(
        fate.person_id
        for fate in fates
        if fate.delivery is Delivery.WAITING or not (again or fate.delivery is Delivery.SUPERSEDED)
    )


async def _alert(
    w: UnitOfWork, message: Message, readers: Sequence[str], at: datetime, is_lost: bool
) -> None:
    """An alert is answered by whom it reached, so those who stand in have one of their own, and
    nothing is asked any more of whom it won't reach, until it comes back to them."""
    left = await w.alerts.get(message.subject, message.person_id)
    due = left.answer_by if left else None
    if is_lost and left and left.awaits_answer:
        await w.alerts.save(replace(left, answer_by=None, version=left.version + 1))
    for each in readers:
        known = await w.alerts.get(message.subject, each)
        if known is None:
            await w.alerts.add([Alert(message.subject, each, at, answer_by=due)])
        elif due and known.answer_by is None and known.answered_at is None:
            await w.alerts.save(replace(known, answer_by=due, version=known.version + 1))
