"""What an auditor types on a page of the audit dialog, read into the draft."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date

from programme.action import ProposedAction
from programme.audit_record import (
    AuditRecord,
    ViewSought,
    problems_with_action,
    problems_with_findings,
)
from programme.calendar import Calendar
from programme.errors import CorrectAndRepeat
from programme.framework import Framework
from programme.grading import OVERALL
from programme.personal_data import problem_with
from programme.rules.action import ActionRule
from programme.rules.tool import AuditTool

Fields = Mapping[str, str]
Change = Callable[[AuditRecord], AuditRecord]

NOT_SAVED = "This page was not saved yet: please see below."


def grades_from(fields: Fields, tool: AuditTool, framework: Framework) -> Change:
    """The grades that were chosen; one left open stays open in the draft."""
    known = {grade.id for grade in framework.grades}
    chosen = {
        area.id: fields[f"grade_{area.id}"]
        for area in tool.areas
        if fields.get(f"grade_{area.id}") in known
    }
    overall = fields.get(OVERALL)
    return lambda record: replace(
        record, grades=chosen, overall=overall if overall in known else None
    )


def findings_from(fields: Fields) -> Change:
    """What was good and what to learn. Raises CorrectAndRepeat for what may not be kept."""
    went_well, to_learn = fields.get("went_well", ""), fields.get("to_learn", "")
    _raise_for(problems_with_findings(went_well, to_learn, final=False))
    return lambda record: replace(record, went_well=went_well.strip(), to_learn=to_learn.strip())


def views_from(fields: Fields, framework: Framework) -> Mapping[str, ViewSought]:
    """Whose views were sought, as far as it is answered.

    Raises CorrectAndRepeat for a reason that may not be kept.
    """
    views = {
        whose.id: ViewSought(
            {"yes": True, "no": False}.get(fields.get(f"sought_{whose.id}", "")),
            fields.get(f"why_not_{whose.id}", "").strip(),
        )
        for whose in framework.views.of
    }
    problems = {
        f"{whose}_why_not": problem_with(view.why_not, most=500, required=False)
        for whose, view in views.items()
    }
    _raise_for({field: sentence for field, sentence in problems.items() if sentence})
    return views


def has_new_action(fields: Fields) -> bool:
    """Whether something was typed in the form for a further action."""
    return bool(fields.get("new_text", "").strip())


def new_action_from(
    fields: Fields,
    *,
    teams: frozenset[str],
    rule: ActionRule,
    calendar: Calendar,
    today: date,
) -> Change:
    """The draft with one action more. Raises CorrectAndRepeat for what won't do (WC-08)."""
    try:
        due = date.fromisoformat(fields.get("new_due", ""))
    except ValueError:
        raise CorrectAndRepeat(
            "The action was not added yet: please see below.", {"due": "Please choose a day."}
        ) from None
    action = ProposedAction(fields.get("new_text", "").strip(), fields.get("new_team", ""), due)
    problems = problems_with_action(action, teams=teams, today=today, calendar=calendar)
    if problems:
        raise CorrectAndRepeat("The action was not added yet: please see below.", problems)

    def add(record: AuditRecord) -> AuditRecord:
        if action in record.actions:
            return record
        if len(record.actions) >= rule.most:
            raise CorrectAndRepeat(f"An audit sets at most {rule.most} actions.")
        return replace(record, actions=(*record.actions, action))

    return add


def without_action(fields: Fields) -> Change:
    """The draft without the action that was chosen to be taken out."""
    chosen = fields.get("take_out", "")
    return lambda record: replace(
        record, actions=tuple(action for action in record.actions if named(action) != chosen)
    )


def named(action: ProposedAction) -> str:
    """How the page names an action of the draft, whatever its place in the list."""
    return f"{action.due}|{action.team}|{action.text}"


def _raise_for(problems: Mapping[str, str]) -> None:
    if problems:
        raise CorrectAndRepeat(NOT_SAVED, problems)
