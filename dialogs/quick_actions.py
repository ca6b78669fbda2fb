"""What Teams offers beside the compose box, from the one list of words: the dialogs that need no
card in hand."""

from collections.abc import Mapping

from dialogs.conversation import QuickAction
from dialogs.kit import Json
from dialogs.words import WORDS

QUICK_ACTIONS: Mapping[str, tuple[QuickAction, str]] = {
    word.quick.verb: (word.quick, f"{word.help[0].upper()}{word.help[1:]}")
    for word in WORDS
    if word.quick
}
"""By the id that the manifest gives each, which is its verb: the quick action and what it does."""


def opening(command_id: object) -> Mapping[str, Json] | None:
    """What a button that opens the same dialog would carry; None for a command that isn't ours."""
    found = QUICK_ACTIONS.get(command_id) if isinstance(command_id, str) else None
    return {**found[0].data, "verb": found[0].verb} if found else None
