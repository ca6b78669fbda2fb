"""What every use case that changes an action shares: whose it is, and which cards show it."""

from programme.action import Action
from programme.errors import AskSomeoneAllowed, LookElsewhere, ShowAsItIsNow
from programme.message import action_entity, allocation_entity, audit_entity
from programme.people import Person, Role, Team, Verb
from programme.ports import UnitOfWork

ABOVE_A_TEAM = frozenset({Role.GROUP_MANAGER, Role.SERVICE_MANAGER, Role.HEAD_OF_SERVICE})


def answers_for(person: Person, team: Team) -> bool:
    """Whether the person manages the team: their own, or one of their service area's."""
    if not person.may(Verb.COMPLETE_ACTION):
        return False
    above = not person.roles.isdisjoint(ABOVE_A_TEAM)
    return person.team == team.name or (above and person.service_area == team.service_area)


async def action_of(w: UnitOfWork, person: Person, action_id: str) -> Action:
    """The action, when the person may act on it.

    Raises LookElsewhere when there is none, AskSomeoneAllowed when it is another team's.
    """
    action = await w.actions.get(action_id)
    if action is None:
        raise LookElsewhere("This action isn't there any more; type “my team” for what is open.")
    if person.team == action.team:
        return action
    teams = await w.teams.all()
    if any(team.name == action.team and answers_for(person, team) for team in teams):
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
