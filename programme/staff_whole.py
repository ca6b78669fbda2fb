"""Whether the rows of a staff list hold together: one person an address, one manager a team."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from programme.changed_copy import replace
from programme.errors import FileRefused
from programme.heading import in_words
from programme.import_report import RowPlace
from programme.people import Person, Role, Team

_MOST_NAMED = 8
"""A sentence that names more is no longer read to its end."""


@dataclass(frozen=True, slots=True)
class ListedPerson:
    """A person as listed, the line manager still by name or e-mail address."""

    person: Person
    line_manager: str
    where: RowPlace


def people_and_teams(
    listed: Sequence[ListedPerson],
) -> tuple[tuple[Person, ...], tuple[Team, ...]]:
    """The people with their teams' and managers' proper names, and the teams.

    A team or service area is spelt as in its first row. Raises FileRefused, in one sentence that
    names the rows, for whatever does not hold together.
    """
    if not listed:
        raise FileRefused("The staff list has headings but nobody in it; please add a row each.")
    _refuse_shared(listed, "e-mail address", lambda one: one.person.email)
    _refuse_shared(listed, "Entra object id", lambda one: one.person.object_id)
    spelt = _one_spelling(listed)
    teams = _teams(spelt)
    _refuse_without_manager(spelt, teams)
    areas = {team.name: team.service_area for team in teams}
    managers = _managers(spelt)
    people = tuple(
        replace(
            one.person,
            service_area=areas.get(one.person.team or "", one.person.service_area),
            line_manager_email=email,
        )
        for one, email in zip(spelt, managers, strict=True)
    )
    return people, teams


def _refuse_shared(
    listed: Iterable[ListedPerson], what: str, key: Callable[[ListedPerson], str | None]
) -> None:
    rows: dict[str, list[ListedPerson]] = defaultdict(list)
    for one in listed:
        if value := key(one):
            rows[value].append(one)
    shared = [f"“{value}” ({_rows(ones)})" for value, ones in rows.items() if len(ones) > 1]
    if shared:
        raise FileRefused(
            f"Several people have one {what}: {_some(shared)}; give each person their own."
        )


def _one_spelling(listed: Sequence[ListedPerson]) -> tuple[ListedPerson, ...]:
    teams: dict[str, str] = {}
    areas: dict[str, str] = {}

    def first(known: dict[str, str], name: str | None) -> str | None:
        return known.setdefault(name.casefold(), name) if name else None

    return tuple(
        replace(
            one,
            person=replace(
                one.person,
                team=first(teams, one.person.team),
                service_area=first(areas, one.person.service_area),
            ),
        )
        for one in listed
    )


def _teams(listed: Iterable[ListedPerson]) -> tuple[Team, ...]:
    areas: dict[str, dict[str, list[ListedPerson]]] = defaultdict(lambda: defaultdict(list))
    members: dict[str, list[ListedPerson]] = defaultdict(list)
    for one in listed:
        if one.person.team:
            members[one.person.team].append(one)
            if one.person.service_area:
                areas[one.person.team][one.person.service_area].append(one)
    torn = [
        f"“{team}” in " + in_words([f"“{area}” ({_rows(ones)})" for area, ones in of.items()])
        for team, of in areas.items()
        if len(of) > 1
    ]
    if torn:
        raise FileRefused(f"A team can be in one service area only: {_some(torn)}.")
    homeless = [f"“{team}” ({_rows(ones)})" for team, ones in members.items() if team not in areas]
    if homeless:
        raise FileRefused(f"No service area is given for {_some(homeless)}; add it to its rows.")
    return tuple(Team(team, next(iter(areas[team]))) for team in members)


def _refuse_without_manager(listed: Sequence[ListedPerson], teams: Iterable[Team]) -> None:
    managed = {one.person.team for one in listed if one.person.has(Role.TEAM_MANAGER)}
    without = [
        f"“{team.name}” ({_rows([one for one in listed if one.person.team == team.name])})"
        for team in teams
        if team.name not in managed
    ]
    if without:
        raise FileRefused(
            f"No team manager is listed for {_some(without)}; add one, or leave the team blank "
            "for people outside the teams that hold cases."
        )


def _managers(listed: Sequence[ListedPerson]) -> tuple[str | None, ...]:
    """The line managers' e-mail addresses, whether the list gives them by address or by name."""
    known: dict[str, set[str]] = defaultdict(set)
    for one in listed:
        known[one.person.email].add(one.person.email)
        known[one.person.name.casefold()].add(one.person.email)
    missing: list[str] = []
    ambiguous: list[str] = []
    found: list[str | None] = []
    for one in listed:
        emails = known.get(one.line_manager.casefold(), set())
        found.append(next(iter(emails), None))
        named = f"“{one.line_manager}” ({_rows([one])})"
        if one.line_manager and not emails:
            missing.append(named)
        elif len(emails) > 1:
            ambiguous.append(named)
    if missing:
        raise FileRefused(
            f"Nobody in the list is the line manager {_some(missing, 'or')}; add the person or "
            "correct the cell."
        )
    if ambiguous:
        raise FileRefused(
            f"Several people have the name of the line manager {_some(ambiguous, 'or')}; give the "
            "e-mail address instead."
        )
    return tuple(found)


def _rows(listed: Sequence[ListedPerson]) -> str:
    numbers = [str(one.where.row) for one in listed]
    return f"row {numbers[0]}" if len(numbers) == 1 else f"rows {_some(numbers)}"


def _some(things: Sequence[str], joint: str = "and") -> str:
    if len(things) <= _MOST_NAMED:
        return in_words(things, joint)
    return f"{', '.join(things[:_MOST_NAMED])} {joint} {len(things) - _MOST_NAMED} more"
