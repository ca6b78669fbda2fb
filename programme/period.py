"""The parts of the year that rounds, duties and overviews are told by: so many whole months."""

from dataclasses import dataclass
from datetime import date, datetime, time
from functools import lru_cache
from itertools import takewhile

from programme.calendar import Calendar, Month


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """So many whole months from `first` on; 12 from January are the calendar year."""

    first: Month
    months: int = 1

    @classmethod
    def of(cls, day: date, months: int) -> "Period":
        """The period of so many months that `day` lies in; the year's first begins in January."""
        return cls(Month(day.year, (day.month - 1) // months * months + 1), months)

    @classmethod
    def over_by(cls, day: date, months: int) -> "Period":
        """The last period that is over on `day`; the year's first begins in January."""
        return cls.of(day, months).before

    @property
    def last(self) -> Month:
        """Its last month."""
        return self.first.plus(self.months - 1)

    @property
    def first_day(self) -> date:
        """The 1st of its first month."""
        return self.first.first

    @property
    def last_day(self) -> date:
        """The last day of its last month."""
        return self.last.last

    @property
    def before(self) -> "Period":
        """The period before it."""
        return Period(self.first.plus(-self.months), self.months)

    @property
    def each_month(self) -> tuple[Month, ...]:
        """Its months, in order."""
        return tuple(self.first.plus(n) for n in range(self.months))

    @property
    def title(self) -> str:
        """ "December 2026", "January to March 2027", "2027"."""
        if self.months == 1:
            return self.first.title
        if self.first.number == 1 and self.months == 12:
            return str(self.first.year)
        if self.first.year != self.last.year:
            return f"{self.first.title} to {self.last.title}"
        return f"{self.first_day:%B} to {self.last.title}"

    def __contains__(self, day: date) -> bool:
        return self.first_day <= day <= self.last_day

    def instants(self, calendar: Calendar) -> tuple[datetime, datetime]:
        """From its first instant to the first one after it, UTC."""
        after = self.last.plus(1).first
        return calendar.at(self.first_day, time.min), calendar.at(after, time.min)

    def last_working_day(self, calendar: Calendar) -> date:
        """The last day of it on which the council works."""
        return self.working_days(calendar)[-1]

    def working_days(self, calendar: Calendar) -> tuple[date, ...]:
        """Every day of it on which the council works, in order."""
        return _working_days(self, calendar)


@lru_cache
def _working_days(period: Period, calendar: Calendar) -> tuple[date, ...]:
    """Kept, because a whole council's duties ask for the same few periods."""
    days = calendar.working_days_from(period.first_day)
    return tuple(takewhile(lambda day: day <= period.last_day, days))
