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
        people = working_people(await w.people.all())
        if drawn:
            audits = await w.audits.of_month(month)
            messages = allocation_messages(council, month, audits, people, _when(council, due, now))
        else:
            messages = [
                Message(f"not_drawn:{month}:{p.id}", p.id, MessageKind.NOT_DRAWN, str(month), now)
                for p in people
                if p.has(Role.QA_OFFICER)
            ]
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
    audits = tuple(audits)
    auditors = {a.lead_id for a in audits} | {a.peer_id for a in audits if a.peer_id}
    areas = {audit.service_area for audit in audits}
    copied = frozenset(council.framework.allocation.copied_to)
    readers: list[tuple[MessageKind, str]] = []
    for person in people:
        if person.id in auditors:
            readers.append((MessageKind.ALLOCATION, person.id))
        if not copied.isdisjoint(person.roles) and person.service_area in areas:
            readers.append((MessageKind.GROUP_ALLOCATION, person.id))
        if person.has(Role.QA_OFFICER):
            readers.append((MessageKind.ROUND, person.id))
    expires = council.calendar.at(month.plus(1).first, council.framework.hours.opens)
    return [
        Message(
            key=f"{kind}:{month}:{person_id}",
            person_id=person_id,
            kind=kind,
            subject=str(month),
            not_before=when,
            expires=expires,
            reports_to=allocation_entity(str(month)),
        )
        for kind, person_id in readers
    ]


def _when(council: Council, due: datetime, now: datetime) -> datetime:
    if council.today(due) == council.today(now):
        return now
    return in_hours(council.framework.hours, council.calendar, now)
