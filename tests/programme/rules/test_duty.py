"""Duties, dip samples, observations, practice weeks and themes."""

from dataclasses import replace
from typing import Any

import pytest

from programme.people import Role
from programme.rules.duty import DipSampleRule, Duty, ObservationRule, PracticeWeek, Theme
from programme.rules.rule import Choice

DUTY = Duty("days", "Practice days", ("practice_day",), 3, 12, (Role.TEAM_MANAGER,), (20, 5))
WEEK = PracticeWeek(3, 1, (Role.DIRECTOR,), 20)


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"id": "Days"}, "is no id"),
        ({"count": 0}, "count is from 1"),
        ({"every_months": 7}, "every_months is a part of the year"),
        ({"any_of": ()}, "any_of names what is owed"),
        ({"roles": ()}, "roles by whom"),
        ({"roles": (Role.ADVANCED_PRACTITIONER,)}, "roles: an advanced practitioner records none"),
        ({"not_service_areas": ("North", "North")}, "not_service_areas: North stands there twice"),
    ],
)
def test_a_duty_that_cannot_be_is_refused(changed: dict[str, Any], told: str) -> None:
    with pytest.raises(ValueError, match=told):
        replace(DUTY, **changed)


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"month": 13}, "month is from 1 to 12"),
        ({"weeks_after_the_first_monday": 4}, "weeks_after_the_first_monday is from 0 to 3"),
        ({"tell_working_days_before": 0}, "tell_working_days_before is from 1"),
    ],
)
def test_a_practice_week_that_cannot_be_is_refused(changed: dict[str, Any], told: str) -> None:
    with pytest.raises(ValueError, match=told):
        replace(WEEK, **changed)


def test_a_dip_sample_has_cases_and_few_questions() -> None:
    question = Choice("q", "Is it there?")
    with pytest.raises(ValueError, match="size is from 1 to 20"):
        DipSampleRule(0, (question,))
    with pytest.raises(ValueError, match="the number of questions is from 0 to 6"):
        DipSampleRule(5, (question,) * 7)


def test_what_is_observed_stands_there_once() -> None:
    with pytest.raises(ValueError, match="settings: visit stands there twice"):
        ObservationRule((Choice("visit", "Visit"), Choice("visit", "Visit")))


def test_a_theme_has_a_month() -> None:
    with pytest.raises(ValueError, match="month is from 1 to 12"):
        Theme(0, "Plans")
