"""Who answers for a team, or holds a role for a service area, on a day."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date

from programme.people import Person, Role, Team, working_people


def responsible_for(team: Team, people: Iterable[Person], today: date) -> tuple[Person, ...]:
    """Who answers for a team's actions today: its team managers; while they are away their
    assistants, then those who stand above the team in its service area, a rung at a time
    (`ABOVE_A_TEAM`), then those who do so for the whole council, then the QA officers (WC-08,
    BD-07).

    When all of them are away, the first rung that has people at all answers nevertheless.
    """
    return responsible_by_team([team], people, today)[team.name]


def responsible_by_team(
    teams: Iterable[Team], people: Iterable[Person], today: date
) -> Mapping[str, tuple[Person, ...]]:
    """Who answers for each of the teams today, by the team's name."""
    holders: dict[tuple[Role, str | None], list[Person]] = defaultdict(list)
    for person in working_people(people):
        for role in person.roles & _RESPONSIBLE:
            holders[role, _place(person, role)].append(person)
    return {
        team.name: _first_present(
            (
                holders[Role.TEAM_MANAGER, team.name],
                holders[Role.ASSISTANT_TEAM_MANAGER, team.name],
                *(holders[role, team.service_area] for role in ABOVE_A_TEAM),
                *(holders[role, None] for role in ABOVE_A_TEAM),
                holders[Role.QA_OFFICER, None],
            ),
            today,
        )
        for team in teams
    }


ABOVE_A_TEAM = (Role.GROUP_MANAGER, Role.SERVICE_MANAGER, Role.HEAD_OF_SERVICE)
"""Who stands above a team, the nearest first: where a council has no group managers, its service
manager does, and with them the head of service (BD-07). A QA officer is the last rung, for
they run the programme and may not complete an action."""

_RESPONSIBLE = frozenset(
    {Role.TEAM_MANAGER, Role.ASSISTANT_TEAM_MANAGER, *ABOVE_A_TEAM, Role.QA_OFFICER}
)


def _place(person: Person, role: Role) -> str | None:
    if role is Role.QA_OFFICER:
        return None
    return person.service_area if role in ABOVE_A_TEAM else person.team


def holders_for(
    roles: Collection[Role], service_area: str, people: Iterable[Person], today: date
) -> tuple[Person, ...]:
    """Who holds one of the roles for a service area today: those of the area; else those of the
    whole council, so without an area; else anyone who holds one; else the QA officers.

    Those who are away are passed over, as in `responsible_for`. (WB-07, BD-07)
    """
    staff = working_people(people)
    holders = [p for p in staff if not p.roles.isdisjoint(roles)]
    rungs = (
        [p for p in holders if p.service_area == service_area],
        [p for p in holders if p.service_area is None],
        holders,
        [p for p in staff if p.has(Role.QA_OFFICER)],
    )
    return _first_present(rungs, today)


def _first_present(rungs: Sequence[Sequence[Person]], today: date) -> tuple[Person, ...]:
    for rung in rungs:
        present = tuple(person for person in rung if not person.is_away(today))
        if present:
            return present
    return next((tuple(rung) for rung in rungs if rung), ())
