"""Shared blocks of cards, as plain JSON: schema 1.5, labels on every input, words before colour.

Cards are dicts because building them so costs a fortieth of the SDK's models; the models are the
gate in the tests.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import TypeAlias

Json: TypeAlias = "str | int | float | bool | Sequence[Json] | Mapping[str, Json] | None"
Element: TypeAlias = dict[str, Json]
Card: TypeAlias = dict[str, Json]

_SUBTLE: Element = {"isSubtle": True, "spacing": "Small"}


def card(body: Iterable[Element], actions: Iterable[Element] = ()) -> Card:
    """A whole card, as wide as the chat allows."""
    made: Card = {
        "type": "AdaptiveCard",
        "$schema": "https://adaptivecards.io/schemas/adaptive-card.json",
        "version": "1.5",
        "msteams": {"width": "full"},
        "body": list(body),
    }
    if offered := list(actions):
        made["actions"] = offered
    return made


def heading(words: str) -> Element:
    """The card's title."""
    return {
        "type": "TextBlock",
        "text": words,
        "size": "Large",
        "weight": "Bolder",
        "wrap": True,
        "style": "heading",
    }


def subheading(words: str) -> Element:
    """What the next few lines are about."""
    return {
        "type": "TextBlock",
        "text": words,
        "weight": "Bolder",
        "wrap": True,
        "spacing": "Large",
    }


def text(words: str, *, subtle: bool = False) -> Element:
    """A paragraph."""
    if not subtle:
        return {"type": "TextBlock", "text": words, "wrap": True}
    return {"type": "TextBlock", "text": words, "wrap": True, **_SUBTLE}


def note(words: str) -> list[Element]:
    """A paragraph where there is something to say."""
    return [text(words)] if words else []


def as_typed(words: str, *, strong: bool = False, subtle: bool = False) -> Element:
    """What a person typed, shown as it is: in a TextBlock it could pose as a link or a heading."""
    run: Element = {"type": "TextRun", "text": words}
    if strong:
        run["weight"] = "Bolder"
    if not subtle:
        return {"type": "RichTextBlock", "inlines": [run]}
    run["isSubtle"] = True
    return {"type": "RichTextBlock", "inlines": [run], "spacing": "Small"}


def bullets(lines: Iterable[str], *, most: int = 40) -> Element:
    """A list, one line each; past `most` it says how many more, so that the card can be sent."""
    told = list(lines)
    more = [f"and {len(told) - most:,} more"] if len(told) > most else []
    return text("\n".join(f"- {line}" for line in (*told[:most], *more)))


def notice(words: str) -> Element:
    """What has just happened, above everything else."""
    return _box("accent", as_typed(words, strong=True))


def warning(words: str) -> Element:
    """What needs attention, in words as well as in colour."""
    return _box("attention", text(f"⚠ {words}"))


def facts(pairs: Iterable[tuple[str, str]]) -> Element:
    """Short facts with their names; one that begins with a number keeps it."""
    return {
        "type": "FactSet",
        "facts": [{"title": _not_a_list(name), "value": value} for name, value in pairs],
    }


def section(items: Iterable[Element], *, emphasis: bool = False) -> Element:
    """Blocks that belong together."""
    if emphasis:
        return {"type": "Container", "items": list(items), "spacing": "Medium", "style": "emphasis"}
    return {"type": "Container", "items": list(items), "spacing": "Medium", "separator": True}


def text_input(
    field: str,
    label: str,
    *,
    most: int,
    value: str = "",
    required: bool = True,
    lines: bool = True,
) -> Element:
    """A labelled field for words, of `most` characters."""
    made: Element = {
        "type": "Input.Text",
        "id": field,
        "label": label,
        "isMultiline": lines,
        "maxLength": most,
        "isRequired": required,
        "errorMessage": "Please write a line here.",
    }
    return {**made, "value": value} if value else made


def choice_input(
    field: str,
    label: str,
    choices: Iterable[tuple[str, str]],
    *,
    value: str | None = None,
    required: bool = True,
    expanded: bool = False,
) -> Element:
    """A labelled choice of (title, value); a list to open unless `expanded`."""
    made: Element = {
        "type": "Input.ChoiceSet",
        "id": field,
        "label": label,
        "style": "expanded" if expanded else "compact",
        "isRequired": required,
        "errorMessage": "Please choose one.",
        "choices": [{"title": title, "value": chosen} for title, chosen in choices],
    }
    # A long choice that doesn't wrap is cut on a phone.
    made |= {"wrap": True} if expanded else {"placeholder": "Choose"}
    return {**made, "value": value} if value else made


