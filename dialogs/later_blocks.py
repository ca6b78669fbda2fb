"""“Remind me later” on a card: the one button, what it unfolds, and what the card says of it."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime
from functools import lru_cache

from dialogs import kit
from dialogs.kit import Card, Element
from dialogs.live_card import Drawn
from programme.calendar import day_of, short_day
from programme.in_words.line import upper
from programme.message import MessageKind
from programme.remind_later import A_DAY, A_WEEK, Choice, ToDo, clock, in_words, is_past_due, named
from programme.use_cases.show_later import Later

OPEN, OPEN_ONE, REMIND, STOP = "later.open", "later.one.open", "later.remind", "later.stop"
TITLE = "Remind me later"
OTHERWISE = "Change the reminder"
PRESS, NO_MORE = "Remind me", "Don't remind me"
FIELD = "later_when"
MOST_ACTIONS = 6
"""Buttons that a card may have: on one that has them all, it is offered by word alone."""


def with_later(drawn: Drawn, kind: MessageKind, subject: str, later: Later) -> Drawn:
    """The card with the button, and above all else when it comes again, if that was asked for;
    as it is, where it asks nothing of its reader."""
    to_do = drawn.to_do
    if to_do is None:
        return drawn
    body, actions = _list(drawn.card.get("body")), _list(drawn.card.get("actions"))
    if later.comes:
        body = [kit.notice(comes_again(later.comes, to_do, later.now)), *body]
    if later.choices and len(actions) < MOST_ACTIONS:
        offer = _dialog if _has_fields(body) else _fold
        actions = [*actions, offer(kind, subject, to_do, later)]
    made: Card = {**drawn.card, "body": body}
    return replace(drawn, card={**made, "actions": actions} if actions else made)


def comes_again(at: datetime, to_do: ToDo, now: datetime) -> str:
    """What is said once it is chosen: when it comes again, and that the deadline stays."""
    return " ".join([f"I'll bring this again {in_words(at, now)}.", *_stays(to_do, now, at)])


def when_input(to_do: ToDo | None, later: Later, value: str = "") -> Element:
    """The times that are offered; one after the deadline says so."""
    asked, today = to_do or ToDo(), day_of(later.now)
    titles = [(_title(choice, asked, today), choice.value) for choice in later.choices]
    if value not in [chosen for _, chosen in titles]:
        fitting = (c for c in later.choices if c.name != "hour" and not _warns(c, asked, today))
        value = next(fitting, later.choices[0]).value
    return kit.choice_input(FIELD, "When?", titles, value=value, expanded=True)


def stays(to_do: ToDo, now: datetime) -> Element:
    """That nothing but the reminder moves."""
    said = ["This moves the reminder and nothing else.", *_stays(to_do, now)]
    return kit.text(" ".join(said), subtle=True)


def _stays(to_do: ToDo, now: datetime, at: datetime | None = None) -> list[str]:
    if to_do.due is None:
        return []
    day, it = named(to_do.due, day_of(now)), upper(to_do.what)
    if to_do.due < day_of(now):
        return [f"{it} was due on {day}, and stays overdue."]
    before = ", before that" if at and is_past_due(at, to_do) else ""
    return [f"{it} is still due on {day}{before}."]


def _fold(kind: MessageKind, subject: str, to_do: ToDo, later: Later) -> Element:
    data: dict[str, kit.Json] = {"kind": kind, "subject": subject}
    stop = [kit.press_alone(NO_MORE, STOP, data)] if later.comes else []
    return kit.reveal(
        OTHERWISE if later.comes else TITLE,
        [when_input(to_do, later), stays(to_do, later.now)],
        [kit.press(PRESS, REMIND, data), *stop],
    )


def _dialog(kind: MessageKind, subject: str, _to_do: ToDo, later: Later) -> Element:
    """A press within the card would be held up by its fields, which are for something else."""
    title = OTHERWISE if later.comes else TITLE
    return kit.alone(kit.open_dialog(title, OPEN_ONE, {"kind": kind, "subject": subject}))


@lru_cache
def _title(choice: Choice, to_do: ToDo, today: date) -> str:
    day = f"{named(choice.day, today)}, {clock(choice.at)}"
    if choice.name == "hour":
        said = "In an hour"
    elif choice.name == "leave":
        said = f"After my leave ({day})"
    elif choice.day == today + A_DAY:
        said = f"Tomorrow, {day}"
    elif choice.day == today + A_WEEK:
        said = f"In a week: {day}"
    else:
        said = day
    if to_do.due and _warns(choice, to_do, today):
        said += f", after {to_do.what} is due on {short_day(to_do.due)}"
    return said


def _warns(choice: Choice, to_do: ToDo, today: date) -> bool:
    """Of what is overdue already, every time is later: that is said once, beneath."""
    return to_do.due is not None and to_do.due >= today and is_past_due(choice.at, to_do)


def _has_fields(blocks: Iterable[object]) -> bool:
    """Whether the card has a field of its own, not one that unfolds."""
    for block in blocks:
        if not isinstance(block, dict):
            continue
        if str(block.get("type", "")).startswith("Input."):
            return True
        # A column set has columns, a column and a container have items; most blocks have neither.
        inside = block.get("items") or block.get("columns")
        if isinstance(inside, list) and _has_fields(inside):
            return True
    return False


def _list(value: object) -> list[kit.Json]:
    return [*value] if isinstance(value, list) else []
