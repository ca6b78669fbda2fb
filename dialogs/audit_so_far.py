"""What an audit holds so far, as its pages tell it."""

from typing import Protocol

from dialogs import audit_answers, kit
from dialogs.kit import Element
from programme.action import ProposedAction
from programme.audit import Audit
from programme.audit_record import AuditRecord
from programme.calendar import short_day
from programme.council import Council
from programme.rules.tool import AuditTool, Views


class Recorded(Protocol):
    """An audit with the tool that it is recorded by."""

    @property
    def audit(self) -> Audit: ...
    @property
    def tool(self) -> AuditTool: ...


BRIEFLY_FROM = 10
"""Questions beyond which the auditor who has just answered them sees those with no alone."""


def so_far(
    council: Council,
    view: Recorded,
    *,
    views: bool = False,
    brief: bool = False,
    actions: bool = True,
) -> list[Element]:
    """Grades, answers, findings and `actions`; with `views`, whose views were sought too (WC-06);
    `brief` is for whoever gave the answers, and many of them."""
    answers = audit_answers.in_full(view.tool, view.audit.record.answers)
    if brief and len(view.tool.questions) > BRIEFLY_FROM:
        answers = audit_answers.in_short(view.tool.questions, view.audit.record.answers)
    framework, record = council.framework, view.audit.record
    grades = [
        (area.title, framework.grade_title(record.grades.get(area.id)))
        for area in view.tool.graded_areas
    ]
    if view.tool.grades_the_whole:
        grades.append(("Overall grade", framework.grade_title(record.overall)))
    blocks = [
        *([kit.facts(grades)] if grades else []),
        *answers,
        *_finding("What was good", record.went_well),
        *_finding("To learn", record.to_learn),
        *(_views(record, framework.views_of(view.tool.id)) if views else []),
        *(action_list(record.actions, council) if actions else []),
        *advice_blocks(record.advice),
    ]
    return [kit.section(blocks)]


def written(council: Council, view: Recorded) -> list[Element]:
    """All but the grades: answers, findings, whose views were sought, actions."""
    record = view.audit.record
    return [
        *audit_answers.in_full(view.tool, record.answers),
        *_finding("What was good", record.went_well),
        *_finding("To learn", record.to_learn),
        *_views(record, council.framework.views_of(view.tool.id)),
        *action_list(record.actions, council),
    ]


def action_list(actions: tuple[ProposedAction, ...], council: Council) -> list[Element]:
    """The actions of the draft, one line each."""

    def told(action: ProposedAction) -> str:
        title = council.framework.actions.priority_title(action.priority)
        return f"priority: {title}" if title else ""

    if not actions:
        return [kit.text("No actions yet.", subtle=True)]
    lines = [
        f"• {a.text} ({', '.join(filter(None, (a.team, told(a), f'due {short_day(a.due)}')))})"
        for a in actions
    ]
    return [
        kit.text(f"**{kit.count(len(actions), 'action')}**"),
        *(kit.as_typed(line) for line in lines),
    ]


def advice_blocks(advice: tuple[str, ...]) -> list[Element]:
    """What the auditor leaves to the team, one line each (BD-05)."""
    if not advice:
        return []
    return [
        kit.text("**Advice**, which asks for nothing and isn't followed up"),
        *(kit.as_typed(f"• {line}") for line in advice),
    ]


def _finding(title: str, words: str) -> list[Element]:
    return [kit.text(f"**{title}**"), kit.as_typed(words)] if words else []


def _views(record: AuditRecord, rule: Views) -> list[Element]:
    told = []
    for whose in rule.of:
        view = record.views.get(whose.id)
        if view and view.sought is not None:
            answer = "sought" if view.sought else f"not sought. {view.why_not}".strip()
            told.append(kit.as_typed(f"• Views of {whose.title}: {answer}"))
    return [kit.text("**Views**"), *told] if told else []
