"""Finding the columns of a table by what stands above them."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from programme.cell import Cell


@dataclass(frozen=True, slots=True)
class Column:
    """A column that a reader wants, by the headings that mean it, the likeliest first.

    `patterns` are regular expressions on `heading_key`. `many` takes every column that matches,
    where lists spread one meaning over several; `is_day` says that its numbers are Excel's days.
    """

    field: str
    title: str
    patterns: tuple[str, ...]
    needed: bool = True
    many: bool = False
    is_day: bool = False


def heading_key(cell: Cell) -> str:
    """A heading without case, spaces, line breaks, punctuation and remarks in brackets."""
    if not isinstance(cell, str):
        return ""
    return re.sub(r"[^a-z0-9]", "", re.sub(r"\([^)]*\)", "", cell.casefold()))


def match_columns(cells: Sequence[Cell], wanted: Sequence[Column]) -> Mapping[str, tuple[int, ...]]:
    """Each wanted field and every position (from 0) at which a row of headings has it.

    Only the likeliest pattern that matches counts, unless the column takes many.
    """
    keys = [heading_key(cell) for cell in cells]
    found: dict[str, tuple[int, ...]] = {}
    for column in wanted:
        hits = [_positions(keys, pattern) for pattern in column.patterns]
        first = next(filter(None, hits), ())
        positions = tuple(sorted({i for hit in hits for i in hit})) if column.many else first
        if positions:
            found[column.field] = positions
    return found


def _positions(keys: Sequence[str], pattern: str) -> tuple[int, ...]:
    matches = re.compile(pattern).fullmatch
    return tuple(i for i, key in enumerate(keys) if matches(key))


def doubled_columns(
    found: Mapping[str, tuple[int, ...]], wanted: Sequence[Column]
) -> tuple[Column, ...]:
    """The columns that a table has twice, so that nobody can say which one is meant."""
    return tuple(
        column for column in wanted if not column.many and len(found.get(column.field, ())) > 1
    )


def missing_columns(
    found: Mapping[str, tuple[int, ...]], wanted: Sequence[Column]
) -> tuple[Column, ...]:
    """The columns that a table cannot do without, and has not."""
    return tuple(column for column in wanted if column.needed and column.field not in found)


def in_words(titles: Sequence[str], joint: str = "and") -> str:
    """ "a", "a and b", "a, b and c"."""
    if len(titles) < 2:
        return "".join(titles)
    return f"{', '.join(titles[:-1])} {joint} {titles[-1]}"
