"""The lead auditor confirms that an audit's actions were completed, or sends one back (BD-07)."""

from dataclasses import dataclass
from datetime import datetime

from programme.action import Action
from programme.action_clock import ActionClock
from programme.audit import Audit
from programme.changed_copy import replace
from programme.confirmation import completed_last, confirm, is_confirmed, is_the_auditors, reopen
from programme.council import Council
from programme.errors import AskSomeoneAllowed, CorrectAndRepeat, LookElsewhere, ShowAsItIsNow
from programme.event import Event
from programme.message import Message, MessageKind
from programme.people import Person, Verb, require
from programme.ports import LISTS, UnitOfWork, Work
from programme.reminder import without_reached
from programme.responsible import responsible_for
from programme.rules.action import Confirmation
from programme.timetable import in_hours
from programme.use_cases.acting_on_action import cards_of, require_version
from programme.use_cases.acting_on_audit import audit_of
from programme.use_cases.ask_confirmation import may_confirm


@dataclass(frozen=True, slots=True)
class ConfirmActions:
    """`person` confirms that all actions of the audit were completed in time."""

    council: Council
    person: Person
    audit_id: str
    source: str


@dataclass(frozen=True, slots=True)
class ReturnAction:
    """`person` says, in `reason`, what is missing of an action that was marked as completed."""

    council: Council
    person: Person
    action_id: str
    seen_version: int
    reason: str
    source: str


async def confirm_actions(
    command: ConfirmActions, *, work: Work, now: datetime
) -> tuple[Action, ...]:
    """The audit's actions, all of them confirmed; confirmed before, nothing changes.

    Raises LookElsewhere, AskSomeoneAllowed, or ShowAsItIsNow while one of them is open.
    """
    require(command.person, Verb.CONFIRM_ACTIONS)
    async with work(command.council.tenant_id) as w:
        audit = await audit_of(w, command.audit_id)
        _require_lead(command.council, audit, command.person)
        actions = await w.actions.of_audits([audit.id])
        if actions and all(map(is_confirmed, actions)):
            return actions
        if completed_last(actions) is None:
            raise ShowAsItIsNow(
                "Not all of these actions are completed; here they are as they stand now."
            )
        done = tuple(
            action if is_confirmed(action) else confirm(action, by=command.person.id, now=now)
            for action in actions
        )
        for before, after in zip(actions, done, strict=True):
            if after is not before:
                await w.actions.save(after, before)
        await w.outbox.supersede(MessageKind.CONFIRM_ACTIONS, audit.id, now)
        await w.events.record(
            Event(
                now,
                command.person.id,
                "confirm_actions",
                audit.id,
                command.source,
                {"actions": len(done)},
            )
        )
        await w.live_cards.touch({card for action in done for card in cards_of(action)})
        await w.commit()
        return done


async def return_action(command: ReturnAction, *, work: Work, now: datetime) -> Action:
    """The action, open again; its team manager is told what is missing.

    A date that has come moves to the one that the framework proposes from today, and the action of
    a team that is gone to the team that has the case. The same request twice has one effect.
    Raises LookElsewhere, AskSomeoneAllowed, CorrectAndRepeat, ShowAsItIsNow.
    """
    require(command.person, Verb.CONFIRM_ACTIONS)
    council, today = command.council, command.council.today(now)
    async with work(council.tenant_id) as w:
        await w.turns.share(LISTS)
        action = await w.actions.get(command.action_id)
        if action is None:
            raise LookElsewhere("This action isn't there any more.")
        _require_lead(council, await audit_of(w, action.audit_id), command.person)
        if action.is_open and action.reopened_reason == command.reason.strip():
            return action
        require_version(action, command.seen_version)
        rule, calendar = council.under(action).framework.actions, council.calendar
        opened = reopen(
            action,
            by=command.person.id,
            reason=command.reason,
            now=now,
            due=ActionClock(rule, calendar, today, today).proposed(action.priority),
        )
        opened = without_reached(opened, today, rule, calendar)
        opened = replace(opened, team=await _team_for(w, action))
        await w.actions.save(opened, action)
        await w.outbox.supersede(MessageKind.CONFIRM_ACTIONS, action.audit_id, now)
        await _tell_the_team(council, w, opened, now)
        detail = {"team": opened.team}
        await w.events.record(
            Event(now, command.person.id, "return_action", opened.id, command.source, detail)
        )
        await w.live_cards.touch(cards_of(opened))
        await w.commit()
        return opened


def _require_lead(council: Council, audit: Audit, person: Person) -> None:
    rule = _rule(council, audit)
    if rule is None:
        raise LookElsewhere(
            "Your council's framework doesn't ask for actions to be confirmed; type “help” for "
            "what there is."
        )
    if not may_confirm(council, audit, person):
        if is_the_auditors(rule):
            raise AskSomeoneAllowed(
                "The lead auditor of this case confirms its actions; please ask them."
            )
        raise AskSomeoneAllowed(
            "A QA officer, as lead auditor, confirms these actions; please ask one."
        )


def _rule(council: Council, audit: Audit) -> Confirmation | None:
    return council.framework_of(audit.framework_version).actions.confirmation


async def _team_for(w: UnitOfWork, action: Action) -> str:
    """Who does the action by now. Raises CorrectAndRepeat where nobody would."""
    teams = {team.name for team in await w.teams.all()}
    case = await w.cases.get(action.case_reference)
    for name in (action.team, case.team if case else ""):
        if name in teams:
            return name
    raise CorrectAndRepeat(
        f"{action.team} is not in the staff list any more, so nobody would do this action; "
        "please tell your QA officer what is missing."
    )


async def _tell_the_team(council: Council, w: UnitOfWork, action: Action, now: datetime) -> None:
    people, teams = await w.people.all(), await w.teams.all()
    when = in_hours(council.framework.hours, council.calendar, now)
    await w.outbox.add(
        [
            Message(
                key=f"returned:{action.id}:{action.version}:{person.id}",
                person_id=person.id,
                kind=MessageKind.ACTIONS,
                subject=action.audit_id,
                not_before=when,
            )
            for team in teams
            if team.name == action.team
            for person in responsible_for(team, people, council.today(when))
        ]
    )
