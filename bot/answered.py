"""What presses were answered with, so that the edit that follows doesn't wipe it away."""

from collections import OrderedDict
from collections.abc import Hashable
from datetime import datetime, timedelta
from typing import Final

import orjson

from dialogs import kit
from dialogs.kit import Card
from dialogs.live_card import Drawn
from programme.changed_copy import replace

AT_MOST: Final = 1_000
FOLLOWS_WITHIN: Final = timedelta(minutes=1)


class Answered:
    """The cards that answered presses with a notice above them, each until the edit that follows.

    Teams shows an answer until the chat is opened anew, and only an edit makes it last: drawn
    without the notice, it would take away what its reader has just been told.

    Each is kept as the JSON that went out: a thousand cards in all their parts would keep out of
    the processor's cache what the next press needs, and cost it a twentieth more.
    """

    def __init__(self) -> None:
        self._cards: OrderedDict[Hashable, tuple[bytes, str, datetime]] = OrderedDict()

    def keep(self, which: Hashable, answer: bytes, notice: str, now: datetime) -> None:
        """The card whose JSON is `answer` has answered a press, with `notice` on it."""
        self._cards[which] = answer, notice, now
        self._cards.move_to_end(which)
        if len(self._cards) > AT_MOST:
            self._cards.popitem(last=False)

    def or_now(self, which: Hashable, drawn: Drawn, now: datetime) -> Drawn:
        """The card that answered, once, if `drawn` differs from it by the notice alone; where
        anything else has changed since, `drawn`."""
        if which not in self._cards:
            return drawn
        answer, notice, at = self._cards.pop(which)
        if now - at > FOLLOWS_WITHIN:
            return drawn
        card: Card = orjson.loads(answer)
        is_as_drawn = orjson.dumps(_without(card, notice)) == orjson.dumps(drawn.card)
        return replace(drawn, card=card) if is_as_drawn else drawn


def _without(card: Card, notice: str) -> Card:
    body, told = card["body"], kit.notice(notice)
    assert isinstance(body, list)  # noqa: S101 - what every card of ours has
    return {**card, "body": [block for block in body if block != told]}
