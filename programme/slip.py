"""What was done with an action by mistake can be taken back by who did it, while nothing followed,
as long as what was recorded can (`programme.taken_back`)."""

from collections.abc import Collection
from datetime import date, datetime

from programme.action import Action, with_step
from programme.action_step import Step, StepKind, last_of
from programme.calendar import Calendar
from programme.changed_copy import replace
from programme.confirmation import completion_of
from programme.errors import AskSomeoneAllowed, ShowAsItIsNow
from programme.record import record
from programme.taken_back import Recorded, may_take_back_until


@record(frozen=True, slots=True)
class Slip:
    """What may be taken back, and the last day for it."""

    kind: StepKind
    until: date


def slip_of(action: Action, person_id: str, today: date, calendar: Calendar) -> Slip | None:
    """What the person may take back of the action, if anything."""
    recorded, kind = completion_of(action), StepKind.COMPLETED
    if recorded is None:
        step = last_step(action)
        if step is None:
            return None
        recorded, kind = Recorded(step.by, step.at), step.kind
    last = may_take_back_until(recorded, person_id, today, calendar)
    return Slip(kind, last) if last else None


def last_step(action: Action) -> Step | None:
    """The more time or the passing on that happened last to an open action; None where anything
    has followed."""
    if not action.steps or not action.is_open:
        return None
    last = action.steps[-1]
    was_last = last.version == action.version
    return last if was_last and last.kind in {StepKind.MORE_TIME, StepKind.PASSED_ON} else None


def take_step_back(
    action: Action, *, by: str, now: datetime, calendar: Calendar, teams: Collection[str]
) -> Action:
    """The action as it was before it was given more time, or passed on. `teams` are the council's.

    Raises ShowAsItIsNow when something has followed, or it is too late; AskSomeoneAllowed when
    somebody else did it.
    """
    step = last_step(action)
    if step is None:
        raise ShowAsItIsNow(
            "Something has been done with this action since, so it stands as it is now."
        )
    if step.by != by:
        raise AskSomeoneAllowed("Only the person who did this can take it back; please ask them.")
    done = Recorded(step.by, step.at)
    if may_take_back_until(done, by, calendar.today(now), calendar) is None:
        raise ShowAsItIsNow(
            "This can be taken back until the end of the next working day; "
            "please tell the lead auditor."
        )
    before = with_step(action, Step(StepKind.TAKEN_BACK, action.version + 1, by, now))
    if step.kind is StepKind.MORE_TIME:
        return _time_taken_back(before, step)
    if step.from_team not in teams:
        raise ShowAsItIsNow(
            f"{step.from_team} is not in the staff list any more; please tell the lead auditor."
        )
    return replace(before, team=step.from_team)


def _time_taken_back(action: Action, step: Step) -> Action:
    due = step.day or action.due
    earlier = last_of(action.steps, StepKind.MORE_TIME)
    return replace(
        action,
        due=due,
        first_due=None if due == action.first_due else action.first_due,
        extensions=action.extensions - 1,
        extension_reason=earlier.words if earlier else None,
    )
