"""Sentences with their sources, and the words that they share."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from textwrap import wrap

from programme.case import Cohort
from programme.framework import Framework
from programme.people import Role
from programme.rules.post import Post
from programme.rules.rule import Provenance

WIDTH = 92

_EVERY = {1: "every month", 3: "every quarter", 6: "every half-year", 12: "every year"}
_PERIOD = {1: "month", 3: "quarter", 6: "half-year", 12: "year"}
_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_OF_SERVICE = " of service"


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence, and the keys of the values that it tells."""

    text: str
    keys: tuple[str, ...]

    @classmethod
    def of(cls, text: str, table: str, *names: str) -> "Line":
        """A sentence on values of a table; on the table itself when none is named."""
        return cls(text, tuple(f"{table}.{name}" for name in names) or (table,))


@dataclass(frozen=True, slots=True)
class Part:
    """Sentences under a heading."""

    title: str
    lines: tuple[Line, ...]


def as_text(part: Part, framework: Framework) -> Iterator[str]:
    """The part as lines of text, each sentence followed by its rules and sources."""
    yield part.title
    for line in part.lines:
        text = f"{line.text} [{sources(line.keys, framework)}]"
        yield from wrap(text, WIDTH, initial_indent="  - ", subsequent_indent="    ")


def sources(keys: Sequence[str], framework: Framework) -> str:
    """The rules and sections behind some values: "WC-02, section 5.1; our default"."""
    found = dict.fromkeys(_source(framework.where(key)) for key in keys)
    return "; ".join(found)


def _source(of: Provenance) -> str:
    if of.source == "default":
        return f"{of.rule}, our default" if of.rule else "our default"
    word = "sections" if "," in of.source else "section"
    return f"{of.rule}, {word} {listed(of.source.split(', '))}"


def listed(words: Iterable[str], last: str = "and") -> str:
    """ "a, b and c"."""
    *before, end = words
    return f"{', '.join(before)} {last} {end}" if before else end


def plural(role: Role) -> str:
    """ "team managers", "heads of service"."""
    words = role.words
    if words.endswith(_OF_SERVICE):
        return f"{words.removesuffix(_OF_SERVICE)}s{_OF_SERVICE}"
    return f"{words}s"


def people(roles: Iterable[Role], last: str = "and") -> str:
    """ "team managers and heads of service"."""
    return listed((plural(role) for role in roles), last)


def holders(post: Post) -> str:
    """ "service managers of Fostering"."""
    areas = f" of {listed(post.service_areas)}" if post.service_areas else ""
    return f"{plural(post.role)}{areas}"


def cohorts(names: Iterable[str]) -> str:
    """The cohorts of cases in words."""
    return listed(Cohort(name).words for name in names)


def count(number: int, of: str, many: str | None = None) -> str:
    """ "one case", "10 working days"."""
    return f"{figure(number)} {of if number == 1 else many or of + 's'}"


def figure(number: int) -> str:
    """ "ten", "11"."""
    return _NUMBERS[number] if number < len(_NUMBERS) else str(number)


def often(times: int) -> str:
    """ "once", "twice", "three times"."""
    return {1: "once", 2: "twice"}.get(times) or count(times, "time")


def days(number: int) -> str:
    """ "five working days"."""
    return count(number, "working day")


def days_before(numbers: Iterable[int]) -> str:
    """ "ten and three working days", the longest first."""
    *before, last = sorted(numbers, reverse=True)
    if before and last == 1:
        return f"{days_before(before)} and {days(last)}"
    return listed([*map(figure, before), days(last)])


def every(months: int) -> str:
    """ "every month", "every two months"."""
    return _EVERY.get(months) or f"every {count(months, 'month')}"


def period(months: int) -> str:
    """What such a stretch is called: "month", "quarter", "two months"."""
    return _PERIOD.get(months) or count(months, "month")


def ordinal(day: int) -> str:
    """ "1st", "22nd"."""
    ending = "th" if day in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(day % 10, "th")
    return f"{day}{ending}"


def upper(text: str) -> str:
    """The text with a capital at its beginning, the rest as it was."""
    return text[:1].upper() + text[1:]


def lower(title: str) -> str:
    """A title inside a sentence; a word of capitals keeps them."""
    first = title.split(" ", 1)[0]
    return title if first[1:].isupper() else title[:1].lower() + title[1:]
