"""The QA officers hear of audits whose auditor can't do them or whose case has closed, and of what
somebody who has left had begun: when the lists say so, and on the day on which a leave begins."""

from collections.abc import Sequence
from datetime import datetime, time

from programme.closed_case import times_closed
from programme.council import Council
from programme.message import Message, MessageKind
from programme.people import Person
from programme.ports import UnitOfWork, Work
from programme.reassignment import auditor_of
from programme.recipients import qa_officers
from programme.shown import AUDITORS
from programme.timetable import digest, in_hours
from programme.use_cases.queueing import queue_due
from programme.use_cases.show_auditors_needed import parts_without_auditor
from programme.use_cases.show_closed_cases import show_closed_cases
from programme.use_cases.show_left_unfinished import show_left_unfinished


async def tell_of_auditors_needed(council: Council, *, work: Work, now: datetime) -> int:
    """Once a working day: queues one card a QA officer, when there is something that they haven't
    been told of; returns how many."""
    due = digest(council.framework.hours, council.calendar, now)
    if due is None:
        return 0
    async with work(council.tenant_id) as w:
        if not await w.ticks.claim("auditors needed", due):
            return 0
        messages = await auditors_needed(council, w, await w.people.all(), now)
        queued = await queue_due(
            w, messages, verb="tell_of_auditors_needed", subject=AUDITORS, now=now
        )
        await w.commit()
        return queued


async def auditors_needed(
    council: Council, w: UnitOfWork, people: Sequence[Person], now: datetime
) -> list[Message]:
    """One card a QA officer, where one of the audits, or of what was left, is news to them."""
    needed = await parts_without_auditor(council, w, people, council.today(now))
    news = {f"{one.id}:{part}:{auditor_of(one, part)}": one.due for one, part in needed}
    news |= {one.id: one.since for one in await show_left_unfinished(council, w)}
    closed = [(each.audit, each.on) for each in await show_closed_cases(w)]
    # A case may close, be open again and close once more within a day.
    news |= {f"{one.id}:closed:{times_closed(one)}": on for one, on in closed}
    told = [
        await w.ticks.claim(f"auditor needed:{name}", council.calendar.at(day, time(0)))
        for name, day in sorted(news.items())
    ]
    when = in_hours(council.framework.hours, council.calendar, now)
    return [
        Message(
            key=f"auditors_needed:{now.isoformat()}:{person.id}",
            person_id=person.id,
            kind=MessageKind.AUDITORS_NEEDED,
            subject=AUDITORS,
            not_before=when,
        )
        for person in qa_officers(people)
        if any(told)
    ]
