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
from tests.bot.chats import buttons
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
    data = next(data for action, data in buttons(card) if action["title"] == title)
    return await send(little, who, {**data, **typed})


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
