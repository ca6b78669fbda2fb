"""Recording an audit or completing an action without its card in hand: chosen from a list."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Annotated, TypeVar

from pydantic import Field

from dialogs import kit
from dialogs.action_blocks import MORE_TIME_PAGE, NOT_OURS, choice_value
from dialogs.allocated_audit import is_to_do
from dialogs.complete_action import MOST_CHOICES, Chosen, Day, done_day, part_done, until
from dialogs.conversation import (
    Answer,
    ClosePage,
    OpenPage,
    Payload,
    QuickAction,
    Say,
    ShowCard,
    Turn,
    Verb,
    Word,
)
from dialogs.done_fields import ALL_DONE, done_fields
from dialogs.done_fields import PART_DONE as PART_OF_IT
from dialogs.had_written import had_written
from dialogs.kit import Card, Element
from dialogs.record_audit import OPEN, open_page
from programme.calendar import short_day
from programme.errors import CorrectAndRepeat, ShowAsItIsNow, SightlineError
from programme.people import Verb as Right
from programme.people import require
from programme.use_cases.action_lines import ActionLine
from programme.use_cases.complete_action import (
    CompleteAction,
    DoPart,
    complete_action,
    do_part_of_action,
)
from programme.use_cases.show_allocation import AllocatedAudit
from programme.use_cases.show_work import show_my_work
from programme.use_cases.show_work_to_do import show_actions_to_do

AUDITS, ACTIONS, COMPLETE = "work.audits", "work.actions", "work.complete"
PART_DONE = "work.part_done"
RECORD_TITLE, COMPLETE_TITLE = "Record an audit", "Complete an action"
NO_AUDIT = "You have no audit to record. Thank you."
NO_ACTION = "No action of your team is open. Thank you."


Command = TypeVar("Command", CompleteAction, DoPart)


class _Open(Payload):
    pass


class _Complete(Payload):
    action: Chosen
    note: Annotated[str, Field(max_length=10_000)] = ""
    done_on: Day = ""


@dataclass(frozen=True, slots=True)
class Form:
    """The page that completes one; `sentence` and what follows are there when it came back."""

    lines: Sequence[ActionLine]
    sentence: str | None = None
    values: Mapping[str, str] = field(default_factory=dict)
    problems: Mapping[str, str] = field(default_factory=dict)


async def _audits(_payload: _Open, turn: Turn) -> Answer:
    lines = await _to_record(turn)
    if not lines:
        return ClosePage(NO_AUDIT)
    if len(lines) == 1:
        return await open_page(lines[0].audit.id, turn)
    return OpenPage(RECORD_TITLE, audits_page(lines))


async def _to_record(turn: Turn) -> list[AllocatedAudit]:
    async with turn.work(turn.council.tenant_id) as w:
        view = await show_my_work(turn.council, w, turn.person, turn.today)
    return [line for line in view.audits if is_to_do(line)]


async def _actions(_payload: _Open, turn: Turn) -> Answer:
    lines = await _to_complete(turn)
    return OpenPage(COMPLETE_TITLE, actions_page(Form(lines))) if lines else ClosePage(NO_ACTION)


async def _to_complete(turn: Turn) -> tuple[ActionLine, ...]:
    async with turn.work(turn.council.tenant_id) as w:
        return await show_actions_to_do(turn.council, w, turn.person, turn.today)


async def _complete(payload: _Complete, turn: Turn) -> Answer:
    try:
        command = _command(CompleteAction, payload, turn)
        action = await complete_action(command, work=turn.work, now=turn.now)
    except SightlineError as refused:
        return await _returned(payload, refused, turn)
    said = f"Completed: {action.text.rstrip('.')}. Whoever set it can see it."
    return ClosePage(said + until(action, turn))


async def _part(payload: _Complete, turn: Turn) -> Answer:
    try:
        command = _command(DoPart, payload, turn)
        action = await do_part_of_action(command, work=turn.work, now=turn.now)
    except SightlineError as refused:
        return await _returned(payload, refused, turn)
    return ClosePage(part_done(action))


def _command(kind: type[Command], payload: _Complete, turn: Turn) -> Command:
    action_id, _, version = payload.action.partition("/")
    return kind(
        turn.council,
        turn.person,
        action_id,
        int(version),
        payload.note,
        turn.source,
        done_on=done_day(payload.done_on),
    )


async def _returned(payload: _Complete, refused: SightlineError, turn: Turn) -> Answer:
    """The page with all that was typed. Where that action isn't open any more, or isn't theirs,
    what was written of it is shown apart, and is not sent for another."""
    lines = await _to_complete(turn)
    problems = refused.problems if isinstance(refused, CorrectAndRepeat) else {}
    stands = refused.stands if isinstance(refused, ShowAsItIsNow) else ""
    values = {"action": payload.action, "note": payload.note, "done_on": payload.done_on}
    if payload.action.partition("/")[0] not in {each.action.id for each in lines}:
        body = [kit.warning(str(refused)), *had_written([payload.note], stands)]
        others = [kit.submit("Complete another action", ACTIONS)] if lines else []
        return OpenPage(COMPLETE_TITLE, kit.card(body, others))
    return OpenPage(COMPLETE_TITLE, actions_page(Form(lines, str(refused), values, problems)))


def audits_page(lines: Sequence[AllocatedAudit]) -> Card:
    """Which of the reader's audits; choosing one goes on as its own button does."""
    choices = [(_audit(line), line.audit.id) for line in lines[:MOST_CHOICES]]
    body = [
        kit.choice_input("audit_id", "Which audit?", choices, value=choices[0][1]),
        *_most_urgent(len(choices), len(lines), "audit"),
    ]
    return kit.card(body, [kit.submit("Continue", OPEN, primary=True)])


