"""A round that looks at people's practice: every seat gets a reviewing officer or chair, and one of
the cases that name them (WC-12)."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from random import Random

from programme.asked import Seat
from programme.calendar import Month
from programme.changed_copy import replace
from programme.draw import Gap, GapKind
from programme.draw_lists import DrawLists
from programme.own_and_other import Choices, folded
from programme.people import Person, working_people
from programme.places import Choice
from programme.sampling import in_any_order

_NEVER = Month(1, 1)


def looking_at_practice(
    seats: Sequence[Seat], lists: DrawLists, choices: Choices, chance: Random
) -> tuple[list[Seat], tuple[Gap, ...]]:
    """The seats, each with whose practice it looks at, and what that leaves out.

    Whoever was looked at longest ago comes first, ties by chance; nobody twice before everybody
    once, and nobody by themselves.
    """
    found = _by_name(lists)
    named = [found[folded(name)] for name in choices.reviewing_officers if folded(name) in found]
    named.sort(key=lambda person: person.id)
    turn = sorted(
        in_any_order(named, chance), key=lambda person: lists.last_practice.get(person.id, _NEVER)
    )
    seated: list[Seat] = []
    for seat in seats:
        officer = next((each for each in turn if each.id != seat.asked.person.id), None)
        if officer is None:
            seated.append(replace(seat, choice=Choice("nobody's practice", ())))
            continue
        turn.remove(officer)
        turn.append(officer)
        choice = replace(choices.of_reviewing_officer(officer.name), is_own_reviews=False)
        seated.append(replace(seat, choice=choice, practice_of=officer))
    return seated, _gaps(found, choices, lists)


def _by_name(lists: DrawLists) -> Mapping[str, Person]:
    """Those whose practice the round looks at, by name; a name that several have is nobody's."""
    people: dict[str, list[Person]] = defaultdict(list)
    for person in working_people(lists.people):
        if not person.roles.isdisjoint(lists.of.rule.practice_of):
            people[folded(person.name)].append(person)
    return {name: those[0] for name, those in people.items() if len(those) == 1}


def _gaps(found: Mapping[str, Person], choices: Choices, lists: DrawLists) -> tuple[Gap, ...]:
    roles = " or ".join(role.one for role in lists.of.rule.practice_of)
    named = {folded(name) for name in choices.reviewing_officers}
    unknown = sorted(
        " ".join(name.split()) for name in choices.reviewing_officers if folded(name) not in found
    )
    unnamed = sorted(person.name for name, person in found.items() if name not in named)
    gaps = []
    if unknown:
        sentence = (
            f"Cases open to audit name {', '.join(unknown)} as reviewing officer, but nobody of "
            f"that name alone is {roles} in the staff list, so their practice isn't looked at."
        )
        gaps.append(Gap(GapKind.REVIEWING_OFFICER_UNKNOWN, sentence))
    if unnamed:
        sentence = (
            f"No case that is open to audit names {_or(unnamed)} as its reviewing officer or "
            f"chair, so their practice isn't looked at in {lists.of.period.title}."
        )
        gaps.append(Gap(GapKind.NO_CASE, sentence))
    return tuple(gaps)


def _or(names: Sequence[str]) -> str:
    *first, last = names
    return f"{', '.join(first)} or {last}" if first else last
