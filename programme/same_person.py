"""Who in a staff list is somebody that is known already, though their address may be another."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from operator import itemgetter
from uuid import NAMESPACE_URL, uuid5

from programme.changed_copy import replace
from programme.people import Person


def recognised(listed: Sequence[Person], known: Iterable[Person]) -> tuple[Person, ...]:
    """The listed people, each with the id of the one that they are.

    Somebody is who has the same Entra object id; else who is listed with the same address as
    before; else, of those who are gone from the list, the only one of that name, team and a common
    role whom the bot has met. That last one is safe, for whoever speaks is known by their account's
    object id alone: a namesake with another account would be met as a stranger, and not as them.
    """
    everyone = {person.id: person for person in known}
    here = [person for person in everyone.values() if person.active]
    found = _by_object_id(listed, everyone.values())
    taken, addressed = {*found.values()}, _Addressed(here)
    for number, one in enumerate(listed):
        same = [known for known in addressed.same_as(one) if known.id not in taken]
        if number not in found and same:
            found[number] = same[0].id
            taken.add(same[0].id)
    gone = _by_name([p for p in here if p.object_id and p.id not in taken])
    named = _by_name(listed)
    for number, one in enumerate(listed):
        if number not in found and one.id not in everyone:
            like = [person for person in gone.get(_name(one), ()) if _is_like(person, one)]
            alike = [other for other in named[_name(one)] if _is_like(other, one)]
            if len(like) == len(alike) == 1:
                found[number] = like[0].id
    taken = {*found.values()}
    return tuple(
        replace(one, id=found.get(number) or _free(one, taken)) for number, one in enumerate(listed)
    )


def _by_object_id(listed: Sequence[Person], known: Iterable[Person]) -> dict[int, str]:
    # Who works here goes before who has left, should both have had the account.
    in_turn = sorted(known, key=lambda person: person.active)
    linked = {person.object_id: person.id for person in in_turn if person.object_id}
    return {
        number: linked[one.object_id]
        for number, one in enumerate(listed)
        if one.object_id in linked
    }


class _Addressed:
    """Those who are known, to be found by the id or the address that somebody is listed with."""

    def __init__(self, known: Iterable[Person]) -> None:
        self._found: dict[object, list[tuple[int, Person]]] = defaultdict(list)
        for number, person in enumerate(known):
            self._found[person.id].append((number, person))
            self._found[_address(person)].append((number, person))

    def same_as(self, one: Person) -> list[Person]:
        """Whoever is the one of that address, in the order in which they are known."""
        either = [*self._found[one.id], *self._found[_address(one)]]
        return [person for _, person in sorted(either, key=itemgetter(0))]


def _address(person: Person) -> tuple[str, str]:
    """With the name, for somebody of another name may have got the address since."""
    return person.email.casefold(), person.name.casefold()


def _by_name(people: Iterable[Person]) -> Mapping[tuple[str, str | None], list[Person]]:
    found: dict[tuple[str, str | None], list[Person]] = defaultdict(list)
    for person in people:
        found[_name(person)].append(person)
    return found


def _name(person: Person) -> tuple[str, str | None]:
    return person.name.casefold(), person.team


def _is_like(known: Person, one: Person) -> bool:
    """Of those of one name in one team."""
    accounts = {known.object_id, one.object_id} - {None}
    return len(accounts) < 2 and not known.roles.isdisjoint(one.roles)


def _free(one: Person, taken: Collection[str]) -> str:
    """The listed id, which follows from the address; another where somebody had it before."""
    if one.id not in taken:
        return one.id
    return uuid5(NAMESPACE_URL, f"sightline/{one.id}/{one.object_id or one.name}").hex
