"""What every use case that changes an action shares: whose it is, and which cards show it."""

from collections.abc import Iterable

from programme.action import Action
from programme.errors import AskSomeoneAllowed, LookElsewhere, ShowAsItIsNow
from programme.own_area import is_above_a_team, own_teams
from programme.people import Person, Team, Verb
from programme.ports import UnitOfWork
from programme.shown import action_entity, allocation_entity, audit_entity


def manages(person: Person, teams: Iterable[Team]) -> frozenset[str]:
    """Names of the teams that the person manages: their team, whether it is among `teams` or not,
    and for whoever stands above a team those of `teams` that are their own (`own_teams`: a director
    without a service area has every one). A service area alone makes nobody its manager.
    """
    if not person.may(Verb.COMPLETE_ACTION):
        return frozenset()
    above = is_above_a_team(person)
    theirs = {team.name for team in own_teams(person, teams)} if above else set()
    return frozenset(theirs | {person.team} if person.team else theirs)


async def teams_to_know(w: UnitOfWork, people: Iterable[Person]) -> tuple[Team, ...]:
    """The council's teams, if one of the people may manage others than the team that they are
    in."""
    return await w.teams.all() if any(map(is_above_a_team, people)) else ()


async def action_of(w: UnitOfWork, person: Person, action_id: str) -> Action:
    """The action, when the person may act on it.

    Raises LookElsewhere when there is none, AskSomeoneAllowed when it is another team's.
    """
    action = await w.actions.get(action_id)
    if action is None:
        raise LookElsewhere("This action isn't there any more; type “my team” for what is open.")
    if person.team == action.team:
        return action
    if action.team in manages(person, await teams_to_know(w, [person])):
        return action
    raise AskSomeoneAllowed(f"This action is for {action.team}; please ask its team manager.")


def require_version(action: Action, seen_version: int) -> None:
    """Raises ShowAsItIsNow when the action has changed since the card showed it."""
    if action.version != seen_version:
        raise ShowAsItIsNow("This action has changed since; here it is as it stands now.")


def cards_of(action: Action) -> tuple[str, ...]:
    """The entities whose cards show the action."""
    return (
        action_entity(action.id),
        audit_entity(action.audit_id),
        allocation_entity(action.month),
    )
