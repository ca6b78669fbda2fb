"""Grades of an audit's areas and of the whole, as far as its tool gives them (WC-04, SW-12)."""

from collections.abc import Mapping, Sequence

from programme.rules.rule import Choice
from programme.rules.tool import AuditTool

OVERALL = "overall"
"""The field of the grade of the whole, beside the areas' ids."""


def problems_with_grades(
    grades: Mapping[str, str], overall: str | None, tool: AuditTool, scale: Sequence[Choice]
) -> dict[str, str]:
    """A sentence for each area, and for the whole, that is to be graded and has no grade of the
    scale."""
    known = {grade.id for grade in scale}
    problems = {
        area.id: f"Please grade “{area.title}”."
        for area in tool.graded_areas
        if grades.get(area.id) not in known
    }
    if tool.grades_the_whole and overall not in known:
        problems[OVERALL] = "Please grade the whole."
    return problems
