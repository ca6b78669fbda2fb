"""An audit's actions: set, done in part, extended, completed (WC-08); what comes after is in
`confirmation`, and to which team they pass in `passing_on`."""

from datetime import date, datetime
from enum import StrEnum

from programme.action_step import Step, StepKind
from programme.calendar import Calendar, day_in_words, day_of
from programme.changed_copy import replace
from programme.errors import CorrectAndRepeat, ShowAsItIsNow
from programme.personal_data import problem_with
from programme.record import record
from programme.rules.action import ActionRule

NOTE_AT_MOST = 1_000
"""Characters of a completion note or of the reason for more time."""


class ActionState(StrEnum):
    """Where an action stands."""

    OPEN = "open"
    COMPLETED = "completed"


@record(frozen=True, slots=True)
class ProposedAction:
    """An action as the auditor words it while the audit is a draft."""

    text: str
    team: str
    due: date
    priority: str | None = None


@record(frozen=True, slots=True)
class Action:
    """Something that a team must do after an audit, and by when.

    `month` is the allocation's. `reminded` names the last reminder stage that its team was sent, on
    `reminded_on`; `tracked` the last that those who track it were (WB-07). `priority` is the
    framework's id (BD-05). `escalated_on` is when its delay was escalated, and `confirmed_by` has
    confirmed that it was done in time (BD-07). `reopened_reason` is None where a completion was
    taken back as a mistake. `framework_version` is that of the audit or dip sample which set it.
    `set_on` is None for one that is older than that. `done_on` is the day on which it was done,
    `completed_at` the instant at which somebody said so. `steps` is what was done with it, the
    first one first. Instants are UTC.
    """

    id: str
    audit_id: str
    month: str
    number: int
    case_reference: str
    team: str
    text: str
    due: date
    set_by: str
    state: ActionState = ActionState.OPEN
    version: int = 1
    extensions: int = 0
    extension_reason: str | None = None
    first_due: date | None = None
    completed_by: str | None = None
    completed_at: datetime | None = None
    completion_note: str | None = None
    reminded: str | None = None
    reminded_on: date | None = None
    priority: str | None = None
    tracked: str | None = None
    tracked_on: date | None = None
    escalated_on: date | None = None
    confirmed_by: str | None = None
    confirmed_at: datetime | None = None
    reopened_by: str | None = None
    reopened_reason: str | None = None
    framework_version: str = ""
    set_on: date | None = None
    done_on: date | None = None
    steps: tuple[Step, ...] = ()

    @property
    def day_done(self) -> date | None:
        """The day on which it was done; None while it is open."""
        return self.done_on or (day_of(self.completed_at) if self.completed_at else None)

    @property
    def is_open(self) -> bool:
        """Whether it is still to be done."""
        return self.state is ActionState.OPEN

    def is_overdue(self, today: date) -> bool:
        """Whether it is open past its due date."""
        return self.is_open and self.due < today


def problem_with_due(due: date, today: date, calendar: Calendar) -> str | None:
    """The sentence to show beside a due date, or None when it will do."""
    if due <= today:
        return f"{day_in_words(due)} has come already; please choose a later day."
    if not calendar.is_working_day(due):
        instead = day_in_words(calendar.working_day_on_or_after(due))
        kind = "a bank holiday" if due in calendar.bank_holidays else "not a working day"
        return f"{day_in_words(due)} is {kind}; the next working day is {instead}."
    return None


def with_step(action: Action, step: Step) -> Action:
    """The action after `step`, which gives it its version."""
    return replace(action, version=step.version, steps=(*action.steps, step))


def complete(
    action: Action, *, by: str, note: str, today: date, now: datetime, done_on: date | None = None
) -> Action:
    """The action as completed by person `by`, with a note of what was done; today, without a day.

    Raises CorrectAndRepeat for the note or the day, ShowAsItIsNow when it is not open any more.
    """
    must_be_open(action)
    day = done_on or today
    _check("Please say what was done.", action, note, day, today)
    step = Step(StepKind.COMPLETED, action.version + 1, by, now, note.strip(), day)
    return replace(
        action,
        state=ActionState.COMPLETED,
        completed_by=by,
        completed_at=now,
        completion_note=step.words,
        done_on=day,
        version=step.version,
        steps=(*action.steps, step),
    )


