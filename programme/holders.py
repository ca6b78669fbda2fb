"""Who of a round's roles audits in a period: quotas, those who are away, whose turn it is."""

from collections.abc import Mapping, Sequence
from random import Random

from programme.asked import Asked, Away, Gathered, Turn
from programme.auditors import Absentee, area_of
from programme.calendar import Month
from programme.draw import Gap, GapKind
from programme.draw_lists import DrawLists
from programme.own_and_other import Choices
from programme.people import REVIEWERS, Person, working_people
from programme.places import Choice
from programme.rules.round import Quota
from programme.rules.tool import AuditTool
from programme.sampling import in_any_order


def holders_of_roles(lists: DrawLists, choices: Choices, chance: Random) -> Gathered:
    """Whom the round's quotas ask, in their order and by id (SW-01, BD-02, BD-10, WB-05).

    Whoever holds several of the roles is asked under the first quota that fits, and under a
    second one only with another tool.
    """
    presence = lists.presence
    asked: list[Asked] = []
    away: list[Away] = []
    gaps: list[Gap] = []
    taken: set[tuple[str, str | None]] = set()
    for quota in lists.of.rule.quotas:
        people = _people_of(quota, lists)
        if not people:
            gaps.append(_unheld(quota, lists))
        people = [person for person in people if (person.id, quota.tool) not in taken]
        taken |= {(person.id, quota.tool) for person in people}
        absent = {person.id: presence.absentee(person) for person in people}
        for person, turn in _whose_turn(people, absent, quota, lists.last_turns, chance):
            absentee = absent[person.id]
            if absentee is not None:
                away.append(Away(absentee, quota.role.words))
                continue
            one = _asked(person, quota, turn, lists, choices)
            if one is None:
                gaps.append(_unplaced(person, quota, lists))
            else:
                asked.append(one)
    return Gathered(tuple(asked), tuple(away), tuple(gaps))


def _people_of(quota: Quota, lists: DrawLists) -> list[Person]:
    areas, others = quota.service_areas, quota.not_service_areas
    found = (
        person
        for person in working_people(lists.people)
        if person.has(quota.role)
        and (not areas or area_of(person, lists.by_name) in areas)
        and area_of(person, lists.by_name) not in others
    )
    return sorted(found, key=lambda person: person.id)


def _whose_turn(
    people: Sequence[Person],
    absent: Mapping[str, Absentee | None],
    quota: Quota,
    last_turns: Mapping[str, Month],
    chance: Random,
) -> list[tuple[Person, Turn | None]]:
    """Everyone; on a rota those whose turn is longest ago, ties by chance, until enough of them
    are there: who is away keeps their turn (BD-10)."""
    if quota.people_a_period is None:
        return [(person, None) for person in people]
    never = Month(1, 1)
    in_turn = sorted(
        in_any_order(people, chance), key=lambda person: last_turns.get(person.id, never)
    )
    chosen: list[tuple[Person, Turn | None]] = []
    there = 0
    for person in in_turn:
        if there < quota.people_a_period:
            chosen.append((person, Turn(len(people), last_turns.get(person.id))))
            there += absent[person.id] is None
    return chosen


def _asked(
    person: Person, quota: Quota, turn: Turn | None, lists: DrawLists, choices: Choices
) -> Asked | None:
    tool = None if quota.tool is None else lists.framework.tool(quota.tool)
    own_reviews = lists.of.rule.cases == "own" and quota.role in REVIEWERS
    choice = _choice(person, tool, choices, own_reviews=own_reviews)
    if choice is None:
        return None
    barred = choices.barred(person, own_reviews=own_reviews)
    return Asked(person, quota.role.words, quota.cases, choice, barred, tool, turn)


def _choice(
    person: Person, tool: AuditTool | None, choices: Choices, *, own_reviews: bool
) -> Choice | None:
    if own_reviews:
        return choices.of_reviewing_officer(person.name, tool)
    return choices.for_person(person, tool)


def _unheld(quota: Quota, lists: DrawLists) -> Gap:
    where = f" of {' or '.join(quota.service_areas)}" if quota.service_areas else ""
    return Gap(
        GapKind.NO_AUDITOR,
        f"The staff list has no {quota.role.words}{where}, so none audits in"
        f" {lists.of.period.title}.",
    )


def _unplaced(person: Person, quota: Quota, lists: DrawLists) -> Gap:
    return Gap(
        GapKind.MANAGER_WITHOUT_TEAM,
        f"{person.name}, {quota.role.words}, belongs to no team or service area of the council, and"
        f" so has no audit in {lists.of.period.title}.",
        person.service_area,
    )
