"""Before the 1st: the QA officers hear who can't be reached, and whether a draw is missing."""

from datetime import datetime

from programme.council import Council
from programme.event import Event
from programme.message import Message, MessageKind
from programme.people import Role, working_people
from programme.ports import Work
from programme.timetable import announcement, month_to_warn_of, warning


async def warn_before_allocation(council: Council, *, work: Work, now: datetime) -> int:
    """Queues the warning for the month that it has fallen due for; returns how many (WC-02)."""
    month = month_to_warn_of(council.framework, council.calendar, now)
    if month is None:
        return 0
    due = warning(month, council.framework, council.calendar)
    async with work(council.tenant_id) as w:
        if not await w.ticks.claim("warn", due):
            return 0
        queued = await w.outbox.add(
            [
                Message(
                    key=f"before:{month}:{person.id}",
                    person_id=person.id,
                    kind=MessageKind.BEFORE_THE_FIRST,
                    subject=str(month),
                    not_before=now,
                    expires=announcement(month, council.framework.allocation, council.calendar),
                )
                for person in working_people(await w.people.all())
                if person.has(Role.QA_OFFICER)
            ]
        )
        await w.events.record(
            Event(
                now,
                "sightline",
                "warn_before_allocation",
                str(month),
                "schedule",
                {"messages": queued},
            )
        )
        await w.commit()
        return queued
