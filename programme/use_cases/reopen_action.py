"""Someone takes back what they did with an action: it was a mistake."""

from dataclasses import dataclass
from datetime import datetime

from programme.action import Action
from programme.action_step import StepKind
from programme.confirmation import take_back
from programme.council import Council
from programme.errors import LookElsewhere
from programme.event import Event
from programme.message import MessageKind
from programme.people import Person, Verb, require
from programme.ports import LISTS, Work
from programme.reminder import without_reached
from programme.slip import last_step, take_step_back
from programme.use_cases.acting_on_action import action_of, cards_of, require_version
from programme.use_cases.brought_to_team import back_to_team

VERBS = {
    StepKind.MORE_TIME: "take_back_more_time",
    StepKind.PASSED_ON: "take_back_passing_on",
}


@dataclass(frozen=True, slots=True)
class ReopenAction:
    """`person` completed the action, moved its date or passed it on by mistake."""

    council: Council
    person: Person
    action_id: str
    seen_version: int
    source: str


async def reopen_action(command: ReopenAction, *, work: Work, now: datetime) -> Action:
    """The action as it was before, due when it was; every card that shows it follows.

    Pressed twice, the second answers as the first did. Raises LookElsewhere, AskSomeoneAllowed, or
    ShowAsItIsNow when it is too late for that, or something has followed.
    """
    require(command.person, Verb.REOPEN_ACTION)
    council, person = command.council, command.person
    async with work(council.tenant_id) as w:
        await w.turns.share(LISTS)
        action = await w.actions.get(command.action_id)
        if action is None:
            raise LookElsewhere("This action isn't there any more.")
        if _took_it_back(action, person):
            return action
        step = last_step(action) if action.is_open else None
        if step is None or step.kind is not StepKind.PASSED_ON:
            await action_of(w, person, action.id)
        require_version(action, command.seen_version)
        if action.is_open:
            teams = {team.name for team in await w.teams.all()}
            calendar = council.calendar
            before = take_step_back(action, by=person.id, now=now, calendar=calendar, teams=teams)
            if step and step.kind is StepKind.PASSED_ON:
                before = await back_to_team(council, w, action, before, step, now)
        else:
            before = take_back(action, by=person.id, now=now, calendar=council.calendar)
            await w.outbox.supersede(MessageKind.CONFIRM_ACTIONS, action.audit_id, now)
        rule = council.under(action).framework.actions
        before = without_reached(before, council.today(now), rule, council.calendar)
        await w.actions.save(before, action)
        verb = VERBS[step.kind] if step else "reopen_action"
        await w.events.record(Event(now, person.id, verb, action.id, command.source))
        await w.live_cards.touch(cards_of(before))
        await w.commit()
        return before


def _took_it_back(action: Action, person: Person) -> bool:
    """Whether that is the last that happened to it; what is older than steps is told by who."""
    if not action.steps:
        return action.is_open and action.reopened_by == person.id
    last = action.steps[-1]
    return last.kind is StepKind.TAKEN_BACK and last.by == person.id
