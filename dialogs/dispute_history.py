"""Where a dispute stands and what has happened in it, in words."""

from datetime import date

from dialogs import kit
from dialogs.kit import Element
from programme.calendar import day_in_words, short_day
from programme.dispute import DisputeState, Step, StepKind
from programme.use_cases.show_disputes import DisputeView

MOST_STEPS = 12
"""Steps in one card: the latest."""
HISTORY_AT_MOST = 6_000
"""Characters that the steps of a card share, so that the card can be sent."""


def clock(view: DisputeView) -> str:
    """The level, whose turn it is and until when: "Level 2 of 4, group manager, to be answered by
    Thursday 14 January 2027"."""
    dispute = view.dispute
    level = f"{_level(dispute.level)} of {len(dispute.rule.levels)}"
    where, day = f"{level}, {dispute.at.role.words}", day_in_words(dispute.level_due)
    if dispute.state is DisputeState.OPEN:
        late = " That time is up." if dispute.level_due < view.today else ""
        return f"{where}, to be answered by {day}.{late}"
    if dispute.state is DisputeState.ANSWERED:
        return f"{where}: answered. Whether that resolves it should be known by {day}."
    if dispute.was_taken_back:
        return f"{where}: taken back."
    if dispute.state is DisputeState.CLOSED:
        return f"{where}: ended with the final answer."
    return f"{where}: resolved."


def waiting_for(view: DisputeView) -> str | None:
    """Who is to act, by name."""
    if view.dispute.is_over:
        return None
    names = kit.names_in_words(view.answering or view.deciding, most=6)
    if view.why_officers:
        return f"{names} (QA officers, because {view.why_officers})"
    return names


def history(view: DisputeView) -> list[Element]:
    """The latest steps, a line each; the more there are, the shorter each is told."""
    told = list(zip(view.days, view.dispute.history, strict=True))
    shown = told[-MOST_STEPS:]
    most = HISTORY_AT_MOST // len(shown)
    lines = [_line(view, day, step, most) for day, step in shown]
    earlier = len(told) - len(shown)
    before = [kit.text(f"{kit.count(earlier, 'earlier step')} not shown.", subtle=True)]
    return [*(before if earlier else []), *lines]


def _line(view: DisputeView, day: date, step: Step, most: int) -> Element:
    said = f": {kit.shortened(step.words, most)}" if _says(step) else "."
    return kit.as_typed(f"{short_day(day)} · {_what(view, step)}{said}", subtle=True)


def _says(step: Step) -> bool:
    return bool(step.words) and step.kind is not StepKind.FOLLOWED


def _what(view: DisputeView, step: Step) -> str:
    who = view.names.get(step.by, "somebody who has left")
    level = _level(step.level)
    role = view.dispute.rule.levels[step.level].role.words
    top = step.level == len(view.dispute.rule.levels) - 1
    lapsed = "asked again" if top else "moved on"
    return {
        StepKind.RAISED: f"Raised by {who}",
        StepKind.PASSED_OVER: f"{level}, {role}, passed over",
        StepKind.ANSWERED: f"{level}, answered by {who}",
        StepKind.AGREED: f"{level}, {who} says that what was agreed resolves it",
        StepKind.AWAITED: "Asked again whether the answer resolves it",
        StepKind.MOVED_ON: f"{level}, moved on by {who}",
        StepKind.LAPSED: f"{level}, {role}, not answered in time and {lapsed}",
        StepKind.FOLLOWED: f"The case moved to another team from {step.words}",
        StepKind.RESOLVED: f"{level}, resolved by {who}",
        StepKind.STOOD: f"{level}, nobody objected to the answer in time, so it stands",
        StepKind.CLOSED: f"{level}, final answer by {who}",
        StepKind.TAKEN_BACK: f"{level}, taken back by {who}",
    }[step.kind]


def _level(level: int) -> str:
    return f"Level {level + 1}"
