"""Rounds: what can be said of them, and what can't."""

from dataclasses import replace
from datetime import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programme.calendar import Month
from programme.people import Role
from programme.period import Period
from programme.rules.post import Post
from programme.rules.round import Quota, Round
from programme.timetable import announcement, audits_reminder, due_day
from tests.little_council import CALENDAR

ROUND = Round(
    id="case_files",
    title="Case file audits",
    auditors="case_responsible_team_managers",
    cases="own",
    tools=("general",),
    day=1,
    at=time(9),
    falls_on="the_day",
    copied_to=(),
    warn_working_days_before=3,
    due_working_days_before_end=0,
    not_again_within_months=12,
)


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"id": "Case files"}, "is no id"),
        ({"every_months": 5}, "every_months is a part of the year"),
        ({"every_months": 0}, "every_months is a part of the year"),
        ({"day": 0}, "day is from 1 to 28"),
        ({"day": 29}, "day is from 1 to 28"),
        ({"cases_a_lead": 0}, "cases_a_lead is from 1"),
        ({"warn_working_days_before": 16}, "warn_working_days_before is from 0 to 15"),
        ({"due_working_days_before_end": -1}, "due_working_days_before_end is from 0"),
        ({"remind_before": 16}, "remind_before is from 0 to 15, not 16"),
        ({"remind_before": -1}, "remind_before is from 0 to 15, not -1"),
        ({"remind_before": 5, "day": 20}, "remind_before: announced on day 20, auditors could be"),
        ({"working_days_to_audit": 0}, "working_days_to_audit is from 1 to 23, not 0"),
        ({"working_days_to_audit": 24}, "working_days_to_audit is from 1 to 23, not 24"),
        (
            {"working_days_to_audit": 20, "due_working_days_before_end": 5, "day": 3},
            "working_days_to_audit is from 1 to 16, not 20",
        ),
        ({"not_again_within_months": -1}, "not_again_within_months is from 0"),
        ({"open_at_least_months": 25}, "open_at_least_months is from 0 to 24"),
        ({"at": time(1, 30)}, "at: between 01:00 and 02:00 the clocks change"),
        ({"tools": ()}, "tools names at least one tool"),
        ({"tools": ("general", "general")}, "tools: general stands there twice"),
        ({"cohorts": ("adoption", "adoption")}, "cohorts: adoption stands there twice"),
        ({"auditors": "people_of_roles"}, "quotas go with"),
        ({"quotas": (Quota(Role.DIRECTOR),)}, "quotas go with"),
        ({"cases": "any"}, "cases is own where auditors is case_responsible_team_managers"),
        ({"auditors": "reviewing_officers", "cases": "not_own"}, "cases is own where auditors is"),
        (
            {
                "auditors": "reviewing_officers",
                "peer": "another_team_manager_of_the_service_area",
            },
            "peer goes with auditors = “case_responsible_team_managers” alone",
        ),
        (
            {"service_areas": ("North",), "not_service_areas": ("North", "South")},
            "not_service_areas: North stands in service_areas as well",
        ),
        ({"practice_of": (Role.CONFERENCE_CHAIR,)}, "practice_of goes with auditors"),
        ({"practice_of": (Role.CONFERENCE_CHAIR,) * 2}, "practice_of: conference_chair stands"),
    ],
)
def test_a_round_that_cannot_be_is_refused(changed: dict[str, Any], told: str) -> None:
    with pytest.raises(ValueError, match=told):
        replace(ROUND, **changed)


@given(st.sampled_from((1, 2, 3, 4, 6, 12)), st.integers(1, 22), st.integers(1, 20))
def test_every_part_of_the_year_day_and_number_can_be(months: int, day: int, cases: int) -> None:
    quota = Quota(Role.TEAM_MANAGER, cases)
    replace(ROUND, every_months=months, day=day, auditors="people_of_roles", quotas=(quota,))


