"""What a framework may say about duties, and what it may not."""

from dataclasses import replace

import pytest

from programme.people import Role, Verb, require
from programme.rules.rule import Choice
from tests.duty_rules import DIP, MONTHLY, OBSERVATIONS, WEEK, with_duties
from tests.little_council import FRAMEWORK, person


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"roles": (Role.SOCIAL_WORKER,)}, "duties are managers'"),
        ({"roles": ()}, "by whom"),
        ({"remind_before": (5, 5)}, "stands there twice"),
        ({"remind_before": (61,)}, "from 0 to 17, not 61"),
        ({"every_months": 5}, "part of the year"),
        ({"count": 0}, "from 1 to 20"),
    ],
)
def test_a_duty_that_cannot_be_is_refused(changes: dict[str, object], problem: str) -> None:
    with pytest.raises(ValueError, match=problem):
        replace(MONTHLY, **changes)  # type: ignore[arg-type]  # by name


def test_a_duty_whose_records_have_no_rules_is_refused() -> None:
    whole = with_duties(FRAMEWORK)
    for lacking in ("dip_samples", "observations"):
        with pytest.raises(ValueError, match="there are no rules of a"):
            replace(whole, **{lacking: None})  # type: ignore[arg-type]  # by name


def test_questions_and_settings_have_ids_of_their_own() -> None:
    twice = (Choice("visit", "A visit"), Choice("visit", "Another"))
    with pytest.raises(ValueError, match="stands there twice"):
        replace(OBSERVATIONS, settings=twice)
    with pytest.raises(ValueError, match="stands there twice"):
        replace(DIP, questions=twice)
    with pytest.raises(ValueError, match="number of settings"):
        replace(OBSERVATIONS, settings=())
    with pytest.raises(ValueError, match="from 1 to 12"):
        replace(WEEK, month=13)


def test_whoever_may_owe_a_duty_may_record_what_does_it() -> None:
    for role in Role:
        try:
            replace(MONTHLY, roles=(role,))
        except ValueError:
            continue
        for verb in (
            Verb.SEE_OWN_DUTIES,
            Verb.RECORD_DIP_SAMPLE,
            Verb.RECORD_OBSERVATION,
            Verb.RECORD_PRACTICE_DAY,
        ):
            require(person("Alex", role), verb)
