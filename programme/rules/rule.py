"""What every part of a framework shares."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import ClassVar


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
        between("the title's length", len(self.title), 1, 120)


def is_id(text: str) -> None:
    """Raises ValueError unless `text` is lower case letters, digits and underscores."""
    if not (text[:1].isalpha() and text.replace("_", "a").isalnum() and text == text.lower()):
        raise ValueError(f"“{text}” is no id: lower case letters, digits and underscores")


def between(what: str, value: int, least: int, most: int) -> None:
    """Raises ValueError unless `value` is from `least` to `most`."""
    if not least <= value <= most:
        raise ValueError(f"{what} is from {least} to {most}, not {value}")


def part_of_the_year(what: str, months: int) -> None:
    """Raises ValueError unless periods of so many months fill the calendar year."""
    if months not in (1, 2, 3, 4, 6, 12):
        raise ValueError(f"{what} is a part of the year (1, 2, 3, 4, 6 or 12), not {months}")


def some(what: str, listed: Collection[object]) -> None:
    """Raises ValueError for an empty list."""
    if not listed:
        raise ValueError(f"{what} is empty; name at least one, or leave its table out")


def once(what: str, ids: Collection[str]) -> None:
    """Raises ValueError when an id stands in the list twice."""
    listed = [*ids]
    twice = sorted({one for one in listed if listed.count(one) > 1})
    if twice:
        raise ValueError(f"{what}: {twice[0]} stands there twice")
