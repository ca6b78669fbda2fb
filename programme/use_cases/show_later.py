"""When people can be reminded of a card again, and when they have asked to be."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from programme.council import Council
from programme.message import MessageKind
from programme.people import Person
from programme.ports import UnitOfWork
from programme.remind_later import Choice, choices

Asked = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Later:
    """The times that are offered at `now`, and `comes`: the one that was chosen. Instants are
    UTC."""

    now: datetime
    choices: tuple[Choice, ...]
    comes: datetime | None = None


async def show_later(
    council: Council,
    w: UnitOfWork,
    kind: MessageKind,
    asked: Collection[Asked],
    now: datetime,
    known: Collection[Person] = (),
) -> Mapping[Asked, Later]:
    """For each (reader id, subject) of cards of `kind`; whoever has left is left out.

    Where all the readers are `known` already they aren't read again.
    """
    ids = {reader_id for reader_id, _ in asked}
    people = known or await w.people.some(ids)
    readers = {person.id: person for person in people if person.active}
    comes = {
        (message.person_id, message.subject): message.not_before
        for message in await w.outbox.asked_later(ids)
        if message.kind is kind
    }
    hours, calendar = council.framework.hours, council.calendar
    return {
        one: Later(now, choices(readers[one[0]], hours, calendar, now), comes.get(one))
        for one in asked
        if one[0] in readers
    }
