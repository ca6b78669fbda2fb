"""“Needs more time” in a dialog window, from the page that completes an action (WC-08)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Annotated

from pydantic import Field

from dialogs import kit
from dialogs.action_blocks import (
    MORE_TIME_PAGE,
    choice_value,
    more_time_fields,
    more_time_which,
    rows,
)
from dialogs.complete_action import GONE, MOST_CHOICES, Chosen, Day, Ids, Words, move_due_date
from dialogs.conversation import Answer, ClosePage, OpenPage, Payload, Turn, Verb
from dialogs.had_written import had_written
from dialogs.kit import Card
from programme.errors import CorrectAndRepeat, ShowAsItIsNow, SightlineError
from programme.people import Verb as Right
from programme.people import require
from programme.use_cases.action_lines import ActionLine
from programme.use_cases.show_work_to_do import show_actions_to_do

SEND = "more_time.send"
TITLE = "More time"
NONE_CAN = (
    "These actions have had all the time they can; please speak to whoever set the one you mean."
)
CANNOT = (
    "The action that you chose can't have more time: please speak to whoever set it, or choose "
    "another."
)


class _Open(Payload):
    """Of which actions; without any, of all that may have more. `action` is the one that was chosen
    and `note` what was written before: it comes along as the reason."""

    actions: Ids = ()
    action: Chosen | None = None
    note: Words = ""
    done_on: Day = ""


class _Send(Payload):
    actions: Ids = ()
    action: Chosen | None = None
    more_action: Chosen | None = None
    more_due: Annotated[str, Field(max_length=40)] = ""
    more_reason: Words = ""


@dataclass(frozen=True, slots=True)
class Form:
    """The page; `sentence` and `problems` are there when it came back, and `written` is what was
    written of an action that isn't on it."""

    lines: Sequence[ActionLine]
    today: date
    sentence: str | None = None
    values: Mapping[str, str] = field(default_factory=dict)
    problems: Mapping[str, str] = field(default_factory=dict)
    written: str = ""


async def _open(payload: _Open, turn: Turn) -> Answer:
    lines = await _extendable(payload.actions, turn)
    if not lines:
        return _none_can(NONE_CAN, payload.note)
    if payload.action and not _among(lines, payload.action):
        form = Form(lines, turn.today, CANNOT, written=payload.note)
    else:
        chosen = {"action": payload.action} if payload.action else {}
        form = Form(lines, turn.today, values={"reason": payload.note, **chosen})
    return OpenPage(TITLE, page(form))


def _among(lines: Sequence[ActionLine], chosen: str) -> bool:
    return chosen.partition("/")[0] in {line.action.id for line in lines}


async def _extendable(ids: Sequence[str], turn: Turn) -> tuple[ActionLine, ...]:
    require(turn.person, Right.ASK_MORE_TIME)
    async with turn.work(turn.council.tenant_id) as w:
        lines = await show_actions_to_do(turn.council, w, turn.person, turn.today, ids)
    return tuple(line for line in lines if line.may_extend_to)


def _none_can(sentence: str, written: str, stands: str = "") -> Answer:
    if not written.strip() and not stands:
        return ClosePage(sentence)
    return OpenPage(TITLE, kit.card([kit.warning(sentence), *had_written([written], stands)]))


async def _send(payload: _Send, turn: Turn) -> Answer:
    chosen = payload.more_action or payload.action or ""
    try:
        return ClosePage(await move_due_date(chosen, payload.more_due, payload.more_reason, turn))
    except GONE as refused:
        return await _returned(payload, chosen, refused, turn)


async def _returned(payload: _Send, chosen: str, refused: SightlineError, turn: Turn) -> Answer:
    """The page with all that was typed. Where that action can't have more time any more, what was
    written of it is shown apart, and is not sent for another."""
    lines = await _extendable(payload.actions, turn)
    if not _among(lines, chosen):
        stands = refused.stands if isinstance(refused, ShowAsItIsNow) else ""
        return _none_can(str(refused), payload.more_reason, stands)
    problems = refused.problems if isinstance(refused, CorrectAndRepeat) else {}
    values = {"action": chosen, "due": payload.more_due, "reason": payload.more_reason}
    return OpenPage(TITLE, page(Form(lines, turn.today, str(refused), values, problems)))


def page(form: Form) -> Card:
    """Which action, until when, and why."""
    lines = form.lines[:MOST_CHOICES]
    data: dict[str, kit.Json] = {"actions": [line.action.id for line in lines]}
    if len(lines) == 1:
        data["action"] = choice_value(lines[0])
    body = [
        *([kit.warning(form.sentence)] if form.sentence else []),
        *had_written([form.written]),
        *(rows(lines, with_case=True) if len(lines) == 1 else more_time_which(lines, form.values)),
        *more_time_fields(lines, form.today, form.values, form.problems),
    ]
    return kit.card(body, [kit.submit("Move the due date", SEND, data, primary=True)])


VERBS = (
    Verb(MORE_TIME_PAGE, _Open, _open, Right.ASK_MORE_TIME),
    Verb(SEND, _Send, _send, Right.ASK_MORE_TIME),
)
