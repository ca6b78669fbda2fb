"""Where an action stands, and what was done with it so far, in words."""

from collections.abc import Iterator, Sequence

from dialogs import kit
from dialogs.kit import Element
from programme.action_step import Step, StepKind, last_of, standing
from programme.calendar import day_of, short_day
from programme.passing_on import came_back, taken_back
from programme.use_cases.action_lines import ActionLine

ALL_FROM = 600
"""Characters a sentence from which on all that was written is told: below, three sentences."""


def standing_of(line: ActionLine) -> str:
    """Where the action stands, in one line."""
    action = line.action
    escalated = f", escalated on {short_day(action.escalated_on)}" if action.escalated_on else ""
    if not action.is_open:
        confirmed = f", confirmed by {line.confirmed_by}" if line.confirmed_by else ""
        due = action.first_due or action.due
        late = f", after its date ({short_day(due)})" if line.done_late else ""
        return f"✔ Completed by {line.completed_by} on {_when(line)}{late}{confirmed}{escalated}"
    part = last_of(action.steps, StepKind.PART_DONE)
    so_far = f", part done on {_day(part)}" if part else ""
    if line.overdue:
        return f"⚠ Overdue since {short_day(action.due)}{so_far}{escalated}"
    return f"Due {short_day(action.due)}{so_far}{escalated}"


def _when(line: ActionLine) -> str:
    at, done = line.action.completed_at, line.action.day_done
    if at is None or done is None:
        return ""
    said = day_of(at)
    return short_day(said) if done == said else f"{short_day(said)}, done on {short_day(done)}"


def history_of(line: ActionLine, most: int) -> list[Element]:
    """What people wrote of it, about `most` characters each; together three times as much. Where
    that is little, because there are many actions beside it, the last of it."""
    action = line.action
    if not (action.steps or action.completion_note or action.reopened_reason or action.first_due):
        return []
    told: list[str] = []
    parts: list[Step] = []
    if action.reopened_reason:
        told.append(f"Opened again by {line.reopened_by}: {action.reopened_reason}")
    if action.first_due and action.extension_reason:
        told.append(f"Moved from {short_day(action.first_due)}: {action.extension_reason}")
    for step in standing(action.steps):
        if step.kind is StepKind.PASSED_ON:
            told.append(
                f"Passed on by {line.names.get(step.by)} from {step.from_team} to {step.to_team} "
                f"on {short_day(step.at)}: {step.words}"
            )
        elif step.kind is StepKind.PART_DONE:
            parts.append(step)
    if action.is_open:
        told += _to_and_fro(line)
    if parts:
        told.append(_in_part(line, parts))
    if action.completion_note:
        told.append(f"Done: {action.completion_note}")
    shown = told[-3:] if most < ALL_FROM else told
    each = most if len(shown) <= 3 else 3 * most // len(shown)
    return [kit.as_typed(kit.shortened(sentence, each), subtle=True) for sentence in shown]


def _to_and_fro(line: ActionLine) -> Iterator[str]:
    if came_back(line.action):
        yield f"{line.action.team} had it before: the QA officers are told."
    if undone := taken_back(line.action):
        name = line.names.get(undone.by)
        yield f"Passed on to {undone.to_team} by {name} by mistake, and taken back."


def _in_part(line: ActionLine, parts: Sequence[Step]) -> str:
    last, times = parts[-1], len(parts)
    when = "so far" if line.action.is_open else f"in part on {_day(last)}"
    often = f", told {times} times, the last" if times > 1 else ","
    return f"Done {when}{often} by {line.names.get(last.by)}: {last.words}"


def _day(step: Step) -> str:
    return short_day(step.day) if step.day else ""
