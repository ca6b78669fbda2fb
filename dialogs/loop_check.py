"""Closing the loop: whether an audit's actions were completed, from the card (WC-09)."""

from typing import Annotated

from pydantic import Field

from dialogs import kit, to_do
from dialogs.action_blocks import rows
from dialogs.by_subject import subject_first
from dialogs.conversation import Answer, Payload, ShowLive, Subject, Turn, Typed, Verb
from dialogs.had_written import had_written
from dialogs.kit import Card, Element
from dialogs.live_card import After, LiveKind
from programme.calendar import day_in_words, short_day
from programme.errors import CorrectAndRepeat, ShowAsItIsNow
from programme.follow_up import FOUND_AT_MOST
from programme.message import MessageKind
from programme.people import Verb as Right
from programme.shown import audit_entity, loop_entity
from programme.use_cases.record_loop_check import RecordLoopCheck, record_loop_check
from programme.use_cases.show_loop_check import LoopView, show_loop_check

CLOSE = "loop.close"
STILL_OPEN = "loop.still_open"


class _Check(Payload):
    subject: Subject
    version: int
    found: Annotated[str, Field(max_length=10_000)] = ""


async def _close(payload: _Check, turn: Turn) -> Answer:
    return await _record(payload, turn, CLOSE, completed=True)


async def _still_open(payload: _Check, turn: Turn) -> Answer:
    return await _record(payload, turn, STILL_OPEN, completed=False)


async def _record(payload: _Check, turn: Turn, verb: str, *, completed: bool) -> Answer:
    command = RecordLoopCheck(
        turn.council,
        turn.person,
        payload.subject,
        payload.version,
        completed,
        payload.found,
        turn.source,
    )
    try:
        loop = await record_loop_check(command, work=turn.work, now=turn.now)
    except (CorrectAndRepeat, ShowAsItIsNow) as refused:
        problems = refused.problems if isinstance(refused, CorrectAndRepeat) else {}
        typed = Typed(verb, str(refused), {"found": payload.found}, problems)
        return ShowLive(MessageKind.LOOP_CHECK, payload.subject, typed=typed)
    said = (
        f"Recorded. It comes back to you on {day_in_words(loop.due)}."
        if loop.is_open
        else "The loop is closed; the team manager and the auditors hear of it. Thank you."
    )
    return ShowLive(MessageKind.LOOP_CHECK, payload.subject, notice=said)


def card(view: LoopView, after: After) -> Card:
    """The actions as they stand and what the last check found; for the checker, the form."""
    body = [
        *_opening(after),
        kit.heading(f"Closing the loop on {view.audit.case_reference}"),
        kit.text(_standing(view), subtle=True),
        kit.facts(
            [
                ("Team audited", view.audit.team),
                (
                    "Auditors" if view.peer else "Auditor",
                    view.lead + (f" and {view.peer}" if view.peer else ""),
                ),
                ("Checked by", view.checker),
            ]
        ),
        *rows(view.lines, with_case=False),
        *_found(view),
    ]
    values, problems = (after.typed.values, after.typed.problems) if after.typed else ({}, {})
    if not view.may_check:
        return kit.card([*body, *had_written(values.values())])
    waiting = sum(line.action.is_open for line in view.lines)
    body += [
        kit.subheading("Your check"),
        kit.text(_asks(waiting)),
        *kit.with_problem(
            kit.text_input(
                "found",
                "What does the file show?",
                most=FOUND_AT_MOST,
                value=values.get("found", ""),
            ),
            problems.get("found"),
        ),
    ]
    data: dict[str, kit.Json] = {"subject": view.audit.id, "version": view.loop.version}
    closing = kit.press("All completed: close the loop", CLOSE, data, primary=True)
    open_yet = kit.press("Something is still open", STILL_OPEN, data)
    return kit.card(body, [open_yet] if waiting else [closing, open_yet])


def _asks(waiting: int) -> str:
    if not waiting:
        return "Please look at the file: was each action done, and does the file show it?"
    return (
        f"{kit.count_are(waiting, 'action')} not recorded as completed, so the loop can't be "
        "closed yet. Please say what is still open; the team's manager gets it."
    )


def _standing(view: LoopView) -> str:
    loop = view.loop
    if not loop.is_open:
        return "✔ The loop is closed: the actions were completed."
    if loop.due > view.today:
        return f"To be checked on {day_in_words(loop.due)}."
    return f"To be checked since {short_day(loop.due)}."


def _found(view: LoopView) -> list[Element]:
    loop = view.loop
    if loop.checked_at is None:
        return []
    when = short_day(loop.checked_at)
    return [
        kit.section(
            [
                kit.text(f"**The last check** · {view.checked_by}, {when}"),
                kit.as_typed(loop.found),
            ]
        )
    ]


def _opening(after: After) -> list[Element]:
    if after.typed:
        return [kit.warning(after.typed.sentence)]
    return [kit.notice(after.notice)] if after.notice else []


LIVE = LiveKind(
    kind=MessageKind.LOOP_CHECK,
    summary="Whether an audit's actions were completed",
    load=subject_first(show_loop_check),
    card=card,
    shows=lambda view: (loop_entity(view.audit.id), audit_entity(view.audit.id)),
    to_do=to_do.loop,
)
VERBS = (
    Verb(CLOSE, _Check, _close, Right.CHECK_LOOP),
    Verb(STILL_OPEN, _Check, _still_open, Right.CHECK_LOOP),
)
