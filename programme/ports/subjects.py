"""What is held on one case or one person: to be given to them, and to be erased."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from programme.people import Person

Held = Mapping[str, Sequence[Mapping[str, object]]]
"""Records by kind, each by what its parts are called; instants and days as ISO 8601."""


@dataclass(frozen=True, slots=True)
class Erased:
    """How many records were removed, and in how many others something was taken out."""

    removed: int
    blanked: int


class Subjects(Protocol):
    """What is held on one case or one person, wherever it stands."""

    async def of_case(self, reference: str) -> Held: ...
    async def of_person(self, person: Person) -> Held: ...
    async def erase_case(self, reference: str, now: datetime) -> Erased:
        """Removes what is about the case, takes its reference out of all else, and retires or
        refreshes the cards that showed it."""

    async def erase_people(self, people: Collection[Person], now: datetime) -> Erased:
        """Takes the people's particulars out wherever they stand; their ids stay, and name
        nobody any more."""
