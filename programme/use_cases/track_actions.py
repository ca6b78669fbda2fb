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


def trackers_of(
    rule: ActionRule, team: Team, people: Iterable[Person], today: date
) -> tuple[Person, ...]:
    """Who tracks the team's actions today; nobody, where the framework doesn't ask for it."""
    roles = rule.tracked_by
    return holders_for(roles, team.service_area, people, today) if roles else ()


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
        (framework.version, team.name): {
            person.id for person in trackers_of(framework.actions, team, people, today)
        }
        for framework in council.every_version
        for team in teams
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
