"""A dispute's card, and what may be pressed on it: answer, resolve, move on (WC-11, SW-09, WB-13,
KT-05)."""

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import Field

from dialogs import kit, take_back, to_do
from dialogs.conversation import Answer, Payload, ShowLive, Subject, Turn, Typed, Verb
from dialogs.dispute_history import clock, history, waiting_for
from dialogs.had_written import had_written
from dialogs.kit import Card, Element
from dialogs.live_card import After, LiveKind
from programme.dispute import WORDS_AT_MOST, Dispute, DisputeState
from programme.errors import CorrectAndRepeat, ShowAsItIsNow
from programme.message import MessageKind
from programme.people import Verb as Right
from programme.shown import dispute_entity
from programme.use_cases.acting_on_dispute import OnDispute
from programme.use_cases.answer_dispute import AnswerDispute, answer_dispute
from programme.use_cases.move_on_dispute import move_on_dispute
from programme.use_cases.resolve_dispute import resolve_dispute
from programme.use_cases.show_disputes import DisputeView, show_disputes

ANSWER = "dispute.answer"
MOVE_ON = "dispute.move_on"
RESOLVE = "dispute.resolve"
CANCEL = "dispute.cancel"

Words = Annotated[str, Field(max_length=10_000)]
Form = tuple[str, list[Element], Element]
"""The name of a form's button, its fields, and what sends it."""


class _OnDispute(Payload):
    """A press on a dispute. A card may send every field of its forms; each reads its own."""

    subject: Subject
    version: Annotated[int, Field(ge=1, lt=2**31)]
    answer_words: Words = ""
    answer_agreed: Literal["yes", "no", ""] = ""
    move_words: Words = ""
    resolve_words: Words = ""


async def _answer(payload: _OnDispute, turn: Turn) -> Answer:
    command = AnswerDispute(
        turn.council,
        turn.person,
        payload.subject,
        payload.version,
        payload.answer_words,
        turn.source,
        agreed=payload.answer_agreed == "yes",
    )
    try:
        answered = await answer_dispute(command, work=turn.work, now=turn.now)
    except (CorrectAndRepeat, ShowAsItIsNow) as refused:
        agreed = {"agreed": payload.answer_agreed}
        return _returned(payload, ANSWER, refused, {**agreed, "words": payload.answer_words})
    said = "Your answer ends it." if answered.is_over else "Your answer is on its way."
    return ShowLive(MessageKind.DISPUTE, payload.subject, notice=said)


async def _move_on(payload: _OnDispute, turn: Turn) -> Answer:
    try:
        moved = await move_on_dispute(
            _command(payload, turn, payload.move_words), work=turn.work, now=turn.now
        )
    except (CorrectAndRepeat, ShowAsItIsNow) as refused:
        return _returned(payload, MOVE_ON, refused, {"words": payload.move_words})
    said = f"Moved on to the {moved.at.role.words}."
    return ShowLive(MessageKind.DISPUTE, payload.subject, notice=said)


async def _resolve(payload: _OnDispute, turn: Turn) -> Answer:
    try:
        await resolve_dispute(
            _command(payload, turn, payload.resolve_words), work=turn.work, now=turn.now
        )
    except (CorrectAndRepeat, ShowAsItIsNow) as refused:
        return _returned(payload, RESOLVE, refused, {"words": payload.resolve_words})
    return ShowLive(MessageKind.DISPUTE, payload.subject, notice="Resolved. Thank you.")


async def _cancel(payload: _OnDispute, _turn: Turn) -> Answer:
    return ShowLive(MessageKind.DISPUTE, payload.subject)


def _command(payload: _OnDispute, turn: Turn, words: str) -> OnDispute:
    return OnDispute(
        turn.council, turn.person, payload.subject, payload.version, words, turn.source
    )


def _returned(
    payload: _OnDispute,
    verb: str,
    refused: CorrectAndRepeat | ShowAsItIsNow,
    values: Mapping[str, str],
) -> Answer:
    """The card as it is now, with the form as it was typed."""
    problems = refused.problems if isinstance(refused, CorrectAndRepeat) else {}
    typed = Typed(verb, str(refused), values, problems)
    return ShowLive(MessageKind.DISPUTE, payload.subject, typed=typed)


