"""Actions: completed with a note, extended within the rule, and never twice (WC-08)."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programme.action import (
    NOTE_AT_MOST,
    Action,
    ActionState,
    complete,
    give_more_time,
    latest_extension,
    problem_with_due,
)
from programme.errors import CorrectAndRepeat, ShowAsItIsNow
from tests.little_council import CALENDAR, FRAMEWORK

RULE = FRAMEWORK.actions
NOW = datetime(2026, 12, 9, 10, tzinfo=UTC)
TODAY = NOW.date()
OPEN = Action(
    "ac1", "au1", "2026-12", 1, "CF-11", "Ash", "Update the plan.", date(2026, 12, 18), "ann"
)
LATEST = date(2027, 1, 6)
"""Ten working days after the 18th: Christmas, its substitute day and New Year left out."""

pytestmark = pytest.mark.rule("WC-08")


def _completed() -> Action:
    return complete(OPEN, by="ann", note=" Chronology updated. ", today=TODAY, now=NOW)


def _more_time(action: Action, due: date, *, reason: str = "Leave.", today: date = TODAY) -> Action:
    now = CALENDAR.at(today, time(10))
    return give_more_time(
        action, by="ann", reason=reason, due=due, now=now, rule=RULE, calendar=CALENDAR
    )


def test_completing_keeps_who_when_and_what() -> None:
    done = _completed()
    assert done.state is ActionState.COMPLETED
    assert (done.completed_by, done.completed_at) == ("ann", NOW)
    assert done.completion_note == "Chronology updated."
    assert done.version == OPEN.version + 1
    assert not done.is_open


def test_completing_needs_a_note() -> None:
    with pytest.raises(CorrectAndRepeat) as refused:
        complete(OPEN, by="ann", note=" \n", today=TODAY, now=NOW)
    assert refused.value.problems == {"note": "Please write a line here."}


@pytest.mark.parametrize(
    ("note", "looks_like"),
    [("DOB 12.03.2014", "a date of birth"), ("He was seen on 12/03/2014", "a date of birth")],
)
def test_a_note_that_identifies_a_child_is_not_kept(note: str, looks_like: str) -> None:
    with pytest.raises(CorrectAndRepeat) as refused:
        complete(OPEN, by="ann", note=note, today=TODAY, now=NOW)
    assert looks_like in refused.value.problems["note"]


def test_a_note_has_an_end() -> None:
    complete(OPEN, by="ann", note="x" * NOTE_AT_MOST, today=TODAY, now=NOW)
    with pytest.raises(CorrectAndRepeat):
        complete(OPEN, by="ann", note="x" * (NOTE_AT_MOST + 1), today=TODAY, now=NOW)


def test_a_completed_action_is_neither_completed_nor_extended_again() -> None:
    with pytest.raises(ShowAsItIsNow):
        complete(_completed(), by="ben", note="Again.", today=TODAY, now=NOW)
    with pytest.raises(ShowAsItIsNow):
        _more_time(_completed(), date(2026, 12, 22))


def test_more_time_moves_the_date_and_remembers_the_first_one() -> None:
    moved = _more_time(OPEN, date(2026, 12, 22), reason=" The worker is away. ")
    assert (moved.due, moved.first_due) == (date(2026, 12, 22), OPEN.due)
    assert (moved.extensions, moved.extension_reason) == (1, "The worker is away.")
    assert moved.version == OPEN.version + 1
    assert moved.is_open


def test_the_first_date_stays_the_first_when_time_is_given_twice() -> None:
    twice = replace(RULE, extensions_allowed=2)
    moved = OPEN
    for due in (date(2026, 12, 22), date(2026, 12, 24)):
        moved = give_more_time(
            moved, by="ann", reason="Leave.", due=due, now=NOW, rule=twice, calendar=CALENDAR
        )
    assert (moved.first_due, moved.due, moved.extensions) == (OPEN.due, date(2026, 12, 24), 2)


def test_more_time_is_given_as_often_as_the_framework_allows() -> None:
    moved = _more_time(OPEN, date(2026, 12, 22))
    with pytest.raises(CorrectAndRepeat, match="speak to the auditor"):
        _more_time(moved, date(2026, 12, 23))


def test_more_time_ends_where_the_framework_says() -> None:
    assert latest_extension(OPEN, TODAY, RULE, CALENDAR) == LATEST
    assert _more_time(OPEN, LATEST).due == LATEST
    with pytest.raises(CorrectAndRepeat) as refused:
        _more_time(OPEN, LATEST + timedelta(days=1))
    assert "until Wednesday 6 January 2027" in refused.value.problems["due"]


def test_more_time_is_more() -> None:
    for no_later in (OPEN.due, OPEN.due - timedelta(days=1)):
        with pytest.raises(CorrectAndRepeat) as refused:
            _more_time(OPEN, no_later)
        assert "Friday 18 December 2026" in refused.value.problems["due"]


def test_every_field_that_is_wrong_is_named_at_once() -> None:
    with pytest.raises(CorrectAndRepeat) as refused:
        _more_time(OPEN, date(2026, 12, 20), reason="")
    assert set(refused.value.problems) == {"reason", "due"}


def test_long_overdue_there_is_no_more_time_to_be_had_and_the_sentence_says_so() -> None:
    assert latest_extension(OPEN, LATEST - timedelta(days=1), RULE, CALENDAR) == LATEST
    assert latest_extension(OPEN, LATEST, RULE, CALENDAR) is None
    with pytest.raises(CorrectAndRepeat, match="speak to the auditor"):
        _more_time(OPEN, date(2027, 2, 1), today=date(2027, 1, 11))


def test_no_more_time_is_offered_for_what_is_done_or_was_extended() -> None:
    assert latest_extension(_completed(), TODAY, RULE, CALENDAR) is None
    moved = _more_time(OPEN, date(2026, 12, 22))
    assert latest_extension(moved, TODAY, RULE, CALENDAR) is None
    none = replace(RULE, extension_at_most=0, extensions_allowed=0)
    assert latest_extension(OPEN, TODAY, none, CALENDAR) is None


@given(st.dates(date(2026, 6, 1), date(2027, 6, 1)), st.dates(date(2026, 6, 1), date(2027, 6, 1)))
def test_what_is_offered_is_what_is_granted(today: date, due: date) -> None:
    latest = latest_extension(OPEN, today, RULE, CALENDAR)
    fits = (
        latest is not None and max(today, OPEN.due) < due <= latest and CALENDAR.is_working_day(due)
    )
    try:
        moved = _more_time(OPEN, due, today=today)
    except CorrectAndRepeat:
        assert not fits
    else:
        assert fits
        assert moved.due == due


@pytest.mark.parametrize(
    ("due", "sentence"),
    [
        (TODAY, "has come already"),
        (date(2026, 12, 19), "not a working day; the next working day is Monday 21 December"),
        (date(2026, 12, 25), "a bank holiday; the next working day is Tuesday 29 December"),
        (date(2026, 12, 28), "a bank holiday"),
    ],
)
def test_a_due_date_is_a_working_day_to_come(due: date, sentence: str) -> None:
    assert sentence in (problem_with_due(due, TODAY, CALENDAR) or "")


def test_tomorrow_will_do() -> None:
    assert problem_with_due(TODAY + timedelta(days=1), TODAY, CALENDAR) is None


def test_an_action_is_overdue_the_day_after_while_it_is_open() -> None:
    assert not OPEN.is_overdue(OPEN.due)
    assert OPEN.is_overdue(OPEN.due + timedelta(days=1))
    assert not _completed().is_overdue(OPEN.due + timedelta(days=1))
