"""What becomes of a completed action: taken back, confirmed, reopened; and of a late one (BD-07).

open --complete--> completed --confirm--> confirmed, which is final
open <--take back (a mistake, by who completed it, until the next working day ends)-- completed
open <--reopen (with a reason, by the lead auditor)-- completed
"""

from collections.abc import Collection, Iterable
from datetime import date, datetime

from programme.action import NOTE_AT_MOST, Action, ActionState, with_step
from programme.action_step import Step, StepKind
from programme.calendar import Calendar, day_of
from programme.changed_copy import replace
from programme.errors import AskSomeoneAllowed, CorrectAndRepeat, ShowAsItIsNow
from programme.personal_data import problem_with
from programme.rules.action import Confirmation
from programme.taken_back import Recorded, may_take_back_until


def is_the_auditors(rule: Confirmation | None) -> bool:
    """Whether the audit's lead auditor confirms, and not the QA officers as such."""
    return rule is None or rule.by == "the_auditor"


def is_confirmed(action: Action) -> bool:
    """Whether it was confirmed that it was done."""
    return action.confirmed_at is not None


def completion_of(action: Action) -> Recorded | None:
    """Who completed it, and whether it was confirmed since; None while it is open."""
    if action.completed_at is None:
        return None
    return Recorded(action.completed_by or "", action.completed_at, is_confirmed(action))


def confirmation_of(actions: Collection[Action]) -> tuple[Recorded | None, tuple[Action, ...]]:
    """Who confirmed an audit's actions last, and those that they confirmed by it; none while one
    is still to be confirmed."""
    days = [action.confirmed_at for action in actions if action.confirmed_at]
    if not actions or len(days) < len(actions):
        return None, ()
    just_now = tuple(action for action in actions if action.confirmed_at == max(days))
    return Recorded(just_now[0].confirmed_by or "", max(days)), just_now


def take_back(action: Action, *, by: str, now: datetime, calendar: Calendar) -> Action:
    """The action open again, due when it was.

    Raises ShowAsItIsNow when it is open, confirmed or completed too long ago, AskSomeoneAllowed
    when somebody else completed it.
    """
    _must_be_completed(action)
    if action.completed_by != by:
        raise AskSomeoneAllowed(
            "Only the person who completed this action can take that back; please ask them."
        )
    done = completion_of(action)
    if done is None or may_take_back_until(done, by, calendar.today(now), calendar) is None:
        raise ShowAsItIsNow(
            "A completion can be taken back until the end of the next working day; "
            "please tell the lead auditor."
        )
    return _open_again(action, Step(StepKind.TAKEN_BACK, action.version + 1, by, now), None)


def reopen(action: Action, *, by: str, reason: str, now: datetime, due: date) -> Action:
    """The action open again because something is missing; a date that has come moves to `due`.

    Raises CorrectAndRepeat for the reason, ShowAsItIsNow when it is open or confirmed.
    """
    _must_be_completed(action)
    today = day_of(now)
    problem = problem_with(reason, most=NOTE_AT_MOST, today=today)
    if problem:
        raise CorrectAndRepeat("Please say what is missing.", {"reason": problem})
    step = Step(StepKind.RETURNED, action.version + 1, by, now, reason.strip())
    opened = _open_again(action, step, step.words)
    if opened.due > today:
        return opened
    return replace(
        opened,
        due=due,
        first_due=action.first_due or action.due,
        reminded=None,
        tracked=None,
        escalated_on=None,
    )


def confirm(action: Action, *, by: str, now: datetime) -> Action:
    """The action, confirmed as done in time. Raises ShowAsItIsNow when it is not completed."""
    _must_be_completed(action)
    return replace(action, confirmed_by=by, confirmed_at=now, version=action.version + 1)


def completed_last(actions: Iterable[Action]) -> datetime | None:
    """When the last of an audit's actions was completed; None while one is open, or none is left
    to confirm."""
    every = tuple(actions)
    if any(action.is_open for action in every) or all(map(is_confirmed, every)):
        return None
    return max((a.completed_at for a in every if a.completed_at), default=None)


def asks_on(completed: datetime, rule: Confirmation, calendar: Calendar) -> date:
    """The working day on which the lead auditor is asked to confirm."""
    return calendar.plus_working_days(calendar.today(completed), rule.remind_after)


def is_delayed(action: Action, today: date, rule: Confirmation, calendar: Calendar) -> bool:
    """Whether it is open so long after its date that others must hear, who haven't yet; of a date
    that was moved since they did, they hear again."""
    return (
        action.is_overdue(today)
        and (action.escalated_on is None or action.escalated_on < action.due)
        and calendar.working_days_between(action.due, today) >= rule.escalate_after
    )


def _open_again(action: Action, step: Step, reason: str | None) -> Action:
    return replace(
        with_step(action, step),
        state=ActionState.OPEN,
        completed_by=None,
        completed_at=None,
        completion_note=None,
        done_on=None,
        reopened_by=step.by,
        reopened_reason=reason,
    )


def _must_be_completed(action: Action) -> None:
    if action.is_open:
        raise ShowAsItIsNow("This action is open again; here it is as it stands now.")
    if is_confirmed(action):
        raise ShowAsItIsNow("This action was confirmed already; here it is as it stands now.")
