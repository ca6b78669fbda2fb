"""“Remind me later”: pressed on a card, or chosen from all that waits for somebody.

The card comes again at a time of its reader's choice; deadlines and other reminders stay.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated

from pydantic import Field

from dialogs import kit
from dialogs.conversation import (
    MOST_OF_SUBJECT,
    Answer,
    ClosePage,
    OpenPage,
    Payload,
    QuickAction,
    Say,
    ShowCard,
    ShowLive,
    Subject,
    Turn,
    Verb,
    Word,
)
from dialogs.kit import Card, Element
from dialogs.later_blocks import (
    FIELD,
    NO_MORE,
    OPEN,
    OPEN_ONE,
    PRESS,
    REMIND,
    STOP,
    TITLE,
    comes_again,
    stays,
    when_input,
)
from dialogs.live_card import nothing
from dialogs.waiting import Find, Waiting, all_waiting, asks_of, named_by, one_waiting
from programme.errors import CorrectAndRepeat, ShowAsItIsNow
from programme.message import MessageKind
from programme.people import Verb as Right
from programme.remind_later import ToDo, choices
from programme.use_cases.remind_later import OwnCard, RemindLater, remind_later, remind_no_more
from programme.use_cases.show_later import Later

SET, DROP = "later.set", "later.drop"
NOTHING_WAITS = "Nothing waits for you. Thank you."
AWAY = "You are away for so long that no time can be offered."
STOPPED = "It won't come again by itself. Its deadline and the usual reminders stay."
NONE_TO_STOP = "You hadn't asked to be reminded of it."
When = Annotated[str, Field(max_length=20)]
Which = Annotated[str, Field(pattern=rf"^({'|'.join(MessageKind)})/.{{1,{MOST_OF_SUBJECT}}}$")]


class _OfCard(Payload):
    kind: MessageKind
    subject: Subject


class _Remind(_OfCard):
    later_when: When = ""


class _Open(Payload):
    """A press that opens the page of all that waits."""


class _Set(Payload):
    """A press on the page; `one` where it is about one card, `sure` once its reader was told that
    the time comes after the deadline."""

    which: Which
    later_when: When = ""
    one: bool = False
    sure: bool = False


@dataclass(frozen=True, slots=True)
class Form:
    """The page; what follows `later` is there when it came back."""

    waiting: tuple[Waiting, ...]
    later: Later
    one: bool = False
    sentence: str | None = None
    values: Mapping[str, str] = field(default_factory=dict)
    problem: str | None = None


@dataclass(frozen=True, slots=True)
class Dialog:
    """What the verbs do; `find` gives the kinds of live cards."""

    find: Find

    async def remind(self, payload: _Remind, turn: Turn) -> Answer:
        """Pressed on the card itself, whose choices say what comes after the deadline."""
        card = _own(payload.kind, payload.subject, turn)
        command = RemindLater(card, payload.later_when)
        try:
            await remind_later(
                command, asks_of(self.find, card, turn.today), work=turn.work, now=turn.now
            )
        except ShowAsItIsNow as changed:
            return self._as_it_is(payload, str(changed))
        return self._as_it_is(payload)

    async def stop(self, payload: _OfCard, turn: Turn) -> Answer:
        """Pressed on the card itself."""
        card = _own(payload.kind, payload.subject, turn)
        found = await remind_no_more(card, work=turn.work, now=turn.now)
        said = STOPPED if found else NONE_TO_STOP
        return self._as_it_is(payload, said)

    def _as_it_is(self, payload: _OfCard, said: str | None = None) -> Answer:
        """The card that was pressed. One that never asks anything has no such button, and is shown
        to nobody for pressing it: what it tells, it tells those whom it was sent."""
        if self.find(payload.kind).to_do is nothing:
            return Say(said or NOTHING_WAITS)
        return ShowLive(payload.kind, payload.subject, notice=said)

    async def open(self, _payload: _Open, turn: Turn) -> Answer:
        """The page of all that waits."""
        return await self._page(None, turn)

    async def open_one(self, payload: _OfCard, turn: Turn) -> Answer:
        """The page of one card, whose own fields would hold up a press on it."""
        return await self._page((payload.kind, payload.subject), turn)

    async def set(self, payload: _Set, turn: Turn) -> Answer:
        """Chosen on the page."""
        card = _own(*named_by(payload.which), turn)
        command = RemindLater(card, payload.later_when, warned=payload.sure)
        asks = asks_of(self.find, card, turn.today)
        try:
            made = await remind_later(command, asks, work=turn.work, now=turn.now)
        except (CorrectAndRepeat, ShowAsItIsNow) as refused:
            return await self._returned(payload, refused, turn)
        return ClosePage(comes_again(made.at, made.to_do, turn.now))

    async def drop(self, payload: _Set, turn: Turn) -> Answer:
        """Taken back on the page."""
        card = _own(*named_by(payload.which), turn)
        found = await remind_no_more(card, work=turn.work, now=turn.now)
        return ClosePage(STOPPED if found else NONE_TO_STOP)

    async def _page(self, of: tuple[MessageKind, str] | None, turn: Turn) -> Answer:
        form = await self._form(of, turn)
        if not form.waiting:
            return ClosePage(NOTHING_WAITS)
        return OpenPage(TITLE, page(form)) if form.later.choices else ClosePage(AWAY)

    async def _form(self, of: tuple[MessageKind, str] | None, turn: Turn) -> Form:
        found = await (one_waiting(self.find, turn, *of) if of else all_waiting(self.find, turn))
        hours, calendar = turn.council.framework.hours, turn.council.calendar
        offered = choices(turn.person, hours, calendar, turn.now)
        return Form(found, Later(turn.now, offered), one=of is not None)

    async def _returned(
        self, payload: _Set, refused: CorrectAndRepeat | ShowAsItIsNow, turn: Turn
    ) -> Answer:
        """The page as it was filled in; where nothing of it waits any more, why."""
        form = await self._form(named_by(payload.which) if payload.one else None, turn)
        if not form.waiting or not form.later.choices:
            return ClosePage(str(refused))
        problems = refused.problems if isinstance(refused, CorrectAndRepeat) else {}
        values = {"which": payload.which, FIELD: payload.later_when}
        back = Form(form.waiting, form.later, form.one, str(refused), values, problems.get("when"))
        return OpenPage(TITLE, page(back))


def page(form: Form) -> Card:
    """What is to come again, and when; where that is after the deadline, it is asked once more."""
    only = form.waiting[0]
    data: dict[str, kit.Json] = {"one": form.one, **({"which": only.value} if form.one else {})}
    when = when_input(only.to_do if form.one else None, form.later, form.values.get(FIELD, ""))
    # Of one card the choices themselves say what comes after its deadline.
    sure: dict[str, kit.Json] = {"sure": form.one}
    body = [
        *([kit.warning(form.sentence)] if form.sentence else []),
        *_which(form),
        *kit.with_problem(when, form.problem),
        stays(only.to_do if form.one else ToDo(), form.later.now),
    ]
    actions = [kit.submit(PRESS, SET, {**data, **sure}, primary=True)]
    if form.problem:
        actions.append(kit.submit("Remind me all the same", SET, {**data, "sure": True}))
    if any(one.comes for one in form.waiting):
        actions.append(kit.submit(NO_MORE, DROP, data))
    return kit.card(body, actions)


def _which(form: Form) -> list[Element]:
    if form.one:
        return [kit.heading(form.waiting[0].title), *_comes(form)]
    values = [one.value for one in form.waiting]
    meant = form.values.get("which", "")
    choice = kit.choice_input(
        "which",
        "What?",
        [(kit.shortened(one.label, 120), one.value) for one in form.waiting],
        value=meant if meant in values else values[0],
    )
    return [choice]


def _comes(form: Form) -> list[Element]:
    only = form.waiting[0]
    return [kit.notice(comes_again(only.comes, only.to_do, form.later.now))] if only.comes else []


def _own(kind: MessageKind, subject: str, turn: Turn) -> OwnCard:
    return OwnCard(turn.council, turn.person, kind, subject, turn.source)


async def _say(_rest: str, _turn: Turn) -> Answer:
    words = "Choose what waits for you, and when it is to come again. Every deadline stays."
    button = kit.open_dialog("Choose what and when", OPEN)
    return ShowCard(kit.card([kit.heading(TITLE), kit.text(words)], [button]), TITLE)


def verbs(find: Find) -> tuple[Verb[_Remind] | Verb[_OfCard] | Verb[_Open] | Verb[_Set], ...]:
    """The verbs, for the kinds of live cards that `find` gives."""
    dialog = Dialog(find)
    return (
        Verb(REMIND, _Remind, dialog.remind, Right.REMIND_LATER),
        Verb(STOP, _OfCard, dialog.stop, Right.REMIND_LATER),
        Verb(OPEN, _Open, dialog.open, Right.REMIND_LATER),
        Verb(OPEN_ONE, _OfCard, dialog.open_one, Right.REMIND_LATER),
        Verb(SET, _Set, dialog.set, Right.REMIND_LATER),
        Verb(DROP, _Set, dialog.drop, Right.REMIND_LATER),
    )


WORDS = (
    Word(
        ("remind me later", "later", "remind me"),
        "brings what waits for you again, at a time you choose",
        _say,
        Right.REMIND_LATER,
        quick=QuickAction(TITLE, OPEN),
    ),
)
