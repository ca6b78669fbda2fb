"""Which teams and which people are a manager's own: the team, or the service area above it."""

from collections.abc import Iterable

from programme.people import Person, Role, Team, rank

_ABOVE_A_TEAM = rank(Role.GROUP_MANAGER)


def is_above_a_team(person: Person) -> bool:
    """Whether the person answers for more than a team: from a group manager to the director."""
    return any(rank(role) >= _ABOVE_A_TEAM for role in person.roles)


def own_teams(person: Person, teams: Iterable[Team]) -> tuple[Team, ...]:
    """The person's own team; the teams of their service area for those who stand above a team or
    have none (SW-02: "their own team or service area"). With neither, whoever stands above a team
    has every one, and nobody else any. It is what somebody looks at: who may act on what is open
    there is another question (`manages`).
    """
    all_teams = tuple(teams)
    above = is_above_a_team(person)
    if person.team and not (above and person.service_area):
        return tuple(team for team in all_teams if team.name == person.team)
    if person.service_area:
        return tuple(team for team in all_teams if team.service_area == person.service_area)
    return all_teams if above else ()


def own_staff(
    person: Person, teams: Iterable[Team], people: Iterable[Person]
) -> tuple[Person, ...]:
    """Whoever works in those teams, or in that service area without a team; not the person."""
    all_teams = tuple(teams)
    own = own_teams(person, all_teams)
    names = {team.name for team in own}
    within_a_team = person.team is not None and names == {person.team}
    areas = set() if within_a_team else {team.service_area for team in own}
    everyone = len(own) == len(all_teams) and not person.team and not person.service_area
    return tuple(
        one
        for one in people
        if one.active
        and one.id != person.id
        and (everyone or one.team in names or (one.team is None and one.service_area in areas))
    )
