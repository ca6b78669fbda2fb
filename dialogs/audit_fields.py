"""What an auditor types on a page of the audit dialog, read into the draft."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date

from dialogs.typed_day import typed_day
from programme.action import ProposedAction
from programme.action_clock import ActionClock
from programme.audit_record import (
    ACTION_AT_MOST,
    ADVICE_AT_MOST,
    AuditRecord,
    ViewSought,
    problems_with_action,
    problems_with_findings,
)
from programme.errors import CorrectAndRepeat
from programme.framework import Framework
from programme.grading import OVERALL
from programme.personal_data import problem_with
from programme.rules.tool import AuditTool, Views

Fields = Mapping[str, str]
Change = Callable[[AuditRecord], AuditRecord]

NOT_SAVED = "This page was not saved yet: please see below."


def asked_from(fields: Fields, tool: AuditTool, framework: Framework) -> Change:
    """The grades and answers of a page, whichever it is; one left open stays open in the draft,
    and what another page asks stays as it was."""
    known = {grade.id for grade in framework.grades}
    grades = {a.id: fields[f"grade_{a.id}"] for a in tool.areas if f"grade_{a.id}" in fields}
    answers = {
        name.removeprefix("q_"): typed.strip()
        for name, typed in fields.items()
        if name.startswith("q_")
    }

    def change(record: AuditRecord) -> AuditRecord:
        chosen = {a: grade for a, grade in {**record.grades, **grades}.items() if grade in known}
        overall = fields.get(OVERALL, record.overall)
        answered = {q: answer for q, answer in {**record.answers, **answers}.items() if answer}
        return replace(
            record,
            grades=chosen,
            overall=overall if overall in known else None,
            answers=answered,
        )

    return change


def findings_from(fields: Fields) -> Change:
    """What was good and what to learn. Raises CorrectAndRepeat for what may not be kept."""
    went_well, to_learn = fields.get("went_well", ""), fields.get("to_learn", "")
    _raise_for(problems_with_findings(went_well, to_learn, final=False))
    return lambda record: replace(record, went_well=went_well.strip(), to_learn=to_learn.strip())


def views_from(fields: Fields, rule: Views) -> Mapping[str, ViewSought]:
    """Whose views were sought, as far as it is answered.

    Raises CorrectAndRepeat for a reason that may not be kept.
    """
    views = {
        whose.id: ViewSought(
            {"yes": True, "no": False}.get(fields.get(f"sought_{whose.id}", "")),
            fields.get(f"why_not_{whose.id}", "").strip(),
        )
        for whose in rule.of
    }
    problems = {
        f"{whose}_why_not": problem_with(view.why_not, most=500, required=False)
        for whose, view in views.items()
    }
    _raise_for({field: sentence for field, sentence in problems.items() if sentence})
    return views


def has_new_advice(fields: Fields) -> bool:
    """Whether something was typed in the field for a further line of advice."""
    return bool(fields.get("new_advice", "").strip())


def new_advice_from(fields: Fields, today: date) -> Change:
    """The draft with one line of advice more (BD-05). Raises CorrectAndRepeat for what won't do."""
    line = fields.get("new_advice", "").strip()
    problem = problem_with(line, most=ACTION_AT_MOST, today=today)
    if problem:
        raise CorrectAndRepeat(
            "The advice was not added yet: please see below.", {"advice": problem}
        )

    def add(record: AuditRecord) -> AuditRecord:
        if line in record.advice:
            return record
        if len(record.advice) >= ADVICE_AT_MOST:
            raise CorrectAndRepeat(f"An audit has at most {ADVICE_AT_MOST} lines of advice.")
        return replace(record, advice=(*record.advice, line))

    return add


def has_new_action(fields: Fields) -> bool:
    """Whether something was typed in the form for a further action."""
    return bool(fields.get("new_text", "").strip())


def new_action_from(
    fields: Fields,
    *,
    teams: frozenset[str],
    clock: ActionClock,
) -> Change:
    """The draft with one action more. Raises CorrectAndRepeat for what won't do (WC-08).

    With priorities, a date that is left open is the one that the priority proposes (BD-05).
    """
    rule = clock.rule
    priority = (fields.get("new_priority") or None) if rule.priorities else None
    action = ProposedAction(
        fields.get("new_text", "").strip(),
        fields.get("new_team", ""),
        _due(fields.get("new_due", ""), priority, clock),
        priority,
    )
    problems = problems_with_action(action, teams=teams, clock=clock)
    if problems:
        raise CorrectAndRepeat("The action was not added yet: please see below.", problems)

    def add(record: AuditRecord) -> AuditRecord:
        if action in record.actions:
            return record
        if len(record.actions) >= rule.most:
            raise CorrectAndRepeat(f"An audit sets at most {rule.most} actions.")
        return replace(record, actions=(*record.actions, action))

    return add


def _due(typed: str, priority: str | None, clock: ActionClock) -> date:
    if not typed and clock.rule.priorities:
        return clock.proposed(priority)
    day = typed_day(typed)
    if day is None:
        raise CorrectAndRepeat(
            "The action was not added yet: please see below.", {"due": "Please choose a day."}
        )
    return day


def without_action(fields: Fields) -> Change:
    """The draft without the action, or the line of advice, that was chosen to be taken out."""
    chosen = fields.get("take_out", "")
    return lambda record: replace(
        record,
        actions=tuple(action for action in record.actions if named(action) != chosen),
        advice=tuple(line for line in record.advice if named_advice(line) != chosen),
    )


def named_advice(line: str) -> str:
    """How the page names a line of advice."""
    return f"advice|{line}"


def named(action: ProposedAction) -> str:
    """How the page names an action of the draft, whatever its place in the list."""
    return f"{action.due}|{action.team}|{action.text}"


def _raise_for(problems: Mapping[str, str]) -> None:
    if problems:
        raise CorrectAndRepeat(NOT_SAVED, problems)
