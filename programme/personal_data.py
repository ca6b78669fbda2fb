"""Free text that looks like a child's particulars is stopped before it is saved."""

import re
from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from programme.as_seen import as_seen

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b"
)
_DAY = r"[0-3]?\d(?:st|nd|rd|th)?"

_LOOKS_LIKE: Mapping[str, re.Pattern[str]] = {
    "an e-mail address": re.compile(r"\b[\w.+-]+@[\w-]+(?:\.[\w-]+)+\b"),
    # Ten digits behind letters or a hyphen are a case system's reference, but behind "NHS" not.
    "an NHS number": re.compile(
        r"(?:(?<=NHS)|(?<![\w-]))\d{3}[ -]?\d{3}[ -]?\d{4}(?![\w-])", re.IGNORECASE
    ),
    # Ten or eleven digits, three of them together in front, so that no date is taken for one.
    "a phone number": re.compile(
        r"(?<![\w-])(?:\+44[ -]?(?:\(0\)[ -]?)?\d|\(?0\d)\d(?:[ ()-]{0,2}\d){7,8}(?![\w-])"
    ),
    # The letters that postcodes have; "s47 2nd visit" is none.
    "a postcode": re.compile(
        r"\b[A-Z]{1,2}\d[A-Z\d]? ?(?!(?-i:\d(?:st|nd|rd|th)))\d[ABD-HJLNP-UW-Z]{2}\b",
        re.IGNORECASE,
    ),
    # "Born at 36 weeks" is none.
    "a date of birth": re.compile(
        r"\b(?:d\.?o\.?b|date of birth|birth ?da(?:y|te)|born)\b[^\n\d]{0,12}"
        rf"(?:{_DAY}(?: of)? {_MONTH}|\d{{1,2}}([/. -])\d{{1,2}}\1\d{{2,4}}|\d{{6,8}}\b"
        r"|(?:19|20)\d\d(?!\d)"
        rf"|in {_MONTH})",
        re.IGNORECASE,
    ),
}
# Nearly everything that people write has none of these, and then none of the others is found.
_WORTH_A_LOOK = re.compile(r"[\d@]|born|birth|d\.?o\.?b", re.IGNORECASE)
_DATES = (
    re.compile(r"(?<![\d/.-])(?P<d>\d{1,2})([/. -])(?P<m>\d{1,2})\2(?P<y>(?:19|20)\d\d)(?![\d/-])"),
    re.compile(r"(?<![\d/-])(?P<d>\d{1,2})([/-])(?P<m>\d{1,2})\2(?P<y>\d\d)(?![\d/-])"),
    re.compile(r"(?<![\d-])(?P<y>(?:19|20)\d\d)-(?P<m>\d\d)-(?P<d>\d\d)(?![\d-])"),
    re.compile(
        rf"(?<!\d)(?P<d>\d{{1,2}})(?:st|nd|rd|th)?(?: of)? (?P<m>{_MONTH})\.?,? "
        r"(?P<y>(?:19|20)\d\d)",
        re.IGNORECASE,
    ),
    re.compile(
        rf"\b(?P<m>{_MONTH})\.? (?P<d>\d{{1,2}})(?:st|nd|rd|th)?,? (?P<y>(?:19|20)\d\d)",
        re.IGNORECASE,
    ),
)
_LONG_AGO = timedelta(days=365)
"""Visits and reviews that an audit speaks of by the day are younger, most birthdays older."""
_YEARS_AHEAD = 10
"""A year of two digits is at most so far ahead; beyond, it is of the century past."""


def looks_like(text: str, today: date | None = None) -> str | None:
    """What kind of particulars `text` seems to hold ("a postcode"), or None.

    With `today`, any date by day, month and year that is over a year old may be a date of birth.
    """
    return _found_in(text, as_seen(text), today)


def _found_in(text: str, seen: str, today: date | None) -> str | None:
    # A dash between two numbers keeps some apart that a hyphen would join, so either is looked at.
    return _found(text, today) or (_found(seen, today) if seen != text else None)


def _found(text: str, today: date | None) -> str | None:
    if not _WORTH_A_LOOK.search(text):
        return None
    for kind, pattern in _LOOKS_LIKE.items():
        if pattern.search(text):
            return kind
    if today and any(day < today - _LONG_AGO for day in _dates(text, today)):
        return "a date of birth"
    return None


def problem_with(
    text: str, *, most: int, required: bool = True, today: date | None = None
) -> str | None:
    """The sentence to show beside a free-text field, or None when the text may be saved.

    `most` is the number of characters allowed; `today` as for `looks_like`.
    """
    seen = as_seen(text)
    if not seen.strip():
        return "Please write a line here." if required else None
    if len(text) > most:
        return f"Please shorten this to {most:,} characters; it has {len(text):,}."
    kind = _found_in(text, seen, today)
    if kind is None:
        return None
    otherwise = "; for any other date, month and year are enough" if "date" in kind else ""
    return (
        f"This looks like {kind}. Please take it out: "
        f"Sightline keeps nothing that identifies a child{otherwise}."
    )


def _dates(text: str, today: date) -> Iterator[date]:
    for pattern in _DATES:
        for found in pattern.finditer(text):
            try:
                yield date(_year(found["y"], today), _month(found["m"]), int(found["d"]))
            except ValueError:
                continue


def _year(digits: str, today: date) -> int:
    if len(digits) == 4:
        return int(digits)
    year = 2000 + int(digits)
    return year if year <= today.year + _YEARS_AHEAD else year - 100


def _month(text: str) -> int:
    return int(text) if text.isdecimal() else _MONTHS.index(text[:3].lower()) + 1
