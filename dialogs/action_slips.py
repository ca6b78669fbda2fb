"""The form that takes back what was done with an action by mistake, and until when one may."""

from collections.abc import Mapping, Sequence

from dialogs import kit
from dialogs.kit import Element, Json
from programme.action import Action
from programme.action_step import StepKind
from programme.calendar import day_in_words, short_day
from programme.slip import Slip
from programme.use_cases.action_lines import ActionLine

REOPEN = "action.reopen"


def until_when(slip: Slip | None) -> str:
    """For how long, in a sentence; nothing where there is nothing to take back."""
    if slip is None:
        return ""
    return f" You can take this back until the end of {day_in_words(slip.until)}."


def taken_back(action: Action) -> str:
    """What answers the press."""
    undone = action.steps[-2].kind if len(action.steps) > 1 else StepKind.COMPLETED
    does = {
        StepKind.MORE_TIME: "Its old date is back",
        StepKind.PASSED_ON: f"With {action.team} again",
    }.get(undone, "Open again")
    return f"{does}: {action.text.rstrip('.')}. It is due {day_in_words(action.due)}."


def take_back_form(
    lines: Sequence[ActionLine], which: list[Element], carried: dict[str, Json]
) -> Element:
    """A button that unfolds it; `which` chooses among several, `carried` names the only one."""
    kinds = {line.slip.kind for line in lines if line.slip}
    kind = kinds.pop() if len(kinds) == 1 else None
    told = _then(lines[0]) + until_when(lines[0].slip) if len(lines) == 1 else _THEN_ANY
    body = [*which, kit.text(told, subtle=True)]
    does = "Take the completion back" if kind is StepKind.COMPLETED else "Take it back"
    title = _TITLES.get(kind, "Done by mistake?")
    return kit.reveal(title, body, [kit.press(does, REOPEN, carried)])


def told_in_choice(line: ActionLine) -> str:
    """What was done, behind the action's name in a choice, and until when it may be taken back."""
    action, slip = line.action, line.slip
    if slip is None:
        return ""
    last = f"until {short_day(slip.until)}"
    if action.completed_at:
        return f"completed {short_day(action.completed_at)}; {last}"
    if slip.kind is StepKind.MORE_TIME:
        return f"moved to {short_day(action.due)}; {last}"
    return f"passed on to {action.team}; {last}"


_TITLES: Mapping[StepKind | None, str] = {
    StepKind.COMPLETED: "Completed by mistake?",
    StepKind.MORE_TIME: "Moved by mistake?",
    StepKind.PASSED_ON: "Passed on by mistake?",
}
_THEN_ANY = "It is as it was before, and what you wrote is not shown on its cards any more."


def _then(line: ActionLine) -> str:
    kind = line.slip.kind if line.slip else None
    last = line.action.steps[-1] if line.action.steps else None
    if kind is StepKind.MORE_TIME and last and last.day:
        return f"It is due on {day_in_words(last.day)} again."
    if kind is StepKind.PASSED_ON and last:
        return f"It goes back to {last.from_team}."
    return "It is open again, and the note of what was done is taken out."
