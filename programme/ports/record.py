"""The append-only record, and which due times have been seen to."""

from collections.abc import Collection
from datetime import datetime
from typing import Final, Protocol

from programme.event import Event
from programme.event_chain import Entry, Head


class Events(Protocol):
    """The append-only record."""

    async def record(self, event: Event) -> None: ...
    async def about(self, subject: str) -> tuple[Event, ...]:
        """In order."""

    async def head(self) -> Head:
        """The council's chain as it stands; what this unit records joins it with its commit."""

    async def checkpoint(self) -> Head:
        """The last entry that retention has removed; START where it has removed none."""

    async def entries_after(self, number: int, at_most: int) -> tuple[Entry, ...]:
        """The entries that follow the number, in order."""

    async def any_since(self, head: Head, verbs: Collection[str]) -> bool:
        """Whether one of those verbs was kept after `head` was the council's."""

    def remove_up_to(self, checkpoint: Head) -> None:
        """Removes the entries up to that one with this unit's commit. The database refuses where
        no event says so (programme.event_chain.REMOVED)."""


class Ticks(Protocol):
    """Which due times of which jobs have been seen to."""

    async def claim(self, job: str, due_at: datetime) -> bool:
        """True for the one who claims it first; undone when the unit of work is."""


LISTS: Final = "lists"
"""The turn of whoever takes in a staff or case list, chooses what is drawn of one, erases what is
of one, or removes what is old. Those share it who give work to a team or a person of the lists, or
on a case, and whoever is met."""

LIST_CHANGES: Final = frozenset({"import_staff", "import_cases", "erase_subject"})
"""The verbs of the events that those leave who have changed a list in that turn."""

HAND_OVERS: Final = "hand overs"
"""The turn of whoever asks to be spared an audit, answers that, or otherwise changes who has it:
a request may be about two audits, and each of these may end the others."""


class Turns(Protocol):
    """What two might do at once that no version or unique key keeps apart.

    To be the first that a unit does, before it reads what it goes by; held to the unit's end. Of
    one alone, or of LISTS first and another then: two units that take the same two in another order
    would wait for each other.
    """

    async def take(self, of: str) -> None:
        """Waits until nobody else of the council has the turn, or shares it."""

    async def share(self, of: str) -> None:
        """Waits until nobody else has taken it; others may share it."""
