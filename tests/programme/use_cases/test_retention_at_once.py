"""What somebody has just opened again isn't removed as kept long enough: retention waits for them,
and sees what they did."""

from dataclasses import replace
from datetime import UTC, datetime

from programme.council import Council
from programme.ports import Work
from programme.use_cases.confirm_actions import ReturnAction, return_action
from programme.use_cases.tick import tick
from tests.little_council import CALENDAR, MAIN_ALONE, LittleCouncil
from tests.programme.use_cases.acting_on_actions import HIGH, RULE, done
from tests.programme.use_cases.overtaken import at_once

LONG_AFTER = datetime(2033, 3, 1, 9, 0, tzinfo=UTC)
"""More than six years after December 2026."""


async def test_an_action_that_is_returned_as_old_records_are_removed_stays(
    little: LittleCouncil,
) -> None:
    rules = replace(MAIN_ALONE, actions=RULE)
    council = replace(little, council=Council(little.tenant_id, rules, CALENDAR))
    await council.draw()
    _, (action,) = await council.submitted(HIGH)
    action = await done(council, action)
    ann = await council.person("ann")
    returning = ReturnAction(council.council, ann, action.id, action.version, "No date.", "card")

    async def returned(work: Work) -> None:
        await return_action(returning, work=work, now=LONG_AFTER)

    async def ticked(work: Work) -> None:
        await tick(council.council, work=work, now=LONG_AFTER)

    await at_once(council, returned, ticked)

    assert (await council.action(action.id)).is_open
