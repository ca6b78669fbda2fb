"""What waits for somebody: the cards that they have and that still ask something of them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from dialogs.conversation import Turn
from dialogs.live_card import After, Asked, LiveKind, nothing
from programme.calendar import day_of, short_day
from programme.council import Council
from programme.message import REMINDERS, MessageKind
from programme.people import Person, Verb
from programme.ports import UnitOfWork
from programme.remind_later import ToDo
from programme.shown import AUDITORS
from programme.use_cases.remind_later import Asks, OwnCard

MOST_CARDS = 100
"""The newest that are looked through."""
MOST_LISTED = 30
ALL_OF_IT = {
    MessageKind.MY_WORK: "All that waits for me",
    MessageKind.TEAM_WORK: "All that waits in my teams",
}
OF_ONESELF = {*ALL_OF_IT, MessageKind.MODERATIONS, MessageKind.DISPUTES, MessageKind.TAKEN_OVER}
"""Cards that are about their reader, and so about nobody else's id."""
GATHERED = frozenset(
    {MessageKind.DIGEST, MessageKind.MY_WORK, MessageKind.TEAM_WORK, MessageKind.DISPUTES}
)
"""What is in them waits on a card of its own."""
SENT_AGAIN = {MessageKind.DUTIES, MessageKind.DUTY_REMINDER}
"""Of the same duties there is a card a period, and one a reminder."""
OF_AUDITS_AND_ACTIONS = GATHERED | {
    MessageKind.ACTIONS,
    MessageKind.ALLOCATION,
    MessageKind.COMMISSIONED,
    MessageKind.DIP_ACTIONS,
    MessageKind.RE_AUDIT,
    MessageKind.TAKEN_OVER,
}
"""What they ask for has a due day, and is a row of its own in a list of work."""

Find = Callable[[MessageKind], LiveKind[Any]]
"""Gives a kind of live card, each with a view of its own."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A card that asks something of its reader; `comes` when it was chosen to come again (UTC),
    and `shows` which entities it names."""

    kind: MessageKind
    subject: str
    title: str
    to_do: ToDo
    comes: datetime | None
    shows: tuple[str, ...] = ()

    @property
    def value(self) -> str:
        """How a form names it."""
        return f"{self.kind}/{self.subject}"

    @property
    def label(self) -> str:
        """What it is, by when it is due, and when it comes again."""
        what = "answer due" if self.to_do.answer else "due"
        if self.to_do.of_several:
            what = f"the first {what}"
        due = f", {what} {short_day(self.to_do.due)}" if self.to_do.due else ""
        comes = f", comes again {short_day(day_of(self.comes))}" if self.comes else ""
        return f"{self.title}{due}{comes}"


@dataclass(frozen=True, slots=True)
class Reader:
    """Whose cards they are, and on which day of the council's."""

    council: Council
    person: Person
    today: date

    @classmethod
    def of(cls, turn: Turn) -> "Reader":
        """Whoever has the turn."""
        return cls(turn.council, turn.person, turn.today)


def named_by(value: str) -> tuple[MessageKind, str]:
    """The other way round from `Waiting.value`. Raises ValueError for another kind."""
    kind, _, subject = value.partition("/")
    return MessageKind(kind), subject


async def all_waiting(find: Find, turn: Turn) -> tuple[Waiting, ...]:
    """All of one's own work as one, and all of one's teams'; then card by card, what is due first
    first."""
    me = turn.person.id
    async with turn.work(turn.council.tenant_id) as w:
        own = await w.live_cards.newest_of(me, _that_ask(find), MOST_CARDS)
        cards = await _of(find, Reader.of(turn), w, own)
        lists = [MessageKind.MY_WORK]
        if turn.person.may(Verb.SEE_TEAM_WORK) and not turn.person.team:
            lists.append(MessageKind.TEAM_WORK)  # whoever has one team has its work as their own
        whole = await _of(find, Reader.of(turn), w, [(kind, me) for kind in lists])
    in_order = sorted(_once(cards), key=lambda one: (one.to_do.due or date.max, one.title))
    return (*whole, *in_order[:MOST_LISTED])


