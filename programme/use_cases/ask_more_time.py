"""A manager moves an action's due date, with a reason, within the council's rule (WC-08)."""

from dataclasses import dataclass
from datetime import date, datetime

from programme.action import Action, give_more_time
from programme.council import Council
from programme.event import Event
from programme.people import Person, Verb, require
from programme.ports import Work
from programme.reminder import without_reached
from programme.use_cases.acting_on_action import action_of, cards_of, require_version


@dataclass(frozen=True, slots=True)
class AskMoreTime:
    """`person` needs until `due`, because of `reason`."""

    council: Council
    person: Person
    action_id: str
    seen_version: int
    reason: str
    due: date
    source: str


async def ask_more_time(command: AskMoreTime, *, work: Work, now: datetime) -> Action:
    """The action with its new date; every card that shows it is brought up to date.

    The same request twice has one effect. Raises LookElsewhere, AskSomeoneAllowed,
    CorrectAndRepeat, or ShowAsItIsNow.
    """
    require(command.person, Verb.ASK_MORE_TIME)
    council = command.council
    async with work(council.tenant_id) as w:
        action = await action_of(w, command.person, command.action_id)
        if action.due == command.due and action.extension_reason == command.reason.strip():
            return action
        require_version(action, command.seen_version)
        today, rule = council.today(now), council.under(action).framework.actions
        moved = give_more_time(
            action,
            by=command.person.id,
            reason=command.reason,
            due=command.due,
            now=now,
            rule=rule,
            calendar=council.calendar,
        )
        moved = without_reached(moved, today, rule, council.calendar)
        await w.actions.save(moved, action)
        await w.events.record(
            Event(
                now,
                command.person.id,
                "ask_more_time",
                moved.id,
                command.source,
                {"from": action.due.isoformat(), "to": moved.due.isoformat()},
            )
        )
        await w.live_cards.touch(cards_of(moved))
        await w.commit()
        return moved
