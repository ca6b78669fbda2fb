"""How Python runs in a process that serves, or that simulates a year."""

import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

NEW_OBJECTS: Final = 10_000
"""How many there are before Python looks for cycles that nobody holds any more. A request makes
some thousand and leaves no cycles to speak of: at Python's 700 each would be looked through several
times over."""

TURN_SECONDS: Final = 0.0005
"""How long a thread that computes holds up the others, where Python's own is ten times that. What
waited for the disk hands on while the event loop draws, and an import holds up no press."""


def tune_for_serving() -> None:
    """Sets how often cycles are looked for and threads take turns; what is there by now stays, and
    isn't looked through again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(NEW_OBJECTS, *gc.get_threshold()[1:])
    sys.setswitchinterval(TURN_SECONDS)


@contextmanager
def seldom_looking_for_cycles() -> Iterator[None]:
    """Has cycles looked for as seldom as while serving, for as long as something lasts."""
    before = gc.get_threshold()
    gc.set_threshold(NEW_OBJECTS, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)
