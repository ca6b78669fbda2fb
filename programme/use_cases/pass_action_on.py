"""A manager says that an action isn't their team's, and to which team it goes."""

from dataclasses import dataclass
from datetime import datetime

from programme.action import Action
from programme.council import Council
from programme.errors import LookElsewhere
from programme.event import Event
from programme.passing_on import came_back, is_same_passing, pass_on
from programme.people import Person, Verb, require
from programme.ports import LISTS, Work
from programme.reminder import without_reached
from programme.use_cases.acting_on_action import action_of, cards_of, require_version
from programme.use_cases.brought_to_team import (
    bring_to_team,
    followed_there,
    supersede_for_team,
)


@dataclass(frozen=True, slots=True)
class PassActionOn:
    """`person` passes the action to the team `to_team`, and says why."""

    council: Council
    person: Person
    action_id: str
    seen_version: int
    to_team: str
    why: str
    source: str


async def pass_action_on(command: PassActionOn, *, work: Work, now: datetime) -> Action:
    """The action as the other team's, whose manager gets its card; due when it was.

    What waits for the old team is superseded; of an action that comes back to a team that had it,
    the QA officers hear. The same once more is harmless. Raises LookElsewhere, AskSomeoneAllowed,
    CorrectAndRepeat, or ShowAsItIsNow.
    """
    require(command.person, Verb.PASS_ACTION_ON)
    council, by = command.council, command.person.id
    async with work(council.tenant_id) as w:
        await w.turns.share(LISTS)
        found = await w.actions.get(command.action_id)
        if found is None:
            raise LookElsewhere("This action isn't there any more.")
        if is_same_passing(found, by=by, to_team=command.to_team, why=command.why):
            return found
        action = await action_of(w, command.person, command.action_id)
        require_version(action, command.seen_version)
        teams = {team.name: team for team in await w.teams.all()}
        setter = await w.people.get(action.set_by)
        rule = council.under(action).framework.actions
        passed = pass_on(
            action,
            to_team=command.to_team,
            why=command.why,
            by=command.person,
            teams=teams,
            setter=setter.name if setter and setter.active else "",
            rule=rule,
            now=now,
        )
        passed = followed_there(action, passed, teams)
        passed = without_reached(passed, council.today(now), rule, council.calendar)
        await w.actions.save(passed, action)
        await supersede_for_team(council, w, action, now)
        await bring_to_team(council, w, passed, now, and_qa_officers=came_back(passed))
        detail = {"from": action.team, "to": passed.team}
        await w.events.record(Event(now, by, "pass_action_on", action.id, command.source, detail))
        await w.live_cards.touch(cards_of(passed))
        await w.commit()
        return passed