def card(view: DisputeView, after: After) -> Card:
    """The level's clock, what it is about, what has happened, and what the reader may do."""
    dispute = view.dispute
    waiting = waiting_for(view)
    opening = [
        *([kit.notice(after.notice)] if after.notice else []),
        kit.heading(f"{dispute.rule.title}: {dispute.case_reference}"),
    ]
    if dispute.was_taken_back and dispute.ended_at:
        raiser = view.names.get(dispute.raised_by, "Whoever raised it")
        gone = take_back.was_taken_back(raiser, dispute.ended_at)
        words = had_written([after.typed.values.get("words", "")] if after.typed else [])
        return kit.card([*opening, gone, *words])
    body = [
        *opening,
        kit.text(f"**{clock(view)}**"),
        kit.as_typed(dispute.about),
        kit.facts(
            [
                ("Team", dispute.team),
                ("Raised by", view.names.get(dispute.raised_by, "somebody who has left")),
                *([("Waiting for", waiting)] if waiting else []),
            ]
        ),
        kit.section([kit.subheading("So far"), *history(view)]),
        *take_back.until(view.take_back_until),
    ]
    taking = take_back.button(MessageKind.DISPUTE, dispute.id, view.take_back_until)
    return _with_forms(dispute, body, _forms(view, after.typed), after.typed, taking)


def _with_forms(
    dispute: Dispute,
    body: list[Element],
    forms: Mapping[str, Form],
    typed: Typed | None,
    taking: list[Element],
) -> Card:
    """The card with its forms to unfold; one that came back stands open, or what was typed in it
    where it can't be sent any more."""
    told = [kit.warning(typed.sentence)] if typed else []
    if typed is None or typed.verb not in forms:
        folded = [kit.reveal(title, fields, [send]) for title, fields, send in forms.values()]
        words = had_written([typed.values.get("words", "")] if typed else [])
        return kit.card([*body, *told, *words], [*folded, *taking])
    _, fields, send = forms[typed.verb]
    cancel = kit.press_alone("Cancel", CANCEL, _carried(dispute))
    return kit.card([*body, *told, *fields], [send, cancel])


def _forms(view: DisputeView, typed: Typed | None) -> Mapping[str, Form]:
    """What the reader may do, by verb."""
    dispute = view.dispute
    found: dict[str, Form] = {}
    if view.may_answer:
        found[ANSWER] = _answer_form(dispute, _of(typed, ANSWER))
    if view.may_decide:
        found[RESOLVE] = _resolve_form(dispute, _of(typed, RESOLVE))
    if view.may_decide and dispute.state is DisputeState.ANSWERED:
        found[MOVE_ON] = _move_form(dispute, _of(typed, MOVE_ON))
    return found


def _of(typed: Typed | None, verb: str) -> Typed:
    return typed if typed and typed.verb == verb else Typed(verb, "", {}, {})


def _answer_form(dispute: Dispute, typed: Typed) -> Form:
    fields = _words("answer_words", "Your answer", typed)
    if dispute.is_at_the_top:
        fields.append(kit.text("This is the highest level, so your answer is final.", subtle=True))
    else:
        agreed = [("Yes, by what we agreed", "yes"), ("No, or not yet", "no")]
        value = typed.values.get("agreed") or "no"
        fields.append(
            kit.choice_input(
                "answer_agreed", "Does it resolve the dispute?", agreed, value=value, expanded=True
            )
        )
    send = kit.press("Send the answer", ANSWER, _carried(dispute), primary=True)
    return "Answer", fields, send


def _resolve_form(dispute: Dispute, typed: Typed) -> Form:
    answered = dispute.state is DisputeState.ANSWERED
    label = "Anything to add?" if answered else "What resolved it?"
    fields = _words("resolve_words", label, typed, required=not answered)
    return "It is resolved", fields, kit.press("Resolve it", RESOLVE, _carried(dispute))


def _move_form(dispute: Dispute, typed: Typed) -> Form:
    above = dispute.rule.levels[dispute.level + 1].role.words
    fields = _words("move_words", "Why doesn't the answer satisfy?", typed)
    send = kit.press(f"Move it on to the {above}", MOVE_ON, _carried(dispute))
    return "Move it on", fields, send


def _words(name: str, label: str, typed: Typed, *, required: bool = True) -> list[Element]:
    made = kit.text_input(
        name, label, most=WORDS_AT_MOST, value=typed.values.get("words", ""), required=required
    )
    return kit.with_problem(made, typed.problems.get("words"))


def _carried(dispute: Dispute) -> dict[str, kit.Json]:
    return {"subject": dispute.id, "version": dispute.version}


LIVE = LiveKind(
    kind=MessageKind.DISPUTE,
    summary="A dispute about a case",
    load=show_disputes,
    card=card,
    shows=lambda view: (dispute_entity(view.dispute.id),),
    to_do=to_do.dispute,
)
VERBS = (
    Verb(ANSWER, _OnDispute, _answer, Right.ANSWER_DISPUTE),
    Verb(MOVE_ON, _OnDispute, _move_on, Right.DECIDE_DISPUTE),
    Verb(RESOLVE, _OnDispute, _resolve, Right.DECIDE_DISPUTE),
    Verb(CANCEL, _OnDispute, _cancel, Right.SEE_OWN_WORK),
)
