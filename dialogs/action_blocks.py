"""An action in a card, and the forms that complete it or a part of it, ask for more time, pass it
on or take a slip back."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta

from dialogs import done_fields, kit
from dialogs.action_slips import take_back_form, told_in_choice
from dialogs.action_standing import history_of, standing_of
from dialogs.conversation import Typed
from dialogs.had_written import had_written
from dialogs.kit import Element
from programme.action import NOTE_AT_MOST
from programme.calendar import short_day
from programme.record import record
from programme.use_cases.action_lines import ActionLine

COMPLETE = "action.complete"
MORE_TIME = "action.more_time"
PART_DONE = "action.part_done"
NOT_OURS, MORE_TIME_PAGE = "not_ours.open", "more_time.open"
CANCEL = "action.cancel"
MOST_ROWS = 10
"""Actions in one card: the most urgent, so that it stays below the size that Teams takes."""
TEXTS_AT_MOST, HISTORIES_AT_MOST = 5_000, 3_000
"""Characters that the actions of a card share: of what is to do, and of what was done so far."""


@record(frozen=True, slots=True)
class Origin:
    """Which card a form stands in, so that the answer is that card."""

    kind: str
    subject: str


def choice_value(line: ActionLine) -> str:
    """How a form names an action and the version that it showed."""
    return f"{line.action.id}/{line.action.version}"


def rows(lines: Sequence[ActionLine], *, with_case: bool, beside: int = 0) -> list[Element]:
    """Each action with where it stands; the more there are (with those that stand `beside` them in
    the card), the shorter each is told."""
    among = len(lines) + beside
    return [kit.section(_row(line, among, with_case=with_case)) for line in lines]


def forms(
    lines: Sequence[ActionLine], origin: Origin, today: date, *, in_rows: bool = False
) -> list[Element]:
    """Buttons that unfold or open a form, for what the reader may do; with `in_rows` each action
    has a button of its own that completes it."""
    open_lines = [line for line in lines if line.may_act]
    slips = [line for line in lines if line.slip]
    extendable = [line for line in open_lines if line.may_extend_to]
    made = []
    if open_lines and not in_rows:
        made.append(kit.reveal("Complete an action", *complete_form(open_lines, origin, None)))
    if extendable:
        body, action = more_time_form(extendable, origin, today, None)
        made.append(kit.reveal("Ask for more time", body, [action]))
    if open_lines:
        ids = [line.action.id for line in open_lines[:MOST_ROWS]]
        made.append(kit.open_dialog("Not ours", NOT_OURS, {"actions": ids}))
    if slips:
        which = _which("reopen_action", "What was a mistake?", slips, told_in_choice, {})
        made.append(take_back_form(slips, which, _carried(origin, slips, {})))
    return made


def returned_form(
    lines: Sequence[ActionLine], origin: Origin, today: date, typed: Typed
) -> tuple[list[Element], list[Element]]:
    """The form as it came back, open in the card: its blocks and its buttons.

    Where it can't be done to that action any more, the card is as ever beneath the sentence and
    what was typed.
    """
    offered = [line for line in lines if line.may_act]
    if typed.verb == MORE_TIME:
        offered = [line for line in offered if line.may_extend_to]
    if not offered or _is_gone(typed.values.get("action", ""), offered):
        return [kit.warning(typed.sentence), *had_typed(typed)], forms(lines, origin, today)
    if typed.verb == MORE_TIME:
        body, action = more_time_form(offered, origin, today, typed)
        return [kit.warning(typed.sentence), *body], [action, cancel(origin)]
    body, actions = complete_form(offered, origin, typed)
    return [kit.warning(typed.sentence), *body], [*actions, cancel(origin)]


def had_typed(typed: Typed) -> list[Element]:
    """The words of a form that can't be sent any more."""
    written = (typed.values.get(name, "") for name in ("note", "reason"))
    return had_written(written, typed.values.get("stands", ""))


def cancel(origin: Origin) -> Element:
    """Leads back from a form that came back to the card with all of its forms."""
    return kit.press_alone("Cancel", CANCEL, {"kind": origin.kind, "subject": origin.subject})


