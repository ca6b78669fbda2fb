"""A manager records that an action was done (WC-08)."""

from dataclasses import dataclass
from datetime import datetime

from programme.action import Action, complete
from programme.council import Council
from programme.event import Event
from programme.people import Person, Verb, require
from programme.ports import Work
from programme.use_cases.acting_on_action import action_of, cards_of, require_version


@dataclass(frozen=True, slots=True)
class CompleteAction:
    """`person` did what the action asks; `note` says what."""

    council: Council
    person: Person
    action_id: str
    seen_version: int
    note: str
    source: str


async def complete_action(command: CompleteAction, *, work: Work, now: datetime) -> Action:
    """The action as completed; every card that shows it is brought up to date.

    Pressed twice by the same person, the second answers as the first did. Raises LookElsewhere,
    AskSomeoneAllowed, CorrectAndRepeat, or ShowAsItIsNow when someone else completed it.
    """
    require(command.person, Verb.COMPLETE_ACTION)
    async with work(command.council.tenant_id) as w:
        action = await action_of(w, command.person, command.action_id)
        if not action.is_open and action.completed_by == command.person.id:
            return action
        require_version(action, command.seen_version)
        done = complete(
            action,
            by=command.person.id,
            note=command.note,
            today=command.council.today(now),
            now=now,
        )
        await w.actions.save(done)
        await w.events.record(
            Event(now, command.person.id, "complete_action", done.id, command.source)
        )
        await w.live_cards.touch(cards_of(done))
        await w.commit()
        return done
