"""An action of Ash's that is another team's passes to it, and back."""

from datetime import date, datetime, timedelta

from programme.action import Action
from programme.message import Delivery, MessageKind
from programme.use_cases.pass_action_on import PassActionOn, pass_action_on
from programme.use_cases.reopen_action import ReopenAction, reopen_action
from tests.little_council import LittleCouncil
from tests.programme.use_cases.acting_on_actions import HIGH, nine

MONDAY, TUESDAY, WEDNESDAY = (date(2026, 12, 7) + timedelta(days=n) for n in range(3))
WHY = "The case moved to them in November."


async def given(ash: LittleCouncil) -> Action:
    _, (action,) = await ash.submitted(HIGH)
    return action


async def pass_on(
    ash: LittleCouncil,
    action: Action,
    to: str,
    by: str = "ann",
    *,
    why: str = WHY,
    at: datetime | None = None,
) -> Action:
    command = PassActionOn(
        ash.council, await ash.person(by), action.id, action.version, to, why, "card"
    )
    return await pass_action_on(command, work=ash.work, now=at or nine(MONDAY))


async def take_back(ash: LittleCouncil, action: Action, day: date, by: str = "ann") -> Action:
    command = ReopenAction(ash.council, await ash.person(by), action.id, action.version, "card")
    return await reopen_action(command, work=ash.work, now=nine(day))


async def waiting(ash: LittleCouncil, kind: MessageKind, subject: str) -> dict[str, Delivery]:
    async with ash.work(ash.tenant_id) as w:
        return {fate.person_id: fate.delivery for fate in await w.outbox.fates([kind], subject)}
