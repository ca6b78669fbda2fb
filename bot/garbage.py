"""How often Python looks for cycles of objects that nobody holds any more."""

import gc
from typing import Final

NEW_OBJECTS: Final = 10_000
"""A request makes some thousand objects and leaves no cycles to speak of: at Python's 700 each
request would be looked through several times over."""


def collect_seldom() -> None:
    """For a process that serves: what is there by now stays, and isn't looked through again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(NEW_OBJECTS, *gc.get_threshold()[1:])
