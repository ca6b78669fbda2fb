"""What is left of a card when all that it showed was erased."""

from dialogs import kit
from dialogs.live_card import Drawn


def erased() -> Drawn:
    """The card; it shows nothing, and so is never drawn again."""
    card = kit.card([kit.text("What was on this card has been erased from Sightline.")])
    return Drawn(card, (), "A card that was erased")
