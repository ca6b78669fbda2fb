"""The lead auditor's card: were an audit's actions completed in time? (BD-07)"""

from typing import Annotated

from pydantic import Field

from dialogs import kit, take_back, to_do
from dialogs.action_blocks import TEXTS_AT_MOST, choice_value, rows, standing_choice
from dialogs.by_subject import subject_first
from dialogs.complete_action import Chosen
from dialogs.conversation import Answer, Payload, ShowLive, Subject, Turn, Typed, Verb
from dialogs.had_written import had_written
from dialogs.kit import Card, Element
from dialogs.live_card import After, LiveKind
from programme.action import NOTE_AT_MOST
from programme.errors import CorrectAndRepeat, ShowAsItIsNow
from programme.message import MessageKind
from programme.people import Verb as Right
from programme.shown import audit_entity
from programme.use_cases.confirm_actions import (
    ConfirmActions,
    ReturnAction,
    confirm_actions,
    return_action,
)
from programme.use_cases.show_confirmation import ConfirmationView, show_confirmations

CONFIRM = "actions.confirm"
RETURN = "actions.return"


class _Confirm(Payload):
    """The fields of the form beside the button come along unread."""

    subject: Subject
    return_action: str = ""
    return_reason: Annotated[str, Field(max_length=10_000)] = ""


class _Return(Payload):
    subject: Subject
    action: Chosen | None = None
    return_action: Chosen | None = None
    return_reason: Annotated[str, Field(max_length=10_000)] = ""


async def _confirm(payload: _Confirm, turn: Turn) -> Answer:
    try:
        await confirm_actions(
            ConfirmActions(turn.council, turn.person, payload.subject, turn.source),
            work=turn.work,
            now=turn.now,
        )
    except ShowAsItIsNow as changed:
        return ShowLive(MessageKind.CONFIRM_ACTIONS, payload.subject, notice=str(changed))
    return ShowLive(
        MessageKind.CONFIRM_ACTIONS, payload.subject, notice="Confirmed. The team can see it."
    )


async def _return(payload: _Return, turn: Turn) -> Answer:
    chosen = payload.return_action or payload.action or ""
    action_id, _, version = chosen.partition("/")
    try:
        action = await return_action(
            ReturnAction(
                turn.council,
                turn.person,
                action_id,
                int(version or 0),
                payload.return_reason,
                turn.source,
            ),
            work=turn.work,
            now=turn.now,
        )
    except (CorrectAndRepeat, ShowAsItIsNow) as refused:
        problems = refused.problems if isinstance(refused, CorrectAndRepeat) else {}
        values = {"action": chosen, "reason": payload.return_reason}
        return ShowLive(
            MessageKind.CONFIRM_ACTIONS,
            payload.subject,
            typed=Typed(RETURN, str(refused), values, problems),
        )
    return ShowLive(
        MessageKind.CONFIRM_ACTIONS,
        payload.subject,
        notice=f"Sent back: {action.text.rstrip('.')}. {action.team} is told what is missing.",
    )


def card(view: ConfirmationView, after: After) -> Card:
    """Every action with what was done and when, and the two answers."""
    body = [
        *([kit.notice(after.notice)] if after.notice else []),
        kit.heading(f"Are the actions from the audit of {view.audit.case_reference} done?"),
        kit.text(_said(view)),
        kit.facts([("Team audited", view.audit.team), ("In time", _in_time(view))]),
        *rows(view.lines, with_case=False),
    ]
    refused = [kit.warning(after.typed.sentence)] if after.typed else []
    if not view.asks:
        words = had_written([after.typed.values.get("reason", "")] if after.typed else [])
        last = view.take_back_until
        taking = take_back.button(MessageKind.CONFIRM_ACTIONS, view.audit.id, last)
        return kit.card([*body, *refused, *words, *take_back.until(last)], taking)
    data: dict[str, kit.Json] = {"subject": view.audit.id}
    if after.typed:
        form, send = _form(view, after.typed)
        alone = kit.press_alone("Confirm that they are done", CONFIRM, data)
        return kit.card([*body, *refused, *form], [send, alone])
    form, send = _form(view, None)
    confirm = kit.press("Confirm that they are done", CONFIRM, data, primary=True)
    return kit.card(body, [confirm, kit.reveal("Something is missing", form, [send])])


def _said(view: ConfirmationView) -> str:
    if view.asks:
        return (
            "The team has marked all of them as completed. Please confirm, or say what is missing."
        )
    still_open = sum(line.action.is_open for line in view.lines)
    if still_open:
        return f"{kit.count(still_open, 'action')} open; you will be asked again when all are done."
    return "All of them are confirmed. Thank you."


def _in_time(view: ConfirmationView) -> str:
    done = [line for line in view.lines if not line.action.is_open]
    return f"{sum(not line.done_late for line in done)} of {len(view.lines)} by the first due date"


def _form(view: ConfirmationView, typed: Typed | None) -> tuple[list[Element], Element]:
    values = typed.values if typed else {}
    problems = typed.problems if typed else {}
    lines = [line for line in view.lines if line.action.confirmed_at is None]
    data: dict[str, kit.Json] = {"subject": view.audit.id}
    chosen = standing_choice(lines, values)
    which: list[Element] = []
    if chosen and len(lines) == 1:
        data["action"] = chosen
        which = [kit.as_typed(kit.shortened(lines[0].action.text, TEXTS_AT_MOST), strong=True)]
    else:
        choices = [(kit.shortened(line.action.text), choice_value(line)) for line in lines]
        which = [kit.choice_input("return_action", "Which action?", choices, value=chosen)]
    reason = kit.text_input(
        "return_reason", "What is missing?", most=NOTE_AT_MOST, value=values.get("reason", "")
    )
    form = [*which, *kit.with_problem(reason, problems.get("reason"))]
    return form, kit.press("Send it back to the team", RETURN, data)


LIVE = LiveKind(
    kind=MessageKind.CONFIRM_ACTIONS,
    summary="Completed actions to confirm",
    load=subject_first(show_confirmations),
    card=card,
    shows=lambda view: (audit_entity(view.audit.id),),
    to_do=to_do.confirmation,
)
VERBS = (
    Verb(CONFIRM, _Confirm, _confirm, Right.CONFIRM_ACTIONS),
    Verb(RETURN, _Return, _return, Right.CONFIRM_ACTIONS),
)
