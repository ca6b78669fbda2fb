"""When actions are due: from the audit or from the end of its period, never on a day off."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programme.action_clock import ActionClock, period_end
from programme.calendar import Month
from programme.frameworks.load import load_shipped
from programme.rules.action import ActionRule, Priority
from tests.little_council import CALENDAR, DECEMBER, FRAMEWORK

RULE = FRAMEWORK.actions
TODAY = date(2026, 12, 9)
OF_THE_PERIOD = replace(RULE, clock_from="the_end_of_the_period", due_within=10, due_at_most=10)
PRIORITIES = (Priority("high", "High", 2), Priority("low", "Low", 20))
DAYS = st.dates(date(2026, 3, 1), date(2028, 6, 30))
RULES = st.builds(
    lambda within, more, origin, most: replace(
        RULE,
        due_within=within,
        due_at_most=within + more if most else None,
        clock_from=origin,
    ),
    st.integers(1, 30),
    st.integers(0, 30),
    st.sampled_from(["the_audit", "the_end_of_the_period"]),
    st.booleans(),
)


def _clock(rule: ActionRule, today: date = TODAY) -> ActionClock:
    return ActionClock(
        rule, CALENDAR, today, period_end(FRAMEWORK, FRAMEWORK.allocation.id, DECEMBER)
    )


@pytest.mark.rule("WC-08")
def test_from_the_audit_the_days_count_from_today() -> None:
    assert _clock(RULE).proposed() == CALENDAR.plus_working_days(TODAY, RULE.due_within)
    assert _clock(RULE).latest is None


@pytest.mark.rule("WB-07")
def test_a_cycle_ends_with_its_last_month() -> None:
    cycles = load_shipped("west_berkshire")
    of, january, february = cycles.allocation.id, Month(2027, 1), Month(2027, 2)
    ends = date(2027, 2, 28)
    assert period_end(cycles, of, january) == period_end(cycles, of, february) == ends
    assert period_end(cycles, "", january) == ends, "an audit outside the rounds"


@pytest.mark.rule("WB-07")
def test_from_the_end_of_the_period_ten_working_days_are_proposed_and_no_more_are_had() -> None:
    clock = _clock(OF_THE_PERIOD)
    assert period_end(FRAMEWORK, FRAMEWORK.allocation.id, DECEMBER) == date(2026, 12, 31)
    # 1 January is a bank holiday, so the ten days begin on Monday the 4th.
    assert clock.proposed() == clock.latest == date(2027, 1, 15)
    assert clock.problem_with(date(2027, 1, 15)) is None
    assert "10 working days at most, so until Friday 15 January 2027" in (
        clock.problem_with(date(2027, 1, 18)) or ""
    )


@pytest.mark.rule("WB-07")
def test_an_audit_after_the_end_of_its_period_starts_the_clock_itself() -> None:
    late = _clock(OF_THE_PERIOD, date(2027, 1, 12))
    assert late.proposed() == date(2027, 1, 26)


@pytest.mark.rule("WB-07")
def test_an_earlier_working_day_may_be_chosen() -> None:
    assert _clock(OF_THE_PERIOD).problem_with(date(2026, 12, 10)) is None
    assert "bank holiday" in (_clock(OF_THE_PERIOD).problem_with(date(2026, 12, 25)) or "")
    assert "has come already" in (_clock(OF_THE_PERIOD).problem_with(TODAY) or "")


@pytest.mark.rule("BD-05")
def test_a_priority_proposes_its_own_date() -> None:
    clock = _clock(replace(RULE, priorities=PRIORITIES))
    assert clock.proposed("high") == date(2026, 12, 11)
    assert clock.proposed("low") == CALENDAR.plus_working_days(TODAY, 20)
    assert clock.proposed("unknown") == clock.proposed() == CALENDAR.plus_working_days(TODAY, 10)


@pytest.mark.rule("BD-05")
def test_a_priority_cant_propose_what_the_framework_forbids() -> None:
    with pytest.raises(ValueError, match="due_at_most"):
        replace(RULE, priorities=PRIORITIES, due_at_most=19)
    rule = replace(RULE, priorities=PRIORITIES, due_at_most=20)
    assert [rule.rank_of(one) for one in ("high", "low", None)] == [0, 1, 2]
    assert (rule.priority_title("low"), rule.priority_title("gone")) == ("Low", None)


@pytest.mark.rule("WB-07", "BD-05")
@given(RULES, DAYS, st.sampled_from([None, "high", "low"]))
def test_what_is_proposed_is_a_working_day_to_come_that_will_do(
    rule: ActionRule, today: date, priority: str | None
) -> None:
    clock = ActionClock(
        rule, CALENDAR, today, period_end(FRAMEWORK, FRAMEWORK.allocation.id, Month.of(today))
    )
    due = clock.proposed(priority)
    assert CALENDAR.is_working_day(due)
    assert due > today
    assert clock.problem_with(due) is None
    if clock.latest:
        assert CALENDAR.is_working_day(clock.latest)
        assert clock.problem_with(clock.latest) is None
        assert clock.problem_with(clock.latest + timedelta(days=1)) is not None
