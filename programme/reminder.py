"""When an action's team is reminded: before, on and after the due date, on working days."""

from dataclasses import dataclass
from datetime import date

from programme.action import Action
from programme.calendar import Calendar
from programme.changed_copy import replace
from programme.rules.action import ActionRule


@dataclass(frozen=True, slots=True)
class Stage:
    """One reminder of an action: `name` is unique for the due date, `day` when it falls."""

    name: str
    day: date


def stage_reached(
    action: Action, today: date, rule: ActionRule, calendar: Calendar
) -> Stage | None:
    """The latest reminder that has fallen due by `today`, or None before the first one.

    A day that was missed is caught up, for the latest stage stands until the next one.
    """
    reached = None
    for before in rule.remind_before:
        day = calendar.plus_working_days(action.due, -before)
        if day <= today:
            reached = Stage(f"{action.due}-{before}", day)
    on_the_day = calendar.working_day_on_or_after(action.due)
    if rule.remind_on_the_day and on_the_day <= today:
        reached = Stage(f"{action.due}", on_the_day)
    late = calendar.working_days_between(action.due, today) // rule.remind_after_every
    if late:
        after = late * rule.remind_after_every
        reached = Stage(f"{action.due}+{after}", calendar.plus_working_days(action.due, after))
    return reached


def without_reached(action: Action, today: date, rule: ActionRule, calendar: Calendar) -> Action:
    """The action with every stage up to `today` counted as sent: whoever sets or moves a due date
    within a reminder's lead time has just been told of it."""
    stage = stage_reached(action, today, rule, calendar)
    return replace(action, reminded=stage.name if stage else None)


def is_due(action: Action, today: date, rule: ActionRule, calendar: Calendar) -> Stage | None:
    """The reminder to send today, or None: one stage is sent once, on a working day."""
    if not action.is_open or not calendar.is_working_day(today):
        return None
    stage = stage_reached(action, today, rule, calendar)
    if stage is None or stage.name == action.reminded:
        return None
    return stage


def tracking_stage(action: Action, today: date, rule: ActionRule, calendar: Calendar) -> str | None:
    """The latest stage by `today` at which those who track an action hear that it is late, or None:
    the first working day after its date, then as often as its team is reminded (WB-07)."""
    late = calendar.working_days_between(action.due, today)
    if not action.is_open or late < 1:
        return None
    return f"{action.due}+{max(1, late // rule.remind_after_every * rule.remind_after_every)}"
