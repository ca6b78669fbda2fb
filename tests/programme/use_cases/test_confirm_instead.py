"""Whoever was asked to confirm an audit's actions and is away for long: somebody else is asked."""

from dataclasses import replace
from datetime import date

import pytest

from programme.message import MessageKind
from programme.use_cases.ask_confirmation import ask_confirmation
from tests.little_council import CALENDAR, LittleCouncil
from tests.programme.use_cases.acting_on_actions import DELAYED, HIGH, RULE, confirm, done, nine

pytestmark = pytest.mark.rule("BD-07")


async def test_who_is_away_for_long_after_being_asked_leaves_it_to_a_qa_officer_who_is_there(
    ash: LittleCouncil,
) -> None:
    async def ask(day: date) -> list[str]:
        await ask_confirmation(ash.council, work=ash.work, now=nine(day))
        return await ash.readers(MessageKind.CONFIRM_ACTIONS)

    audit, (action,) = await ash.submitted(HIGH)
    await done(ash, action)
    days = [CALENDAR.plus_working_days(DELAYED, n) for n in range(5)]
    assert await ask(days[0]) == ["ann"]
    await ash.away("ann", days[1], CALENDAR.plus_working_days(days[1], 9))
    assert await ask(days[1]) == ["ann"], "she is back within ten working days"
    await ash.away("quinn", days[2], days[2])
    await ash.away("ann", days[2], CALENDAR.plus_working_days(days[3], 10))
    assert await ask(days[2]) == ["ann"], "nobody who could do it is there"
    assert await ask(days[3]) == ["ann", "quinn"]
    assert await ask(days[4]) == ["ann", "quinn"], "each once"
    (confirmed,) = await confirm(ash, audit, "ann", days[4])
    assert confirmed.confirmed_by == "ann", "who was asked first may do it still"


@pytest.mark.parametrize("within", [0, 3, 12])
async def test_how_soon_whoever_was_asked_must_be_back_is_the_frameworks_to_say(
    ash: LittleCouncil, within: int
) -> None:
    assert RULE.confirmation is not None
    rule = replace(RULE, confirmation=replace(RULE.confirmation, back_within=within))
    framework = replace(ash.council.framework, actions=rule)
    own = replace(ash, council=replace(ash.council, framework=framework))
    _, (action,) = await own.submitted(HIGH)
    await done(own, action)
    await ask_confirmation(own.council, work=own.work, now=nine(DELAYED))
    day = CALENDAR.plus_working_days(DELAYED, 1)
    for long, asked in ((within, ["ann"]), (within + 1, ["ann", "quinn"])):
        if long:
            await own.away("ann", day, CALENDAR.plus_working_days(day, long - 1))
        await ask_confirmation(own.council, work=own.work, now=nine(day))
        assert await own.readers(MessageKind.CONFIRM_ACTIONS) == asked
        day = CALENDAR.plus_working_days(day, 1)