async def one_waiting(
    find: Find, turn: Turn, kind: MessageKind, subject: str
) -> tuple[Waiting, ...]:
    """The one card; empty where it asks nothing of whoever asks, or isn't theirs."""
    async with turn.work(turn.council.tenant_id) as w:
        return tuple(await _of(find, Reader.of(turn), w, [(kind, subject)]))


async def others_waiting(find: Find, reader: Reader, w: UnitOfWork) -> tuple[Waiting, ...]:
    """What waits beside audits to record and actions to complete: to acknowledge, to answer, to
    moderate, to choose."""
    kinds = _that_ask(find) - REMINDERS  # each is a whole period to look through
    held = await w.live_cards.newest_of(reader.person.id, kinds, MOST_CARDS)
    if any(kind is MessageKind.MODERATIONS for kind, _ in held):  # the list has them all
        held = tuple(one for one in held if one[0] is not MessageKind.MODERATION)
    cards = await _of(find, reader, w, held)
    return tuple(
        one
        for one in _once(cards)
        if one.to_do.due is None or one.kind not in OF_AUDITS_AND_ACTIONS
    )


def asks_of(find: Find, card: OwnCard, today: date) -> Asks:
    """What the card asks of its reader, asked of the state as it is."""

    async def asks(w: UnitOfWork) -> ToDo | None:
        live, asked = find(card.kind), (card.person.id, card.subject)
        views = await _views(live, card.council, w, [asked], today)
        return live.to_do(views[asked]) if asked in views else None

    return asks


async def _of(
    find: Find, reader: Reader, w: UnitOfWork, cards: Sequence[tuple[MessageKind, str]]
) -> list[Waiting]:
    me = reader.person.id
    comes = {(m.kind, m.subject): m.not_before for m in await w.outbox.asked_later([me])}
    found = {}
    for kind in dict.fromkeys(kind for kind, _ in cards):
        live, asked = find(kind), [(me, subject) for one, subject in cards if one is kind]
        views = await _views(live, reader.council, w, asked, reader.today)
        for (_, subject), view in views.items():
            to_do, key = live.to_do(view), (kind, subject)
            if to_do:
                title, shows = _title(live, view), live.shows(view)
                found[key] = Waiting(*key, title, to_do, comes.get(key), shows)
    return [found[key] for key in cards if key in found]


def _that_ask(find: Find) -> frozenset[MessageKind]:
    """The kinds that can ask something, and by themselves."""
    return frozenset(
        kind for kind in MessageKind if kind not in GATHERED and find(kind).to_do is not nothing
    )


def _once(newest_first: Sequence[Waiting]) -> tuple[Waiting, ...]:
    """The newest of the reminders that say the same, and everything else but reminders of audits
    that another card asks for."""
    newest = {
        one.title if one.kind in SENT_AGAIN else one.value: one for one in reversed(newest_first)
    }
    asking = [one for one in newest.values() if one.kind in OF_AUDITS_AND_ACTIONS]
    asked = {shown for one in asking for shown in one.shows}
    return tuple(
        one
        for one in newest.values()
        if one.kind not in REMINDERS or not asked.issuperset(one.shows)
    )


async def _views(
    live: LiveKind[Any], council: Council, w: UnitOfWork, asked: Sequence[Asked], today: date
) -> Mapping[Asked, Any]:
    """Empty for a subject that no card of the kind has, and for kinds that never ask anything."""
    if live.to_do is nothing:
        return {}
    only = {MessageKind.AUDITORS_NEEDED: AUDITORS}
    of = [
        (reader, subject)
        for reader, subject in asked
        if subject == (reader if live.kind in OF_ONESELF else only.get(live.kind, subject))
    ]
    try:
        return await live.load(council, w, of, today)
    except ValueError:
        return {}


def _title(live: LiveKind[Any], view: object) -> str:
    """The card's heading, and what tells it apart from others of that heading."""
    if live.kind in ALL_OF_IT:
        return ALL_OF_IT[live.kind]
    body = live.card(view, After())["body"]
    blocks = body if isinstance(body, list) else []
    heading = next(str(each["text"]) for each in blocks if each.get("style") == "heading")
    return f"{heading}: {live.about(view)}" if live.about else heading
