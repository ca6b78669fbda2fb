"""Before a round begins: the QA officers hear who can't be reached, and that a draw is missing."""

from datetime import datetime

from programme.council import Council
from programme.event import Event
from programme.message import Message, MessageKind
from programme.people import Role, working_people
from programme.ports import Work
from programme.round_period import RoundPeriod, beginning_beside, round_period
from programme.timetable import announcement, in_hours, month_to_warn_of, warning
from programme.use_cases.rounds_in_force import periods_in_force


async def warn_before_allocation(council: Council, *, work: Work, now: datetime) -> int:
    """Queues the warning of every round that it has fallen due for; returns how many (WC-02)."""
    hours, calendar = council.framework.hours, council.calendar
    async with work(council.tenant_id) as w:
        rounds = await periods_in_force(
            council, w, lambda rule: month_to_warn_of(rule, hours, calendar, now)
        )
    return sum([await _warn(council, of, work=work, now=now) for of in rounds])


async def _warn(council: Council, of: RoundPeriod, *, work: Work, now: datetime) -> int:
    hours, calendar = council.framework.hours, council.calendar
    due = council.digest_of(calendar.today(warning(of.month, of.rule, hours, calendar)))
    announced = announcement(of.month, of.rule, calendar)
    opens = in_hours(hours, calendar, now)
    # Late, it waits for the council to open, unless that were too late.
    goes = opens if opens < announced else now
    told_beside = _is_told_beside(council, of, now) or _is_too_late(council, of, goes)
    async with work(council.tenant_id) as w:
        if not await w.ticks.claim(of.job("warn"), due):
            return 0
        queued = await w.outbox.add(
            [
                Message(
                    key=f"before:{of.subject}:{person.id}",
                    person_id=person.id,
                    kind=MessageKind.BEFORE_THE_FIRST,
                    subject=of.subject,
                    not_before=goes,
                    expires=announced,
                )
                for person in working_people(await w.people.all())
                if person.has(Role.QA_OFFICER) and not told_beside
            ]
        )
        await w.events.record(
            Event(
                now,
                "sightline",
                "warn_before_allocation",
                of.subject,
                "schedule",
                {"messages": queued},
            )
        )
        await w.commit()
        return queued


def _is_told_beside(council: Council, of: RoundPeriod, now: datetime) -> bool:
    """Whether the main round's warning, which comes no later, tells of it."""
    framework, hours, calendar = (
        council.under(of).framework,
        council.framework.hours,
        council.calendar,
    )
    main = round_period(framework, framework.rounds[0], of.month)
    return (
        of in beginning_beside(framework, main)
        and warning(main.month, main.rule, hours, calendar)
        <= warning(of.month, of.rule, hours, calendar)
        and now < announcement(main.month, main.rule, calendar)
    )


def _is_too_late(council: Council, of: RoundPeriod, goes: datetime) -> bool:
    """Whether the main round, before which the warning was due, is announced by then: its count
    tells the QA officers of those that begin beside it."""
    framework, hours, calendar = (
        council.under(of).framework,
        council.framework.hours,
        council.calendar,
    )
    main = round_period(framework, framework.rounds[0], of.month)
    announced = announcement(main.month, main.rule, calendar)
    due = warning(of.month, of.rule, hours, calendar)
    return of in beginning_beside(framework, main) and due < announced <= goes
