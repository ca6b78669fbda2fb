"""A card as it is sent."""

from dataclasses import dataclass

from dialogs.kit import Card
from dialogs.live_card import After
from dialogs.table import LIVE
from programme.message import MessageKind

ANSWER = "An answer from Sightline"
"""The summary of what is not a live card."""


@dataclass(frozen=True)
class Sent:
    """A card and the summary of the message that carries it; `kind` where it is a live one, and
    the schema's `version` that it keeps to."""

    card: Card
    summary: str = ANSWER
    kind: MessageKind | None = None
    version: str = "1.5"


def live(kind: MessageKind, view: object, after: After | None = None) -> Sent:
    """The live card of `view`."""
    drawn = LIVE[kind].drawn(view, after or After())
    return Sent(drawn.card, drawn.summary, kind)