def complete_form(
    lines: Sequence[ActionLine], origin: Origin, typed: Typed | None
) -> tuple[list[Element], list[Element]]:
    """Which action, what was done and when; whether it was all of it, the two buttons say."""
    values, problems = _typed(typed)
    body = [
        *_which("complete_action", "Which action?", lines, _due, values),
        *done_fields.done_fields(values, problems, note="complete_note", day="complete_day"),
    ]
    carried = _carried(origin, lines, values)
    return body, [
        kit.press(done_fields.ALL_DONE, COMPLETE, carried, primary=True),
        kit.press(done_fields.PART_DONE, PART_DONE, carried),
    ]


def more_time_form(
    lines: Sequence[ActionLine], origin: Origin, today: date, typed: Typed | None
) -> tuple[list[Element], Element]:
    """Which action, until when and why."""
    values, problems = _typed(typed)
    body = [
        *more_time_which(lines, values),
        *more_time_fields(lines, today, values, problems),
    ]
    return body, kit.press(
        "Move the due date", MORE_TIME, _carried(origin, lines, values), primary=True
    )


def more_time_which(lines: Sequence[ActionLine], values: Mapping[str, str]) -> list[Element]:
    """Which action; on a card and in a dialog window."""
    return _which("more_action", "Which action needs more time?", lines, _latest, values)


def more_time_fields(
    lines: Sequence[ActionLine],
    today: date,
    values: Mapping[str, str],
    problems: Mapping[str, str],
) -> list[Element]:
    """Until when and why; `values` and `problems` are named "due" and "reason"."""
    alone = [kit.text(f"It can move {_latest(lines[0])}.", subtle=True)] if len(lines) == 1 else []
    day = kit.date_input(
        "more_due", "New due date", value=values.get("due"), first=today + timedelta(days=1)
    )
    why = kit.text_input("more_reason", "Why?", most=NOTE_AT_MOST, value=values.get("reason", ""))
    return [
        *kit.with_problem(day, problems.get("due")),
        *alone,
        *kit.with_problem(why, problems.get("reason")),
    ]


def _due(line: ActionLine) -> str:
    return f"due {short_day(line.action.due)}"


def _latest(line: ActionLine) -> str:
    return f"until {short_day(line.may_extend_to)} at the latest" if line.may_extend_to else ""


def _which(
    name: str,
    label: str,
    lines: Sequence[ActionLine],
    tell: Callable[[ActionLine], str],
    values: Mapping[str, str],
) -> list[Element]:
    chosen = standing_choice(lines, values)
    if chosen and len(lines) == 1:
        return [kit.as_typed(lines[0].action.text, strong=True)]
    choices = [
        (f"{kit.shortened(line.action.text)} ({tell(line)})", choice_value(line)) for line in lines
    ]
    return [kit.choice_input(name, label, choices, value=chosen)]


def standing_choice(lines: Sequence[ActionLine], values: Mapping[str, str]) -> str | None:
    """The action that a form has chosen: at first the most urgent; in one that came back the same
    as before in its present version, or none where it is gone or none was chosen."""
    if "action" not in values:
        return choice_value(lines[0])
    before = _id_of(values["action"])
    return next((choice_value(line) for line in lines if line.action.id == before), None)


def _is_gone(chosen: str, offered: Sequence[ActionLine]) -> bool:
    return bool(chosen) and _id_of(chosen) not in {line.action.id for line in offered}


def _id_of(chosen: str) -> str:
    return chosen.partition("/")[0]


def _carried(
    origin: Origin, lines: Sequence[ActionLine], values: Mapping[str, str]
) -> dict[str, kit.Json]:
    carried: dict[str, kit.Json] = {"kind": origin.kind, "subject": origin.subject}
    chosen = standing_choice(lines, values) if len(lines) == 1 else None
    return {**carried, "action": chosen} if chosen else carried


def _typed(typed: Typed | None) -> tuple[Mapping[str, str], Mapping[str, str]]:
    return (typed.values, typed.problems) if typed else ({}, {})


def _row(line: ActionLine, among: int, *, with_case: bool) -> list[Element]:
    action = line.action
    where = f"{action.case_reference} · {action.team}" if with_case else action.team
    if line.priority:
        where += f" · Priority: {line.priority}"
    return [
        kit.as_typed(kit.shortened(action.text, TEXTS_AT_MOST // among), strong=True),
        kit.text(f"{where} · {standing_of(line)}", subtle=True),
        *history_of(line, HISTORIES_AT_MOST // among),
    ]
