"""“disputes”: the open ones that concern a person, the most urgent first."""

from collections.abc import Collection, Mapping
from datetime import date

from dialogs import kit, of_use, to_do
from dialogs.conversation import Answer, Payload, Say, ShowLive, Subject, Turn, Verb, Word
from dialogs.dispute_history import clock, waiting_for
from dialogs.kit import Card, Element
from dialogs.live_card import After, Asked, LiveKind
from dialogs.told_apart import told_apart
from programme.council import Council
from programme.errors import LookElsewhere
from programme.message import MessageKind
from programme.people import Verb as Right
from programme.people import require
from programme.ports import UnitOfWork
from programme.shown import DISPUTES
from programme.use_cases.bring_card import BringCard, bring_card
from programme.use_cases.show_disputes import (
    DisputesView,
    DisputeView,
    show_disputes,
    show_open_disputes,
)

SHOW = "dispute.show"
MOST_ROWS = 15


class _Show(Payload):
    subject: Subject


async def _show(payload: _Show, turn: Turn) -> Answer:
    asked = (turn.person.id, payload.subject)
    async with turn.work(turn.council.tenant_id) as w:
        theirs = await show_disputes(turn.council, w, [asked], turn.today)
    if not theirs:
        raise LookElsewhere("There is no such dispute of yours; type “disputes” for what there is.")
    await bring_card(
        BringCard(turn.council, turn.person, MessageKind.DISPUTE, payload.subject, turn.key),
        work=turn.work,
        now=turn.now,
    )
    return Say("It comes as a card of its own.")


async def _say(_rest: str, turn: Turn) -> Answer:
    require(turn.person, Right.SEE_DISPUTES)
    return ShowLive(MessageKind.DISPUTES, turn.person.id)


def card(view: DisputesView, after: After) -> Card:
    """A row each, with the level's clock and a button that brings the whole."""
    shown = view.disputes[:MOST_ROWS]
    names = told_apart(f"Show {each.dispute.case_reference}" for each in shown)
    counted = kit.count(len(view.disputes), "open dispute")
    more = f", the {len(shown)} most urgent here" if len(shown) < len(view.disputes) else ""
    body = [
        *([kit.notice(after.notice)] if after.notice else []),
        kit.heading("Disputes"),
        kit.text(f"{counted}{more}." if shown else "No dispute that concerns you is open."),
        *(kit.section(_row(each, name)) for each, name in zip(shown, names, strict=True)),
        kit.text("A new dispute brings a card of its own.", subtle=True),
    ]
    return kit.card(body)


def _row(view: DisputeView, name: str) -> list[Element]:
    dispute = view.dispute
    show = kit.press(name, SHOW, {"subject": dispute.id})
    waiting = waiting_for(view)
    return [
        kit.text(f"**{dispute.case_reference}** · {dispute.team} · {dispute.rule.title}"),
        kit.text(clock(view), subtle=True),
        *([kit.text(f"Waiting for {waiting}", subtle=True)] if waiting else []),
        kit.buttons([show]),
    ]


async def _load(
    council: Council, w: UnitOfWork, asked: Collection[Asked], today: date
) -> Mapping[Asked, DisputesView]:
    views = await show_open_disputes(council, w, {reader for reader, _ in asked}, today)
    return {one: views[one[0]] for one in asked if one[0] in views}


LIVE = LiveKind(
    kind=MessageKind.DISPUTES,
    summary="Open disputes",
    load=_load,
    card=card,
    shows=lambda _: (DISPUTES,),
    to_do=to_do.disputes,
)
VERBS = (Verb(SHOW, _Show, _show, Right.SEE_DISPUTES),)
WORDS = (
    Word(
        ("disputes", "escalations", "open disputes"),
        "the open disputes that concern you",
        _say,
        Right.SEE_DISPUTES,
        offered=of_use.disputes,
    ),
)
