"""Who passed an action on takes that back until the next working day ends (WC-08)."""

from dataclasses import replace
from datetime import timedelta

import pytest

from programme.errors import AskSomeoneAllowed, ShowAsItIsNow
from programme.message import Delivery, Message, MessageKind
from programme.use_cases.complete_action import DoPart, do_part_of_action
from programme.use_cases.escalate_delay import escalate_delay
from tests.little_council import DUE, LittleCouncil
from tests.programme.use_cases.acting_on_actions import DELAYED, HIGH, card, nine
from tests.programme.use_cases.passing_on import (
    MONDAY,
    TUESDAY,
    WEDNESDAY,
    given,
    pass_on,
    take_back,
    waiting,
)

pytestmark = pytest.mark.rule("WC-08")
WEDNESDAY_AFTER, THURSDAY_AFTER = (DELAYED + timedelta(days=n) for n in (1, 2))


async def test_who_passed_it_on_takes_it_back_until_the_next_working_day_ends(
    ash: LittleCouncil,
) -> None:
    action = await given(ash)
    passed = await pass_on(ash, action, "Damson")
    told = await card(ash, MessageKind.ACTIONS, "ann", action.audit_id, TUESDAY)
    assert "until the end of Tuesday 8 December 2026" in told
    assert "mistake" not in await card(ash, MessageKind.ACTIONS, "ann", action.audit_id, WEDNESDAY)
    with pytest.raises(AskSomeoneAllowed, match="Only the person who did this"):
        await take_back(ash, passed, MONDAY, by="abe")
    with pytest.raises(ShowAsItIsNow, match="next working day"):
        await take_back(ash, passed, WEDNESDAY)
    back = await take_back(ash, passed, TUESDAY)
    assert (back.team, back.due) == ("Ash", DUE)
    fates = await waiting(ash, MessageKind.ACTIONS, action.audit_id)
    assert fates["dan"] is Delivery.SUPERSEDED
    assert [e.verb for e in await ash.events(action.id)][-1] == "take_back_passing_on"
    before = await ash.everything()
    assert await take_back(ash, passed, TUESDAY) == back
    assert await ash.everything() == before
    once = await pass_on(ash, back, "Damson")
    assert await pass_on(ash, once, "Elm", "dan"), "what was taken back doesn't count"


async def test_what_waited_for_the_team_waits_again_once_the_passing_on_is_taken_back(
    ash: LittleCouncil,
) -> None:
    _, (action,) = await ash.submitted(replace(HIGH, team="Cherry"))
    later = Message(f"later:{action.id}", "gus", MessageKind.ACTIONS, action.audit_id, nine(DUE))
    async with ash.work(ash.tenant_id) as w:
        await w.outbox.add([later])
        await w.commit()
    before = await waiting(ash, MessageKind.ACTIONS, action.audit_id)
    assert before["cat"] is before["gus"] is Delivery.WAITING
    passed = await pass_on(ash, action, "Elm", by="cat")
    await take_back(ash, passed, TUESDAY, by="cat")
    after = await waiting(ash, MessageKind.ACTIONS, action.audit_id)
    assert after == {**before, "eve": Delivery.SUPERSEDED}
    assert later in await ash.messages(MessageKind.ACTIONS), "at the time that was chosen"


async def test_of_a_delay_that_was_escalated_before_nobody_hears_twice_once_it_is_taken_back(
    ash: LittleCouncil,
) -> None:
    action = await given(ash)
    await escalate_delay(ash.council, work=ash.work, now=nine(DELAYED))
    passed = await pass_on(ash, await ash.action(action.id), "Damson", at=nine(DELAYED))
    assert passed.escalated_on is None
    back = await take_back(ash, passed, WEDNESDAY_AFTER)
    assert back.escalated_on == DELAYED
    assert await escalate_delay(ash.council, work=ash.work, now=nine(WEDNESDAY_AFTER)) == 0


async def test_whoever_follows_the_team_hears_of_its_delay_once_it_is_taken_back(
    ash: LittleCouncil,
) -> None:
    action = await given(ash)
    passed = await pass_on(ash, action, "Damson", at=nine(DELAYED))
    assert await escalate_delay(ash.council, work=ash.work, now=nine(WEDNESDAY_AFTER)) == 1
    assert await ash.readers(MessageKind.ESCALATED) == ["sue"]
    back = await take_back(ash, await ash.action(passed.id), WEDNESDAY_AFTER)
    assert (back.escalated_on, back.tracked) == (None, None)
    assert await escalate_delay(ash.council, work=ash.work, now=nine(THURSDAY_AFTER)) == 1
    assert "sian" in await ash.readers(MessageKind.ESCALATED)


async def test_once_the_other_team_has_acted_it_can_not_be_taken_back(ash: LittleCouncil) -> None:
    passed = await pass_on(ash, await given(ash), "Damson")
    dan = await ash.person("dan")
    part = DoPart(ash.council, dan, passed.id, passed.version, "Half of it.", "card")
    acted = await do_part_of_action(part, work=ash.work, now=nine(MONDAY))
    assert "mistake" not in await card(ash, MessageKind.ACTIONS, "ann", passed.audit_id, MONDAY)
    for seen in (passed, acted):
        with pytest.raises((ShowAsItIsNow, AskSomeoneAllowed)):
            await take_back(ash, seen, MONDAY)
    assert (await ash.action(passed.id)).team == "Damson"
