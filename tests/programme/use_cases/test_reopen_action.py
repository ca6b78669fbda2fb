"""A completion by mistake is taken back by whoever made it (WC-08)."""

from datetime import date

import pytest

from programme.action import Action
from programme.errors import AskSomeoneAllowed, ShowAsItIsNow
from programme.message import MessageKind
from programme.shown import audit_entity
from programme.use_cases.ask_more_time import AskMoreTime, ask_more_time
from tests.little_council import (
    DUE,
    LittleCouncil,
)
from tests.programme.use_cases.acting_on_actions import (
    HIGH,
    card,
    done,
    nine,
    reopen,
)

MONDAY = date(2026, 12, 7)


@pytest.mark.rule("WC-08")
async def test_a_completion_by_mistake_is_taken_back_by_who_made_it(ash: LittleCouncil) -> None:
    audit, (action,) = await ash.submitted(HIGH)
    completed = await done(ash, action)
    told = await card(ash, MessageKind.ACTIONS, "ann", audit.id, DUE)
    assert "Completed by mistake?" in told
    assert "Completed by mistake?" not in await card(ash, MessageKind.ACTIONS, "abe", audit.id, DUE)
    with pytest.raises(AskSomeoneAllowed):
        await reopen(ash, completed, DUE, by="abe")
    await ash.settle("abe", MessageKind.ACTIONS, audit.id, audit_entity(audit.id))
    opened = await reopen(ash, completed, DUE)
    assert opened.is_open
    assert opened.due == DUE
    assert ("abe", MessageKind.ACTIONS) in await ash.behind()
    before = await ash.everything()
    assert await reopen(ash, completed, DUE) == opened
    assert await ash.everything() == before


@pytest.mark.rule("WC-08")
async def test_the_day_after_next_it_is_too_late_to_take_it_back(ash: LittleCouncil) -> None:
    audit, (action,) = await ash.submitted(HIGH)
    completed = await done(ash, action)
    late = date(2026, 12, 22)
    with pytest.raises(ShowAsItIsNow, match="next working day"):
        await reopen(ash, completed, late)
    assert "by mistake" not in await card(ash, MessageKind.ACTIONS, "ann", audit.id, late)


async def _given_time(ash: LittleCouncil, action: Action, due: date, reason: str) -> Action:
    command = AskMoreTime(
        ash.council, await ash.person("ann"), action.id, action.version, reason, due, "card"
    )
    return await ask_more_time(command, work=ash.work, now=nine(MONDAY))


@pytest.mark.rule("WC-08")
async def test_more_time_by_mistake_puts_the_date_back_and_can_be_had_again(
    ash: LittleCouncil,
) -> None:
    audit, (action,) = await ash.submitted(HIGH)
    moved = await _given_time(ash, action, date(2026, 12, 22), "The school is closed.")
    told = await card(ash, MessageKind.ACTIONS, "ann", audit.id, MONDAY)
    assert "It is due on Friday 18 December 2026 again." in told
    assert "You can take this back until the end of Tuesday 8 December 2026." in told
    assert "mistake" not in await card(ash, MessageKind.ACTIONS, "abe", audit.id, MONDAY)
    with pytest.raises(AskSomeoneAllowed):
        await reopen(ash, moved, MONDAY, by="abe")
    back = await reopen(ash, moved, MONDAY)
    assert (back.due, back.first_due, back.extensions) == (DUE, None, 0)
    assert back.extension_reason is None
    assert [e.verb for e in await ash.events(action.id)][-1] == "take_back_more_time"
    before = await ash.everything()
    assert await reopen(ash, moved, MONDAY) == back
    assert await ash.everything() == before
    again = await _given_time(ash, back, date(2026, 12, 23), "The worker is away.")
    assert (again.first_due, again.extensions) == (DUE, 1)
    assert [step.words for step in again.steps] == [
        "The school is closed.",
        "",
        "The worker is away.",
    ]


@pytest.mark.rule("WC-08")
async def test_the_date_stays_once_anything_has_followed_or_it_is_too_late(
    ash: LittleCouncil,
) -> None:
    _, (action,) = await ash.submitted(HIGH)
    moved = await _given_time(ash, action, date(2026, 12, 22), "The school is closed.")
    with pytest.raises(ShowAsItIsNow, match="next working day"):
        await reopen(ash, moved, date(2026, 12, 9))
    closed = await done(ash, moved, MONDAY)
    opened = await reopen(ash, closed, MONDAY)
    with pytest.raises(ShowAsItIsNow, match="Something has been done"):
        await reopen(ash, opened, MONDAY, by="abe")
    assert (await ash.action(action.id)).due == date(2026, 12, 22)
