"""What a person owes in a period, and how they stand with it."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programme.calendar import Month
from programme.duty import (
    Deed,
    card_month,
    is_owed_by,
    owed_in,
    reminder_days,
    roles_since,
    standing,
)
from programme.people import Absence, Person, Role
from programme.period import Period
from programme.rules.duty import Duty, DutyKind
from programme.rules.rule import working_days_in
from tests.duty_rules import MONTHLY, PRACTICE_DAYS, QUARTERLY, TWO_MONTHLY
from tests.little_council import CALENDAR, person

ANN = person("Ann", Role.TEAM_MANAGER, team="Ash", area="North")
DECEMBER = Period.of(date(2026, 12, 1), 1)
LONG_AGO = date(2020, 1, 1)
ALL_MONTH = Absence(date(2026, 11, 20), date(2027, 1, 5))


def _owed(who: Person = ANN, duty: Duty = MONTHLY, since: date = LONG_AGO) -> int:
    period = Period.of(date(2026, 12, 1), duty.every_months)
    return owed_in(duty, who, period, since=since, calendar=CALENDAR)


def _done(duty: Duty, *deeds: Deed, on: date = date(2026, 12, 1), who: Person = ANN) -> int:
    period = Period.of(on, duty.every_months)
    stands = standing(duty, who, period, since=LONG_AGO, deeds=deeds, calendar=CALENDAR)
    return stands.done


@pytest.mark.rule("SW-02")
@pytest.mark.parametrize("kind", ["dip_sample", "practice_observation"])
def test_either_kind_satisfies_a_duty_of_either(kind: DutyKind) -> None:
    deeds = [Deed(kind, "ann", date(2026, 12, 10))]
    stands = standing(MONTHLY, ANN, DECEMBER, since=LONG_AGO, deeds=deeds, calendar=CALENDAR)
    assert (stands.done, stands.owed, stands.left) == (1, 1, 0)


def test_it_is_due_on_a_working_day_though_the_month_ends_on_a_sunday() -> None:
    january = Period.of(date(2027, 1, 4), 1)
    stands = standing(MONTHLY, ANN, january, since=LONG_AGO, deeds=(), calendar=CALENDAR)
    assert (january.last_day, stands.due) == (date(2027, 1, 31), date(2027, 1, 29))


def test_a_kind_that_is_not_named_does_not_count() -> None:
    assert _done(MONTHLY, Deed("practice_day", "ann", date(2026, 12, 10))) == 0
    assert _done(TWO_MONTHLY, Deed("dip_sample", "ann", date(2026, 12, 10))) == 0


def test_what_others_did_and_what_was_before_or_after_does_not_count() -> None:
    observed: DutyKind = "practice_observation"
    deeds = [
        Deed(observed, "ben", date(2026, 12, 10)),
        Deed(observed, "ann", date(2026, 11, 30)),
        Deed(observed, "ann", date(2027, 1, 1)),
    ]
    assert _done(MONTHLY, *deeds) == 0
    assert _done(MONTHLY, *deeds, Deed(observed, "ann", date(2026, 12, 31))) == 1


@pytest.mark.rule("WB-06")
def test_one_observation_does_for_two_months() -> None:
    seen = Deed("practice_observation", "ann", date(2026, 11, 2))
    assert _done(TWO_MONTHLY, seen, on=date(2026, 12, 20)) == 1
    assert _done(TWO_MONTHLY, seen, on=date(2027, 1, 20)) == 0


@pytest.mark.rule("WB-06")
def test_a_duty_of_the_front_line_is_not_owed_beside_it() -> None:
    quality = "Quality Assurance and Safeguarding"
    front_line = replace(TWO_MONTHLY, not_service_areas=(quality,))
    una = person("Una", Role.SERVICE_MANAGER, area=quality)
    assert is_owed_by(TWO_MONTHLY, una)
    assert not is_owed_by(front_line, una)
    assert _owed(una, front_line) == 0
    assert is_owed_by(front_line, replace(una, service_area="North"))
    assert is_owed_by(front_line, replace(una, service_area=None)), "asked rather than left out"


@pytest.mark.rule("WC-12")
def test_practice_managers_owe_an_observation_a_quarter_and_others_do_not() -> None:
    pam = person("Pam", Role.PRACTICE_MANAGER, area="Reviewing")
    assert _owed(pam, QUARTERLY) == 1
    assert _owed(ANN, QUARTERLY) == 0
    seen = Deed("practice_observation", "pam", date(2026, 10, 1))
    assert _done(QUARTERLY, seen, on=date(2026, 12, 20), who=pam) == 1


@pytest.mark.rule("WB-11")
def test_three_practice_days_are_owed_in_a_calendar_year() -> None:
    days = [Deed("practice_day", "ann", date(2026, month, 3)) for month in (1, 6, 12)]
    assert _owed(duty=PRACTICE_DAYS) == 3
    assert _done(PRACTICE_DAYS, *days[:2]) == 2
    assert _done(PRACTICE_DAYS, *days) == 3


def test_whoever_is_away_for_all_of_it_owes_nothing() -> None:
    assert _owed(replace(ANN, absences=(ALL_MONTH,))) == 0


def test_a_holiday_changes_nothing() -> None:
    week = Absence(date(2026, 12, 7), date(2026, 12, 11))
    assert _owed(replace(ANN, absences=(week,))) == 1
    august = Absence(date(2026, 8, 1), date(2026, 8, 31))
    assert _owed(replace(ANN, absences=(august,)), PRACTICE_DAYS) == 3


@pytest.mark.parametrize(("since", "owed"), [(1, 1), (4, 1), (15, 1), (17, 0), (28, 0)], ids=str)
def test_whoever_takes_the_role_in_the_second_half_of_a_month_owes_it_from_the_next(
    since: int, owed: int
) -> None:
    assert _owed(since=date(2026, 12, since)) == owed


def test_whoever_comes_in_the_summer_owes_a_part_of_the_years() -> None:
    assert _owed(duty=PRACTICE_DAYS, since=date(2026, 7, 1)) == 2
    assert _owed(duty=PRACTICE_DAYS, since=date(2026, 9, 1)) == 1
    assert _owed(duty=PRACTICE_DAYS, since=date(2026, 12, 1)) == 0


def test_whoever_has_left_or_changed_role_owes_nothing() -> None:
    assert _owed(replace(ANN, active=False)) == 0
    assert _owed(replace(ANN, roles=frozenset({Role.SOCIAL_WORKER}))) == 0


PEOPLE = st.builds(
    lambda first, length, active: replace(
        ANN, absences=(Absence(first, first + timedelta(days=length)),), active=active
    ),
    st.dates(date(2026, 1, 1), date(2026, 12, 31)),
    st.integers(0, 400),
    st.booleans(),
)
DUTIES = st.builds(
    lambda count, months: replace(MONTHLY, count=count, every_months=months),
    st.integers(1, 20),
    st.sampled_from([1, 2, 3, 4, 6, 12]),
)
SINCE = st.dates(date(2025, 6, 1), date(2027, 6, 1))


@given(PEOPLE, DUTIES, SINCE)
def test_nobody_owes_more_than_the_duty_or_for_days_on_which_they_were_not_there(
    who: Person, duty: Duty, since: date
) -> None:
    period = Period.of(date(2026, 12, 1), duty.every_months)
    owed = owed_in(duty, who, period, since=since, calendar=CALENDAR)
    there = [
        day
        for day in period.working_days(CALENDAR)
        if day >= since and not who.is_away(day) and who.active
    ]
    assert 0 <= owed <= duty.count
    assert there or owed == 0
    if who.active and len(there) == len(period.working_days(CALENDAR)):
        assert owed == duty.count


@given(PEOPLE, DUTIES, SINCE, st.integers(1, 300))
def test_whoever_is_there_longer_never_owes_less(
    who: Person, duty: Duty, since: date, earlier: int
) -> None:
    period = Period.of(date(2026, 12, 1), duty.every_months)
    before = since - timedelta(days=earlier)
    late = owed_in(duty, who, period, since=since, calendar=CALENDAR)
    assert late <= owed_in(duty, who, period, since=before, calendar=CALENDAR)


@given(
    st.dates(date(2026, 1, 1), date(2030, 12, 31)),
    st.sampled_from([1, 2, 3, 4, 6, 12]),
    st.data(),
)
def test_reminders_are_on_working_days_of_the_period(
    day: date, months: int, chance: st.DataObject
) -> None:
    days_before = st.integers(0, min(60, working_days_in(months)))
    before = tuple(chance.draw(st.lists(days_before, unique=True, max_size=4)))
    duty = replace(MONTHLY, every_months=months, remind_before=before)
    period = Period.of(day, months)
    days = reminder_days(duty, period, CALENDAR)
    assert list(days) == sorted(set(days))
    assert all(each in period and CALENDAR.is_working_day(each) for each in days)
    assert len(days) == len(before), "none would have come before the period began"


def test_the_reminders_of_december_leave_the_holidays_out() -> None:
    assert reminder_days(MONTHLY, DECEMBER, CALENDAR) == (date(2026, 12, 22), date(2026, 12, 30))


def test_since_when_a_role_is_held_is_kept_and_forgotten_with_the_role() -> None:
    ben = person("Ben", Role.TEAM_MANAGER)
    sam = person("Sam", Role.SOCIAL_WORKER)
    today = date(2026, 12, 7)
    known = {("monthly", "ann"): LONG_AGO, ("monthly", "sam"): LONG_AGO}
    assert roles_since([MONTHLY], [ANN, ben, sam], known, today) == {
        ("monthly", "ann"): LONG_AGO,
        ("monthly", "ben"): today,
    }
    assert not is_owed_by(MONTHLY, sam)


def test_a_card_is_named_by_the_month_that_begins_the_latest_period() -> None:
    def stands(duty: Duty) -> object:
        period = Period.of(date(2026, 12, 9), duty.every_months)
        return standing(duty, ANN, period, since=LONG_AGO, deeds=(), calendar=CALENDAR)

    lines = [stands(PRACTICE_DAYS), stands(TWO_MONTHLY)]
    assert card_month(lines) == Month(2026, 11)  # type: ignore[arg-type]  # they are Standings
    assert card_month([]) is None
