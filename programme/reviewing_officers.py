"""A round in which each case's own reviewing officer audits it: mid-way audits (WC-10)."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from programme.asked import Asked, Away, Gathered
from programme.draw import Gap, GapKind
from programme.draw_lists import DrawLists
from programme.own_and_other import Choices, folded
from programme.people import REVIEWERS, Person, working_people

ROLE = "its reviewing officer"


def reviewing_officers(lists: DrawLists, choices: Choices) -> Gathered:
    """Everyone whose name stands as an open case's reviewing officer, each asked for cases of
    their own, by id. Names that match nobody, or several people, are gaps."""
    by_name = _by_name(lists.people)
    presence = lists.presence
    asked: list[Asked] = []
    away: list[Away] = []
    gaps: list[Gap] = []
    for name, count in choices.reviewing_officers.items():
        found = by_name.get(folded(name), [])
        reviewing = [person for person in found if not REVIEWERS.isdisjoint(person.roles)]
        found = reviewing or found
        if len(found) != 1:
            gaps.append(_unknown(name, count, len(found)))
            continue
        (person,) = found
        absentee = presence.absentee(person)
        if absentee is not None:
            away.append(Away(absentee, "reviewing officer"))
            continue
        barred = choices.barred(person, own_reviews=True)
        choice = choices.of_reviewing_officer(name)
        asked.append(Asked(person, ROLE, lists.of.rule.cases_a_lead, choice, barred))
    idle = _without_cases(
        lists, {one.person.id for one in asked} | {one.absentee.person.id for one in away}
    )
    asked.sort(key=lambda one: one.person.id)
    away.sort(key=lambda one: one.absentee.person.id)
    return Gathered(tuple(asked), tuple(away), (*gaps, *idle))


def _by_name(people: Iterable[Person]) -> Mapping[str, list[Person]]:
    found: dict[str, list[Person]] = defaultdict(list)
    for person in working_people(people):
        found[folded(person.name)].append(person)
    return found


def _unknown(name: str, count: int, matches: int) -> Gap:
    who = "stands in the staff list more than once" if matches else "is not in the staff list"
    cases = "1 case" if count == 1 else f"{count} cases"
    return Gap(
        GapKind.REVIEWING_OFFICER_UNKNOWN,
        f"The case list names {name} as the reviewing officer of {cases} open to audit, but {name}"
        f" {who}, so none of them can be drawn.",
    )


def _without_cases(lists: DrawLists, known: set[str]) -> list[Gap]:
    idle = (
        person
        for person in working_people(lists.people)
        if not REVIEWERS.isdisjoint(person.roles) and person.id not in known
    )
    return [
        Gap(
            GapKind.NO_CASE,
            f"No case that is open to audit names {person.name} as its reviewing officer, so"
            f" {person.name} has no audit in {lists.of.period.title}.",
        )
        for person in sorted(idle, key=lambda person: person.id)
    ]
