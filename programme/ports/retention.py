"""What retention needs of storage."""

from datetime import date, datetime
from typing import Protocol

from programme.retention import Kept


class Retained(Protocol):
    """What is kept, by age."""

    async def note_departures(self, today: date) -> None:
        """Who left, and which cases left the list, since this was last called; who came back is
        forgotten."""

    async def remove(self, kind: Kept, before: date, at_most: int, now: datetime) -> int:
        """Removes records of that kind that are older than `before`, with all that hangs on them,
        and are over; the oldest first. Returns how many."""
