"""The parts of the year in which duties are owed."""

from datetime import date, timedelta

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
    assert days[0] == period.first_working_day(CALENDAR)
    assert days[-1] == period.last_working_day(CALENDAR)


@pytest.mark.parametrize(
    ("months", "title"),
    [(1, "May 2027"), (2, "May to June 2027"), (3, "April to June 2027"), (12, "2027")],
)
def test_a_period_is_named_as_people_name_it(months: int, title: str) -> None:
    assert Period.of(date(2027, 5, 17), months).title == title


def test_a_period_ends_with_its_last_month() -> None:
    assert Period.of(date(2027, 2, 28), 4).last == Month(2027, 4)