def several_input(
    field: str, label: str, choices: Iterable[tuple[str, str]], *, values: Iterable[str]
) -> Element:
    """A labelled list of (title, value) to tick; a value has no comma, for ticks come with them."""
    made = choice_input(
        field, label, choices, value=",".join(values), required=False, expanded=True
    )
    return {**made, "isMultiSelect": True}


def date_input(
    field: str, label: str, *, value: date | str | None, first: date, required: bool = True
) -> Element:
    """A labelled day, not before `first`."""
    made: Element = {
        "type": "Input.Date",
        "id": field,
        "label": label,
        "isRequired": required,
        "min": first.isoformat(),
        "errorMessage": "Please choose a day still to come.",
    }
    return {**made, "value": str(value)} if value else made


def past_date_input(field: str, label: str, *, value: date | str | None, last: date) -> Element:
    """A labelled day that has been, not after `last`."""
    made: Element = {
        "type": "Input.Date",
        "id": field,
        "label": label,
        "isRequired": True,
        "max": last.isoformat(),
        "errorMessage": "Please choose the day on which it was.",
    }
    return {**made, "value": str(value)} if value else made


def with_problem(field: Element, problem: str | None) -> list[Element]:
    """The field, and beneath it the sentence that says what to mend."""
    if not problem:
        return [field]
    return [
        field,
        {
            "type": "TextBlock",
            "text": f"⚠ {problem}",
            "color": "Attention",
            "wrap": True,
            "spacing": "Small",
        },
    ]


def press(
    title: str, verb: str, data: Mapping[str, Json] | None = None, *, primary: bool = False
) -> Element:
    """A button that acts where the card is: Execute, and Submit for older clients."""
    carried = {**(data or {}), "verb": verb}
    made: Element = {
        "type": "Action.Execute",
        "title": title,
        "verb": verb,
        "data": carried,
        "fallback": {"type": "Action.Submit", "title": title, "data": carried},
    }
    return {**made, "style": "positive"} if primary else made


def press_alone(title: str, verb: str, data: Mapping[str, Json]) -> Element:
    """A press that leaves the card's fields behind."""
    made = press(title, verb, data)
    fallback: Element = {"type": "Action.Submit", "title": title, "data": made["data"]}
    return alone({**made, "fallback": alone(fallback)})


def alone(button: Element) -> Element:
    """The button without the fields around it: an empty one of them can't hold it up."""
    return {**button, "associatedInputs": "none"}


def open_dialog(title: str, verb: str, data: Mapping[str, Json] | None = None) -> Element:
    """A button that opens a dialog window."""
    return {
        "type": "Action.Submit",
        "title": title,
        "data": {**(data or {}), "verb": verb, "msteams": {"type": "task/fetch"}},
    }


def submit(
    title: str, verb: str, data: Mapping[str, Json] | None = None, *, primary: bool = False
) -> Element:
    """A button inside a dialog window."""
    made: Element = {
        "type": "Action.Submit",
        "title": title,
        "data": {**(data or {}), "verb": verb},
    }
    return {**made, "style": "positive"} if primary else made


def reveal(title: str, body: Iterable[Element], actions: Iterable[Element] = ()) -> Element:
    """A button that unfolds more of the card."""
    inner: Card = {"type": "AdaptiveCard", "version": "1.5", "body": list(body)}
    if offered := list(actions):
        inner["actions"] = offered
    return {"type": "Action.ShowCard", "title": title, "card": inner}


def buttons(actions: Iterable[Element]) -> Element:
    """Buttons in the midst of a card."""
    return {"type": "ActionSet", "actions": list(actions)}


def count(number: int, one: str, many: str | None = None) -> str:
    """ "1 audit", "3 audits"."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def count_are(number: int, one: str) -> str:
    """ "1 audit is", "3 audits are"."""
    return f"{count(number, one)} {'is' if number == 1 else 'are'}"


def names_in_words(names: Sequence[str], *, most: int = 12) -> str:
    """Names in one line; past `most` it says how many more."""
    shown = ", ".join(names[:most])
    more = len(names) - most
    return f"{shown} and {more} more" if more > 0 else shown or "nobody"


def shortened(words: str, most: int = 60) -> str:
    """`words`, cut to `most` characters with a sign that there were more."""
    return words if len(words) <= most else f"{words[: most - 1].rstrip()}…"


def _not_a_list(words: str) -> str:
    """Markdown takes "1. " for a list and drops the number; before a fixed space it doesn't."""
    number, dot, rest = words.partition(". ")
    return f"{number}.\N{NO-BREAK SPACE}{rest}" if dot and number.isdecimal() else words


def _box(style: str, inside: Element) -> Element:
    return {"type": "Container", "style": style, "items": [inside]}