def do_part(
    action: Action, *, by: str, note: str, today: date, now: datetime, done_on: date | None = None
) -> Action:
    """The action with a part of it done, still open and due when it was.

    Raises as `complete`.
    """
    must_be_open(action)
    day = done_on or today
    _check("Please say which part was done.", action, note, day, today)
    return with_step(
        action, Step(StepKind.PART_DONE, action.version + 1, by, now, note.strip(), day)
    )


def says_the_same(action: Action, kind: StepKind, by: str, note: str, day: date | None) -> bool:
    """Whether the person has just said of it what they say once more; any day does without one."""
    if kind is StepKind.COMPLETED:
        said = (action.completed_by, action.completion_note)
        return said == (by, note.strip()) and day in {None, action.day_done}
    last = action.steps[-1] if action.steps else None
    return (
        last is not None
        and (last.kind, last.by, last.words) == (kind, by, note.strip())
        and last.version == action.version
        and day in {None, last.day}
    )


def problem_with_day_done(action: Action, day: date, today: date) -> str | None:
    """The sentence to show beside the day on which it was done, or None when it will do."""
    if day > today:
        return f"{day_in_words(day)} is still to come; please choose the day on which it was done."
    if action.set_on is not None and day < action.set_on:
        return f"The action was set on {day_in_words(action.set_on)}; please choose a later day."
    return None


def _check(sentence: str, action: Action, note: str, day: date, today: date) -> None:
    problems = {
        "note": problem_with(note, most=NOTE_AT_MOST, today=today),
        "done_on": problem_with_day_done(action, day, today),
    }
    found = {field: problem for field, problem in problems.items() if problem}
    if found:
        raise CorrectAndRepeat(sentence if "note" in found else "Please see the day below.", found)


def give_more_time(
    action: Action,
    *,
    by: str,
    reason: str,
    due: date,
    now: datetime,
    rule: ActionRule,
    calendar: Calendar,
) -> Action:
    """The action with a later due date, within what the council's rule allows.

    Raises CorrectAndRepeat for the reason or the date, ShowAsItIsNow when it is not open any more.
    """
    must_be_open(action)
    today = calendar.today(now)
    if latest_extension(action, today, rule, calendar) is None:
        raise CorrectAndRepeat(
            "This action has had all the extra time that the framework allows; "
            "please speak to the auditor."
        )
    problems = {
        "reason": problem_with(reason, most=NOTE_AT_MOST, today=today),
        "due": problem_with_due(due, today, calendar)
        or _problem_with_length(action, due, rule, calendar),
    }
    found = {field: sentence for field, sentence in problems.items() if sentence}
    if found:
        raise CorrectAndRepeat("The date was not moved yet: please see below.", found)
    step = Step(
        StepKind.MORE_TIME, action.version + 1, by, now, words=reason.strip(), day=action.due
    )
    return replace(
        with_step(action, step),
        due=due,
        first_due=action.first_due or action.due,
        extensions=action.extensions + 1,
        extension_reason=reason.strip(),
        reminded=None,
    )


def latest_extension(
    action: Action, today: date, rule: ActionRule, calendar: Calendar
) -> date | None:
    """The last day to which the due date may be moved; None when no more time can be had."""
    if not action.is_open or action.extensions >= rule.extensions_allowed:
        return None
    latest = _latest(action, rule, calendar)
    return latest if latest > max(today, action.due) else None


def _latest(action: Action, rule: ActionRule, calendar: Calendar) -> date:
    return calendar.plus_working_days(action.due, rule.extension_at_most)


def _problem_with_length(
    action: Action, due: date, rule: ActionRule, calendar: Calendar
) -> str | None:
    latest = _latest(action, rule, calendar)
    if due <= action.due:
        return f"The action is due on {day_in_words(action.due)}; please choose a later day."
    if due > latest:
        return (
            f"The framework allows {rule.extension_at_most} working days more, "
            f"so until {day_in_words(latest)}."
        )
    return None


def must_be_open(action: Action) -> None:
    """Raises ShowAsItIsNow when it is completed."""
    if not action.is_open:
        raise ShowAsItIsNow("This action is completed already; here it is as it stands now.")
