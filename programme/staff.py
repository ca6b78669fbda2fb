"""The council's staff and teams as one list has them, for what follows from one to the next."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from programme.people import Person, Role, Team, working_people
from programme.recipients import AuditedCase, plain
from programme.responsible import ABOVE_A_TEAM


@dataclass(frozen=True)
class Staff:
    """Everyone, those who left included, and the teams. `handed_to` are those that were just given
    another team's open actions."""

    people: Sequence[Person]
    teams: Sequence[Team]
    handed_to: frozenset[str] = frozenset()

    @cached_property
    def working(self) -> frozenset[str]:
        """The ids of those who work for the council."""
        return frozenset(person.id for person in working_people(self.people))

    def around(self, case: AuditedCase) -> tuple[Person, ...]:
        """Those who can stand to the case in any way that `recipients` knows, in the list's order:
        a few, where a large council has thousands."""
        places = self._places
        team = places.get(("team", case.team.name), ())
        lines = [p.line_manager_email.casefold() for p in team if p.line_manager_email]
        found = {
            person.id
            for place in (
                ("above", ""),
                ("id", case.lead_id),
                ("name", plain(case.worker or "")),
                *(("address", line) for line in lines),
            )
            for person in places.get(place, ())
        }
        found |= {person.id for person in team}
        return tuple(self._by_id[each] for each in sorted(found, key=self._order.__getitem__))

    @cached_property
    def _places(self) -> Mapping[tuple[str, str], Sequence[Person]]:
        places: dict[tuple[str, str], list[Person]] = defaultdict(list)
        for person in working_people(self.people):
            for place in _places_of(person):
                places[place].append(person)
        return places

    @cached_property
    def _by_id(self) -> Mapping[str, Person]:
        return {person.id: person for person in self.people}

    @cached_property
    def _order(self) -> Mapping[str, int]:
        return {person.id: number for number, person in enumerate(self.people)}


_ABOVE = frozenset({*ABOVE_A_TEAM, Role.QA_OFFICER})


def _places_of(person: Person) -> Iterator[tuple[str, str]]:
    """What a case may name the person by."""
    yield "id", person.id
    yield "name", plain(person.name)
    yield "address", person.email.casefold()
    if person.team:
        yield "team", person.team
    if not person.roles.isdisjoint(_ABOVE):
        yield "above", ""
