"""“Remind me later”: when a card may come again, and what that says beside its deadline.

It moves the reminder alone: deadlines, their clocks and every other reminder stay as they are.
Every instant is UTC; every wall-clock time is the council's.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from itertools import islice
from typing import Final, Literal

from programme.calendar import LONDON, Calendar, day_of
from programme.message import Message, MessageKind
from programme.people import Absence, Person
from programme.rules.clock import Hours
from programme.timetable import AWAY_AT_MOST

HOUR: Final = "hour"
FURTHEST = timedelta(days=400)
"""Beyond it nothing is offered: whoever is away for longer has somebody who stands in."""
A_DAY, A_WEEK = timedelta(days=1), timedelta(days=7)
Name = Literal["hour", "next_day", "week", "leave"]
_STEP = 5
LATER = "later:"
"""How the keys of these messages begin."""


@dataclass(frozen=True, slots=True)
class ToDo:
    """That a card asks something of its reader now: by `due`, where there is a day for it; with
    `of_several` that is the first of several days, with `answer` that of an answer, and what is
    asked about has a day of its own."""

    due: date | None = None
    of_several: bool = False
    answer: bool = False

    @property
    def what(self) -> str:
        """What is due, in words."""
        if self.of_several:
            return "the first"
        return "your answer" if self.answer else "it"


@dataclass(frozen=True, slots=True)
class Choice:
    """A time that is offered: in an hour, on the reader's next day at work, a week from now or on
    the first working day after it, after the reader's leave."""

    name: Name
    at: datetime

    @property
    def day(self) -> date:
        """The day, on England's clocks."""
        return day_of(self.at)

    @property
    def value(self) -> str:
        """What choosing it sends: a card may lie before its reader for days, so the day is named;
        an hour is counted from the press."""
        return HOUR if self.name == "hour" else self.day.isoformat()


def earliest(days: Iterable[date]) -> ToDo | None:
    """What is to do by the first of `days`; nothing without any."""
    found = set(days)
    return ToDo(min(found), len(found) > 1) if found else None


def either(*found: ToDo | None) -> ToDo | None:
    """Several things to do as one: what is due first counts."""
    there = [one for one in found if one]
    days = {one.due for one in there if one.due}
    several = len(days) > 1 or any(one.of_several for one in there)
    return ToDo(min(days, default=None), several) if there else None


def choices(person: Person, hours: Hours, calendar: Calendar, now: datetime) -> tuple[Choice, ...]:
    """What is offered at `now`, the soonest first: each once, on a day on which the person is at
    work, at the hour of the digest. Empty for somebody who is away for a year."""
    soon = _in_an_hour(person, hours, calendar, now)
    later = _mornings(person.absences, hours.digest, calendar, calendar.today(now))
    return (Choice(HOUR, soon), *later) if soon else later


@lru_cache
def _mornings(
    absences: tuple[Absence, ...], wall: time, calendar: Calendar, today: date
) -> tuple[Choice, ...]:
    """The same for everybody who isn't away, all day long."""
    next_day = _at_work(absences, calendar, today + A_DAY)
    in_a_week = _at_work(absences, calendar, today + A_WEEK)
    if next_day is None or in_a_week is None:
        return ()
    days: dict[date, Name] = {in_a_week: "week", next_day: "next_day"}
    leave = _leave(absences, calendar, today)
    if leave and leave.first < in_a_week:
        back = _at_work(absences, calendar, leave.last + A_DAY)
        days |= {back: "leave"} if back else {}
    return tuple(Choice(days[day], calendar.at(day, wall)) for day in sorted(days))


def chosen(
    value: str, person: Person, hours: Hours, calendar: Calendar, now: datetime
) -> datetime | None:
    """The instant that a press means; None where it has passed, or the person or the council isn't
    at work then, as may be when the card was shown days ago."""
    if value == HOUR:
        return _in_an_hour(person, hours, calendar, now)
    try:
        day = date.fromisoformat(value)
    except ValueError:
        return None
    if not calendar.is_working_day(day) or person.is_away(day):
        return None
    at = calendar.at(day, hours.digest)
    return at if now < at <= now + FURTHEST else None


def is_past_due(at: datetime, to_do: ToDo) -> bool:
    """Whether the reminder would come after the day by which it is to be done."""
    return to_do.due is not None and day_of(at) > to_do.due


def in_words(at: datetime, now: datetime) -> str:
    """ "on Monday 23 November at 09:00", "today at 10:10", on England's clocks; another year is
    named."""
    day, today = day_of(at), day_of(now)
    return f"{'today' if day == today else f'on {named(day, today)}'} at {clock(at)}"


def clock(at: datetime) -> str:
    """What the council's clocks show: "09:00"."""
    return f"{at.astimezone(LONDON):%H:%M}"


@lru_cache
def named(day: date, today: date) -> str:
    """ "Monday 23 November"; another year than this one is named."""
    year = "" if day.year == today.year else f" {day.year}"
    return f"{day:%A} {day.day} {day:%B}{year}"


def key_of(person_id: str, kind: MessageKind, subject: str, at: datetime) -> str:
    """The key of the message that brings a card again."""
    return f"{_of(person_id, kind, subject)}{at.isoformat()}"


def is_own(message: Message) -> bool:
    """Whether the message comes because its own reader asked to be reminded later, and not for
    somebody who has left."""
    return message.key.startswith(_of(message.person_id, message.kind, message.subject))


def _of(person_id: str, kind: MessageKind, subject: str) -> str:
    return f"{LATER}{kind}:{subject}:{person_id}:"


def _in_an_hour(person: Person, hours: Hours, calendar: Calendar, now: datetime) -> datetime | None:
    """On the next five minutes, while the council is open today."""
    minute = (now + timedelta(hours=1, seconds=59)).replace(second=0, microsecond=0)
    at = minute + timedelta(minutes=-minute.minute % _STEP)
    today = calendar.today(now)
    if not calendar.is_working_day(today) or person.is_away(today):
        return None
    is_open = calendar.at(today, hours.opens) <= at < calendar.at(today, hours.closes)
    return at if is_open else None


def _at_work(absences: Iterable[Absence], calendar: Calendar, first: date) -> date | None:
    days = islice(calendar.working_days_from(first), AWAY_AT_MOST)
    return next((day for day in days if not any(each.covers(day) for each in absences)), None)


def _leave(absences: Iterable[Absence], calendar: Calendar, today: date) -> Absence | None:
    """The first absence from today on that takes a working day."""
    coming = sorted((each for each in absences if each.last >= today), key=lambda each: each.first)
    return next(
        (
            each
            for each in coming
            if calendar.working_day_on_or_after(max(each.first, today)) <= each.last
        ),
        None,
    )
