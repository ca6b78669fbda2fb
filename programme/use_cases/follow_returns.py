"""Somebody's leave changes in the staff list: what waits for their return follows."""

from collections.abc import Sequence
from datetime import datetime

from programme.council import Council
from programme.message import Message, MessageKind
from programme.people import Person
from programme.ports import UnitOfWork
from programme.timetable import at_work, in_hours

NOT_HELD = frozenset({MessageKind.GRADE_ALERT, MessageKind.RESULTS})
"""What goes whether or not its reader is away, and what is about its own day."""
FOR_THEIR_RETURN = frozenset(
    {
        MessageKind.ACTIONS,
        MessageKind.ALERT_ANSWERS,
        MessageKind.RE_AUDIT,
        MessageKind.RESULT,
        MessageKind.CELEBRATION,
        MessageKind.TRAINING_OFFER,
        MessageKind.COMMISSIONED,
        MessageKind.OVERVIEW,
        MessageKind.OBSERVED,
        MessageKind.PRACTICE_DAY,
        MessageKind.DIP_ACTIONS,
        MessageKind.MODERATION_OUTCOME,
        MessageKind.LOOP_CHECK,
    }
)
"""What waits for it when it is queued while they are away, and so does when their leave is known
only afterwards."""


def goes_to(council: Council, message: Message, person: Person, soon: datetime) -> datetime:
    """When what may go from `soon` on goes to that person: once they are back, unless it isn't held
    for anybody's return, or would have expired by then."""
    if message.kind in NOT_HELD:
        return soon
    goes = at_work(person, council.framework.hours, council.calendar, soon)
    expired = message.expires is not None and goes >= message.expires
    return soon if expired else goes


async def follow_returns(
    council: Council,
    w: UnitOfWork,
    before: Sequence[Person],
    after: Sequence[Person],
    now: datetime,
) -> int:
    """Has what waits for a return wait for the one that the list says now, be it later or sooner;
    returns how many messages moved. What would come after it has expired goes at once."""
    old = {person.id: person for person in before}
    changed = {
        person.id: person
        for person in after
        if person.active and person.id in old and old[person.id].absences != person.absences
    }
    moved = {
        message.key: goes
        for message in await w.outbox.waiting_for(changed)
        if _is_held(council, message, old[message.person_id], changed[message.person_id])
        and (goes := _on_return(council, message, changed[message.person_id], now))
        != message.not_before
    }
    await w.outbox.put_off(moved)
    return len(moved)


def _is_held(council: Council, message: Message, before: Person, after: Person) -> bool:
    """Whether it is to go as the council opens on the day on which the person would be back, or
    would meet them on a leave that nobody knew of."""
    calendar = council.calendar
    day = calendar.today(message.not_before)
    opens = calendar.at(day, council.framework.hours.opens)
    last = calendar.plus_working_days(day, -1)
    if message.not_before != opens or message.kind in NOT_HELD:
        return False
    return before.is_away(last) or (message.kind in FOR_THEIR_RETURN and after.is_away(day))


def _on_return(council: Council, message: Message, person: Person, now: datetime) -> datetime:
    hours, calendar = council.framework.hours, council.calendar
    goes = at_work(person, hours, calendar, now)
    expired = message.expires is not None and goes >= message.expires
    return in_hours(hours, calendar, now) if expired else goes
