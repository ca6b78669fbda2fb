"""The council's staff and teams as one list has them, for what follows from one to the next."""

from collections.abc import Collection, Sequence
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


def moved(before: Staff, after: Staff) -> Collection[str]:
    """The ids of those who work here still, and have other roles, another team, another service
    area or another leave."""
    old = {person.id: _stands(person) for person in working_people(before.people)}
    return {
        person.id
        for person in working_people(after.people)
        if person.id in old and old[person.id] != _stands(person)
    }


def _stands(person: Person) -> tuple[object, ...]:
    return person.roles, person.team, person.service_area, person.absences
