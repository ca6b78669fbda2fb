"""An alert that asks what was done waits for one answer, and is told of nothing afterwards."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programme.errors import CorrectAndRepeat, ShowAsItIsNow
from programme.grade_alert import Alert, earliest, with_answer

NOW = datetime(2026, 12, 1, 9, 0, tzinfo=UTC)
TODAY = NOW.date()
DAYS = st.none() | st.dates(date(2026, 12, 1), date(2027, 12, 1))
WORDS = st.sampled_from(["", "   ", "Seen the same day.", "Visited; the plan is changed."])


@pytest.mark.rule("KT-07")
@given(answer_by=DAYS, answers=st.lists(WORDS, max_size=5))
def test_it_waits_until_somebody_says_what_was_done_and_the_first_who_does_ends_it(
    answer_by: date | None, answers: list[str]
) -> None:
    alert = Alert("a", "ann", NOW, answer_by)
    for words in answers:
        before = alert
        try:
            alert = with_answer(alert, answer=words, today=TODAY, now=NOW)
        except CorrectAndRepeat:
            assert before.awaits_answer
            assert not words.strip()
        except ShowAsItIsNow:
            assert not before.awaits_answer
        else:
            assert alert.version == before.version + 1
    said = [words for words in answers if words.strip()]
    assert alert.awaits_answer is (answer_by is not None and not said)
    assert (alert.answer is not None) is (answer_by is not None and bool(said))
    if alert.awaits_answer:
        assert not with_answer(alert, answer="Seen.", today=TODAY, now=NOW).awaits_answer


@given(st.lists(DAYS, max_size=4))
def test_whoever_is_asked_by_several_rules_has_the_shortest_time(days: list[date | None]) -> None:
    first = earliest(*days)
    assert all(first is not None and first <= day for day in days if day)
    assert (first is None) is not any(days)


def test_an_alert_that_asks_nothing_takes_no_answer() -> None:
    told = replace(Alert("a", "ann", NOW), answer_by=None)
    with pytest.raises(ShowAsItIsNow):
        with_answer(told, answer="Seen.", today=TODAY, now=NOW)