@given(st.integers(1, 22), st.integers(0, 15), st.integers(0, 15))
def test_whoever_is_reminded_has_heard_before(day: int, early: int, remind: int) -> None:
    try:
        rule = replace(
            ROUND,
            day=day,
            falls_on="next_working_day",
            due_working_days_before_end=early,
            remind_before=remind,
        )
    except ValueError:
        return
    for month in (Month(2027, 1).plus(number) for number in range(36)):
        due = due_day(Period(month), rule, CALENDAR)
        told = CALENDAR.today(announcement(month, rule, CALENDAR))
        assert audits_reminder(due, rule, CALENDAR) > told


def test_whoever_chooses_is_reminded_after_they_are_asked_and_nobody_where_nobody_chooses() -> None:
    with pytest.raises(ValueError, match="remind_to_choose_before goes with chosen_by; nobody"):
        replace(ROUND, remind_to_choose_before=1)
    chosen = replace(
        ROUND,
        auditors="people_of_roles",
        quotas=(Quota(Role.TEAM_MANAGER),),
        chosen_by=Post(Role.HEAD_OF_SERVICE),
    )
    replace(chosen, choose_working_days_before=10, remind_to_choose_before=5)
    replace(chosen, choose_working_days_before=4, remind_to_choose_before=0)
    for asked, reminded, told in ((10, 6, "0 to 5, not 6"), (10, -1, "0 to 5"), (4, 1, "0 to 0")):
        with pytest.raises(ValueError, match=f"remind_to_choose_before is from {told}"):
            replace(chosen, choose_working_days_before=asked, remind_to_choose_before=reminded)


@given(
    st.sampled_from((1, 2, 3, 4, 6, 12)),
    st.integers(1, 14),
    st.integers(0, 4),
    st.integers(1, 300),
)
def test_nobody_is_asked_to_be_there_on_more_working_days_than_a_period_can_have(
    months: int, day: int, early: int, wanted: int
) -> None:
    """And what a file leaves to us never keeps somebody out whom ten working days let in."""
    rule = replace(ROUND, every_months=months, day=day, due_working_days_before_end=early)
    lengths = []
    for number in range(0, 36, months):
        period = Period(Month(2027, 1).plus(number), months)
        told = CALENDAR.today(announcement(period.first, rule, CALENDAR))
        due = due_day(period, rule, CALENDAR)
        days = period.working_days(CALENDAR)
        lengths.append(sum(told <= each <= due for each in days))
    assert rule.working_days_to_audit == 10 or rule.working_days_to_audit >= max(lengths)
    try:
        replace(rule, working_days_to_audit=wanted)
    except ValueError:
        assert wanted > max(lengths)


@given(st.integers().filter(lambda n: n not in (1, 2, 3, 4, 6, 12)))
def test_a_period_that_does_not_fill_the_year_cannot_be(months: int) -> None:
    with pytest.raises(ValueError, match="part of the year"):
        replace(ROUND, every_months=months)


def test_a_role_may_have_two_quotas_only_with_two_tools() -> None:
    def with_quotas(*quotas: Quota) -> Round:
        return replace(ROUND, auditors="people_of_roles", quotas=quotas)

    with_quotas(Quota(Role.DIRECTOR, 1), Quota(Role.DIRECTOR, 2, "dip"))
    with pytest.raises(ValueError, match="quotas: director stands there twice"):
        with_quotas(Quota(Role.DIRECTOR, 1), Quota(Role.DIRECTOR, 2))


def test_a_quota_that_cannot_be_is_refused() -> None:
    with pytest.raises(ValueError, match="cases is from 1 to 20, not 0"):
        Quota(Role.DIRECTOR, 0)
    with pytest.raises(ValueError, match="people_a_period is from 1"):
        Quota(Role.DIRECTOR, people_a_period=0)
    with pytest.raises(ValueError, match="not_service_areas: North stands in service_areas"):
        Quota(Role.DIRECTOR, service_areas=("North",), not_service_areas=("North",))
