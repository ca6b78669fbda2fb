"""Working days, bank holidays, months, and the council's wall clock."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from programme.errors import CorrectAndRepeat

LONDON = ZoneInfo("Europe/London")


@dataclass(frozen=True, slots=True, order=True)
class Month:
    """A calendar month, written "2026-12"."""

    year: int
    number: int

    @classmethod
    def parse(cls, text: str) -> "Month":
        """The month that "2026-12" means.

        Raises CorrectAndRepeat for anything else.
        """
        try:
            day = date.fromisoformat(f"{text.strip()}-01")
        except ValueError:
            raise CorrectAndRepeat(
                f"“{text}” is not a month; write it as year and month, for example 2026-12."
            ) from None
        return cls(day.year, day.month)

    @classmethod
    def of(cls, day: date) -> "Month":
        """The month that `day` lies in."""
        return cls(day.year, day.month)

    @property
    def first(self) -> date:
        """The 1st."""
        return date(self.year, self.number, 1)

    @property
    def last(self) -> date:
        """The last day."""
        return self.plus(1).first - timedelta(days=1)

    @property
    def title(self) -> str:
        """ "December 2026"."""
        return self.first.strftime("%B %Y")

    def plus(self, months: int) -> "Month":
        """The month so many months later; earlier when negative."""
        index = self.year * 12 + self.number - 1 + months
        return Month(index // 12, index % 12 + 1)

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.number:02d}"


@dataclass(frozen=True, slots=True)
class Calendar:
    """The days on which the council works, on England's clocks."""

    bank_holidays: frozenset[date]

    def is_working_day(self, day: date) -> bool:
        """Monday to Friday, bank holidays left out."""
        return day.weekday() < 5 and day not in self.bank_holidays

    def working_days_from(self, day: date) -> Iterator[date]:
        """Every working day on or after `day`, in order."""
        while True:
            if self.is_working_day(day):
                yield day
            day += timedelta(days=1)

    def working_day_on_or_after(self, day: date) -> date:
        """`day` itself when it is a working day, else the next one."""
        return next(self.working_days_from(day))

    def working_day_on_or_before(self, day: date) -> date:
        """`day` itself when it is a working day, else the one before."""
        while not self.is_working_day(day):
            day -= timedelta(days=1)
        return day

    def plus_working_days(self, day: date, count: int) -> date:
        """The working day `count` working days after `day` (before it, when negative).

        The day that one counts from is day 0, whether it is a working day or not.
        """
        return _plus_working_days(self, day, count)

    def working_days_between(self, first: date, last: date) -> int:
        """How many working days lie after `first`, up to and with `last`."""
        days = (first + timedelta(days=n) for n in range(1, (last - first).days + 1))
        return sum(map(self.is_working_day, days))

    def at(self, day: date, wall: time) -> datetime:
        """The instant (UTC) at which the council's clocks show `wall` on `day`."""
        return datetime.combine(day, wall, LONDON).astimezone(UTC)

    def today(self, now: datetime) -> date:
        """The council's date at the instant `now`."""
        return day_of(now)

    def wall_time(self, now: datetime) -> time:
        """What the council's clocks show at the instant `now`."""
        return now.astimezone(LONDON).time()


@lru_cache(maxsize=1024)
def _plus_working_days(calendar: Calendar, day: date, count: int) -> date:
    if count == 0:
        return calendar.working_day_on_or_after(day)
    step, left = timedelta(days=1 if count > 0 else -1), abs(count)
    while left:
        day += step
        left -= calendar.is_working_day(day)
    return day


@lru_cache(maxsize=1024)
def day_of(at: datetime) -> date:
    """The date that England's clocks show at an instant: late on a summer's evening it is no
    longer the one that UTC has."""
    return at.astimezone(LONDON).date()


def day_in_words(day: date) -> str:
    """ "Tuesday 1 December 2026"; of an instant, the day on England's clocks."""
    return _in_words(day)


def short_day(day: date) -> str:
    """ "Tue 1 Dec"; of an instant, the day on England's clocks."""
    return _in_short(day)


# The words of an instant are those of its day: there are fewer days to put into words.
@lru_cache(maxsize=1024)
def _in_words(day: date) -> str:
    if isinstance(day, datetime):
        return _in_words(day_of(day))
    return f"{day:%A} {day.day} {day:%B %Y}"


@lru_cache(maxsize=1024)
def _in_short(day: date) -> str:
    if isinstance(day, datetime):
        return _in_short(day_of(day))
    return f"{day:%a} {day.day} {day:%b}"
