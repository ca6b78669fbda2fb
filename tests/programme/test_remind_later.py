"""When a card may come again, and when it may not."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from programme.calendar import day_of
from programme.message import Message, MessageKind
from programme.people import Absence
from programme.remind_later import (
    HOUR,
    Choice,
    ToDo,
    choices,
    chosen,
    clock,
    earliest,
    either,
    in_words,
    is_own,
    is_past_due,
    key_of,
)
from tests.little_council import CALENDAR, FRAMEWORK, STAFF

HOURS, ANN = FRAMEWORK.hours, STAFF[0]
A_DAY = timedelta(days=1)
MONDAY = date(2026, 11, 23)
INSTANTS = st.datetimes(datetime(2025, 2, 1), datetime(2028, 6, 30), timezones=st.just(UTC))  # noqa: DTZ001 - Hypothesis asks for naive bounds
ABSENCES = st.lists(
    st.tuples(st.integers(-20, 40), st.integers(0, 30)).map(
        lambda of: (timedelta(days=of[0]), timedelta(days=of[1]))
    ),
    max_size=3,
)


def _away(now: datetime, absences: list[tuple[timedelta, timedelta]]) -> tuple[Absence, ...]:
    today = day_of(now)
    return tuple(Absence(today + begins, today + begins + lasts) for begins, lasts in absences)


def _offered(now: datetime, *absences: Absence) -> tuple[Choice, ...]:
    return choices(replace(ANN, absences=absences), HOURS, CALENDAR, now)


def _at(day: date, wall: time = time(9)) -> datetime:
    return CALENDAR.at(day, wall)


@given(INSTANTS, ABSENCES)
def test_every_choice_is_ahead_in_hours_on_a_working_day_and_while_the_person_is_there(
    now: datetime, absences: list[tuple[timedelta, timedelta]]
) -> None:
    person = replace(ANN, absences=_away(now, absences))
    offered = choices(person, HOURS, CALENDAR, now)
    for choice in offered:
        assert choice.at > now
        assert CALENDAR.is_working_day(choice.day)
        assert not person.is_away(choice.day)
        assert HOURS.opens <= CALENDAR.wall_time(choice.at) < HOURS.closes
    days = [choice.day for choice in offered if choice.name != "hour"]
    assert all(CALENDAR.wall_time(c.at) == HOURS.digest for c in offered if c.name != "hour")
    assert days == sorted(set(days))
    assert len({choice.value for choice in offered}) == len(offered)


@given(INSTANTS, ABSENCES)
def test_what_is_offered_may_be_chosen_and_means_what_it_said(
    now: datetime, absences: list[tuple[timedelta, timedelta]]
) -> None:
    person = replace(ANN, absences=_away(now, absences))
    for choice in choices(person, HOURS, CALENDAR, now):
        assert chosen(choice.value, person, HOURS, CALENDAR, now) == choice.at


@given(INSTANTS, ABSENCES, st.integers(-3, 60))
def test_no_press_however_late_brings_a_card_on_a_day_off(
    now: datetime, absences: list[tuple[timedelta, timedelta]], days: int
) -> None:
    """A card may lie there for days before its button is pressed, and the staff list may change."""
    person = replace(ANN, absences=_away(now, absences))
    day = day_of(now) + days * A_DAY
    at = chosen(day.isoformat(), person, HOURS, CALENDAR, now)
    fits = CALENDAR.is_working_day(day) and not person.is_away(day)
    assert at == (_at(day, HOURS.digest) if fits and _at(day, HOURS.digest) > now else None)


@given(INSTANTS)
@example(datetime(2026, 3, 27, 16, 45, tzinfo=UTC))  # the Friday before the clocks change
@example(datetime(2026, 12, 24, 10, tzinfo=UTC))
def test_who_is_never_away_is_offered_the_next_working_day_and_no_leave(now: datetime) -> None:
    found = {choice.name: choice.day for choice in _offered(now)}
    today = day_of(now)
    assert found["next_day"] == CALENDAR.working_day_on_or_after(today + A_DAY)
    in_a_week = CALENDAR.working_day_on_or_after(today + 7 * A_DAY)
    assert found.get("week", found["next_day"]) == in_a_week
    assert "leave" not in found


@given(INSTANTS, st.integers(-10, 6), st.integers(0, 40))
def test_after_the_leave_is_the_first_working_day_behind_it(
    now: datetime, begins: int, lasts: int
) -> None:
    today = day_of(now)
    away = Absence(today + begins * A_DAY, today + (begins + lasts) * A_DAY)
    days = (away.first + n * A_DAY for n in range(lasts + 1))
    counts = any(day >= today and CALENDAR.is_working_day(day) for day in days)
    leave = [choice.day for choice in _offered(now, away) if choice.name == "leave"]
    assert leave == ([CALENDAR.working_day_on_or_after(away.last + A_DAY)] if counts else [])


@pytest.mark.parametrize("begins", [7, 8, 30])
def test_a_leave_that_begins_after_all_that_is_offered_is_not_spoken_of(begins: int) -> None:
    away = Absence(MONDAY + begins * A_DAY, MONDAY + (begins + 3) * A_DAY)
    names = [choice.name for choice in _offered(_at(MONDAY), away)]
    assert ("leave" in names) == (begins == 7)


def test_a_monday_morning_has_an_hour_tomorrow_and_a_week() -> None:
    assert _offered(_at(MONDAY, time(9, 7))) == (
        Choice("hour", _at(MONDAY, time(10, 10))),
        Choice("next_day", _at(date(2026, 11, 24))),
        Choice("week", _at(date(2026, 11, 30))),
    )


def test_before_a_leave_that_ends_on_a_wednesday_there_is_the_thursday_after_it() -> None:
    away = Absence(date(2026, 11, 25), date(2026, 12, 2))
    assert [(c.name, c.day) for c in _offered(_at(MONDAY), away)][1:] == [
        ("next_day", date(2026, 11, 24)),
        ("leave", date(2026, 12, 3)),
    ]


@pytest.mark.parametrize(
    ("wall", "offered"),
    [(time(6), False), (time(7, 30), True), (time(16, 25), True), (time(16, 30), False)],
)
def test_an_hour_is_offered_while_the_council_is_open_then(wall: time, *, offered: bool) -> None:
    now = _at(MONDAY, wall)
    assert ("hour" in {choice.name for choice in _offered(now)}) == offered
    assert (chosen(HOUR, ANN, HOURS, CALENDAR, now) is not None) == offered


def test_whoever_is_away_for_longer_than_a_year_is_offered_nothing() -> None:
    assert _offered(_at(MONDAY), Absence(MONDAY, MONDAY + 500 * A_DAY)) == ()


@pytest.mark.parametrize("value", ["", "soon", "2026-13-01", "2029-11-26", "2026-11-20"])
def test_what_no_card_offers_is_no_time(value: str) -> None:
    assert chosen(value, ANN, HOURS, CALENDAR, _at(MONDAY)) is None


def test_a_day_after_the_deadline_is_past_it_and_the_day_itself_is_not() -> None:
    assert is_past_due(_at(MONDAY), ToDo(MONDAY - A_DAY))
    assert not is_past_due(_at(MONDAY), ToDo(MONDAY))
    assert not is_past_due(_at(MONDAY), ToDo())


def test_of_several_things_the_first_day_counts() -> None:
    assert earliest([]) is None
    assert earliest([MONDAY, MONDAY]) == ToDo(MONDAY)
    assert earliest([MONDAY, MONDAY - A_DAY]) == ToDo(MONDAY - A_DAY, of_several=True)
    assert either(None, None) is None
    assert either(None, ToDo(), ToDo(MONDAY)) == ToDo(MONDAY)
    assert either(ToDo(), None) == ToDo()
    assert either(ToDo(MONDAY), ToDo(MONDAY - A_DAY)) == ToDo(MONDAY - A_DAY, of_several=True)
    assert either(None, ToDo(MONDAY, of_several=True)) == ToDo(MONDAY, of_several=True)


def test_an_instant_is_told_by_the_clocks_of_england() -> None:
    now = _at(MONDAY)
    assert in_words(_at(date(2026, 11, 30)), now) == "on Monday 30 November at 09:00"
    assert in_words(_at(date(2027, 1, 4)), now) == "on Monday 4 January 2027 at 09:00"
    assert in_words(_at(MONDAY, time(10, 10)), now) == "today at 10:10"
    assert clock(datetime(2026, 7, 1, 8, tzinfo=UTC)) == "09:00"


def test_a_message_is_its_readers_own_until_it_is_passed_on() -> None:
    at = _at(MONDAY)
    key = key_of("ann", MessageKind.ACTIONS, "a1", at)
    assert is_own(Message(key, "ann", MessageKind.ACTIONS, "a1", at))
    assert not is_own(Message(f"{key}:ben", "ben", MessageKind.ACTIONS, "a1", at))
    assert not is_own(Message("actions:a1:ann", "ann", MessageKind.ACTIONS, "a1", at))
