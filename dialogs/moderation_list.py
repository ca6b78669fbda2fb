"""What somebody has to moderate, in one card (WC-07, SW-05, WB-04, KT-02)."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Annotated

from pydantic import Field

from dialogs import kit, of_use, to_do
from dialogs.conversation import Answer, Payload, ShowLive, Turn, Typed, Verb, Word
from dialogs.kit import Card, Element
from dialogs.live_card import After, Asked, LiveKind
from dialogs.moderation import HAND_ON, HandOn, hand_one_on, opening
from dialogs.moderation_blocks import auditors, due, moderate_buttons
from programme.council import Council
from programme.in_words.line import upper
from programme.message import MessageKind
from programme.people import Verb as Right
from programme.people import require
from programme.ports import UnitOfWork
from programme.rules.moderation import Called
from programme.shown import moderation_entity
from programme.use_cases.show_moderation import (
    ModerationsView,
    ModerationView,
    show_moderations_of,
)

HAND_ONE_ON = "moderation.hand_one_on"
MOST_ROWS = 20
"""Moderations in one card, so that it stays below the size that Teams takes."""


class _HandOneOn(Payload):
    which: Annotated[str, Field(max_length=100)] = ""


async def _hand_one_on_of(payload: _HandOneOn, turn: Turn) -> Answer:
    audit_id, _, version = payload.which.rpartition(":")
    if not version.isdigit():
        return ShowLive(
            MessageKind.MODERATIONS,
            turn.person.id,
            typed=Typed(HAND_ONE_ON, "Please choose the audit that goes to somebody else.", {}, {}),
        )
    answer = await hand_one_on(HandOn(verb=HAND_ON, subject=audit_id, version=int(version)), turn)
    if not isinstance(answer, ShowLive):
        return answer
    return replace(answer, kind=MessageKind.MODERATIONS, subject=turn.person.id)


def list_card(view: ModerationsView, after: After) -> Card:
    """What the reader has to moderate, the most urgent first."""
    shown = view.waiting[:MOST_ROWS]
    late = sum(each.moderation.due < view.today for each in view.waiting)
    said = f"{kit.count(len(view.waiting), 'audit')} to {view.called.act}, {late} overdue."
    body = [
        *opening(after),
        kit.heading(upper(view.called.several)),
        kit.text(
            said if shown else f"You have nothing to {view.called.act}. Thank you.", subtle=True
        ),
        *(
            kit.section(
                [
                    kit.text(f"**{each.audit.case_reference}** · {each.audit.team}"),
                    kit.text(f"Audited by {auditors(each)} · {due(each)}", subtle=True),
                ]
            )
            for each in shown
        ),
    ]
    if len(view.waiting) > len(shown):
        body.append(kit.text("Here are the most urgent; the next come when these are done."))
    return kit.card(body, [*moderate_buttons(shown), *_hand_one_on(view, shown)])


def _hand_one_on(view: ModerationsView, shown: Sequence[ModerationView]) -> list[Element]:
    if not shown:
        return []
    which = kit.choice_input(
        "which",
        "Which audit?",
        [
            (each.audit.case_reference, f"{each.audit.id}:{each.moderation.version}")
            for each in shown
        ],
    )
    said = kit.text("For example because you know the family. It goes to somebody else.")
    button = kit.press("Hand it on", HAND_ONE_ON, {})
    return [kit.reveal(f"I can't {view.called.act} one of these", [said, which], [button])]


async def _load_list(
    council: Council, w: UnitOfWork, asked: Collection[Asked], today: date
) -> Mapping[Asked, ModerationsView]:
    return {
        (reader_id, subject): await show_moderations_of(council, w, reader, today)
        for reader_id, subject in asked
        if (reader := await w.people.get(reader_id)) and reader.active
    }


async def _say(_rest: str, turn: Turn) -> Answer:
    require(turn.person, Right.MODERATE)
    return ShowLive(MessageKind.MODERATIONS, turn.person.id)


def _named(called: Called) -> str:
    return f"Your {called.several}"


LIVE = LiveKind(
    MessageKind.MODERATIONS,
    "Your moderations",
    _load_list,
    list_card,
    lambda view: tuple(moderation_entity(each.audit.id) for each in view.waiting),
    lambda view: _named(view.called),
    to_do.moderations,
    called=_named,
)
VERBS = (Verb(HAND_ONE_ON, _HandOneOn, _hand_one_on_of, Right.MODERATE),)
WORDS = (
    Word(
        ("moderations", "moderation"),
        "what is yours to moderate",
        _say,
        Right.MODERATE,
        offered=of_use.moderations,
    ),
    Word(
        ("peer reviews", "peer review"),
        "what is yours to peer review",
        _say,
        Right.MODERATE,
        offered=of_use.peer_reviews,
    ),
)
