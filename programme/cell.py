"""A cell of an imported file, read as text or as a day."""

import re
from datetime import date, datetime
from enum import Enum

from programme.as_seen import without_unseen


class Unread(Enum):
    """A cell that shows something in Excel which the file does not hold."""

    FORMULA = "is a formula whose result was never saved: open the file in Excel and save it"
    ERROR = "holds an Excel error such as #N/A or #REF!: mend it in the source"


Cell = str | int | float | bool | date | Unread | None
"""A value as it stands in the file; a datetime counts as a date."""


class UnreadableCell(ValueError):
    """Why a cell cannot be read. Stays within reading: it becomes a row's reason."""


MOST_TEXT = 200
"""Names, teams, addresses and references are shorter: more is another column's free text."""

FIRST_YEAR, LAST_YEAR = 1950, 2099
"""No open case or leave begins outside them: a year beyond is a slip of the keyboard."""

_LINK = re.compile(r"\]\(|://|<\w[^>]*=")
"""In Markdown, as an address, and in HTML: cards and messages would show it as one to press."""

_BLANK_WORDS = frozenset({"", "-", "–", "—", "null", "none", "n/a", "(blank)"})
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_TIME = r"(?:[T ]\s*[0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?Z?)?"
_ISO = re.compile(rf"([0-9]{{4}})-([0-9]{{2}})-([0-9]{{2}}){_TIME}")
_DAY_FIRST = re.compile(rf"([0-9]{{1,2}})([/.-])([0-9]{{1,2}})\2([0-9]{{4}}){_TIME}")
_MONTH_NAMED = re.compile(
    rf"([0-9]{{1,2}})[ -]({'|'.join(_MONTHS)})[a-z]*[ -]([0-9]{{4}}){_TIME}", re.IGNORECASE
)
_SHORT_YEAR = re.compile(r"[0-9]{1,2}[/. -](?:[0-9]{1,2}|[a-z]{3,9})[/. -][0-9]{2}", re.IGNORECASE)


def text_of(cell: Cell) -> str:
    """The cell as text with single spaces; "" for a blank one, and for "NULL" and the like.

    A whole number is written without its ".0", and what nobody sees is left out: two that look
    alike are alike. Raises UnreadableCell.
    """
    if isinstance(cell, Unread):
        raise UnreadableCell(cell.value)
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    text = " ".join(without_unseen(str(cell)).split())
    if len(text) > MOST_TEXT:
        raise UnreadableCell(f"holds {len(text):,} characters; {MOST_TEXT} is the most")
    if _LINK.search(text):
        raise UnreadableCell("holds a link: write a plain text")
    return "" if text.casefold() in _BLANK_WORDS else text


def day_of(cell: Cell) -> date | None:
    """The day that a date cell, "dd/mm/yyyy", "1 Dec 2026" or an ISO date means; None for a blank.

    Raises UnreadableCell, without repeating the cell: it might be a date of birth.
    """
    if isinstance(cell, date):
        return _within_bounds(cell.date() if isinstance(cell, datetime) else cell)
    text = text_of(cell)
    if not text:
        return None
    if iso := _ISO.fullmatch(text):
        return _day(iso[1], iso[2], iso[3])
    if written := _DAY_FIRST.fullmatch(text):
        return _day(written[4], written[3], written[1])
    if named := _MONTH_NAMED.fullmatch(text):
        return _day(named[3], str(_MONTHS.index(named[2].casefold()) + 1), named[1])
    if _SHORT_YEAR.fullmatch(text):
        raise UnreadableCell("is a date with a two-digit year: write all four digits")
    raise UnreadableCell("is not a date: write it as dd/mm/yyyy")


def _day(year: str, month: str, day: str) -> date:
    try:
        return _within_bounds(date(int(year), int(month), int(day)))
    except ValueError as fault:
        if isinstance(fault, UnreadableCell):
            raise
        raise UnreadableCell("is a day that does not exist: write it as dd/mm/yyyy") from None


def _within_bounds(day: date) -> date:
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise UnreadableCell(f"is a date outside the years {FIRST_YEAR} to {LAST_YEAR}")
    return day
