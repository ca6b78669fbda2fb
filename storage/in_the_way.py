"""What is done where somebody else holds a part of the database: it is waited for, but not for
ever, nor where they wait for this one too."""

import logging
from typing import Final

from programme.errors import RepeatLater

logger = logging.getLogger(__name__)

PATIENCE_SECONDS: Final = 30.0
"""How long one waits for somebody else, in another process, to let go of what one needs."""


def in_the_way() -> RepeatLater:
    """What is raised after so long. It is logged here: elsewhere it is but a refusal, told to
    whoever pressed."""
    logger.warning(
        "A part of the database was held by somebody else for %.0f seconds, and a change was given "
        "up.",
        PATIENCE_SECONDS,
    )
    return RepeatLater(
        "Somebody else was changing the same for half a minute, so nothing was done. Please try "
        "again shortly."
    )


def crossed() -> RepeatLater:
    """What is raised where two each hold what the other one needs, and the database has undone this
    one. Logged here, as above."""
    logger.warning("Two changes needed what the other one held, and one of them was given up.")
    return RepeatLater(
        "Somebody else was changing the same at the same moment, so nothing was done. Please try "
        "again."
    )
