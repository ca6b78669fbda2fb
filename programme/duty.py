"""What managers owe in a period beside audits, and what has been done of it."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from programme.calendar import Calendar, Month
from programme.people import Person
from programme.period import Period
from programme.rules.duty import Duty, DutyKind

Since = Mapping[tuple[str, str], date]
"""(duty id, person id) to the day since when the person has held one of the duty's roles."""


@dataclass(frozen=True, slots=True)
class Deed:
    """Something that counts towards a duty: done by the person, on that day."""

    kind: DutyKind
    person_id: str
    on: date


@dataclass(frozen=True, slots=True)
class Standing:
    """How one person stands with one duty in one period; `due` is its last working day."""

    duty: Duty
    person_id: str
    period: Period
    done: int
    owed: int
    due: date

    @property
    def left(self) -> int:
        """How many are still to do."""
        return max(0, self.owed - self.done)


def is_owed_by(duty: Duty, person: Person) -> bool:
    """Whether the duty is the person's: someone who works here, whom it asks."""
    return person.active and duty.asks(person)


def owed_in(duty: Duty, person: Person, period: Period, *, since: date, calendar: Calendar) -> int:
    """How many the person owes in the period (SW-02, WB-06, WB-11, WC-12).

    As a fair manager counts: the duty's number for a whole period, in proportion to the working
    days on which the person held the role and was not away, to the nearest whole number; a half
    counts as one. So whoever is away for all of it owes nothing, nor does someone who took the
    role in the last days of a month; an ordinary holiday changes nothing. Whoever has left, or
    holds none of the roles any more, owes nothing.
    """
    if not is_owed_by(duty, person):
        return 0
    days = period.working_days(calendar)
    if not days or (since <= days[0] and not person.absences):
        return duty.count if days else 0
    held = days[bisect_left(days, since) :]
    away = {
        day
        for absence in person.absences
        for day in held[bisect_left(held, absence.first) : bisect_right(held, absence.last)]
    }
    there = len(held) - len(away)
    return (2 * duty.count * there + len(days)) // (2 * len(days))


def standing(
    duty: Duty,
    person: Person,
    period: Period,
    *,
    since: date,
    deeds: Iterable[Deed],
    calendar: Calendar,
) -> Standing:
    """How the person stands: either kind of the duty's `any_of` counts towards it (SW-02)."""
    done = sum(
        deed.person_id == person.id and deed.kind in duty.any_of and deed.on in period
        for deed in deeds
    )
    owed = owed_in(duty, person, period, since=since, calendar=calendar)
    return Standing(duty, person.id, period, done, owed, period.last_working_day(calendar))


@lru_cache
def reminder_days(duty: Duty, period: Period, calendar: Calendar) -> tuple[date, ...]:
    """The days on which whoever still owes something is reminded, in order; never before the
    period has begun."""
    last = period.last_working_day(calendar)
    days = {calendar.plus_working_days(last, -before) for before in duty.remind_before}
    return tuple(sorted(day for day in days if day >= period.first_day))


def roles_since(
    duties: Iterable[Duty], people: Iterable[Person], known: Since, today: date
) -> dict[tuple[str, str], date]:
    """Since when each person holds one of each duty's roles, as it is known `today`: as before
    for those who held it already, from today on for the others."""
    staff = tuple(people)
    return {
        (duty.id, person.id): known.get((duty.id, person.id), today)
        for duty in duties
        for person in staff
        if is_owed_by(duty, person)
    }


def card_month(standings: Iterable[Standing]) -> Month | None:
    """The month that begins the latest of the periods: what a person's card is named by, so that
    each period that begins brings a new one."""
    return max((each.period.first for each in standings), default=None)
