"""A manager moves an action's due date, with a reason, within the council's rule (WC-08)."""

from datetime import UTC, date, datetime

import pytest

from programme.action import Action
from programme.errors import AskSomeoneAllowed, CorrectAndRepeat, ShowAsItIsNow
from programme.message import MessageKind
from programme.shown import action_entity
from programme.use_cases.ask_more_time import AskMoreTime, ask_more_time
from programme.use_cases.send_digests import send_digests
from tests.little_council import DUE, LittleCouncil

NOW = datetime(2026, 12, 10, 11, 0, tzinfo=UTC)
LATER = date(2026, 12, 30)

pytestmark = pytest.mark.rule("WC-08")


async def _ask(
    little: LittleCouncil,
    action: Action,
    by: str = "ann",
    *,
    due: date = LATER,
    reason: str = "The worker is on leave.",
    version: int = 1,
    now: datetime = NOW,
) -> Action:
    command = AskMoreTime(
        little.council, await little.person(by), action.id, version, reason, due, "card"
    )
    return await ask_more_time(command, work=little.work, now=now)


async def test_the_date_moves_and_the_reason_is_kept_but_not_in_the_record_of_events(
    drawn: LittleCouncil,
) -> None:
    action = await drawn.an_action()
    moved = await _ask(drawn, action)
    assert moved == await drawn.action(action.id)
    assert (moved.due, moved.first_due) == (LATER, DUE)
    assert moved.extension_reason == "The worker is on leave."
    (event,) = await drawn.events(action.id)
    assert (event.who, event.verb) == ("ann", "ask_more_time")
    assert event.detail == {"from": "2026-12-18", "to": "2026-12-30"}


async def test_the_same_request_twice_has_one_effect(drawn: LittleCouncil) -> None:
    action = await drawn.an_action()
    first = await _ask(drawn, action)
    before = await drawn.everything()
    assert await _ask(drawn, action) == first
    assert await drawn.everything() == before


async def test_another_request_on_the_old_card_sees_the_new_date(drawn: LittleCouncil) -> None:
    action = await drawn.an_action()
    await _ask(drawn, action)
    with pytest.raises(ShowAsItIsNow):
        await _ask(drawn, action, "abe", due=date(2026, 12, 31))


async def test_the_framework_has_the_last_word(drawn: LittleCouncil) -> None:
    action = await drawn.an_action()
    before = await drawn.everything()
    with pytest.raises(CorrectAndRepeat) as refused:
        await _ask(drawn, action, due=date(2027, 1, 7), reason="")
    assert set(refused.value.problems) == {"due", "reason"}
    assert await drawn.everything() == before


@pytest.mark.parametrize("by", ["ben", "gus", "sam", "quinn"])
async def test_only_those_who_manage_the_team_ask(drawn: LittleCouncil, by: str) -> None:
    action = await drawn.an_action()
    with pytest.raises(AskSomeoneAllowed):
        await _ask(drawn, action, by)


async def test_whoever_moved_the_date_is_not_reminded_of_it_the_next_morning(
    drawn: LittleCouncil,
) -> None:
    action = await drawn.an_action()
    asked = datetime(2026, 12, 17, 16, 0, tzinfo=UTC)
    await _ask(drawn, action, due=date(2026, 12, 22), now=asked)
    days = {}
    for day in (18, 21, 22):
        now = datetime(2026, 12, day, 9, 0, tzinfo=UTC)
        days[day] = await send_digests(drawn.council, work=drawn.work, now=now)
    assert days == {18: 0, 21: 1, 22: 1}


async def test_its_cards_follow(drawn: LittleCouncil) -> None:
    action = await drawn.an_action()
    await drawn.settle("ann", MessageKind.DIGEST, "2026-12-10", action_entity(action.id))
    await _ask(drawn, action)
    assert await drawn.behind() == {("ann", MessageKind.DIGEST)}
