"""The append-only record, and which due times have been seen to."""

from datetime import datetime
from typing import Protocol

from programme.event import Event


class Events(Protocol):
    """The append-only record."""

    async def record(self, event: Event) -> None: ...
    async def about(self, subject: str) -> tuple[Event, ...]:
        """In order."""


class Ticks(Protocol):
    """Which due times of which jobs have been seen to."""

    async def claim(self, job: str, due_at: datetime) -> bool:
        """True for the one who claims it first; undone when the unit of work is."""
