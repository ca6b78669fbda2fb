"""A moderation's cards: the asking, what somebody has to moderate, and the outcome with the
auditor's answer (WC-07, SW-05, WB-04, KT-02)."""

from collections.abc import Awaitable, Callable, Collection, Mapping
from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from dialogs import kit, to_do
from dialogs.conversation import Answer, Payload, ShowLive, Subject, Turn, Typed, Verb
from dialogs.had_written import had_written
from dialogs.kit import Card, Element
from dialogs.live_card import After, Asked, LiveKind
from dialogs.moderation_blocks import auditors, grade_facts, moderate_buttons, outcome
from programme.calendar import day_in_words
from programme.council import Council
from programme.errors import CorrectAndRepeat, ShowAsItIsNow
from programme.in_words.line import upper
from programme.message import MessageKind
from programme.moderation import ANSWER_AT_MOST
from programme.people import Role
from programme.people import Verb as Right
from programme.ports import UnitOfWork
from programme.rules.moderation import Called
from programme.shown import moderation_entity
from programme.use_cases.answer_moderation import AnswerModeration, answer_moderation
from programme.use_cases.hand_on_moderation import HandOnModeration, hand_on_moderation
from programme.use_cases.show_moderation import (
    ModerationView,
    show_moderation,
)

ANSWER = "moderation.answer"
HAND_ON = "moderation.hand_on"


class _Answer(Payload):
    subject: Subject
    version: int
    agrees: Literal["yes", "no", ""] = ""
    line: Annotated[str, Field(max_length=10_000)] = ""


class HandOn(Payload):
    subject: Subject
    version: int


async def _answer(payload: _Answer, turn: Turn) -> Answer:
    try:
        command = AnswerModeration(
            turn.council,
            turn.person,
            payload.subject,
            payload.version,
            {"yes": True, "no": False}.get(payload.agrees),
            payload.line,
            turn.source,
        )
        await answer_moderation(command, work=turn.work, now=turn.now)
    except (CorrectAndRepeat, ShowAsItIsNow) as refused:
        problems = refused.problems if isinstance(refused, CorrectAndRepeat) else {}
        values = {"agrees": payload.agrees, "line": payload.line}
        typed = Typed(ANSWER, str(refused), values, problems)
        return ShowLive(MessageKind.MODERATION_OUTCOME, payload.subject, typed=typed)
    called = turn.council.framework.moderation_called
    notice = f"Your answer is recorded; the {called.by} can see it. Thank you."
    return ShowLive(MessageKind.MODERATION_OUTCOME, payload.subject, notice=notice)


async def hand_one_on(payload: HandOn, turn: Turn) -> Answer:
    command = HandOnModeration(
        turn.council, turn.person, payload.subject, payload.version, turn.source
    )
    try:
        await hand_on_moderation(command, work=turn.work, now=turn.now)
    except (CorrectAndRepeat, ShowAsItIsNow) as refused:
        typed = Typed(HAND_ON, str(refused), {}, {})
        return ShowLive(MessageKind.MODERATION, payload.subject, typed=typed)
    notice = "It has gone to somebody else. Thank you for saying so."
    return ShowLive(MessageKind.MODERATION, payload.subject, notice=notice)


def asking_card(view: ModerationView, after: After) -> Card:
    """The audit to moderate; once moderated, what came of it."""
    body = [*opening(after), kit.heading(_heading(view))]
    if not view.moderation.is_waiting:
        return kit.card([*body, _of(view), kit.section(outcome(view))])
    if not view.may_moderate:
        return kit.card(
            [
                *body,
                kit.text(f"{view.moderator} {view.called.act}s this audit."),
                _of(view),
                _why(view),
            ]
        )
    asks = (
        f"Please look at this audit a second time by **{day_in_words(view.moderation.due)}**, and "
        "agree its grades and its learning."
    )
    data: dict[str, kit.Json] = {"subject": view.audit.id, "version": view.moderation.version}
    hand_on = kit.reveal(
        f"I can't {view.called.act} this",
        [kit.text("For example because you know the family. It goes to somebody else.")],
        [kit.press("Hand it on", HAND_ON, data)],
    )
    body += [kit.text(asks), _of(view), *grade_facts(view.grades), _why(view)]
    return kit.card(body, [*moderate_buttons([view]), hand_on])


