"""Grades of an audit's areas and of the whole (WC-04)."""

from collections.abc import Mapping, Sequence

from programme.rules.rule import Choice
from programme.rules.tool import AuditTool

OVERALL = "overall"
"""The field of the grade of the whole, beside the areas' ids."""


def problems_with_grades(
    grades: Mapping[str, str], overall: str | None, tool: AuditTool, scale: Sequence[Choice]
) -> dict[str, str]:
    """A sentence for each area, and for the whole, that has no grade of the scale."""
    known = {grade.id for grade in scale}
    problems = {
        area.id: f"Please grade “{area.title}”."
        for area in tool.areas
        if grades.get(area.id) not in known
    }
    if overall not in known:
        problems[OVERALL] = "Please grade the whole."
    return problems
