"""Who tracks the actions of a service area, and what of it is news to them today (WB-07)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from programme.action import Action
from programme.council import Council
from programme.people import Person, Team
from programme.reminder import tracking_stage
from programme.responsible import holders_for


@dataclass(frozen=True, slots=True)
class Tracked:
    """Who hears today, and the stage of each action that they are told."""

    readers: frozenset[str]
    stages: Mapping[str, str]


def trackers_by_team(
    council: Council, teams: Iterable[Team], people: Sequence[Person], today: date
) -> Mapping[str, tuple[Person, ...]]:
    """Who tracks each team's actions today, by the team's name; nobody, where the framework
    doesn't ask for it."""
    roles = council.framework.actions.tracked_by
    areas = {team.name: team.service_area for team in teams}
    of_area = {
        area: holders_for(roles, area, people, today) if roles else () for area in {*areas.values()}
    }
    return {name: of_area[area] for name, area in areas.items()}


def tracked_today(
    council: Council,
    actions: Iterable[Action],
    teams: Sequence[Team],
    people: Sequence[Person],
    today: date,
) -> Tracked:
    """Whoever tracks an action that has reached a new stage hears of all that is overdue in the
    same teams, so that the card is the whole list."""
    rule, calendar = council.framework.actions, council.calendar
    trackers = trackers_by_team(council, teams, people, today)
    readers = {team: {person.id for person in those} for team, those in trackers.items()}
    stages = {
        action.id: (action, stage)
        for action in actions
        if readers.get(action.team) and (stage := tracking_stage(action, today, rule, calendar))
    }
    news = {
        reader
        for action, stage in stages.values()
        if stage != action.tracked
        for reader in readers[action.team]
    }
    told = {action.id: stage for action, stage in stages.values() if readers[action.team] & news}
    return Tracked(frozenset(news), told)
