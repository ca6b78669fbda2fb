"""On the 1st: each auditor and each group manager gets one card, the QA officers the count."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from programme.audit import Audit
from programme.calendar import Month
from programme.council import Council
from programme.event import Event
from programme.message import Message, MessageKind, allocation_entity
from programme.people import Person, Role, working_people
from programme.ports import Work
from programme.timetable import announcement, in_hours
from programme.use_cases.part_in_month import PartInMonth


async def announce_due_allocation(council: Council, *, work: Work, now: datetime) -> int:
    """Queues the cards of the month that it is in the council, once their hour has come."""
    return await announce_allocation(council, Month.of(council.today(now)), work=work, now=now)


async def announce_allocation(council: Council, month: Month, *, work: Work, now: datetime) -> int:
    """Queues the month's cards once its hour has come; returns how many (WC-02).

    On the day itself they go at once, be it a Sunday; a later catch-up waits for the council's
    hours. Without an allocation the QA officers are told that it hasn't been drawn.
    """
    due = announcement(month, council.framework.allocation, council.calendar)
    if now < due:
        return 0
    async with work(council.tenant_id) as w:
        drawn = await w.allocations.get(month) is not None
        if not await w.ticks.claim("announce" if drawn else "not_drawn", due):
            return 0
        people, when = working_people(await w.people.all()), _when(council, due, now)
        if drawn:
            audits = await w.audits.of_month(month)
            messages = allocation_messages(council, month, audits, people, when)
        else:
            messages = _not_drawn_messages(council, month, people, when)
        queued = await w.outbox.add(messages)
        await w.events.record(
            Event(
                now,
                "sightline",
                "announce_allocation" if drawn else "tell_not_drawn",
                str(month),
                "schedule",
                {"messages": queued},
            )
        )
        await w.commit()
        return queued


def allocation_messages(
    council: Council,
    month: Month,
    audits: Iterable[Audit],
    people: Sequence[Person],
    when: datetime,
) -> list[Message]:
    """One message a person for each part that they have in the month, whatever the cases."""
    part = PartInMonth.of(audits, council.framework.allocation)
    readers: list[tuple[MessageKind, str]] = []
    for person in people:
        if part.audits(person):
            readers.append((MessageKind.ALLOCATION, person.id))
        if part.is_copied(person):
            readers.append((MessageKind.GROUP_ALLOCATION, person.id))
        if person.has(Role.QA_OFFICER):
            readers.append((MessageKind.ROUND, person.id))
    return [
        Message(
            key=f"{kind}:{month}:{person_id}",
            person_id=person_id,
            kind=kind,
            subject=str(month),
            not_before=when,
            expires=_month_is_over(council, month),
            reports_to=allocation_entity(str(month)),
        )
        for kind, person_id in readers
    ]


def _not_drawn_messages(
    council: Council, month: Month, people: Iterable[Person], when: datetime
) -> list[Message]:
    return [
        Message(
            key=f"{MessageKind.NOT_DRAWN}:{month}:{person.id}",
            person_id=person.id,
            kind=MessageKind.NOT_DRAWN,
            subject=str(month),
            not_before=when,
            expires=_month_is_over(council, month),
        )
        for person in people
        if person.has(Role.QA_OFFICER)
    ]


def _month_is_over(council: Council, month: Month) -> datetime:
    return council.calendar.at(month.plus(1).first, council.framework.hours.opens)


def _when(council: Council, due: datetime, now: datetime) -> datetime:
    if council.today(due) == council.today(now):
        return now
    return in_hours(council.framework.hours, council.calendar, now)
