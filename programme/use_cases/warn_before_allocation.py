"""Before the 1st: the QA officers hear who can't be reached, and whether a draw is missing."""

from datetime import datetime

from programme.council import Council
from programme.event import Event
from programme.message import Message, MessageKind
from programme.people import Role, working_people
from programme.ports import Work
from programme.timetable import announcement, in_hours, month_to_warn_of, warning


async def warn_before_allocation(council: Council, *, work: Work, now: datetime) -> int:
    """Queues the warning for the month that it has fallen due for; returns how many (WC-02)."""
    month = month_to_warn_of(council.framework, council.calendar, now)
    if month is None:
        return 0
    due = warning(month, council.framework, council.calendar)
    announced = announcement(month, council.framework.allocation, council.calendar)
    opens = in_hours(council.framework.hours, council.calendar, now)
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
                    # Late, it waits for the council to open, unless that were too late.
                    not_before=opens if opens < announced else now,
                    expires=announced,
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
