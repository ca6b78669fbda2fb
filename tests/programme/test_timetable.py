"""When the programme's own messages fall due."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programme.calendar import Month
from programme.framework import Framework
from programme.people import Absence
from programme.period import Period
from programme.rules.round import FallsOn
from programme.timetable import (
    announcement,
    at_work,
    digest,
    due_day,
    gathered_between,
    gathering_day,
    in_hours,
    may_go,
    month_to_warn_of,
    warning,
)
from tests.little_council import CALENDAR, FRAMEWORK, STAFF

RULE, HOURS = FRAMEWORK.allocation, FRAMEWORK.hours
SHORT = replace(RULE, remind_before=0, working_days_to_audit=1)
"""One that fits periods that are announced late or due early."""
MONTHS = st.builds(Month, st.integers(2025, 2029), st.integers(1, 12))
INSTANTS = st.datetimes(datetime(2025, 2, 1), datetime(2029, 11, 30), timezones=st.just(UTC))  # noqa: DTZ001 - Hypothesis asks for naive bounds
SECOND = timedelta(seconds=1)


def _falling_on(falls_on: FallsOn) -> Framework:
    return replace(FRAMEWORK, rounds=(replace(FRAMEWORK.allocation, falls_on=falls_on),))


def _utc(year: int, month: int, day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=UTC)


@pytest.mark.rule("WC-02")
@given(MONTHS)
def test_the_allocation_goes_on_the_first_itself_whatever_day_that_is(month: Month) -> None:
    due = announcement(month, FRAMEWORK.allocation, CALENDAR)
    assert CALENDAR.today(due) == month.first
    assert CALENDAR.wall_time(due) == FRAMEWORK.allocation.at


@pytest.mark.rule("WC-02")
@pytest.mark.parametrize(
    ("month", "itself", "next_working_day"),
    [
        (Month(2026, 12), _utc(2026, 12, 1, 9), _utc(2026, 12, 1, 9)),
        (Month(2026, 11), _utc(2026, 11, 1, 9), _utc(2026, 11, 2, 9)),  # a Sunday
        (Month(2026, 8), _utc(2026, 8, 1, 8), _utc(2026, 8, 3, 8)),  # a Saturday, in summer
        (Month(2027, 1), _utc(2027, 1, 1, 9), _utc(2027, 1, 4, 9)),  # New Year, a Friday
        (Month(2028, 1), _utc(2028, 1, 1, 9), _utc(2028, 1, 4, 9)),  # a Saturday, Monday instead
    ],
)
def test_a_council_may_choose_the_next_working_day_instead(
    month: Month, itself: datetime, next_working_day: datetime
) -> None:
    assert announcement(month, _falling_on("the_day").allocation, CALENDAR) == itself
    chosen = _falling_on("next_working_day").allocation
    assert announcement(month, chosen, CALENDAR) == next_working_day


def test_another_day_of_the_month_is_the_councils_to_choose() -> None:
    rule = replace(FRAMEWORK.allocation, day=15, at=time(14, 30))
    assert announcement(Month(2026, 6), rule, CALENDAR) == _utc(2026, 6, 15, 13, 30)


@pytest.mark.rule("WC-02")
def test_the_warning_comes_working_days_before_weekends_and_bank_holidays_left_out() -> None:
    assert warning(Month(2026, 12), RULE, HOURS, CALENDAR) == _utc(2026, 11, 26, 9)
    assert warning(Month(2027, 1), RULE, HOURS, CALENDAR) == _utc(2026, 12, 29, 9)


@given(MONTHS)
def test_the_warning_is_in_hours_on_a_working_day_before_the_announcement(month: Month) -> None:
    due = warning(month, RULE, HOURS, CALENDAR)
    assert in_hours(HOURS, CALENDAR, due) == due
    assert due < announcement(month, FRAMEWORK.allocation, CALENDAR)


@given(MONTHS, st.integers(1, 15), st.integers(1, 22))
def test_every_month_is_warned_of_from_its_warning_to_its_announcement(
    month: Month, before: int, day: int
) -> None:
    rule = replace(SHORT, day=day, warn_working_days_before=before)
    announced = announcement(month, rule, CALENDAR)
    assert month_to_warn_of(rule, HOURS, CALENDAR, announced - SECOND) == month
    assert month_to_warn_of(rule, HOURS, CALENDAR, announced) != month
    due = warning(month, rule, HOURS, CALENDAR)
    assert month_to_warn_of(rule, HOURS, CALENDAR, due - SECOND) != month


@pytest.mark.rule("WB-01")
@given(MONTHS, st.sampled_from([2, 3, 4, 6, 12]))
def test_a_longer_period_is_warned_of_before_its_first_month_alone(
    month: Month, every: int
) -> None:
    rule = replace(RULE, every_months=every)
    just_before = announcement(month, rule, CALENDAR) - SECOND
    begins = Period.of(month.first, every).first == month
    assert month_to_warn_of(rule, HOURS, CALENDAR, just_before) == (month if begins else None)


@pytest.mark.rule("WC-12")
@given(MONTHS, st.sampled_from([1, 2, 3, 6, 12]), st.integers(0, 15))
def test_audits_are_due_on_a_working_day_that_lies_in_their_period(
    month: Month, every: int, before: int
) -> None:
    period = Period.of(month.first, every)
    rule = replace(SHORT, every_months=every, due_working_days_before_end=before)
    due = due_day(period, rule, CALENDAR)
    assert CALENDAR.is_working_day(due)
    assert period.first_day <= due <= period.last_day
    assert CALENDAR.working_days_between(due, period.last_day) == before


def test_nothing_is_warned_of_in_the_middle_of_a_month() -> None:
    assert month_to_warn_of(RULE, HOURS, CALENDAR, _utc(2026, 12, 10, 12)) is None


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (_utc(2026, 12, 1, 8, 59), None),
        (_utc(2026, 12, 1, 9), _utc(2026, 12, 1, 9)),
        (_utc(2026, 12, 1, 17, 29), _utc(2026, 12, 1, 9)),
        (_utc(2026, 12, 1, 17, 30), None),
        (_utc(2026, 12, 5, 9), None),  # a Saturday
        (_utc(2026, 12, 25, 9), None),
        (_utc(2026, 12, 28, 9), None),
        (_utc(2026, 3, 30, 8), _utc(2026, 3, 30, 8)),  # the Monday after the clocks went forward
        (_utc(2026, 3, 30, 7, 59), None),
    ],
)
def test_a_digest_has_its_hour_on_working_days_and_none_after_closing(
    now: datetime, expected: datetime | None
) -> None:
    assert digest(HOURS, CALENDAR, now) == expected


@given(INSTANTS)
def test_the_council_is_written_to_in_its_hours_alone(now: datetime) -> None:
    when = in_hours(HOURS, CALENDAR, now)
    assert when >= now
    assert CALENDAR.is_working_day(CALENDAR.today(when))
    assert HOURS.opens <= CALENDAR.wall_time(when) < HOURS.closes
    assert in_hours(HOURS, CALENDAR, when) == when


@pytest.mark.parametrize(
    ("now", "when"),
    [
        (_utc(2026, 12, 1, 3), _utc(2026, 12, 1, 8, 30)),
        (_utc(2026, 12, 1, 17, 30), _utc(2026, 12, 2, 8, 30)),
        (_utc(2026, 12, 4, 18), _utc(2026, 12, 7, 8, 30)),
        (_utc(2026, 12, 24, 23), _utc(2026, 12, 29, 8, 30)),
        (_utc(2026, 10, 23, 20), _utc(2026, 10, 26, 8, 30)),  # across the change to winter time
        (_utc(2026, 3, 27, 20), _utc(2026, 3, 30, 7, 30)),  # and to summer time
    ],
)
def test_out_of_hours_it_waits_for_the_next_opening(now: datetime, when: datetime) -> None:
    assert in_hours(HOURS, CALENDAR, now) == when


@given(st.dates(date(2025, 2, 1), date(2029, 11, 30)))
def test_a_digest_falls_into_the_hours(day: date) -> None:
    due = digest(HOURS, CALENDAR, CALENDAR.at(day, time(12)))
    assert (due is not None) == CALENDAR.is_working_day(day)
    assert due is None or in_hours(HOURS, CALENDAR, due) == due


@given(INSTANTS, st.integers(-5, 20), st.integers(0, 40))
def test_nobody_is_written_to_while_away(now: datetime, starts: int, days: int) -> None:
    first = CALENDAR.today(now) + timedelta(days=starts)
    ann = replace(STAFF[0], absences=(Absence(first, first + timedelta(days=days)),))
    when = at_work(ann, HOURS, CALENDAR, now)
    assert when >= now
    assert in_hours(HOURS, CALENDAR, when) == when
    assert not ann.is_away(CALENDAR.today(when))


def test_whoever_is_away_for_good_is_written_to_nevertheless() -> None:
    ann = replace(STAFF[0], absences=(Absence(date(2026, 1, 1), date(2099, 1, 1)),))
    assert at_work(ann, HOURS, CALENDAR, _utc(2026, 12, 1, 10)) == _utc(2026, 12, 1, 10)


PRIYA = STAFF[0]


@pytest.mark.parametrize(
    ("due", "now", "goes"),
    [
        (_utc(2026, 11, 30, 9), _utc(2026, 11, 30, 9, 59), _utc(2026, 11, 30, 9, 59)),
        (_utc(2026, 11, 30, 9), _utc(2026, 11, 30, 14), _utc(2026, 11, 30, 14)),
        (_utc(2026, 11, 30, 9), _utc(2026, 11, 30, 23), _utc(2026, 12, 1, 8, 30)),
        (_utc(2026, 11, 30, 9), _utc(2026, 12, 1, 3), _utc(2026, 12, 1, 8, 30)),
        (_utc(2026, 11, 27, 9), _utc(2026, 11, 28, 11), _utc(2026, 11, 30, 8, 30)),
        # Meant for a Sunday: the 1st itself (WC-02).
        (_utc(2026, 11, 1, 9), _utc(2026, 11, 1, 14), _utc(2026, 11, 1, 14)),
        (_utc(2026, 11, 1, 9), _utc(2026, 11, 1, 23), _utc(2026, 11, 2, 8, 30)),
        # Somebody asked in the evening: nobody waits for it at two in the morning.
        (_utc(2026, 11, 30, 21), _utc(2026, 11, 30, 21, 5), _utc(2026, 11, 30, 21, 5)),
        (_utc(2026, 11, 30, 21), _utc(2026, 12, 1, 2), _utc(2026, 12, 1, 8, 30)),
    ],
)
def test_a_message_whose_hour_passed_waits_for_the_council_to_open(
    due: datetime, now: datetime, goes: datetime
) -> None:
    assert may_go(due, None, HOURS, CALENDAR, now) == goes


def test_and_for_its_reader_to_be_back() -> None:
    away = replace(PRIYA, absences=(Absence(date(2026, 11, 28), date(2026, 12, 2)),))
    due, now = _utc(2026, 11, 27, 9), _utc(2026, 11, 30, 10)
    assert may_go(due, away, HOURS, CALENDAR, now) == _utc(2026, 12, 3, 8, 30)
    assert may_go(due, PRIYA, HOURS, CALENDAR, now) == now


@given(INSTANTS, st.timedeltas(timedelta(), timedelta(days=20)))
def test_nothing_that_is_late_comes_on_a_day_off_that_it_was_not_meant_for(
    due: datetime, late_by: timedelta
) -> None:
    now = due + late_by
    goes = may_go(due, None, HOURS, CALENDAR, now)
    assert goes >= now
    if late_by > timedelta(hours=1) and CALENDAR.today(goes) != CALENDAR.today(due):
        assert in_hours(HOURS, CALENDAR, goes) == goes


@given(INSTANTS, st.integers(-20, 20), st.integers(0, 30))
def test_everything_is_gathered_for_one_day_and_is_found_on_that_day(
    now: datetime, begins: int, lasts: int
) -> None:
    first = CALENDAR.today(now) + timedelta(days=begins)
    reader = replace(PRIYA, absences=(Absence(first, first + timedelta(days=lasts)),))
    day = gathering_day(reader, HOURS, CALENDAR, now)
    start, before = gathered_between(reader, day, HOURS, CALENDAR)
    assert start <= now < before
    assert CALENDAR.is_working_day(day)
    assert not reader.is_away(day)
