"""What is recorded by a form: once, by whoever opened it, told to each when at work, and read
by them alone."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime

from programme.council import Council
from programme.errors import LookElsewhere
from programme.message import Message, MessageKind
from programme.people import Person
from programme.ports import UnitOfWork
from programme.timetable import at_work


def require_own_form(recorded_by: str, person: Person, word: str) -> None:
    """Raises LookElsewhere where somebody else has used the form; `word` is typed for another."""
    if recorded_by != person.id:
        raise LookElsewhere(f"This form was used already; please type “{word}” for a new one.")


async def told_of(
    w: UnitOfWork, kind: MessageKind, subjects: Collection[str]
) -> Mapping[str, frozenset[str]]:
    """Subject to the ids of those for whom there are messages of that kind about it: beside whoever
    recorded it, nobody else reads it."""
    written = await w.outbox.written_to(kind, subjects)
    return {subject: frozenset(messages.values()) for subject, messages in written.items()}


def message_each(
    council: Council,
    kind: MessageKind,
    subject: str,
    readers: Iterable[Person],
    now: datetime,
    *,
    here: str | None = None,
) -> list[Message]:
    """One message each about `subject`, once for good, when they are at work; `here` is the id of
    whoever has just recorded it, and so is."""
    hours, calendar = council.framework.hours, council.calendar
    return [
        Message(
            key=f"{kind}:{subject}:{reader.id}",
            person_id=reader.id,
            kind=kind,
            subject=subject,
            not_before=now if reader.id == here else at_work(reader, hours, calendar, now),
        )
        for reader in sorted(readers, key=lambda one: one.id)
    ]
