"""Working days, months and the council's wall clock, with England's real bank holidays."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bot.bank_holidays import england
from programme.calendar import Calendar, Month, day_in_words, local_day, short_day
from programme.errors import CorrectAndRepeat

CALENDAR = Calendar(england(date(2026, 11, 1)))
DAYS = st.dates(date(2025, 1, 1), date(2030, 12, 31))
MONTHS = st.builds(Month, st.integers(1990, 2090), st.integers(1, 12))
WALL_TIMES = st.times().filter(lambda wall: not time(0, 59) < wall < time(2, 1))


def test_the_bank_holidays_are_englands_with_their_substitute_days() -> None:
    for holiday in (
        date(2026, 12, 25),
        date(2026, 12, 28),  # Boxing Day is a Saturday
        date(2027, 1, 1),
        date(2026, 4, 3),
        date(2026, 8, 31),
    ):
        assert not CALENDAR.is_working_day(holiday)
    for not_in_england in (date(2026, 3, 17), date(2026, 11, 30), date(2027, 1, 4)):
        assert CALENDAR.is_working_day(not_in_england)


def test_a_saturday_and_a_sunday_are_no_working_days() -> None:
    assert [CALENDAR.is_working_day(date(2026, 12, day)) for day in (4, 5, 6, 7)] == [
        True,
        False,
        False,
        True,
    ]


@given(DAYS)
def test_the_next_and_the_last_working_day_have_none_between(day: date) -> None:
    after = CALENDAR.working_day_on_or_after(day)
    before = CALENDAR.working_day_on_or_before(day)
    assert before <= day <= after
    assert CALENDAR.is_working_day(before)
    assert CALENDAR.is_working_day(after)
    gap = [before + timedelta(days=n) for n in range(1, (after - before).days)]
    assert not any(CALENDAR.is_working_day(between) for between in gap)
    assert (before == after) == CALENDAR.is_working_day(day)


@given(DAYS, st.integers(1, 60))
def test_so_many_working_days_on_there_are_so_many_between(day: date, count: int) -> None:
    then = CALENDAR.plus_working_days(day, count)
    assert CALENDAR.is_working_day(then)
    assert CALENDAR.working_days_between(day, then) == count


@given(DAYS, st.integers(1, 60))
def test_working_days_back_undo_working_days_on(day: date, count: int) -> None:
    assume(CALENDAR.is_working_day(day))
    assert CALENDAR.plus_working_days(CALENDAR.plus_working_days(day, count), -count) == day


@given(DAYS)
def test_no_working_days_on_is_the_day_itself_or_the_next_that_is_one(day: date) -> None:
    assert CALENDAR.plus_working_days(day, 0) == CALENDAR.working_day_on_or_after(day)


@given(DAYS, DAYS, DAYS)
def test_working_days_add_up(first: date, second: date, third: date) -> None:
    a, b, c = sorted((first, second, third))
    total = CALENDAR.working_days_between(a, b) + CALENDAR.working_days_between(b, c)
    assert CALENDAR.working_days_between(a, c) == total
    assert CALENDAR.working_days_between(c, a) == 0 or a == c


def test_three_working_days_before_new_year_lie_before_christmas_substitutes() -> None:
    assert CALENDAR.plus_working_days(date(2027, 1, 1), -3) == date(2026, 12, 29)
    assert CALENDAR.plus_working_days(date(2026, 12, 24), 1) == date(2026, 12, 29)


@given(MONTHS)
def test_a_month_is_read_back_as_it_is_written(month: Month) -> None:
    assert Month.parse(str(month)) == month
    assert Month.of(month.first) == Month.of(month.last) == month


@given(MONTHS, st.integers(-500, 500))
def test_months_on_are_undone_by_months_back(month: Month, count: int) -> None:
    assert month.plus(count).plus(-count) == month
    assert (month.plus(count) > month) == (count > 0)


@given(MONTHS)
def test_the_day_after_a_months_last_is_the_next_ones_first(month: Month) -> None:
    assert month.last + timedelta(days=1) == month.plus(1).first


@pytest.mark.parametrize("text", ["", "December", "2026-13", "2026-1", "12-2026", "2026-12-01"])
def test_what_is_not_a_month_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(CorrectAndRepeat, match=f"“{text}” is not a month.*2026-12"):
        Month.parse(text)


@given(st.text("0123456789-W ", max_size=8))
def test_only_a_year_and_a_month_is_read_as_a_month(text: str) -> None:
    try:
        month = Month.parse(text)
    except CorrectAndRepeat:
        return
    assert str(month) == text.strip()


def test_months_and_days_read_as_people_write_them() -> None:
    assert Month(2026, 12).title == "December 2026"
    assert day_in_words(date(2026, 12, 1)) == "Tuesday 1 December 2026"
    assert short_day(date(2026, 12, 1)) == "Tue 1 Dec"


@pytest.mark.parametrize(
    ("day", "utc"),
    [
        (date(2026, 3, 28), 9),  # the day before the clocks go forward
        (date(2026, 3, 29), 8),
        (date(2026, 3, 30), 8),
        (date(2026, 10, 24), 8),  # the day before they go back
        (date(2026, 10, 25), 9),
        (date(2026, 10, 26), 9),
    ],
)
def test_nine_in_london_is_nine_in_london_in_both_weeks_of_the_clock_change(
    day: date, utc: int
) -> None:
    assert CALENDAR.at(day, time(9)) == datetime(day.year, day.month, day.day, utc, tzinfo=UTC)


@given(DAYS, WALL_TIMES)
def test_the_councils_clocks_show_what_was_asked_for(day: date, wall: time) -> None:
    instant = CALENDAR.at(day, wall)
    assert instant.tzinfo is UTC
    assert (CALENDAR.today(instant), CALENDAR.wall_time(instant)) == (day, wall)


def test_the_councils_day_begins_at_its_own_midnight() -> None:
    assert CALENDAR.today(datetime(2026, 7, 31, 22, 59, tzinfo=UTC)) == date(2026, 7, 31)
    assert CALENDAR.today(datetime(2026, 7, 31, 23, 0, tzinfo=UTC)) == date(2026, 8, 1)
    assert CALENDAR.today(datetime(2026, 12, 31, 23, 59, tzinfo=UTC)) == date(2026, 12, 31)
    for instant in (datetime(2026, 7, 31, 23, 0, tzinfo=UTC), datetime(2026, 12, 31, tzinfo=UTC)):
        assert local_day(instant) == CALENDAR.today(instant)
