"""Handing over an audit, as people press and type it at noon on the 1st."""

from datetime import time

from dialogs.conversation import Answer
from dialogs.kit import Card
from programme.audit import Audit
from programme.hand_over import HandOver
from programme.message import MessageKind
from programme.shown import AUDITORS
from tests.bot.chats import buttons
from tests.cards.house import nodes
from tests.dialogs.turns import live, page_of, send, sent_by
from tests.little_council import CALENDAR, DECEMBER, THE_FIRST, LittleCouncil

NOON = CALENDAR.at(THE_FIRST.date(), time(12))


async def card_of(little: LittleCouncil, reader: str, kind: MessageKind, subject: str) -> Card:
    return await live(little, reader, kind, subject, NOON)


async def own_card(little: LittleCouncil, reader: str) -> Card:
    return await card_of(little, reader, MessageKind.ALLOCATION, str(DECEMBER))


async def press(
    little: LittleCouncil, who: str, card: Card, title: str, **typed: object
) -> Answer | str:
    return await send(little, who, {**sent_by(card, title), **typed}, NOON)


def titles_of(card: Card) -> list[str]:
    return [str(action["title"]) for action, _ in buttons(card)]


def choices(card: Card, field: str) -> dict[str, str]:
    """Title to value."""
    (found,) = [node for node in nodes(card) if node.get("id") == field]
    return {choice["title"]: choice["value"] for choice in found["choices"]}


async def form_of(little: LittleCouncil, who: str, audit: Audit) -> Card:
    """The page on which one asks to be spared the audit."""
    return page_of(await send(little, who, {"verb": "hand_over.open", "audit": audit.id}, NOON))


async def open_requests(little: LittleCouncil) -> tuple[HandOver, ...]:
    async with little.work(little.tenant_id) as w:
        return await w.hand_overs.all_open()


async def given_back(little: LittleCouncil) -> tuple[Audit, Card, Card]:
    """An audit that Ann has given back, the page on which she did, and the QA officer's card."""
    audit = await little.audit_led_by("ann")
    form = await form_of(little, "ann", audit)
    await press(little, "ann", form, "Send", ground="away", proposal="back")
    return audit, form, await card_of(little, "quinn", MessageKind.AUDITORS_NEEDED, AUDITORS)
