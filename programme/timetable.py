"""When the programme's own messages fall due: pure functions of the framework and the calendar.

Every instant is UTC; every wall-clock time is the council's.
"""

from datetime import date, datetime, timedelta
from itertools import islice

from programme.calendar import Calendar, Month
from programme.people import Person
from programme.period import Period
from programme.rules.clock import Hours
from programme.rules.round import Round


def announcement(month: Month, rule: Round, calendar: Calendar) -> datetime:
    """When a month's allocation reaches its auditors (WC-02: on the 1st itself, Sunday or not,
    unless the council says the next working day)."""
    day = month.first.replace(day=rule.day)
    if rule.falls_on == "next_working_day":
        day = calendar.working_day_on_or_after(day)
    return calendar.at(day, rule.at)


def warning(month: Month, rule: Round, hours: Hours, calendar: Calendar) -> datetime:
    """When the QA officers hear who can't be reached, working days before the announcement."""
    day = calendar.today(announcement(month, rule, calendar))
    before = calendar.plus_working_days(day, -rule.warn_working_days_before)
    return calendar.at(before, hours.digest)


def asked_to_choose(month: Month, rule: Round, hours: Hours, calendar: Calendar) -> datetime:
    """When whoever chooses a round's cases is asked to (SW-11)."""
    day = calendar.today(announcement(month, rule, calendar))
    before = calendar.plus_working_days(day, -rule.choose_working_days_before)
    return calendar.at(before, hours.digest)


def choose_by(month: Month, rule: Round, hours: Hours, calendar: Calendar) -> date:
    """The last day for choosing: the working day before the QA officers look at the draw."""
    looked_at = calendar.today(warning(month, rule, hours, calendar))
    return calendar.plus_working_days(looked_at, -1)


def choosing_reminder(month: Month, rule: Round, hours: Hours, calendar: Calendar) -> date:
    """When whoever chooses a round's cases is reminded of those that are still to be chosen."""
    last = choose_by(month, rule, hours, calendar)
    return calendar.plus_working_days(last, -rule.remind_to_choose_before)


def month_to_choose_for(
    rule: Round, hours: Hours, calendar: Calendar, now: datetime
) -> Month | None:
    """The first month of the period whose cases are to be chosen now; None before and after."""
    this = Period.of(calendar.today(now), rule.every_months).first
    for month in (this, this.plus(rule.every_months)):
        asked = asked_to_choose(month, rule, hours, calendar)
        if asked <= now and calendar.today(now) <= choose_by(month, rule, hours, calendar):
            return month
    return None


def month_to_warn_of(rule: Round, hours: Hours, calendar: Calendar, now: datetime) -> Month | None:
    """The first month of the period whose warning has fallen due and whose announcement is still
    to come."""
    this = Period.of(calendar.today(now), rule.every_months).first
    for month in (this, this.plus(rule.every_months)):
        if warning(month, rule, hours, calendar) <= now < announcement(month, rule, calendar):
            return month
    return None


def due_day(period: Period, rule: Round, calendar: Calendar) -> date:
    """The day by which a period's audits are due: working days before its last one."""
    last = calendar.working_day_on_or_before(period.last_day)
    return calendar.plus_working_days(last, -rule.due_working_days_before_end)


def audits_reminder(due: date, rule: Round, calendar: Calendar) -> date:
    """When the lead auditors of a round are reminded of what they have to submit by `due`."""
    return calendar.plus_working_days(due, -rule.remind_before)


def digest(hours: Hours, calendar: Calendar, now: datetime) -> datetime | None:
    """Today's digest when its time has come, on a working day and before the council closes."""
    today = calendar.today(now)
    if not calendar.is_working_day(today):
        return None
    due = calendar.at(today, hours.digest)
    return due if due <= now < calendar.at(today, hours.closes) else None


def opening(hours: Hours, calendar: Calendar, now: datetime) -> datetime | None:
    """When the council opened today, on a working day and once it has."""
    today = calendar.today(now)
    opened = calendar.at(today, hours.opens)
    return opened if calendar.is_working_day(today) and opened <= now else None


def in_hours(hours: Hours, calendar: Calendar, now: datetime) -> datetime:
    """`now` when the council may be written to, else when it opens next."""
    today = calendar.today(now)
    if calendar.is_working_day(today):
        if now < calendar.at(today, hours.opens):
            return calendar.at(today, hours.opens)
        if now < calendar.at(today, hours.closes):
            return now
    tomorrow = calendar.working_day_on_or_after(today + timedelta(days=1))
    return calendar.at(tomorrow, hours.opens)


AWAY_AT_MOST = 260
"""Working days after which somebody who is away is written to nevertheless: a year."""


LATE = timedelta(hours=1)
"""A message that comes so much after its time doesn't come at any hour."""


def may_go(
    due: datetime, person: Person | None, hours: Hours, calendar: Calendar, now: datetime
) -> datetime:
    """When a message that was due at `due`, and couldn't go then, may reach the person.

    What is meant for this very day goes on it while the council would be open, be it a Sunday
    (WC-02).
    """
    today = calendar.today(now)
    if now - due <= LATE:
        return now
    if calendar.today(due) == today and _open_on(today, hours, calendar, now):
        return now
    if person is None:
        return in_hours(hours, calendar, now)
    return at_work(person, hours, calendar, now)


def _open_on(day: date, hours: Hours, calendar: Calendar, now: datetime) -> bool:
    return calendar.at(day, hours.opens) <= now < calendar.at(day, hours.closes)


def at_work(person: Person, hours: Hours, calendar: Calendar, now: datetime) -> datetime:
    """When the person may be written to: in the council's hours, and not while they are away."""
    first = in_hours(hours, calendar, now)
    today = calendar.today(first)
    days = islice(calendar.working_days_from(today), AWAY_AT_MOST)
    back = next((day for day in days if not person.is_away(day)), today)
    return first if back == today else calendar.at(back, hours.opens)


def gathering_day(person: Person, hours: Hours, calendar: Calendar, now: datetime) -> date:
    """The next working day at whose digest's hour the person, at work, is told of what is gathered
    from `now` on."""
    today = calendar.today(now)
    still = now < calendar.at(today, hours.digest)
    first = today if still else today + timedelta(days=1)
    days = islice(calendar.working_days_from(first), AWAY_AT_MOST)
    there = (day for day in days if not person.is_away(day))
    return next(there, calendar.working_day_on_or_after(first))


def gathered_between(
    person: Person, day: date, hours: Hours, calendar: Calendar
) -> tuple[datetime, datetime]:
    """From when to before when (UTC) what the person is told of on `day` was gathered: the other
    side of `gathering_day`."""
    before = (calendar.plus_working_days(day, -back) for back in range(1, AWAY_AT_MOST + 1))
    last = next((each for each in before if not person.is_away(each)), day - timedelta(days=366))
    return calendar.at(last, hours.digest), calendar.at(day, hours.digest)
