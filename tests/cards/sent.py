"""A card as it is sent."""

from dataclasses import dataclass

from dialogs.kit import Card

ANSWER = "An answer from Sightline"
"""The summary of what is not a live card."""


@dataclass(frozen=True)
class Sent:
    """A card and the summary of the message that carries it."""

    card: Card
    summary: str = ANSWER
