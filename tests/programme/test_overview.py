"""When an overview falls due, whose turn it is, and what it counts (WB-09, WB-10, BD-08)."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programme.calendar import Calendar
from programme.overview import TeamGrades, by_team, next_in_turn, overview_day
from programme.people import Absence, Person, Role
from programme.period import Period
from programme.rules.overview import OverviewRule

CALENDAR = Calendar(frozenset({date(2026, 12, 25), date(2026, 12, 28), date(2027, 1, 1)}))
RULE = OverviewRule("o", "Overview", (Role.SERVICE_MANAGER,), "the_council", 2, 3)
TODAY = date(2026, 12, 1)
ANN, BEN, CAT = (
    Person(name.lower(), name, f"{name}@x.example", frozenset({Role.SERVICE_MANAGER}))
    for name in ("Ann", "Ben", "Cat")
)
DAYS = st.dates(date(2020, 1, 1), date(2035, 1, 1))
MONTHS = st.sampled_from((1, 2, 3, 4, 6, 12))


@pytest.mark.rule("WB-09", "WB-10", "BD-08")
@given(day=DAYS, months=MONTHS, after=st.integers(1, 20))
def test_no_overview_goes_out_on_a_day_that_nobody_works(
    day: date, months: int, after: int
) -> None:
    period = Period.over_by(day, months)
    due = overview_day(replace(RULE, working_days_after=after), period, CALENDAR)
    assert CALENDAR.is_working_day(due)
    assert CALENDAR.working_days_between(period.last_day, due) == after


@pytest.mark.rule("WB-10")
def test_whoever_never_had_a_turn_is_first_then_whose_was_longest_ago() -> None:
    early, late = (datetime(2026, month, 1, tzinfo=UTC) for month in (9, 11))
    assert next_in_turn((BEN, ANN), {}, TODAY) == ANN
    assert next_in_turn((ANN, BEN, CAT), {"ann": early, "ben": late}, TODAY) == CAT
    assert next_in_turn((ANN, BEN), {"ann": late, "ben": early}, TODAY) == BEN
    away = replace(BEN, absences=(Absence(TODAY, TODAY),))
    assert next_in_turn((ANN, away), {"ann": late}, TODAY) == ANN
    assert next_in_turn((away,), {}, TODAY) == away
    assert next_in_turn((), {}, TODAY) is None


@pytest.mark.rule("WB-10")
@given(people=st.sets(st.sampled_from((ANN, BEN, CAT)), min_size=1))
def test_turns_go_round_before_anyone_has_a_second(people: set[Person]) -> None:
    taken: dict[str, datetime] = {}
    for n in range(len(people)):
        chosen = next_in_turn(people, taken, TODAY)
        assert chosen is not None
        assert chosen.id not in taken
        taken[chosen.id] = datetime(2026, 1, n + 1, tzinfo=UTC)


@pytest.mark.rule("BD-08")
def test_grades_are_counted_by_team_in_the_order_of_the_scale() -> None:
    given_ = [("B", "Good"), ("A", "Poor"), ("A", "Good"), ("A", "Poor"), ("B", "not graded")]
    assert by_team(given_, ("Good", "Poor")) == (
        TeamGrades("A", (("Good", 1), ("Poor", 2))),
        TeamGrades("B", (("Good", 1), ("not graded", 1))),
    )
