"""The parts of the year that rounds, duties and overviews are told by."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programme.calendar import Month
from programme.period import Period
from tests.little_council import CALENDAR

DAYS = st.dates(date(2020, 1, 1), date(2040, 12, 31))
LENGTHS = st.sampled_from([1, 2, 3, 4, 6, 12])


@given(DAYS, LENGTHS)
def test_every_day_lies_in_exactly_one_period_of_a_length(day: date, months: int) -> None:
    period = Period.of(day, months)
    assert day in period
    assert day not in period.before
    assert Period.of(period.first_day, months) == Period.of(period.last_day, months) == period
    assert Period.of(period.first_day - timedelta(days=1), months) == period.before


@given(DAYS, LENGTHS)
def test_a_year_begins_a_period_and_its_end_ends_one(day: date, months: int) -> None:
    assert Period.of(day.replace(month=1, day=1), months).first_day == date(day.year, 1, 1)
    assert Period.of(day.replace(month=12, day=31), months).last_day == date(day.year, 12, 31)


@given(DAYS, LENGTHS)
def test_its_first_and_last_working_days_are_working_days_within_it(day: date, months: int) -> None:
    period = Period.of(day, months)
    days = period.working_days(CALENDAR)
    assert all(CALENDAR.is_working_day(each) and each in period for each in days)
    assert days[0] == CALENDAR.working_day_on_or_after(period.first_day)
    assert days[-1] == period.last_working_day(CALENDAR)


@pytest.mark.rule("WB-04", "SW-05")
@pytest.mark.parametrize(
    ("day", "months", "first", "last"),
    [
        (date(2026, 12, 1), 1, date(2026, 11, 1), date(2026, 11, 30)),
        (date(2027, 1, 4), 2, date(2026, 11, 1), date(2026, 12, 31)),
        (date(2027, 2, 28), 2, date(2026, 11, 1), date(2026, 12, 31)),
        (date(2027, 3, 1), 2, date(2027, 1, 1), date(2027, 2, 28)),
        (date(2027, 3, 31), 3, date(2026, 10, 1), date(2026, 12, 31)),
    ],
)
def test_the_last_period_that_is_over(day: date, months: int, first: date, last: date) -> None:
    period = Period.over_by(day, months)
    assert (period.first_day, period.last_day) == (first, last)


@given(DAYS, LENGTHS)
def test_the_last_period_is_over_and_the_next_one_is_not(day: date, months: int) -> None:
    period = Period.over_by(day, months)
    assert period.last_day < day <= Period(period.first.plus(months), months).last_day


def test_a_period_ends_where_the_next_begins() -> None:
    first, after = Period(Month(2026, 6)).instants(CALENDAR)
    assert first == datetime(2026, 5, 31, 23, 0, tzinfo=UTC)  # summer time
    assert after == Period(Month(2026, 7)).instants(CALENDAR)[0]


@pytest.mark.rule("WC-12")
@pytest.mark.parametrize(
    ("months", "title"),
    [(1, "May 2027"), (2, "May to June 2027"), (3, "April to June 2027"), (12, "2027")],
)
def test_a_period_is_named_as_people_name_it(months: int, title: str) -> None:
    assert Period.of(date(2027, 5, 17), months).title == title


def test_a_period_has_its_months_and_ends_with_the_last() -> None:
    period = Period.of(date(2027, 2, 28), 4)
    assert period.each_month == tuple(Month(2027, number) for number in (1, 2, 3, 4))
    assert period.last == period.each_month[-1]


def test_twelve_months_that_begin_within_a_year_are_no_year() -> None:
    assert Period(Month(2026, 4), 12).title == "April 2026 to March 2027"
