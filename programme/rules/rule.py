"""What every part of a framework shares."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import ClassVar

from programme.people import MAY, Role, Verb


class Rule:
    """A part of a framework; a key that it doesn't have is refused on reading."""

    # Read by pydantic, which the loader alone imports.
    __pydantic_config__: ClassVar[dict[str, str]] = {"extra": "forbid"}
    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where a value stands: the rule id and the section of the council's own document,
    or source "default" where the document is silent and the value is ours."""

    rule: str | None
    source: str


@dataclass(frozen=True, slots=True)
class Choice(Rule):
    """One of a short list that the council words itself: a grade, an area, whose views."""

    id: str
    title: str

    def __post_init__(self) -> None:
        is_id(self.id)
        entitled(self.title)


def is_id(text: str) -> None:
    """Raises ValueError unless `text` is lower case letters, digits and underscores, 60 at most."""
    if not (text[:1].isalpha() and text.replace("_", "a").isalnum() and text == text.lower()):
        raise ValueError(f"id: “{text}” is no id: lower case letters, digits and underscores")
    between("id: its length", len(text), 1, 60)


def between(what: str, value: int, least: int, most: int) -> None:
    """Raises ValueError unless `value` is from `least` to `most`."""
    if not least <= value <= most:
        raise ValueError(f"{what} is from {least} to {most}, not {value}")


class Ours(int):
    """A number of Sightline's own, where a council's file states none."""


def fit(rule: Rule, key: str, ours: Ours, least: int, most: int) -> None:
    """Gives `rule` the number from `least` to `most` that is nearest to `ours` under that key,
    unless the file states one: what it leaves to Sightline suits what it says."""
    if isinstance(getattr(rule, key), Ours):
        object.__setattr__(rule, key, Ours(max(least, min(ours, most))))


def part_of_the_year(what: str, months: int) -> None:
    """Raises ValueError unless periods of so many months fill the calendar year."""
    if months not in (1, 2, 3, 4, 6, 12):
        raise ValueError(f"{what} is a part of the year (1, 2, 3, 4, 6 or 12), not {months}")


def entitled(title: str) -> None:
    """Raises ValueError unless `title` can be read on a card."""
    between("title: its length", len(title.strip()), 1, 120)
    if len(title.splitlines()) > 1:
        raise ValueError("title is one line")


_SHORTEST = {1: 28, 2: 59, 3: 90, 4: 120, 6: 181, 12: 365}
"""The days of the shortest period of so many months."""
_LONGEST = {1: 31, 2: 62, 3: 92, 4: 123, 6: 184, 12: 366}
"""The days of the longest."""
_BANK_HOLIDAYS = 3
"""So many fall within a fortnight, around Christmas or Easter."""


def working_days_in(months: int, after: int = 0) -> int:
    """How many working days there are at the least in a period of so many months, `after` that day
    of its first month; a few less than there are in most."""
    weeks, more = divmod(_SHORTEST[months] - after, 7)
    return max(0, weeks * 5 + max(0, more - 2) - _BANK_HOLIDAYS)


def most_working_days_in(months: int, day: int = 1) -> int:
    """How many working days there are at the most in a period of so many months, from that day of
    its first month on."""
    weeks, more = divmod(_LONGEST[months] - day + 1, 7)
    return weeks * 5 + min(more, 5)


def may(what: str, roles: Collection[Role], verb: Verb) -> None:
    """Raises ValueError for a role that Sightline gives no right to it: nobody could do it."""
    others = [role for role in roles if role not in MAY[verb]]
    if others:
        right = ", ".join(role for role in Role if role in MAY[verb])
        raise ValueError(f"{what}: {others[0]} can't do this; choose among {right}")


def some(what: str, listed: Collection[object]) -> None:
    """Raises ValueError for an empty list."""
    if not listed:
        raise ValueError(f"{what} is empty; name at least one, or leave its table out")


def areas(what: str, listed: Collection[str]) -> None:
    """Raises ValueError unless each can be the name of a service area, and stands there once."""
    for area in listed:
        if area != " ".join(area.split()) or not area:
            raise ValueError(f"{what}: “{area}” is no name; it has words with one space between")
    once(what, listed)


def once(what: str, ids: Collection[str]) -> None:
    """Raises ValueError when an id stands in the list twice."""
    listed = [*ids]
    twice = sorted({one for one in listed if listed.count(one) > 1})
    if twice:
        raise ValueError(f"{what}: {twice[0]} stands there twice")
