"""A framework holds together: what one part names, another has."""

from dataclasses import replace

import pytest

from programme.framework import Framework
from programme.frameworks.load import load_shipped, shipped
from programme.people import Role
from programme.rules.follow_up import Celebration, GradeAlert, ReAudit
from programme.rules.rule import Choice
from programme.rules.tool import AuditTool, Views
from tests.little_council import FRAMEWORK

GENERAL = AuditTool("general", "General", ())
FOSTERING = AuditTool("fostering", "Fostering", (), service_areas=("Fostering",))
ADOPTION = AuditTool("adoption", "Adoption", (), service_areas=("Adoption",), cohorts=("adoption",))
ALL_COHORTS = FRAMEWORK.allocation.cohorts


def _with(
    *tools: AuditTool, areas: tuple[str, ...] = (), cohorts: tuple[str, ...] = ()
) -> Framework:
    """The framework with those tools alone, in a round of those areas and cohorts."""
    each = replace(
        FRAMEWORK.allocation,
        tools=tuple(tool.id for tool in tools),
        service_areas=areas,
        cohorts=cohorts,
        not_service_areas=(),
    )
    around = replace(FRAMEWORK, commissions=(), moderation=(), loop_check=None)
    return replace(around, tools=tools, rounds=(each,))


@pytest.mark.rule("WC-05", "WB-05", "BD-04")
def test_a_case_gets_the_tool_of_its_service_area_else_of_its_cohort_else_the_general_one() -> None:
    found = _with(GENERAL, FOSTERING, ADOPTION)
    assert found.tool_for("Fostering", "adoption") == FOSTERING
    assert found.tool_for("Adoption", "child_in_care") == ADOPTION
    assert found.tool_for("North", "adoption") == ADOPTION
    assert found.tool_for("North", "child_in_need") == found.tool_for("North") == GENERAL


@pytest.mark.rule("WC-05", "WB-05", "BD-04", "SW-11")
@pytest.mark.parametrize("framework_id", shipped())
def test_no_case_of_a_round_is_without_a_tool_or_has_two(framework_id: str) -> None:
    framework = load_shipped(framework_id)
    for each in framework.rounds:
        for area in each.service_areas or ("North", "Fostering", "Youth Justice"):
            for cohort in each.cohorts or ALL_COHORTS:
                tool = framework.tool_for(area, cohort, each)
                own = area in tool.service_areas or cohort in tool.cohorts
                assert own or tool.is_general, (each.id, area, cohort)


def test_a_round_that_leaves_cases_without_a_tool_is_refused() -> None:
    with pytest.raises(
        ValueError, match=r"rounds\.case_files\.tools: .*care_leaver.* have no tool"
    ):
        _with(FOSTERING, ADOPTION)
    with pytest.raises(ValueError, match="South would have no tool"):
        _with(FOSTERING, areas=("Fostering", "South"))
    with pytest.raises(ValueError, match="child_in_need would have no tool"):
        _with(ADOPTION, cohorts=("adoption", "child_in_need"))
    assert _with(FOSTERING, areas=("Fostering",)).tool_for("Fostering") == FOSTERING
    assert _with(ADOPTION, cohorts=("adoption",)).tool_for("North", "adoption") == ADOPTION


def test_two_tools_for_the_same_cases_are_refused() -> None:
    with pytest.raises(ValueError, match="general and other both serve every case"):
        _with(GENERAL, AuditTool("other", "Other", ()))
    with pytest.raises(ValueError, match="by service area: Fostering stands there twice"):
        _with(GENERAL, FOSTERING, replace(FOSTERING, id="other"))
    with pytest.raises(ValueError, match="by cohort: adoption stands there twice"):
        _with(GENERAL, ADOPTION, replace(ADOPTION, id="other", service_areas=()))


def test_a_grade_that_there_is_not_is_refused_wherever_it_is_named() -> None:
    for changed in (
        {"alerts": (GradeAlert(("poor",), ("team_manager",)),)},
        {"re_audit": ReAudit(("poor",), 6, "social_work")},
        {"celebration": Celebration(("poor",), ("team_manager",))},
    ):
        with pytest.raises(ValueError, match=r"grades: “poor” is no grade; there is outstanding"):
            replace(FRAMEWORK, **changed)
    with pytest.raises(ValueError, match=r"re_audit\.tool: “short” is no tool"):
        replace(FRAMEWORK, re_audit=ReAudit(("good",), 6, "short"))


def test_grades_and_rounds_are_there_and_each_once() -> None:
    with pytest.raises(ValueError, match="from 2 to 8, not 1"):
        replace(FRAMEWORK, grades=FRAMEWORK.grades[:1])
    with pytest.raises(ValueError, match="grades: good stands there twice"):
        replace(FRAMEWORK, grades=(*FRAMEWORK.grades, Choice("good", "Good")))
    with pytest.raises(ValueError, match="rounds: a framework has at least one"):
        replace(FRAMEWORK, rounds=(), moderation=(), loop_check=None)
    with pytest.raises(ValueError, match="rounds: case_files stands there twice"):
        replace(FRAMEWORK, rounds=(*FRAMEWORK.rounds, FRAMEWORK.allocation))


@pytest.mark.rule("WC-05", "WC-06")
def test_a_tool_may_ask_after_others_views() -> None:
    own = Views((Choice("carer", "the carer"),), "lead")
    found = _with(GENERAL, replace(FOSTERING, views=own))
    assert found.views_of("fostering") == own
    assert found.views_of("general") == FRAMEWORK.views


@pytest.mark.rule("WC-05")
def test_each_service_has_its_own_areas_and_is_asked_after_its_own_people() -> None:
    by_tool = {tool.id: [area.id for area in tool.areas] for tool in FRAMEWORK.tools}
    assert by_tool["residential"] == ["voice", "plans", "management_oversight", "partnership"]
    assert "life_story" in by_tool["adoption"]
    assert "safer_caring" in by_tool["fostering"]
    residential = FRAMEWORK.round("residential")
    assert residential.peer is None
    assert {quota.role for quota in residential.quotas} == {Role.TEAM_MANAGER}
    assert "Residential" in FRAMEWORK.allocation.not_service_areas
