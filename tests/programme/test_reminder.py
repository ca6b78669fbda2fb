"""Reminders before, on and after the due date: each stage once, on working days (WC-08)."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programme.action import Action, complete, give_more_time
from programme.reminder import is_due, stage_reached, without_reached
from programme.rules.action import ActionRule
from tests.little_council import CALENDAR, FRAMEWORK

RULE = FRAMEWORK.actions
DUE = date(2026, 12, 18)
SET_ON = date(2026, 11, 30)
RULES = st.builds(
    ActionRule,
    due_within=st.just(10),
    clock_from=st.just("the_audit"),
    due_at_most=st.none(),
    priorities=st.just(()),
    most=st.just(10),
    remind_before=st.lists(st.integers(0, 15), max_size=3, unique=True).map(
        lambda days: tuple(sorted(days, reverse=True))
    ),
    remind_on_the_day=st.booleans(),
    remind_after_every=st.integers(1, 12),
    extension_at_most=st.just(10),
    extensions_allowed=st.just(1),
)
DUE_DAYS = st.dates(date(2026, 2, 1), date(2028, 11, 30)).map(CALENDAR.working_day_on_or_after)

pytestmark = pytest.mark.rule("WC-08")


def _action(due: date = DUE) -> Action:
    return Action("ac1", "au1", "2026-12", 1, "CF-11", "Ash", "Update the plan.", due, "ann")


def _days(first: date, count: int) -> Iterator[date]:
    return (first + timedelta(days=n) for n in range(count))


def _reminders(
    action: Action, days: Sequence[date], rule: ActionRule = RULE
) -> list[tuple[date, str]]:
    """The digests that an action is in when the digest runs on `days`."""
    sent = []
    for day in days:
        stage = is_due(action, day, rule, CALENDAR)
        if stage:
            sent.append((day, stage.name))
            action = replace(action, reminded=stage.name, reminded_on=day)
    return sent


def test_the_frameworks_stages_fall_on_these_days() -> None:
    assert _reminders(_action(), [*_days(SET_ON, 50)]) == [
        (date(2026, 12, 11), "2026-12-18-5"),
        (date(2026, 12, 17), "2026-12-18-1"),
        (date(2026, 12, 18), "2026-12-18"),
        (date(2026, 12, 29), "2026-12-18+5"),  # Christmas and its substitute day left out
        (date(2027, 1, 6), "2026-12-18+10"),
        (date(2027, 1, 13), "2026-12-18+15"),
    ]


@given(DUE_DAYS, RULES)
def test_each_stage_is_sent_once_and_on_a_working_day(due: date, rule: ActionRule) -> None:
    days = [*_days(due - timedelta(days=40), 100)]
    sent = _reminders(_action(due), days, rule)
    assert len({name for _, name in sent}) == len(sent)
    assert all(CALENDAR.is_working_day(day) for day, _ in sent)


@given(DUE_DAYS, RULES, st.data())
def test_a_day_that_was_missed_is_caught_up_by_the_next(
    due: date, rule: ActionRule, data: st.DataObject
) -> None:
    days = [*_days(due - timedelta(days=40), 80)]
    run = sorted(data.draw(st.sets(st.sampled_from(days))) | {days[-1]})
    action, last = _action(due), CALENDAR.working_day_on_or_after(days[-1])
    everything = _reminders(action, [*days, last], rule)
    with_gaps = _reminders(action, [*run, last], rule)
    # Whatever ran, the latest stage has been sent in the end, and never two of them at once.
    assert [name for _, name in with_gaps[-1:]] == [name for _, name in everything[-1:]]
    assert {name for _, name in with_gaps} <= {name for _, name in everything}
    assert all(CALENDAR.is_working_day(day) for day, _ in with_gaps)


@given(DUE_DAYS, RULES, st.integers(-40, 60))
def test_a_stage_is_reached_on_its_day_and_not_before(
    due: date, rule: ActionRule, offset: int
) -> None:
    today = due + timedelta(days=offset)
    stage = stage_reached(_action(due), today, rule, CALENDAR)
    if stage:
        assert stage.day <= today
        assert stage_reached(_action(due), stage.day, rule, CALENDAR) == stage
        before = stage_reached(_action(due), stage.day - timedelta(days=1), rule, CALENDAR)
        assert before != stage


@given(DUE_DAYS, RULES, st.integers(-40, 60))
def test_what_is_reminded_of_today_is_due_within_the_longest_lead_time(
    due: date, rule: ActionRule, offset: int
) -> None:
    """The digest reads no further than that."""
    today = due + timedelta(days=offset)
    horizon = CALENDAR.plus_working_days(today, max((0, *rule.remind_before)))
    if is_due(_action(due), today, rule, CALENDAR):
        assert due <= horizon


def test_a_stage_that_was_missed_waits_for_a_working_day() -> None:
    saturday_to_monday = [date(2026, 12, day) for day in (12, 13, 14)]
    assert _reminders(_action(), saturday_to_monday) == [(date(2026, 12, 14), "2026-12-18-5")]


def test_without_a_reminder_on_the_day_there_is_none() -> None:
    silent = replace(RULE, remind_before=(), remind_on_the_day=False)
    assert _reminders(_action(), [*_days(SET_ON, 20)], silent) == []


def test_nothing_is_sent_once_it_is_completed() -> None:
    now = datetime(2026, 12, 9, 10, tzinfo=UTC)
    done = complete(_action(), by="ann", note="Done.", today=now.date(), now=now)
    assert _reminders(done, [*_days(SET_ON, 60)]) == []


def test_a_moved_date_begins_its_stages_anew() -> None:
    reminded = replace(_action(), reminded="2026-12-18-1", reminded_on=date(2026, 12, 17))
    today = date(2026, 12, 17)
    moved = give_more_time(
        reminded,
        by="ann",
        reason="The worker is on leave.",
        due=date(2027, 1, 5),
        now=CALENDAR.at(today, time(10)),
        rule=RULE,
        calendar=CALENDAR,
    )
    assert _reminders(moved, [*_days(today, 30)])[:3] == [
        (date(2026, 12, 24), "2027-01-05-5"),
        (date(2027, 1, 4), "2027-01-05-1"),
        (date(2027, 1, 5), "2027-01-05"),
    ]


def test_whoever_has_just_set_a_near_date_is_not_reminded_of_it_at_once() -> None:
    today = date(2026, 12, 15)
    told = without_reached(_action(), today, RULE, CALENDAR)
    assert _reminders(_action(), [today]) == [(today, "2026-12-18-5")]
    assert [day for day, _ in _reminders(told, [*_days(today, 4)])] == [
        date(2026, 12, 17),
        date(2026, 12, 18),
    ]
    assert without_reached(_action(), SET_ON, RULE, CALENDAR).reminded is None
