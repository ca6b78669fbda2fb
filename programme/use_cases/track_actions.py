"""Who tracks the actions of a service area, and what of it is news to them today (WB-07)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from programme.action import Action
from programme.council import Council
from programme.people import Person, Team
from programme.reminder import tracking_stage
from programme.responsible import holders_for
from programme.rules.action import ActionRule


@dataclass(frozen=True, slots=True)
class Tracked:
    """Who hears today, and the stage of each action that they are told."""

    readers: frozenset[str]
    stages: Mapping[str, str]


def trackers_by_team(
    rule: ActionRule, teams: Iterable[Team], people: Sequence[Person], today: date
) -> Mapping[str, tuple[Person, ...]]:
    """Who tracks each team's actions today, by the team's name; nobody, where the framework
    doesn't ask for it."""
    areas = {team.name: team.service_area for team in teams}
    of_area = {
        area: holders_for(rule.tracked_by, area, people, today) if rule.tracked_by else ()
        for area in {*areas.values()}
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
    readers = {
        (framework.version, team): {person.id for person in those}
        for framework in council.every_version
        for team, those in trackers_by_team(framework.actions, teams, people, today).items()
    }
    stages: list[tuple[Action, str, set[str]]] = []
    for action in actions:
        framework = council.framework_of(action.framework_version)
        tracking = readers.get((framework.version, action.team))
        stage = tracking_stage(action, today, framework.actions, council.calendar)
        if tracking and stage:
            stages.append((action, stage, tracking))
    news = {
        reader
        for action, stage, tracking in stages
        if stage != action.tracked
        for reader in tracking
    }
    told = {action.id: stage for action, stage, tracking in stages if tracking & news}
    return Tracked(frozenset(news), told)
