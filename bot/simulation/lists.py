"""A fictional council for a framework: as many managers as asked for, in every role it names."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import cycle
from random import Random

from programme.case import Case, Cohort
from programme.framework import Framework
from programme.people import Absence, Person, Role, Team

FEWEST = 20
"""Managers below which a council has not every role."""

_TEAMS_AN_AREA = 5
_CASES_A_TEAM = 60
_DAYS_OFF = 10
_AREAS = (
    "Assessment",
    "Safeguarding",
    "Children in Care",
    "Care Leavers",
    "Disabled Children",
    "Early Help",
    "Adolescents",
    "Family Support",
)
_ONE_OF = (
    Role.DIRECTOR,
    Role.ASSISTANT_DIRECTOR,
    Role.PRINCIPAL_SOCIAL_WORKER,
    Role.WORKFORCE_DEVELOPMENT_OFFICER,
    Role.PRACTICE_MANAGER,
    Role.QA_OFFICER,
    Role.QA_OFFICER,
)
_COHORTS = (
    *(Cohort.CHILD_IN_NEED, Cohort.CHILD_PROTECTION, Cohort.CHILD_IN_CARE),
    *(Cohort.CHILD_IN_NEED, Cohort.ASSESSMENT, Cohort.CARE_LEAVER),
)
_COHORTS_OF = {
    "Fostering": (Cohort.FOSTER_CARER,),
    "Adoption": (Cohort.ADOPTION,),
    "Care Leavers": (Cohort.CARE_LEAVER,),
    "Early Help": (Cohort.EARLY_HELP,),
}
"""What is open in areas that have one sort of case."""


@dataclass(frozen=True, slots=True)
class FictionalLists:
    """What a council would have imported."""

    people: tuple[Person, ...]
    teams: tuple[Team, ...]
    cases: tuple[Case, ...]


def fictional_lists(framework: Framework, managers: int, first: date, seed: int) -> FictionalLists:
    """Lists with `managers` people who manage, review, chair or run the programme, and a social
    worker or two in each team besides. Everyone is away for two weeks of the year that begins with
    `first`."""
    chance = Random(seed)  # noqa: S311 - to be drawn again at will, not a secret
    teams = _teams(framework, managers)
    people = [
        replace(person, absences=_holiday(first, chance))
        for person in [*_managers(framework, teams, managers), *_workers(teams)]
    ]
    return FictionalLists(tuple(people), teams, tuple(_cases(teams, people, first, chance)))


def _teams(framework: Framework, managers: int) -> tuple[Team, ...]:
    """About one team for every three managers, in areas that the framework's tools name and in
    others, for the tool that names none."""
    named = [*dict.fromkeys(area for tool in framework.tools for area in tool.service_areas)]
    count = max(3, (managers - len(_ONE_OF)) // 3)
    fewest = min(len(named) + 1, count // 2)
    others = [area for area in _AREAS if area not in named]
    areas = [*named[:1], others[0], *named[1:], *others[1:]]
    areas = areas[: max(2, fewest, -(-count // _TEAMS_AN_AREA))]
    return tuple(Team(f"{area} {n // len(areas) + 1}", area) for n, area in _numbered(areas, count))


def _numbered(areas: Sequence[str], count: int) -> Iterator[tuple[int, str]]:
    return zip(range(count), cycle(areas), strict=False)


def _managers(framework: Framework, teams: Sequence[Team], managers: int) -> Iterator[Person]:
    """Each team's manager first, then who stands above and beside and in the posts that the
    framework names, then assistants and reviewing officers by turns until there are as many as
    asked for."""
    areas = [*dict.fromkeys(team.service_area for team in teams)]
    posts: list[tuple[Role, Team | None, str | None]] = [
        *((Role.TEAM_MANAGER, team, team.service_area) for team in teams),
        *((role, None, None) for role in _ONE_OF),
        *((Role.SERVICE_MANAGER, None, area) for area in areas),
        *((Role.GROUP_MANAGER, None, area) for area in areas),
        *((Role.HEAD_OF_SERVICE, None, area) for area in areas[::2]),
        (Role.INDEPENDENT_REVIEWING_OFFICER, None, None),
        (Role.CONFERENCE_CHAIR, None, None),
    ]
    posts += [post for post in _named_posts(framework) if post not in posts]
    more = cycle(
        (
            Role.ASSISTANT_TEAM_MANAGER,
            Role.INDEPENDENT_REVIEWING_OFFICER,
            Role.ADVANCED_SOCIAL_WORK_PRACTITIONER,
            Role.ADVANCED_PRACTITIONER,
            Role.CONFERENCE_CHAIR,
        )
    )
    for team, role in zip(cycle(teams), more, strict=False):
        if len(posts) >= managers:
            break
        beside = role in (Role.INDEPENDENT_REVIEWING_OFFICER, Role.CONFERENCE_CHAIR)
        posts.append((role, None if beside else team, None if beside else team.service_area))
    for number, (role, place, area) in enumerate(posts, start=1):
        yield _person(f"m{number:04d}", f"Manager {number}", role, place, area)


def _named_posts(framework: Framework) -> Iterator[tuple[Role, Team | None, str | None]]:
    """Roles that the framework names in a service area (WB-04, WB-05, SW-11)."""
    named = [post for rule in framework.moderation for post in rule.only_of]
    named += [each.chosen_by for each in framework.rounds if each.chosen_by]
    yield from ((post.role, None, area) for post in named for area in post.service_areas)
    for rule in framework.rounds:
        for quota in rule.quotas:
            if quota.role in (Role.INDEPENDENT_REVIEWING_OFFICER, Role.CONFERENCE_CHAIR):
                yield from ((quota.role, None, area) for area in quota.service_areas)


def _workers(teams: Sequence[Team]) -> Iterator[Person]:
    for number, team in enumerate(teams, start=1):
        worker, area = f"Worker {number}", team.service_area
        yield _person(f"w{number:04d}", worker, Role.SOCIAL_WORKER, team, area)


def _person(person_id: str, name: str, role: Role, team: Team | None, area: str | None) -> Person:
    return Person(
        id=person_id,
        name=name,
        email=f"{person_id}@council.example",
        roles=frozenset({role}),
        team=team.name if team else None,
        service_area=area,
    )


def _holiday(first: date, chance: Random) -> tuple[Absence, ...]:
    begins = first + timedelta(days=chance.randrange(350))
    return (Absence(begins, begins + timedelta(days=_DAYS_OFF + 3)),)


def _cases(
    teams: Sequence[Team], people: Sequence[Person], first: date, chance: Random
) -> Iterator[Case]:
    workers = {p.team: p.name for p in people if p.has(Role.SOCIAL_WORKER)}
    reviewing = [p.name for p in people if p.has(Role.INDEPENDENT_REVIEWING_OFFICER)]
    chairing = [p.name for p in people if p.has(Role.CONFERENCE_CHAIR)]
    for number, team in enumerate(teams, start=1):
        cohorts = _COHORTS_OF.get(team.service_area, _COHORTS)
        for each in range(_CASES_A_TEAM):
            cohort = cohorts[each % len(cohorts)]
            chaired = cohort is Cohort.CHILD_PROTECTION
            yield Case(
                reference=f"CF-{number:03d}-{each:03d}",
                cohort=cohort,
                team=team.name,
                worker=workers.get(team.name),
                iro=chance.choice(chairing if chaired else reviewing),
                opened=first - timedelta(days=chance.randrange(30, 900)),
            )
