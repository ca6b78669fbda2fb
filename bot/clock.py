"""What time it is: the one place that asks the machine."""

from collections.abc import Callable
from datetime import UTC, datetime

Clock = Callable[[], datetime]
"""Gives the present instant, in UTC."""


def system_clock() -> datetime:
    """The machine's time."""
    return datetime.now(UTC)


def clock_starting_at(start: datetime) -> Clock:
    """A clock that shows `start` now and goes on from there at the machine's pace."""
    ahead = start.astimezone(UTC) - system_clock()
    return lambda: system_clock() + ahead
