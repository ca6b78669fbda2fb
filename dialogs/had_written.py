"""What somebody had typed in a form that isn't theirs to send any more, for them to keep."""

from collections.abc import Iterable

from dialogs import kit
from dialogs.kit import Element

MOST_CHARACTERS = 1_000


def had_written(words: Iterable[str], stands: str = "") -> list[Element]:
    """The words as they were typed; nothing where nobody had typed any. Above them what `stands`
    in their place, where something does."""
    before = [kit.text("What stands:", subtle=True), _told(stands)] if stands else []
    typed = [each for each in words if each.strip()]
    if not typed:
        return before
    return [*before, kit.text("You had written:", subtle=True), *map(_told, typed)]


def _told(words: str) -> Element:
    return kit.as_typed(kit.shortened(words, MOST_CHARACTERS))
