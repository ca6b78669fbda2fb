"""What people type and press in the little council, without Teams."""

from collections.abc import Mapping
from datetime import datetime
from itertools import count
from typing import Any

from bot.solver import ScipySolver
from dialogs import words
from dialogs.conversation import Answer, OpenPage, ShowCard, ShowLive, Turn
from dialogs.kit import Card
from dialogs.live_card import After
from dialogs.table import LIVE, VERBS
from programme.errors import SightlineError
from programme.message import MessageKind
from tests.bot.chats import buttons
from tests.cards.gate import problems
from tests.little_council import LittleCouncil
from tests.programme.use_cases.reviewing import NOW

CHANCE = count()


async def turn(little: LittleCouncil, who: str, source: str, now: datetime = NOW) -> Turn:
    person = await little.person(who)
    chance = CHANCE.__next__
    return Turn(
        little.council,
        person,
        source,
        f"{who}:{chance()}",
        now,
        little.work,
        chance,
        ScipySolver(),
    )


async def say(little: LittleCouncil, who: str, typed: str, now: datetime = NOW) -> Answer | str:
    """The answer, or the sentence of a refusal."""
    try:
        return await words.say(typed, await turn(little, who, "typed", now))
    except SightlineError as refusal:
        return str(refusal)


async def press(
    little: LittleCouncil, who: str, card: Card, title: str, **typed: str
) -> Answer | str:
    """Presses the button of that title, the fields filled in so; or the refusal's sentence."""
    return await send(little, who, {**sent_by(card, title), **typed})


def sent_by(card: Card, title: str) -> dict[str, Any]:
    """What the button of that title sends."""
    return next(data for action, data in buttons(card) if action["title"] == title)


async def send(
    little: LittleCouncil, who: str, data: Mapping[str, Any], now: datetime = NOW
) -> Answer | str:
    try:
        return await VERBS[data["verb"]].press(data, await turn(little, who, "card", now))
    except SightlineError as refusal:
        return str(refusal)


async def shown(little: LittleCouncil, who: str, answer: Answer | str, now: datetime = NOW) -> Card:
    """The card that an answer shows."""
    if isinstance(answer, ShowCard | OpenPage):
        return answer.card
    assert isinstance(answer, ShowLive), answer
    live, asked = LIVE[answer.kind], (who, answer.subject)
    async with little.work(little.tenant_id) as w:
        views = await live.load(little.council, w, [asked], little.council.today(now))
    return live.drawn(views[asked], After(answer.notice, answer.typed)).card


async def live(
    little: LittleCouncil, who: str, kind: MessageKind, subject: str, now: datetime = NOW
) -> Card:
    """The card as it lies before its reader."""
    return await shown(little, who, ShowLive(kind, subject), now)


def page_of(answer: Answer | str) -> Card:
    """The page that an answer opens."""
    assert isinstance(answer, OpenPage), answer
    assert problems(answer.card) == []
    return answer.card


async def asked_later(little: LittleCouncil, who: str = "ann") -> list[tuple[MessageKind, str]]:
    """What comes again because its reader asked for it, and when: day of the month and hour."""
    async with little.work(little.tenant_id) as w:
        return [(m.kind, f"{m.not_before:%d %H:%M}") for m in await w.outbox.asked_later([who])]
