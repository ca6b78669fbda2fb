"""The staff list and the teams, as the use cases need them."""

from collections.abc import Collection, Mapping, Sequence
from typing import Protocol

from programme.message import Conversation
from programme.people import Person, Team


class People(Protocol):
    """The staff list."""

    async def all(self) -> tuple[Person, ...]:
        """Everyone, those who left included, by name."""

    async def get(self, person_id: str) -> Person | None: ...
    async def some(self, person_ids: Collection[str]) -> tuple[Person, ...]:
        """Those of the ids that there are, in no order."""

    async def met(
        self, object_ids: Collection[str]
    ) -> Mapping[str, tuple[Person, Conversation | None]]:
        """Entra object id to the active person linked to it, and where they have been met; a
        stranger's is left out."""

    async def by_email(self, email: str) -> Person | None:
        """The active person of that e-mail address, whatever its case."""

    async def by_object_id(self, object_id: str) -> Person | None:
        """The active person who is linked to that Entra object id."""

    async def save(self, people: Sequence[Person]) -> None:
        """Adds or replaces each by id."""

    async def link(self, person_id: str, object_id: str, was: str | None = None) -> bool:
        """Links the person to an Entra object id; False when theirs isn't what it `was`."""

    async def list_accounts(self, person_ids: Collection[str]) -> None:
        """Notes that a staff list names these people's Entra object ids."""

    async def is_linked(self, person_id: str) -> bool:
        """Whether the person's Entra object id is the directory's word alone."""


class Teams(Protocol):
    """The council's teams."""

    async def all(self) -> tuple[Team, ...]:
        """By name."""

    async def replace(self, teams: Sequence[Team]) -> None:
        """These and no others."""
