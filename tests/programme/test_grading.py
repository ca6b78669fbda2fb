"""Every area of the tool is graded, and the whole (WC-04)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programme.grading import OVERALL, problems_with_grades
from tests.little_council import FRAMEWORK

GENERAL = FRAMEWORK.tool_for("North")
SCALE = FRAMEWORK.grades
GOOD = SCALE[1].id

pytestmark = pytest.mark.rule("WC-04")


def test_the_scale_is_ofsteds() -> None:
    assert [grade.title for grade in SCALE] == [
        "Outstanding",
        "Good",
        "Requires improvement",
        "Inadequate",
    ]


def test_social_work_teams_are_audited_in_the_frameworks_seven_areas() -> None:
    assert [area.title for area in GENERAL.areas] == [
        "Voice of the child",
        "Assessments",
        "Plans",
        "Management oversight",
        "Partnership working",
        "Strengths and relationship based practice",
        "Embracing diversity",
    ]


@given(st.sets(st.sampled_from([area.id for area in GENERAL.areas])), st.booleans())
def test_each_area_without_a_grade_is_named_and_no_other(graded: set[str], whole: bool) -> None:
    problems = problems_with_grades(
        dict.fromkeys(graded, GOOD), GOOD if whole else None, GENERAL, SCALE
    )
    missing = {area.id for area in GENERAL.areas} - graded
    assert set(problems) == missing | (set() if whole else {OVERALL})
    for area in GENERAL.areas:
        assert area.title in problems.get(area.id, area.title)


def test_a_grade_that_the_scale_does_not_have_is_none() -> None:
    grades = {area.id: GOOD for area in GENERAL.areas} | {GENERAL.areas[0].id: "excellent"}
    assert set(problems_with_grades(grades, "excellent", GENERAL, SCALE)) == {
        GENERAL.areas[0].id,
        OVERALL,
    }
