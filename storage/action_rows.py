"""An action as a row keeps it, and as it is read again."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from programme.action import Action, ActionState
from programme.action_step import Step, StepKind
from storage.prepared import Found, Values


def fixed_values(action: Action) -> Values:
    """What no change replaces."""
    return {
        "audit_id": action.audit_id,
        "month": action.month,
        "number": action.number,
        "case_reference": action.case_reference,
        "text": action.text,
        "set_by": action.set_by,
        "priority": action.priority,
        "framework_version": action.framework_version,
        "set_on": action.set_on,
    }


def changing_values(action: Action) -> Values:
    """What a change replaces."""
    return {
        "team": action.team,
        "due": action.due,
        "state": action.state.value,
        "version": action.version,
        "extensions": action.extensions,
        "extension_reason": action.extension_reason,
        "first_due": action.first_due,
        "completed_by": action.completed_by,
        "completed_at": action.completed_at,
        "completion_note": action.completion_note,
        "reminded": action.reminded,
        "reminded_on": action.reminded_on,
        "tracked": action.tracked,
        "tracked_on": action.tracked_on,
        "escalated_on": action.escalated_on,
        "confirmed_by": action.confirmed_by,
        "confirmed_at": action.confirmed_at,
        "reopened_by": action.reopened_by,
        "reopened_reason": action.reopened_reason,
        "done_on": action.done_on,
        "steps": [_kept(step) for step in action.steps],
    }


def action_of(row: Found) -> Action:
    """The action of a row."""
    return Action(
        id=row.id,
        audit_id=row.audit_id,
        month=row.month,
        number=row.number,
        case_reference=row.case_reference,
        team=row.team,
        text=row.text,
        due=row.due,
        set_by=row.set_by,
        state=ActionState(row.state),
        version=row.version,
        extensions=row.extensions,
        extension_reason=row.extension_reason,
        first_due=row.first_due,
        completed_by=row.completed_by,
        completed_at=row.completed_at,
        completion_note=row.completion_note,
        reminded=row.reminded,
        reminded_on=row.reminded_on,
        priority=row.priority,
        tracked=row.tracked,
        tracked_on=row.tracked_on,
        escalated_on=row.escalated_on,
        confirmed_by=row.confirmed_by,
        confirmed_at=row.confirmed_at,
        reopened_by=row.reopened_by,
        reopened_reason=row.reopened_reason,
        framework_version=row.framework_version,
        set_on=row.set_on,
        done_on=row.done_on,
        steps=tuple(map(_step, row.steps)),
    )


def _kept(step: Step) -> Mapping[str, str | int | None]:
    return {
        "kind": step.kind.value,
        "version": step.version,
        "by": step.by,
        "at": step.at.isoformat(),
        "words": step.words,
        "day": step.day.isoformat() if step.day else None,
        "from_team": step.from_team,
        "to_team": step.to_team,
    }


def _step(kept: Mapping[str, Any]) -> Step:  # JSON, as `_kept` gives it
    return Step(
        kind=StepKind(kept["kind"]),
        version=kept["version"],
        by=kept["by"],
        at=datetime.fromisoformat(kept["at"]),
        words=kept["words"],
        day=date.fromisoformat(kept["day"]) if kept["day"] else None,
        from_team=kept["from_team"],
        to_team=kept["to_team"],
    )
