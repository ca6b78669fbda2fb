"""The council's staff and teams as one list has them, for what follows from one to the next."""

from collections.abc import Sequence
from dataclasses import dataclass

from programme.people import Person, Team, working_people


@dataclass(frozen=True, slots=True)
class Staff:
    """Everyone, those who left included, and the teams. `handed_to` are those that were just given
    another team's open actions."""

    people: Sequence[Person]
    teams: Sequence[Team]
    handed_to: frozenset[str] = frozenset()

    @property
    def working(self) -> frozenset[str]:
        """The ids of those who work for the council."""
        return frozenset(person.id for person in working_people(self.people))
