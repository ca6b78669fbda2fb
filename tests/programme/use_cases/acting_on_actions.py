"""The little council with every rule of actions in force, and what its people do of them."""

from dataclasses import replace
from datetime import date, datetime, time

from dialogs.table import LIVE
from programme.action import Action, ProposedAction
from programme.audit import Audit
from programme.message import MessageKind
from programme.people import Role
from programme.rules.action import Confirmation, Priority
from programme.use_cases.complete_action import CompleteAction, complete_action
from programme.use_cases.confirm_actions import (
    ConfirmActions,
    ReturnAction,
    confirm_actions,
    return_action,
)
from programme.use_cases.reopen_action import ReopenAction, reopen_action
from programme.use_cases.send_digests import send_digests
from tests.bot.chats import words_of
from tests.little_council import (
    CALENDAR,
    DUE,
    FRAMEWORK,
    LittleCouncil,
    person,
)

SIAN = person("Sian", Role.SERVICE_MANAGER, area="North")
SUE = person("Sue", Role.SERVICE_MANAGER, area="South")
RULE = replace(
    FRAMEWORK.actions,
    tracked_by=(Role.SERVICE_MANAGER,),
    confirmation=Confirmation(3, 5, (Role.SERVICE_MANAGER,)),
    priorities=(Priority("high", "High", 2), Priority("low", "Low", 20)),
    advice=True,
)
OVERDUE = date(2026, 12, 21)
"""The first working day after DUE."""
DELAYED = date(2026, 12, 29)
"""Five working days after DUE, with Christmas between."""
HIGH = ProposedAction("Update the chronology.", "Ash", DUE, "high")
LOW = ProposedAction("Date the plan.", "Ash", DUE, "low")


def nine(day: date) -> datetime:
    """Nine in the morning on the council's clocks."""
    return CALENDAR.at(day, time(9))


async def done(ash: LittleCouncil, action: Action, day: date = DUE, by: str = "ann") -> Action:
    """`by` completes the action."""
    command = CompleteAction(
        ash.council, await ash.person(by), action.id, action.version, "All dated.", "card"
    )
    return await complete_action(command, work=ash.work, now=nine(day))


async def confirm(ash: LittleCouncil, audit: Audit, by: str, day: date) -> tuple[Action, ...]:
    """`by` confirms the audit's actions."""
    command = ConfirmActions(ash.council, await ash.person(by), audit.id, "card")
    return await confirm_actions(command, work=ash.work, now=nine(day))


async def returned(
    ash: LittleCouncil, action: Action, day: date, by: str = "ann", reason: str = "No dates."
) -> Action:
    """`by` gives the action back, with a reason."""
    command = ReturnAction(
        ash.council, await ash.person(by), action.id, action.version, reason, "card"
    )
    return await return_action(command, work=ash.work, now=nine(day))


async def reopen(ash: LittleCouncil, action: Action, day: date, by: str = "ann") -> Action:
    """`by` takes a completion back."""
    command = ReopenAction(ash.council, await ash.person(by), action.id, action.version, "card")
    return await reopen_action(command, work=ash.work, now=nine(day))


async def card(ash: LittleCouncil, kind: MessageKind, reader: str, subject: str, day: date) -> str:
    """What the reader's card says on the day."""
    async with ash.work(ash.tenant_id) as w:
        drawn = await LIVE[kind].draw(ash.council, w, [(reader, subject)], day)
    return words_of(drawn[reader, subject].card) if drawn else ""


async def digest(ash: LittleCouncil, day: date) -> list[str]:
    """Who gets a digest on the day."""
    before = len(await ash.messages(MessageKind.DIGEST))
    queued = await send_digests(ash.council, work=ash.work, now=nine(day))
    keys = [m for m in await ash.messages(MessageKind.DIGEST) if m.subject == day.isoformat()]
    assert len(await ash.messages(MessageKind.DIGEST)) == before + queued
    return [message.person_id for message in keys]
