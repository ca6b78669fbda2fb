"""What was done with an action by mistake is taken back, and everything is as it was (WC-08)."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programme.action import Action, complete, do_part, give_more_time, problem_with_day_done
from programme.action_step import Step, StepKind, last_of, standing
from programme.confirmation import take_back
from programme.errors import ShowAsItIsNow, SightlineError
from programme.passing_on import came_back, pass_on, passings, taken_back, teams_of
from programme.people import Role
from programme.slip import last_step, slip_of, take_step_back
from tests.little_council import CALENDAR, FRAMEWORK, person

pytestmark = pytest.mark.rule("WC-08")

NOW = datetime(2026, 12, 11, 10, tzinfo=UTC)
"""A Friday."""
TODAY, MONDAY, TUESDAY = NOW.date(), date(2026, 12, 14), date(2026, 12, 15)
TEAMS = ("Ash", "Birch", "Cherry")
RULE = replace(FRAMEWORK.actions, extensions_allowed=3)
OPEN = Action(
    "ac1",
    "au1",
    "2026-12",
    1,
    "CF-11",
    "Ash",
    "Plan.",
    date(2026, 12, 18),
    "ann",
    set_on=date(2026, 12, 1),
)


def _moved(action: Action, now: datetime = NOW, by: str = "ann") -> Action:
    due = CALENDAR.plus_working_days(action.due, 2)
    return give_more_time(
        action, by=by, reason="Leave.", due=due, now=now, rule=RULE, calendar=CALENDAR
    )


def _passed(action: Action, to: str, now: datetime = NOW, by: str = "ann") -> Action:
    who = person(by.title(), Role.TEAM_MANAGER, team=action.team)
    return pass_on(
        action, to_team=to, why="Theirs.", by=who, teams=TEAMS, setter="Ann", rule=RULE, now=now
    )


def _back(action: Action, now: datetime = NOW, by: str = "ann") -> Action:
    return take_step_back(action, by=by, now=now, calendar=CALENDAR, teams=TEAMS)


def _part(action: Action, now: datetime = NOW) -> Action:
    return do_part(action, by="ann", note="Half.", today=now.date(), now=now)


def test_until_when_a_slip_can_be_taken_back_is_said_of_each_kind() -> None:
    done = complete(OPEN, by="ann", note="Done.", today=TODAY, now=NOW)
    for action, kind in (
        (done, StepKind.COMPLETED),
        (_moved(OPEN), StepKind.MORE_TIME),
        (_passed(OPEN, "Birch"), StepKind.PASSED_ON),
    ):
        for day, offered in ((TODAY, True), (MONDAY, True), (TUESDAY, False)):
            slip = slip_of(action, "ann", day, CALENDAR)
            assert (slip is not None) is offered
            assert slip is None or (slip.kind, slip.until) == (kind, MONDAY)
        assert slip_of(action, "abe", TODAY, CALENDAR) is None
    assert slip_of(_part(OPEN), "ann", TODAY, CALENDAR) is None
    assert slip_of(OPEN, "ann", TODAY, CALENDAR) is None


def test_what_was_given_twice_goes_back_to_what_it_was_after_the_first_time() -> None:
    first = _moved(OPEN)
    second = _moved(first)
    back = _back(second)
    assert (back.due, back.first_due, back.extensions) == (first.due, OPEN.due, 1)
    assert back.extension_reason == "Leave."
    assert last_step(back) is None, "that was said before something else, which was taken back"


def test_an_action_goes_back_to_no_team_that_is_gone() -> None:
    passed = _passed(OPEN, "Birch")
    with pytest.raises(ShowAsItIsNow, match="Ash is not in the staff list any more"):
        take_step_back(passed, by="ann", now=NOW, calendar=CALENDAR, teams=("Birch",))


def test_whoever_had_it_sees_what_became_of_it() -> None:
    there = _passed(OPEN, "Birch")
    again = _passed(there, "Ash", by="ben")
    assert (came_back(there), came_back(again)) == (False, True)
    back = _back(there)
    assert teams_of(back) == {"Ash", "Birch"}
    assert passings(back) == ()
    undone = taken_back(back)
    assert undone is not None
    assert (undone.from_team, undone.to_team) == ("Ash", "Birch")
    assert taken_back(_part(back)) is None


@pytest.mark.parametrize(
    ("day", "problem"),
    [
        (date(2026, 11, 30), "was set on Tuesday 1 December 2026"),
        (date(2026, 12, 1), None),
        (date(2026, 12, 6), None),
        (TODAY, None),
        (date(2026, 12, 12), "still to come"),
    ],
)
def test_it_is_done_on_a_day_from_its_setting_on_and_not_in_the_future(
    day: date, problem: str | None
) -> None:
    said = problem_with_day_done(OPEN, day, TODAY)
    assert said is None if problem is None else problem in str(said)
    older = replace(OPEN, set_on=None)
    assert problem_with_day_done(older, date(2020, 1, 1), TODAY) is None


STEPS = ("part", "move", "pass", "complete", "back", "reopen")


def _step(name: str, action: Action, now: datetime) -> Action:
    if name == "part":
        return _part(action, now)
    if name == "move":
        return _moved(action, now)
    if name == "pass":
        return _passed(action, TEAMS[(TEAMS.index(action.team) + 1) % 3], now)
    if name == "complete":
        return complete(action, by="ann", note="Done.", today=now.date(), now=now)
    if name == "back":
        return _back(action, now)
    return take_back(action, by="ann", now=now, calendar=CALENDAR)


@given(st.lists(st.tuples(st.sampled_from(STEPS), st.integers(0, 1)), max_size=14))
def test_nothing_that_was_typed_is_lost_and_taking_back_is_doing_nothing(
    steps: list[tuple[str, int]],
) -> None:
    action, now, before = OPEN, NOW, [OPEN]
    typed: list[Step] = []
    for name, days in steps:
        now += timedelta(days=days)
        try:
            changed = _step(name, action, now)
        except SightlineError:
            continue
        assert changed.version == action.version + 1 == changed.steps[-1].version
        assert changed.steps[:-1] == action.steps
        if name in {"back", "reopen"}:
            undone = before.pop()
            same = ("team", "due", "first_due", "extensions", "extension_reason", "state")
            for field in same:
                assert getattr(changed, field) == getattr(undone, field), field
            assert standing(changed.steps) == standing(undone.steps)
        else:
            before.append(action)
            typed.append(changed.steps[-1])
        action = changed
    assert [step for step in action.steps if step.kind is not StepKind.TAKEN_BACK] == typed
    assert len(passings(action)) <= RULE.passed_on_at_most
    more = last_of(action.steps, StepKind.MORE_TIME)
    assert action.extension_reason == (more.words if more else None)
