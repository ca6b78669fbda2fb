"""What somebody had typed in a form that isn't theirs to send any more, for them to keep."""

from collections.abc import Iterable

from dialogs import kit
from dialogs.kit import Element

MOST_CHARACTERS = 1_000


def had_written(words: Iterable[str]) -> list[Element]:
    """The words as they were typed; nothing where nobody had typed any."""
    typed = [each for each in words if each.strip()]
    if not typed:
        return []
    told = (kit.as_typed(kit.shortened(each, MOST_CHARACTERS)) for each in typed)
    return [kit.text("You had written:", subtle=True), *told]
