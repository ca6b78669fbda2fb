"""What becomes of a completed action, and of one that is late (BD-07)."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programme.action import Action, ActionState, complete
from programme.action_step import StepKind
from programme.confirmation import (
    asks_on,
    completed_last,
    completion_of,
    confirm,
    is_confirmed,
    is_delayed,
    reopen,
    take_back,
)
from programme.errors import AskSomeoneAllowed, CorrectAndRepeat, ShowAsItIsNow, SightlineError
from programme.people import Role
from programme.rules.action import Confirmation
from programme.taken_back import may_take_back_until
from tests.little_council import CALENDAR

NOW = datetime(2026, 12, 11, 10, tzinfo=UTC)
"""A Friday."""
TODAY = NOW.date()
MONDAY, TUESDAY = date(2026, 12, 14), date(2026, 12, 15)
LATER = date(2026, 12, 29)
OPEN = Action("ac1", "au1", "2026-12", 1, "CF-11", "Ash", "Plan.", date(2026, 12, 18), "ann")
DONE = complete(OPEN, by="ann", note="Done.", today=TODAY, now=NOW)
RULE = Confirmation(3, 5, (Role.GROUP_MANAGER,))

pytestmark = pytest.mark.rule("BD-07")


def _at(day: date) -> datetime:
    return CALENDAR.at(day, time(10))


def _may_take_back(who: str, day: date) -> bool:
    done = completion_of(DONE)
    return done is not None and may_take_back_until(done, who, day, CALENDAR) is not None


def test_a_slip_can_be_taken_back_until_the_next_working_day_ends() -> None:
    assert _may_take_back("ann", TODAY)
    assert _may_take_back("ann", MONDAY)
    assert not _may_take_back("ann", TUESDAY)
    opened = take_back(DONE, by="ann", now=_at(MONDAY), calendar=CALENDAR)
    assert opened == replace(OPEN, reopened_by="ann", version=3, steps=opened.steps)
    assert [(step.kind, step.words) for step in opened.steps] == [
        (StepKind.COMPLETED, "Done."),
        (StepKind.TAKEN_BACK, ""),
    ]
    with pytest.raises(ShowAsItIsNow, match="next working day"):
        take_back(DONE, by="ann", now=_at(TUESDAY), calendar=CALENDAR)


def test_only_who_completed_it_takes_it_back_and_not_once_it_is_confirmed() -> None:
    assert not _may_take_back("abe", TODAY)
    with pytest.raises(AskSomeoneAllowed):
        take_back(DONE, by="abe", now=NOW, calendar=CALENDAR)
    confirmed = confirm(DONE, by="lea", now=NOW)
    with pytest.raises(ShowAsItIsNow, match="confirmed"):
        take_back(confirmed, by="ann", now=NOW, calendar=CALENDAR)


def test_what_is_missing_is_said_with_a_reason_fit_to_be_kept() -> None:
    for unfit in ("", "Born 12/03/2014"):
        with pytest.raises(CorrectAndRepeat) as refused:
            reopen(DONE, by="lea", reason=unfit, now=NOW, due=LATER)
        assert set(refused.value.problems) == {"reason"}


def test_a_date_still_to_come_stays_and_one_that_has_come_moves() -> None:
    early = reopen(DONE, by="lea", reason=" No dates. ", now=NOW, due=LATER)
    assert (early.due, early.first_due) == (OPEN.due, None)
    assert (early.reopened_by, early.reopened_reason) == ("lea", "No dates.")
    escalated = replace(DONE, escalated_on=TODAY, reminded="2026-12-18")
    late = reopen(escalated, by="lea", reason="No dates.", now=_at(OPEN.due), due=LATER)
    assert (late.due, late.first_due) == (LATER, OPEN.due)
    assert (late.escalated_on, late.reminded) == (None, None)


def test_the_lead_is_asked_once_all_are_completed_working_days_later() -> None:
    other = replace(OPEN, id="ac2")
    assert completed_last([DONE, other]) is None
    second = complete(other, by="ann", note="Done.", today=MONDAY, now=NOW + timedelta(days=3))
    assert completed_last([DONE, second]) == NOW + timedelta(days=3)
    assert asks_on(NOW + timedelta(days=3), RULE, CALENDAR) == date(2026, 12, 17)
    confirmed = [confirm(each, by="lea", now=NOW) for each in (DONE, second)]
    assert completed_last(confirmed) is None
    assert completed_last([]) is None


@pytest.mark.parametrize(
    ("day", "delayed"), [(date(2026, 12, 24), False), (LATER, True), (date(2027, 1, 4), True)]
)
def test_an_action_is_delayed_working_days_after_its_date(day: date, delayed: bool) -> None:
    # From Friday 18th: 21, 22, 23, 24, and after Christmas and its substitute day the 29th.
    assert is_delayed(OPEN, day, RULE, CALENDAR) is delayed
    assert not is_delayed(DONE, day, RULE, CALENDAR)
    assert not is_delayed(replace(OPEN, escalated_on=LATER), day, RULE, CALENDAR)
    before_it_was_moved = replace(OPEN, escalated_on=TODAY)
    assert is_delayed(before_it_was_moved, day, RULE, CALENDAR) is delayed


def test_without_days_of_grace_an_action_is_delayed_the_day_after() -> None:
    at_once = replace(RULE, escalate_after=0)
    assert not is_delayed(OPEN, OPEN.due, at_once, CALENDAR)
    assert is_delayed(OPEN, date(2026, 12, 21), at_once, CALENDAR)


STEPS = ("complete", "take_back", "confirm", "reopen")


def _step(name: str, action: Action, now: datetime) -> Action:
    today = CALENDAR.today(now)
    due = CALENDAR.plus_working_days(today, 10)
    if name == "complete":
        return complete(action, by="ann", note="Done.", today=today, now=now)
    if name == "take_back":
        return take_back(action, by="ann", now=now, calendar=CALENDAR)
    if name == "confirm":
        return confirm(action, by="lea", now=now)
    return reopen(action, by="lea", reason="No dates.", now=now, due=due)


@given(st.lists(st.tuples(st.sampled_from(STEPS), st.integers(0, 4)), max_size=12))
def test_from_every_state_but_the_confirmed_something_leads_on(
    steps: list[tuple[str, int]],
) -> None:
    action, now = OPEN, NOW
    for name, days in steps:
        now += timedelta(days=days)
        version = action.version
        try:
            action = _step(name, action, now)
            assert action.version == version + 1
        except SightlineError:
            assert action.version == version
    assert (action.state is ActionState.COMPLETED) == (action.completed_at is not None)
    assert not (action.is_open and is_confirmed(action))
    assert CALENDAR.is_working_day(action.due)
    leads_on = {name for name in STEPS if _leads_on(name, action, now)}
    assert bool(leads_on) is not is_confirmed(action)


def _leads_on(name: str, action: Action, now: datetime) -> bool:
    try:
        _step(name, action, now)
    except SightlineError:
        return False
    return True
