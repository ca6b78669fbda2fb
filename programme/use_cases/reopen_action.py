"""Someone takes back that they completed an action: it was a mistake."""

from dataclasses import dataclass
from datetime import datetime

from programme.action import Action
from programme.confirmation import take_back
from programme.council import Council
from programme.event import Event
from programme.message import MessageKind
from programme.people import Person, Verb, require
from programme.ports import Work
from programme.reminder import without_reached
from programme.use_cases.acting_on_action import action_of, cards_of, require_version


@dataclass(frozen=True, slots=True)
class ReopenAction:
    """`person` completed the action by mistake."""

    council: Council
    person: Person
    action_id: str
    seen_version: int
    source: str


async def reopen_action(command: ReopenAction, *, work: Work, now: datetime) -> Action:
    """The action, open again and due when it was; every card that shows it follows.

    Pressed twice, the second answers as the first did. Raises LookElsewhere, AskSomeoneAllowed, or
    ShowAsItIsNow when it is too late for that.
    """
    require(command.person, Verb.REOPEN_ACTION)
    council, today = command.council, command.council.today(now)
    async with work(council.tenant_id) as w:
        action = await action_of(w, command.person, command.action_id)
        if action.is_open and action.reopened_by == command.person.id:
            return action
        require_version(action, command.seen_version)
        opened = take_back(action, by=command.person.id, today=today, calendar=council.calendar)
        rule = council.under(action).framework.actions
        opened = without_reached(opened, today, rule, council.calendar)
        await w.actions.save(opened)
        await w.outbox.supersede(MessageKind.CONFIRM_ACTIONS, action.audit_id, now)
        await w.events.record(
            Event(now, command.person.id, "reopen_action", opened.id, command.source)
        )
        await w.live_cards.touch(cards_of(opened))
        await w.commit()
        return opened
