"""An action as a row keeps it, and as it is read again."""

from collections.abc import Mapping
from dataclasses import fields
from datetime import date, datetime
from functools import cache
from operator import attrgetter
from typing import Any

from programme.action import Action, ActionState
from programme.action_step import Step, StepKind
from storage.prepared import Found, Values

_CHANGING = (
    *("team", "due", "version", "extensions", "extension_reason", "first_due"),
    *("completed_by", "completed_at", "completion_note", "reminded", "reminded_on"),
    *("tracked", "tracked_on", "escalated_on", "confirmed_by", "confirmed_at"),
    *("reopened_by", "reopened_reason", "done_on"),
)
"""What a change replaces, as the columns take it."""
_changing_of = attrgetter(*_CHANGING)
_FIELDS = tuple(field.name for field in fields(Action))
"""What an action is given, in order; the columns are called so too."""
_STATE, _STEPS = _FIELDS.index("state"), _FIELDS.index("steps")
_given_of = attrgetter(*_FIELDS)
# Looked up once for each value, for the enums' own calls cost as much as all else of a row.
_state_of = cache(ActionState)
_kind_of = cache(StepKind)


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
        **dict(zip(_CHANGING, _changing_of(action), strict=True)),
        "state": action.state.value,
        "steps": [_kept(step) for step in action.steps],
    }


def action_of(row: Found) -> Action:
    """The action of a row."""
    given = [*_given_of(row)]
    given[_STATE] = _state_of(given[_STATE])
    given[_STEPS] = tuple(map(_step, given[_STEPS]))
    return Action(*given)


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
        kind=_kind_of(kept["kind"]),
        version=kept["version"],
        by=kept["by"],
        at=datetime.fromisoformat(kept["at"]),
        words=kept["words"],
        day=date.fromisoformat(kept["day"]) if kept["day"] else None,
        from_team=kept["from_team"],
        to_team=kept["to_team"],
    )
