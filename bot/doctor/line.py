"""One line of the doctor's."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum


class Verdict(StrEnum):
    """`ok`; something that somebody should look at; something that must be mended."""

    OK = "ok"
    LOOK = "look"
    MEND = "mend"


@dataclass(frozen=True, slots=True)
class Line:
    """What was found about something, and, unless it is ok, what to do. It names no person."""

    verdict: Verdict
    about: str
    sentence: str

    def __str__(self) -> str:
        return f"{self.verdict:<6}{self.about:<13}{self.sentence}"


def ok(about: str, sentence: str) -> Line:
    return Line(Verdict.OK, about, sentence)


def look(about: str, sentence: str) -> Line:
    return Line(Verdict.LOOK, about, sentence)


def mend(about: str, sentence: str) -> Line:
    return Line(Verdict.MEND, about, sentence)


def in_words(length: timedelta) -> str:
    """A length of time, as roughly as it is of use: “3 days”, “1 minute”."""
    seconds = round(length.total_seconds())
    for unit, size in (("day", 86400), ("hour", 3600), ("minute", 60)):
        if seconds >= size:
            return counted(seconds // size, unit)
    return counted(seconds, "second")


def counted(number: int, noun: str, plural: str | None = None) -> str:
    """“1 day”, “2,000 days”."""
    return f"{number:,} {noun if number == 1 else plural or f'{noun}s'}"
