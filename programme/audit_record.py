"""What the auditors write in an audit, and what is missing before it can be final."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from programme.action import ProposedAction
from programme.action_clock import ActionClock
from programme.audit_answers import asked_by_nobody, problems_with_answers
from programme.grading import problems_with_grades
from programme.personal_data import problem_with
from programme.rules.rule import Choice
from programme.rules.tool import AuditTool, Views

FINDING_AT_MOST = 2_000
ACTION_AT_MOST = 500
ADVICE_AT_MOST = 5
"""Lines of advice in one audit: more would bury the actions."""
WHY_NOT_AT_MOST = 500


@dataclass(frozen=True, slots=True)
class ViewSought:
    """Whether somebody's views were sought, and why not. `sought` is None until answered."""

    sought: bool | None = None
    why_not: str = ""


@dataclass(frozen=True, slots=True)
class AuditRecord:
    """What the auditors have written, draft or final. Keys are the framework's ids.

    `advice` are lines that ask for nothing, and that nobody tracks (BD-05). `answers` are those to
    the tool's own questions (BD-04): the id of a choice (`audit_answers.ANSWERS`), or a line.
    """

    grades: Mapping[str, str] = field(default_factory=dict)
    overall: str | None = None
    went_well: str = ""
    to_learn: str = ""
    views: Mapping[str, ViewSought] = field(default_factory=dict)
    actions: tuple[ProposedAction, ...] = ()
    advice: tuple[str, ...] = ()
    answers: Mapping[str, str] = field(default_factory=dict)


def problems_with_findings(
    went_well: str, to_learn: str, *, final: bool, today: date | None = None
) -> dict[str, str]:
    """A sentence for each finding that can't be saved; a draft may be empty, not unfit."""
    found = {
        "went_well": problem_with(went_well, most=FINDING_AT_MOST, required=final, today=today),
        "to_learn": problem_with(to_learn, most=FINDING_AT_MOST, required=final, today=today),
    }
    return {name: sentence for name, sentence in found.items() if sentence}


def problems_with_draft(record: AuditRecord, tool: AuditTool, today: date) -> dict[str, str]:
    """A sentence for each text of a draft that may not be kept, and for each answer to what the
    tool doesn't ask."""
    found = problems_with_answers(record.answers, tool, final=False, today=today)
    found |= asked_by_nobody(record.answers, tool)
    found |= problems_with_findings(record.went_well, record.to_learn, final=False, today=today)
    texts = {
        **{
            f"{whose}_why_not": (view.why_not, WHY_NOT_AT_MOST)
            for whose, view in record.views.items()
        },
        **{
            f"action_{number}": (action.text, ACTION_AT_MOST)
            for number, action in enumerate(record.actions, start=1)
        },
        **{
            f"advice_{number}": (line, ACTION_AT_MOST)
            for number, line in enumerate(record.advice, start=1)
        },
    }
    for field_name, (text, most) in texts.items():
        unfit = problem_with(text, most=most, required=False, today=today)
        if unfit:
            found[field_name] = unfit
    return found


def problems_with_views(
    views: Mapping[str, ViewSought], rule: Views, today: date
) -> dict[str, str]:
    """A sentence for each person whose views are not accounted for (WC-06)."""
    problems = {}
    for whose in rule.of:
        view = views.get(whose.id, ViewSought())
        if view.sought is None:
            problems[whose.id] = f"Please say whether the views of {whose.title} were sought."
        elif not view.sought and not view.why_not.strip():
            problems[f"{whose.id}_why_not"] = (
                f"Please say why the views of {whose.title} were not sought."
            )
        else:
            unfit = problem_with(view.why_not, most=WHY_NOT_AT_MOST, required=False, today=today)
            if unfit:
                problems[f"{whose.id}_why_not"] = unfit
    return problems


def problems_with_action(
    action: ProposedAction, *, teams: frozenset[str], clock: ActionClock
) -> dict[str, str]:
    """A sentence for each part of a proposed action that won't do (WC-08, BD-05)."""
    found = {
        "text": problem_with(action.text, most=ACTION_AT_MOST, today=clock.today),
        "team": None if action.team in teams else "Please choose the team that will do it.",
        "priority": _problem_with_priority(action, clock),
        "due": clock.problem_with(action.due),
    }
    return {name: sentence for name, sentence in found.items() if sentence}


def problems_with_submission(
    record: AuditRecord,
    *,
    tool: AuditTool,
    grades: tuple[Choice, ...],
    clock: ActionClock,
) -> dict[str, str]:
    """A sentence for everything that keeps the record from being final (WC-04, WC-08, BD-04)."""
    problems = problems_with_answers(record.answers, tool, final=True, today=clock.today)
    problems |= problems_with_grades(record.grades, record.overall, tool, grades)
    problems |= problems_with_findings(
        record.went_well, record.to_learn, final=True, today=clock.today
    )
    problems |= {
        name: f"Please write {what}."
        for name, what in (("went_well", "what was good"), ("to_learn", "what there is to learn"))
        if not getattr(record, name).strip()
    }
    if len(record.actions) > clock.rule.most:
        problems["actions"] = f"An audit sets at most {clock.rule.most} actions."
    for number, action in enumerate(record.actions, start=1):
        wrong = clock.problem_with(action.due) or _problem_with_priority(action, clock)
        if wrong:
            problems[f"action_{number}"] = f"Action {number}: {wrong}"
    return problems


def _problem_with_priority(action: ProposedAction, clock: ActionClock) -> str | None:
    known = [priority.id for priority in clock.rule.priorities]
    if known and action.priority not in known:
        return "Please choose how urgent it is."
    return None
