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


def trackers_of(
    council: Council, team: Team, people: Iterable[Person], today: date
) -> tuple[Person, ...]:
    """Who tracks the team's actions today; nobody, where the framework doesn't ask for it."""
    roles = council.framework.actions.tracked_by
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
    rule, calendar = council.framework.actions, council.calendar
    readers = {t.name: {p.id for p in trackers_of(council, t, people, today)} for t in teams}
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
