"""Somebody else is copied into the results of a team: the lists that wait follow (BD-06)."""

from collections.abc import Collection
from datetime import date, datetime

from programme.audit import Audit
from programme.changed_copy import replace
from programme.council import Council
from programme.message import Delivery, Message, MessageKind
from programme.ports import UnitOfWork
from programme.staff import Staff
from programme.use_cases.copied_results import gathered_in, list_for, listed_for


async def lists_that_wait(council: Council, w: UnitOfWork, staff: Staff) -> Collection[Audit]:
    """The audits in the lists of results that are still to be sent."""
    pairs = {
        (message.person_id, date.fromisoformat(message.subject))
        for message in await w.outbox.waiting_for(staff.working)
        if message.kind is MessageKind.RESULTS
    }
    return await gathered_in(council, w, pairs) if pairs else ()


async def follow_copies(
    council: Council,
    w: UnitOfWork,
    audits: Collection[Audit],
    before: Staff,
    after: Staff,
    now: datetime,
) -> list[Message]:
    """The lists of those who are copied into one of the audits since the change, and weren't
    before: what stands in a list is decided when it is sent, and nobody would have it."""
    readers: set[str] = set()
    for audit in audits:
        listed = await listed_for(council, w, audit, after)
        readers |= listed - await listed_for(council, w, audit, before)
    lists = [list_for(council, person, now) for person in after.people if person.id in readers]
    return [await _back(w, each, now) for each in lists]


async def _back(w: UnitOfWork, message: Message, now: datetime) -> Message:
    """The list; where its reader had one of the day, and lost it when a staff list left them out,
    as another message."""
    fates = await w.outbox.fates([MessageKind.RESULTS], message.subject)
    theirs = {fate.delivery for fate in fates if fate.person_id == message.person_id}
    if theirs != {Delivery.SUPERSEDED}:
        return message
    return replace(message, key=f"{message.key}:{now.isoformat()}")