def _most_urgent(shown: int, all_of_them: int, one: str) -> list[Element]:
    """That there are more than are shown, and what brings them."""
    if shown == all_of_them:
        return []
    words = (
        f"Here are the {min(shown, MOST_CHOICES)} most urgent of {kit.count(all_of_them, one)}; "
        "the others come up as these are done."
    )
    return [kit.text(words, subtle=True)]


def _audit(line: AllocatedAudit) -> str:
    audit = line.audit
    what = "audit" if line.part == "lead" else "whose views were sought"
    return f"{audit.case_reference}, {audit.team}: {what}, due {short_day(audit.due)}"


def actions_page(form: Form) -> Card:
    """Which action, and what was done."""
    meant = form.values.get("action", "").partition("/")[0]
    offered = [
        line
        for place, line in enumerate(form.lines)
        if place < MOST_CHOICES or line.action.id == meant
    ]
    choices = [(_action(line), choice_value(line)) for line in offered]
    standing = [value for _, value in choices if value.startswith(f"{meant}/")]
    which = kit.choice_input(
        "action", "Which action?", choices, value=(standing or [choices[0][1]])[0]
    )
    body = [
        *([kit.warning(form.sentence)] if form.sentence else []),
        which,
        *_most_urgent(len(offered), len(form.lines), "action"),
        *done_fields(form.values, form.problems, required=False),
    ]
    return kit.card(body, done_buttons(form.lines))


def done_buttons(lines: Sequence[ActionLine], only: ActionLine | None = None) -> list[Element]:
    """Beneath the fields in a dialog window, whose note and chosen action each takes along; of
    `only` one action, it names that."""
    of_one: dict[str, kit.Json] = {"action": choice_value(only)} if only else {}
    named: dict[str, kit.Json] = {"actions": [only.action.id], **of_one} if only else {}
    extendable = any(line.may_extend_to for line in lines)
    return [
        kit.submit(ALL_DONE, COMPLETE, of_one, primary=True),
        kit.submit(PART_OF_IT, PART_DONE, of_one),
        *([kit.submit("More time", MORE_TIME_PAGE, named)] if extendable else []),
        kit.submit("Not ours", NOT_OURS, named),
    ]


def _action(line: ActionLine) -> str:
    action = line.action
    text = kit.shortened(action.text).rstrip(".")
    return f"{action.case_reference}, {action.team}: {text} (due {short_day(action.due)})"


async def _say_record(_rest: str, turn: Turn) -> Answer:
    if not await _to_record(turn):
        return Say(NO_AUDIT)
    return _offer(RECORD_TITLE, "Choose one of your audits and record it.", AUDITS)


async def _say_complete(_rest: str, turn: Turn) -> Answer:
    require(turn.person, Right.COMPLETE_ACTION)
    if not await _to_complete(turn):
        return Say(NO_ACTION)
    return _offer(COMPLETE_TITLE, "Choose an open action and say what was done.", ACTIONS)


def _offer(title: str, words: str, verb: str) -> Answer:
    return ShowCard(
        kit.card([kit.heading(title), kit.text(words)], [kit.open_dialog(title, verb)]), title
    )


VERBS = (
    Verb(AUDITS, _Open, _audits, Right.RECORD_AUDIT),
    Verb(ACTIONS, _Open, _actions, Right.COMPLETE_ACTION),
    Verb(COMPLETE, _Complete, _complete, Right.COMPLETE_ACTION),
    Verb(PART_DONE, _Complete, _part, Right.COMPLETE_ACTION),
)
WORDS = (
    Word(
        ("record an audit", "record audit", "record"),
        "record one of your audits, chosen from a list",
        _say_record,
        Right.RECORD_AUDIT,
        quick=QuickAction(RECORD_TITLE, AUDITS),
    ),
    Word(
        ("complete an action", "complete action", "complete"),
        "say that an action of your team is done",
        _say_complete,
        Right.COMPLETE_ACTION,
        quick=QuickAction(COMPLETE_TITLE, ACTIONS),
    ),
)
