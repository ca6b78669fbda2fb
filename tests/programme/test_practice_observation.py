"""A practice observation, whole or with a sentence for each thing that lacks."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from programme.errors import CorrectAndRepeat
from programme.practice_observation import (
    PracticeObservation,
    record_id,
    require_whole,
    with_discussion,
)
from tests.duty_rules import OBSERVATIONS
from tests.little_council import CALENDAR

TODAY = date(2026, 12, 10)
NOW = datetime(2026, 12, 10, 9, 0, tzinfo=UTC)
WHOLE = PracticeObservation(
    id="1" * 32,
    observer_id="ann",
    observed_id="sam",
    setting="visit",
    on=TODAY,
    seen="Direct work with play.",
    discussed=True,
    discussed_on=None,
    training_needs="",
    recorded_at=NOW,
)
pytestmark = pytest.mark.rule("SW-07")


def _problems(**changes: object) -> dict[str, str]:
    observation = replace(WHOLE, **changes)  # type: ignore[arg-type]  # by name
    try:
        require_whole(
            observation, rule=OBSERVATIONS, observable={"sam"}, today=TODAY, calendar=CALENDAR
        )
    except CorrectAndRepeat as refused:
        return dict(refused.problems)
    return {}


def test_a_whole_one_has_no_problem() -> None:
    assert _problems() == {}
    planned = {"discussed": False, "discussed_on": date(2026, 12, 11)}
    assert _problems(**planned) == {}


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"observed_id": "cat"}, "observed", "your team or service area"),
        ({"setting": "party"}, "setting", "choose what you observed"),
        ({"on": date(2026, 12, 11)}, "on", "still to come"),
        ({"on": date(2025, 12, 1)}, "on", "over a year ago"),
        ({"seen": " "}, "seen", "write a line"),
        ({"seen": "Ring 07700 900123"}, "seen", "a phone number"),
        ({"training_needs": "a" * 1_001}, "training_needs", "shorten"),
        ({"discussed": False}, "discussed_on", "talk it over"),
        ({"discussed": False, "discussed_on": date(2026, 12, 9)}, "discussed_on", "has been"),
        (
            {"discussed": False, "discussed_on": date(2026, 12, 25)},
            "discussed_on",
            "is a bank holiday; the next working day is Tuesday 29 December 2026",
        ),
    ],
)
def test_each_thing_that_lacks_is_said(changes: dict[str, object], field: str, words: str) -> None:
    problems = _problems(**changes)
    assert set(problems) == {field}
    assert words in problems[field]


def test_a_discussion_that_took_place_is_a_new_version() -> None:
    planned = replace(WHOLE, discussed=False, discussed_on=date(2026, 12, 14))
    done = with_discussion(planned, TODAY)
    assert (done.discussed, done.discussed_on, done.version) == (True, TODAY, 2)


def test_a_forms_id_is_its_own() -> None:
    ids = {
        record_id("t", kind, person, chance, NOW)
        for kind in ("observation", "practice_day")
        for person in ("ann", "ben")
        for chance in (1, 2)
    }
    assert len(ids) == 8
    assert all(len(one) == 32 for one in ids)
