"""As a round's period begins: each auditor and each manager copied in gets one card, the QA
officers the count."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from programme.audit import Audit
from programme.audit_in_brief import AuditInBrief
from programme.calendar import Month
from programme.council import Council
from programme.event import Event
from programme.message import Message, MessageKind
from programme.people import Person, Role, working_people
from programme.ports import Work
from programme.round_period import RoundPeriod, beside, round_period
from programme.shown import allocation_entity
from programme.timetable import announcement, at_work, in_hours, may_go
from programme.use_cases.part_in_month import PartInMonth
from programme.use_cases.rounds_in_force import rounds_in_force


async def announce_due_allocation(council: Council, *, work: Work, now: datetime) -> int:
    """Queues the cards of every round's period that it is now, once their hour has come."""
    async with work(council.tenant_id) as w:
        rounds = await rounds_in_force(council, w, Month.of(council.today(now)))
    return sum([await announce_allocation(council, of, work=work, now=now) for of in rounds])


async def announce_allocation(
    council: Council, of: RoundPeriod, *, work: Work, now: datetime
) -> int:
    """Queues the period's cards once its hour has come; returns how many (WC-02, SW-01).

    On the day itself they go at once, be it a Sunday; a later catch-up waits for the council's
    hours, and so does the QA officers' count. Without an allocation they are told that it hasn't
    been drawn, while the day lasts. They have one card, the main round's, which tells of the
    rounds beside it.
    """
    due = announcement(of.month, of.rule, council.calendar)
    if now < due:
        return 0
    async with work(council.tenant_id) as w:
        drawn = await w.allocations.get(of.round_id, of.month) is not None
        if not await w.ticks.claim(of.job("announce" if drawn else "not_drawn"), due):
            return 0
        people, when = working_people(await w.people.all()), _when(council, due, now)
        told = [] if _is_told_beside(council, of, now) else _qa_officers(people)
        if drawn:
            audits = await w.audits.of_round_in_brief(of.round_id, of.month)
            messages = [
                *allocation_messages(council, of, audits, people, when),
                *_messages(council, of, MessageKind.ROUND, told, _in_hours(council, when)),
            ]
        else:
            messages = _messages(council, of, MessageKind.NOT_DRAWN, told, when)
        queued = await w.outbox.add(messages)
        await w.events.record(
            Event(
                now,
                "sightline",
                "announce_allocation" if drawn else "tell_not_drawn",
                of.subject,
                "schedule",
                {"messages": queued},
            )
        )
        await w.commit()
        return queued


def allocation_messages(
    council: Council,
    of: RoundPeriod,
    audits: Iterable[Audit | AuditInBrief],
    people: Sequence[Person],
    when: datetime,
) -> list[Message]:
    """One message a person for each part that they have in the period, whatever the cases. An
    auditor who is away gets theirs on their return."""
    part = PartInMonth.of(audits, of.rule, people)
    auditors = [person for person in people if part.audits(person)]
    copied = [person.id for person in people if part.is_copied(person)]
    found = _messages(council, of, MessageKind.GROUP_ALLOCATION, copied, when)
    for person in auditors:
        back = _on_return(council, of, person, when)
        found += _messages(council, of, MessageKind.ALLOCATION, [person.id], back)
    return found


def _on_return(council: Council, of: RoundPeriod, person: Person, when: datetime) -> datetime:
    """`when`, or the return of somebody who is away then, unless the period were over."""
    calendar = council.calendar
    if not person.is_away(calendar.working_day_on_or_after(council.today(when))):
        return when
    back = at_work(person, council.framework.hours, calendar, when)
    return back if back < _is_over(council, of) else when


def _messages(
    council: Council, of: RoundPeriod, kind: MessageKind, readers: Iterable[str], when: datetime
) -> list[Message]:
    return [
        Message(
            key=f"{kind}:{of.subject}:{person_id}",
            person_id=person_id,
            kind=kind,
            subject=of.subject,
            not_before=when,
            expires=_is_over(council, of),
            reports_to=None if kind is MessageKind.NOT_DRAWN else allocation_entity(of.subject),
        )
        for person_id in readers
    ]


def _qa_officers(people: Iterable[Person]) -> list[str]:
    return [person.id for person in people if person.has(Role.QA_OFFICER)]


def _is_told_beside(council: Council, of: RoundPeriod, now: datetime) -> bool:
    """Whether the main round's card, which comes no later or is there already, tells of it."""
    framework, calendar = council.under(of).framework, council.calendar
    main = round_period(framework, framework.rounds[0], Month.of(council.today(now)))
    goes_on = council.framework_on(main.period.first_day).version == framework.version
    if not goes_on or of not in beside(framework, main):
        return False
    # What began in an earlier month, and is found late, waits for this month's card.
    return of.month < main.month or announcement(main.month, main.rule, calendar) <= announcement(
        of.month, of.rule, calendar
    )


def _is_over(council: Council, of: RoundPeriod) -> datetime:
    return council.calendar.at(
        of.period.last_day + timedelta(days=1), council.framework.hours.opens
    )


def _in_hours(council: Council, when: datetime) -> datetime:
    return in_hours(council.framework.hours, council.calendar, when)


def _when(council: Council, due: datetime, now: datetime) -> datetime:
    return may_go(due, None, council.framework.hours, council.calendar, now)
