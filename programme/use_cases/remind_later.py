"""Someone asks to be reminded of a card later, or not to be after all."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime

from programme.council import Council
from programme.errors import CorrectAndRepeat, ShowAsItIsNow
from programme.event import Event
from programme.message import Message, MessageKind
from programme.people import Person, Verb, require
from programme.ports import UnitOfWork, Work
from programme.remind_later import ToDo, chosen, is_past_due, key_of, named

NOTHING = "Nothing is asked of you here any more; type “my work” for what is yours."
PASSED = "That time has passed, or you are away then. Please choose again."

Asks = Callable[[UnitOfWork], Awaitable[ToDo | None]]
"""What the card asks of the person, from the state as it is; None where that is nothing, or where
the card isn't theirs."""


@dataclass(frozen=True, slots=True)
class OwnCard:
    """The card of `kind` about `subject` that `person` has, and from where they speak of it."""

    council: Council
    person: Person
    kind: MessageKind
    subject: str
    source: str


@dataclass(frozen=True, slots=True)
class RemindLater:
    """The person wants the card again at the time that `when` names (`remind_later.Choice.value`).

    `warned` where they were shown with the choice that it comes after the deadline.
    """

    card: OwnCard
    when: str
    warned: bool = True


@dataclass(frozen=True, slots=True)
class Reminder:
    """When the card comes again (UTC), and what it asks."""

    at: datetime
    to_do: ToDo


async def remind_later(command: RemindLater, asks: Asks, *, work: Work, now: datetime) -> Reminder:
    """Queues the card once more, in place of what was chosen before; the same choice twice brings
    one. Deadlines and every other reminder stay.

    Raises ShowAsItIsNow where nothing is asked of the person, or the time can't be any more;
    CorrectAndRepeat where it is after the deadline and they weren't `warned`.
    """
    card = command.card
    require(card.person, Verb.REMIND_LATER)
    async with work(card.council.tenant_id) as w:
        # Of two at once neither would see what the other one chose, and both would come.
        await w.turns.take(f"later:{card.kind}:{card.subject}:{card.person.id}")
        to_do = await asks(w)
        if to_do is None:
            raise ShowAsItIsNow(NOTHING)
        at = _time(command, to_do, now)
        if await _is_new(card, w, at):
            await _queue(card, w, at, now)
            await _record(card, w, "remind_later", at, now)
            await w.commit()
    return Reminder(at, to_do)


async def remind_no_more(card: OwnCard, *, work: Work, now: datetime) -> bool:
    """Takes back what the person asked for of this card, whatever its time; False where there was
    nothing to take back."""
    require(card.person, Verb.REMIND_LATER)
    async with work(card.council.tenant_id) as w:
        found = await w.outbox.forget_later(card.person.id, card.kind, card.subject, now)
        if found:
            await _record(card, w, "remind_no_more", None, now)
            await w.commit()
    return bool(found)


def _time(command: RemindLater, to_do: ToDo, now: datetime) -> datetime:
    council = command.card.council
    hours, calendar = council.framework.hours, council.calendar
    at = chosen(command.when, command.card.person, hours, calendar, now)
    if at is None:
        raise ShowAsItIsNow(PASSED)
    if to_do.due and is_past_due(at, to_do) and not command.warned:
        due = named(to_do.due, calendar.today(now))
        raise CorrectAndRepeat(
            "Nothing is put off yet.",
            {"when": f"This comes after it is due on {due}. Choose again, or say that it may."},
        )
    return at


async def _is_new(card: OwnCard, w: UnitOfWork, at: datetime) -> bool:
    waiting = [
        message.not_before
        for message in await w.outbox.asked_later([card.person.id])
        if (message.kind, message.subject) == (card.kind, card.subject)
    ]
    return waiting != [at]


async def _queue(card: OwnCard, w: UnitOfWork, at: datetime, now: datetime) -> None:
    person_id, kind, subject = card.person.id, card.kind, card.subject
    await w.outbox.forget_later(person_id, kind, subject, now)
    key = key_of(person_id, kind, subject, at)
    # A time that was chosen before, and given up since, has its key already.
    for each in (key, f"{key}:{now.isoformat()}"):
        if await w.outbox.add([Message(each, person_id, kind, subject, not_before=at)]):
            return


async def _record(
    card: OwnCard, w: UnitOfWork, verb: str, at: datetime | None, now: datetime
) -> None:
    detail = {"kind": card.kind.value, "until": at.isoformat() if at else None}
    await w.events.record(Event(now, card.person.id, verb, card.subject, card.source, detail))
    await w.live_cards.touch_one(card.person.id, card.kind, card.subject)
