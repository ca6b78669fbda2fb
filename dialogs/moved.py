"""What is left of a card that has come again: its like is further down in the chat.

An edit makes no sound, and a card may be far up, so whoever asks for one, or is reminded of one,
has it anew; the older one must not be taken for it (platform notes: edits).
"""

from collections.abc import Callable, Collection, Mapping
from datetime import date

from dialogs import kit
from dialogs.kit import Card
from dialogs.live_card import After, Asked, LiveKind
from programme.council import Council
from programme.message import MessageKind, moved_kind
from programme.ports import UnitOfWork


async def _load(
    _council: Council, _w: UnitOfWork, asked: Collection[Asked], _today: date
) -> Mapping[Asked, MessageKind]:
    return {one: moved_kind(one[1]) for one in asked}


def live(title_of: Callable[[MessageKind], str]) -> LiveKind[MessageKind]:
    """The live kind; `title_of` says what a card of a kind is called."""

    def card(kind: MessageKind, _after: After) -> Card:
        return kit.card(
            [
                kit.text(f"**{title_of(kind)}**", subtle=True),
                kit.text(
                    "This card has come again, further down in the chat. Please use that one."
                ),
            ]
        )

    return LiveKind(
        kind=MessageKind.MOVED,
        summary="A card that has come again",
        load=_load,
        card=card,
        shows=lambda _: (),
    )
