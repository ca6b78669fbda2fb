"""What the bot says where others read along, and a card that it posts there and keeps true."""

import logging
from collections.abc import Awaitable, Callable
from dataclasses import replace

from botbuilder.core import TurnContext

from bot.connector import Refused, Unreachable
from bot.delivery.rendering import place_of
from bot.live import LiveCards
from dialogs.channel_words import say_in_channel
from dialogs.conversation import Say, ShowCard, ShowLive, Turn
from programme.message import PostedCard
from programme.use_cases.keep_posted_card import keep_posted_card
from programme.use_cases.send_once import is_first

log = logging.getLogger(__name__)

Send = Callable[[TurnContext, Say | ShowCard], Awaitable[str | None]]
"""Sends where the activity comes from; the id of what was sent, where Teams gives one."""


async def answer_in_channel(
    context: TurnContext, turn: Turn | None, live: LiveCards, send: Send
) -> None:
    """Answers what was typed, in its thread; `turn` is None for who isn't known.

    Where Teams lets nothing be said (platform notes: Teams, 403 codes) it is left at that: it says
    nothing of whether the person can be reached.
    """
    given = await say_in_channel(context.activity.text or "", turn)
    try:
        if turn and isinstance(given, ShowLive):
            await _post(context, given, turn, live, send)
        elif isinstance(given, Say):
            await send(context, given)
    except (Refused, Unreachable) as unsaid:
        log.warning("Nothing could be said where others read along: %s", place_of(unsaid))


async def _post(
    context: TurnContext, asked: ShowLive, turn: Turn, live: LiveCards, send: Send
) -> None:
    drawn = await live.drawn(turn.council, turn.person, asked, turn.now)
    if drawn is None or not await is_first(turn.council, turn.key, work=turn.work):
        return
    activity_id = await send(context, ShowCard(drawn.card, drawn.summary))
    if activity_id is None:
        return
    where = context.activity
    posted = PostedCard(
        turn.person.id,
        asked.kind,
        asked.subject,
        where.service_url,
        where.conversation.id,
        activity_id,
        drawn.shows,
    )
    await keep_posted_card(turn.council, posted, work=turn.work)
    # A change between drawing and keeping found no card to touch.
    now = await live.drawn(turn.council, turn.person, asked, turn.now)
    if now and now.card != drawn.card:
        await keep_posted_card(turn.council, replace(posted, behind=True), work=turn.work)
