"""Completing an action, taking that back, and asking for more time, from whichever card shows it
(WC-08)."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from dialogs.action_blocks import CANCEL, COMPLETE, MORE_TIME, REOPEN
from dialogs.conversation import Answer, Payload, ShowLive, Subject, Turn, Typed, Verb
from programme.calendar import day_in_words
from programme.errors import AskSomeoneAllowed, CorrectAndRepeat, ShowAsItIsNow
from programme.message import MessageKind
from programme.people import Verb as Right
from programme.use_cases.ask_more_time import AskMoreTime, ask_more_time
from programme.use_cases.complete_action import CompleteAction, complete_action
from programme.use_cases.reopen_action import ReopenAction, reopen_action

Chosen = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{32}/\d{1,9}$")]
"""An action's id and the version that the card showed."""

Words = Annotated[str, Field(max_length=10_000)]


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
    reopen_action: Chosen | None = None
    more_action: Chosen | None = None
    more_due: str = ""
    more_reason: Words = ""
    shared: Words = ""


async def _cancel(payload: _OnAction, _turn: Turn) -> Answer:
    return ShowLive(payload.kind, payload.subject)


async def _complete(payload: _OnAction, turn: Turn) -> Answer:
    chosen = payload.complete_action or payload.action or ""
    action_id, version = _parts(chosen)
    values = {"action": chosen, "note": payload.complete_note}
    try:
        action = await complete_action(
            CompleteAction(
                turn.council, turn.person, action_id, version, payload.complete_note, turn.source
            ),
            work=turn.work,
            now=turn.now,
        )
    except (CorrectAndRepeat, ShowAsItIsNow) as refused:
        return _returned(payload, COMPLETE, refused, values)
    return ShowLive(
        payload.kind,
        payload.subject,
        notice=f"Completed: {action.text.rstrip('.')}. Whoever set it can see it.",
    )


async def _more_time(payload: _OnAction, turn: Turn) -> Answer:
    chosen = payload.more_action or payload.action or ""
    action_id, version = _parts(chosen)
    values = {"action": chosen, "due": payload.more_due, "reason": payload.more_reason}
    try:
        action = await ask_more_time(
            AskMoreTime(
                turn.council,
                turn.person,
                action_id,
                version,
                payload.more_reason,
                _day(payload.more_due),
                turn.source,
            ),
            work=turn.work,
            now=turn.now,
        )
    except (CorrectAndRepeat, ShowAsItIsNow) as refused:
        return _returned(payload, MORE_TIME, refused, values)
    return ShowLive(
        payload.kind,
        payload.subject,
        notice=f"Due date moved to {day_in_words(action.due)}. Whoever set it can see why.",
    )


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
    return ShowLive(
        payload.kind,
        payload.subject,
        notice=f"Open again: {action.text.rstrip('.')}. It is due {day_in_words(action.due)}.",
    )


def _returned(
    payload: _OnAction,
    verb: str,
    refused: CorrectAndRepeat | ShowAsItIsNow,
    values: Mapping[str, str],
) -> Answer:
    """The card as it is now, with the form as it was typed."""
    problems = refused.problems if isinstance(refused, CorrectAndRepeat) else {}
    typed = Typed(verb, str(refused), values, problems)
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
    Verb(MORE_TIME, _OnAction, _more_time, Right.ASK_MORE_TIME),
    Verb(REOPEN, _OnAction, _reopen, Right.REOPEN_ACTION),
    Verb(CANCEL, _OnAction, _cancel, Right.SEE_OWN_WORK),
)