def _heading(view: ModerationView) -> str:
    return f"{upper(view.called.name)} of {view.audit.case_reference}"


def outcome_card(view: ModerationView, after: After) -> Card:
    """What was agreed, for both auditors; where a grade differs, with the form for an answer."""
    body = [
        *opening(after),
        kit.heading(f"The audit of {view.audit.case_reference} was {view.called.done}"),
        _of(view),
        kit.section(outcome(view)),
    ]
    values, problems = (after.typed.values, after.typed.problems) if after.typed else ({}, {})
    if not view.may_answer:
        return kit.card([*body, *had_written([values.get("line", "")])])
    body += [
        kit.subheading("Your answer"),
        *kit.with_problem(
            kit.choice_input(
                "agrees",
                "Do you agree with what was changed?",
                [("I agree", "yes"), ("I see it differently", "no")],
                value=values.get("agrees"),
                expanded=True,
            ),
            problems.get("agrees"),
        ),
        *kit.with_problem(
            kit.text_input(
                "line",
                f"A line for the {view.called.by} (needed if you see it differently)",
                most=ANSWER_AT_MOST,
                value=values.get("line", ""),
                required=False,
            ),
            problems.get("line"),
        ),
    ]
    data: dict[str, kit.Json] = {"subject": view.audit.id, "version": view.moderation.version}
    return kit.card(body, [kit.press("Send the answer", ANSWER, data, primary=True)])


def opening(after: After) -> list[Element]:
    if after.typed:
        return [kit.warning(after.typed.sentence)]
    return [kit.notice(after.notice)] if after.notice else []


def _of(view: ModerationView) -> Element:
    return kit.facts(
        [
            ("Team audited", view.audit.team),
            ("Audit", view.tool.title),
            ("Auditors" if view.peer else "Auditor", auditors(view)),
            (upper(view.called.by), view.moderator),
        ]
    )


def _why(view: ModerationView) -> Element:
    return kit.text(view.moderation.why, subtle=True)


Load = Callable[
    [Council, UnitOfWork, Collection[Asked], date], Awaitable[Mapping[Asked, ModerationView]]
]


def _load_if(shown: Callable[[ModerationView], bool]) -> Load:
    async def load(
        council: Council, w: UnitOfWork, asked: Collection[Asked], today: date
    ) -> Mapping[Asked, ModerationView]:
        pairs = [(audit_id, reader_id) for reader_id, audit_id in asked]
        views = await show_moderation(council, w, pairs, today)
        return {(who, of): view for (of, who), view in views.items() if shown(view)}

    return load


def _is_asked(view: ModerationView) -> bool:
    moderation, reader = view.moderation, view.reader
    asked = (moderation.moderator_id, *moderation.handed_on_by)
    return reader.id in asked or reader.has(Role.QA_OFFICER)


def _shows(view: ModerationView) -> tuple[str, ...]:
    return (moderation_entity(view.audit.id),)


def _asking(called: Called) -> str:
    return f"An audit to {called.act}"


def _outcome(called: Called) -> str:
    return f"An audit was {called.done}"


LIVE_ASKING = LiveKind(
    MessageKind.MODERATION,
    "An audit to moderate",
    _load_if(_is_asked),
    asking_card,
    _shows,
    lambda view: _asking(view.called),
    to_do.moderation,
    called=_asking,
)
LIVE_OUTCOME = LiveKind(
    MessageKind.MODERATION_OUTCOME,
    "An audit was moderated",
    _load_if(lambda view: not view.moderation.is_waiting),
    outcome_card,
    _shows,
    lambda view: _outcome(view.called),
    to_do.moderated,
    called=_outcome,
)
VERBS = (
    Verb(ANSWER, _Answer, _answer, Right.ANSWER_MODERATION),
    Verb(HAND_ON, HandOn, hand_one_on, Right.MODERATE),
)
