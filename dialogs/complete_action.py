"""Completing an action or a part of it, asking for more time, and taking that back, from whichever
card shows it (WC-08)."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from dialogs.action_blocks import CANCEL, COMPLETE, MORE_TIME, PART_DONE
from dialogs.action_slips import REOPEN, taken_back, until_when
from dialogs.conversation import Answer, Payload, ShowLive, Subject, Turn, Typed, Verb
from dialogs.typed_day import typed_day
from programme.action import Action
from programme.calendar import day_in_words
from programme.errors import (
    AskSomeoneAllowed,
    CorrectAndRepeat,
    LookElsewhere,
    ShowAsItIsNow,
    SightlineError,
)
from programme.message import MessageKind
from programme.people import Verb as Right
from programme.slip import slip_of
from programme.use_cases.ask_more_time import AskMoreTime, ask_more_time
from programme.use_cases.complete_action import (
    CompleteAction,
    DoPart,
    complete_action,
    do_part_of_action,
)
from programme.use_cases.reopen_action import ReopenAction, reopen_action

Chosen = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{32}/\d{1,9}$")]
"""An action's id and the version that the card showed."""

MOST_CHOICES = 60
"""The most urgent actions of which one is chosen, so that a page stays below the size that Teams
takes."""

Id = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{32}$")]
Ids = Annotated[tuple[Id, ...], Field(max_length=MOST_CHOICES)]

Words = Annotated[str, Field(max_length=10_000)]


Day = Annotated[str, Field(max_length=40)]
"""A day as its field sends it; empty for today."""

GONE = (CorrectAndRepeat, ShowAsItIsNow, AskSomeoneAllowed, LookElsewhere)
"""Refusals after which what was typed is shown once more: the action may be another team's now, or
be asked of nobody any more."""


class _OnAction(Payload):
    """A press on an action. The form names it, or the button does when there is only one.

    A card sends every field of its open forms, so those of the other form come along unread.
    """

    kind: Literal[
        MessageKind.ACTIONS,
        MessageKind.FINDINGS,
        MessageKind.DIGEST,
        MessageKind.DIP_ACTIONS,
        MessageKind.MY_WORK,
        MessageKind.TEAM_WORK,
        MessageKind.TAKEN_OVER,
    ]
    subject: Subject
    action: Chosen | None = None
    complete_action: Chosen | None = None
    complete_note: Words = ""
    complete_day: Day = ""
    reopen_action: Chosen | None = None
    more_action: Chosen | None = None
    more_due: str = ""
    more_reason: Words = ""
    shared: Words = ""


async def _cancel(payload: _OnAction, _turn: Turn) -> Answer:
    return ShowLive(payload.kind, payload.subject)


async def _complete(payload: _OnAction, turn: Turn) -> Answer:
    chosen, values = _done(payload)
    action_id, version = _parts(chosen)
    note = payload.complete_note
    try:
        day = done_day(payload.complete_day)
        action = await complete_action(
            CompleteAction(
                turn.council, turn.person, action_id, version, note, turn.source, done_on=day
            ),
            work=turn.work,
            now=turn.now,
        )
    except GONE as refused:
        return _returned(payload, COMPLETE, refused, values)
    said = f"Completed: {action.text.rstrip('.')}. Whoever set it can see it."
    return ShowLive(payload.kind, payload.subject, notice=said + until(action, turn))


async def _part(payload: _OnAction, turn: Turn) -> Answer:
    chosen, values = _done(payload)
    action_id, version = _parts(chosen)
    note = payload.complete_note
    try:
        day = done_day(payload.complete_day)
        action = await do_part_of_action(
            DoPart(turn.council, turn.person, action_id, version, note, turn.source, done_on=day),
            work=turn.work,
            now=turn.now,
        )
    except GONE as refused:
        return _returned(payload, PART_DONE, refused, values)
    return ShowLive(payload.kind, payload.subject, notice=part_done(action))


def _done(payload: _OnAction) -> tuple[str, Mapping[str, str]]:
    chosen = payload.complete_action or payload.action or ""
    return chosen, {
        "action": chosen,
        "note": payload.complete_note,
        "done_on": payload.complete_day,
    }


def done_day(typed: str) -> date | None:
    """The day on which it was done; None for today. Raises CorrectAndRepeat for what is no day."""
    day = typed_day(typed) if typed else None
    if typed and day is None:
        raise CorrectAndRepeat(
            "Please see the day below.", {"done_on": "Please choose a day, or leave it empty."}
        )
    return day


def part_done(action: Action) -> str:
    """What answers a press that said that a part is done."""
    return (
        f"Part done: {action.text.rstrip('.')}. It stays open, due {day_in_words(action.due)}; "
        "whoever set it can see it."
    )


def until(action: Action, turn: Turn) -> str:
    """Until when the person may take back what they have just done with it."""
    return until_when(slip_of(action, turn.person.id, turn.today, turn.council.calendar))


async def _more_time(payload: _OnAction, turn: Turn) -> Answer:
    chosen = payload.more_action or payload.action or ""
    values = {"action": chosen, "due": payload.more_due, "reason": payload.more_reason}
    try:
        said = await move_due_date(chosen, payload.more_due, payload.more_reason, turn)
    except GONE as refused:
        return _returned(payload, MORE_TIME, refused, values)
    return ShowLive(payload.kind, payload.subject, notice=said)


async def move_due_date(chosen: str, due: str, reason: str, turn: Turn) -> str:
    """Gives the chosen action more time; the sentence that says so. Raises as `ask_more_time`."""
    action_id, version = _parts(chosen)
    command = AskMoreTime(
        turn.council, turn.person, action_id, version, reason, _day(due), turn.source
    )
    action = await ask_more_time(command, work=turn.work, now=turn.now)
    said = f"Due date moved to {day_in_words(action.due)}. Whoever set it can see why."
    return said + until(action, turn)


async def _reopen(payload: _OnAction, turn: Turn) -> Answer:
    action_id, version = _parts(payload.reopen_action or payload.action or "")
    try:
        action = await reopen_action(
            ReopenAction(turn.council, turn.person, action_id, version, turn.source),
            work=turn.work,
            now=turn.now,
        )
    except (AskSomeoneAllowed, ShowAsItIsNow) as refused:
        return ShowLive(payload.kind, payload.subject, notice=str(refused))
    return ShowLive(payload.kind, payload.subject, notice=taken_back(action))


def _returned(
    payload: _OnAction,
    verb: str,
    refused: SightlineError,
    values: Mapping[str, str],
) -> Answer:
    """The card as it is now, with the form as it was typed."""
    problems = refused.problems if isinstance(refused, CorrectAndRepeat) else {}
    stands = refused.stands if isinstance(refused, ShowAsItIsNow) else ""
    typed = Typed(verb, str(refused), {**values, "stands": stands}, problems)
    return ShowLive(payload.kind, payload.subject, typed=typed)


def _parts(chosen: str) -> tuple[str, int]:
    action_id, _, version = chosen.partition("/")
    return action_id, int(version or 0)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise CorrectAndRepeat(
            "The date was not moved yet: please see below.", {"due": "Please choose a day."}
        ) from None


VERBS = (
    Verb(COMPLETE, _OnAction, _complete, Right.COMPLETE_ACTION),
    Verb(PART_DONE, _OnAction, _part, Right.COMPLETE_ACTION),
    Verb(MORE_TIME, _OnAction, _more_time, Right.ASK_MORE_TIME),
    Verb(REOPEN, _OnAction, _reopen, Right.REOPEN_ACTION),
    Verb(CANCEL, _OnAction, _cancel, Right.SEE_OWN_WORK),
)
