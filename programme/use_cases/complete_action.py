"""A manager records that an action was done, or a part of it (WC-08)."""

from datetime import date, datetime

from programme.action import Action, complete, do_part, says_the_same
from programme.action_step import StepKind
from programme.calendar import day_in_words
from programme.council import Council
from programme.errors import ShowAsItIsNow
from programme.event import Event
from programme.people import Person, Verb, require
from programme.ports import UnitOfWork, Work
from programme.record import record
from programme.use_cases.acting_on_action import action_of, cards_of, require_version


@record(frozen=True, slots=True)
class CompleteAction:
    """`person` did what the action asks; `note` says what, on `done_on`: without it, today."""

    council: Council
    person: Person
    action_id: str
    seen_version: int
    note: str
    source: str
    done_on: date | None = None


@record(frozen=True, slots=True)
class DoPart(CompleteAction):
    """`person` did a part of what the action asks, and the rest is still to do."""


async def complete_action(command: CompleteAction, *, work: Work, now: datetime) -> Action:
    """The action as completed; every card that shows it is brought up to date.

    The same once more is harmless. Raises LookElsewhere, AskSomeoneAllowed, CorrectAndRepeat, or
    ShowAsItIsNow when it is completed already: what stands then was said first.
    """
    require(command.person, Verb.COMPLETE_ACTION)
    async with work(command.council.tenant_id) as w:
        action = await action_of(w, command.person, command.action_id)
        by, note = command.person.id, command.note
        if says_the_same(action, StepKind.COMPLETED, by, note, command.done_on):
            return action
        if not action.is_open and action.completed_by == by:
            told = _completed_already(command.council, action)
            raise ShowAsItIsNow(told, stands=action.completion_note or "")
        require_version(action, command.seen_version)
        today, day = command.council.today(now), command.done_on
        done = complete(action, by=by, note=note, today=today, now=now, done_on=day)
        await _keep(w, command, action, done, "complete_action", now)
        return done


async def do_part_of_action(command: DoPart, *, work: Work, now: datetime) -> Action:
    """The action, open and due as before, with what was done of it; it can be said again.

    The same once more is harmless. Raises as `complete_action`.
    """
    require(command.person, Verb.COMPLETE_ACTION)
    async with work(command.council.tenant_id) as w:
        action = await action_of(w, command.person, command.action_id)
        by, note = command.person.id, command.note
        if says_the_same(action, StepKind.PART_DONE, by, note, command.done_on):
            return action
        require_version(action, command.seen_version)
        today, day = command.council.today(now), command.done_on
        done = do_part(action, by=by, note=note, today=today, now=now, done_on=day)
        await _keep(w, command, action, done, "do_part_of_action", now)
        return done


def _completed_already(council: Council, action: Action) -> str:
    if action.completed_at is None:
        return "You have completed this action already."
    at = council.calendar.wall_time(action.completed_at)
    return (
        f"You have completed this action already, on {day_in_words(action.completed_at)} at "
        f"{at:%H:%M}; what you wrote then stands."
    )


async def _keep(
    w: UnitOfWork,
    command: CompleteAction,
    action: Action,
    done: Action,
    verb: str,
    now: datetime,
) -> None:
    day = command.done_on
    detail = {"done_on": day.isoformat()} if day and day != command.council.today(now) else {}
    await w.actions.save(done, action)
    await w.events.record(Event(now, command.person.id, verb, done.id, command.source, detail))
    await w.live_cards.touch(cards_of(done))
    await w.commit()
