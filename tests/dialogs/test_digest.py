"""What a digest says of itself, also when a newer one has brought some of its actions again."""

from datetime import date, time

from programme.action import ProposedAction
from programme.message import MessageKind
from programme.use_cases.complete_action import CompleteAction, complete_action
from programme.use_cases.pass_action_on import PassActionOn, pass_action_on
from programme.use_cases.send_digests import send_digests
from tests.bot.chats import words_of
from tests.dialogs.turns import live
from tests.little_council import CALENDAR, DUE, LittleCouncil

FIRST, SECOND = date(2026, 12, 11), date(2026, 12, 17)
"""Days on which it is reminded of an action that is due on the 18th."""


async def _digest(little: LittleCouncil, day: date) -> None:
    now = CALENDAR.at(day, time(9))
    assert await send_digests(little.council, work=little.work, now=now)


async def _said(little: LittleCouncil, of: date, on: date) -> str:
    """What Ann's digest of one day says on another."""
    now = CALENDAR.at(on, time(10))
    return words_of(await live(little, "ann", MessageKind.DIGEST, of.isoformat(), now))


async def test_an_action_that_a_newer_digest_brings_again_is_not_called_done(
    little: LittleCouncil,
) -> None:
    proposed = (ProposedAction(f"Do {n}.", "Ash", DUE) for n in range(2))
    _, (one, _) = await little.submitted(*proposed)
    await _digest(little, FIRST)
    command = CompleteAction(
        little.council, await little.person("ann"), one.id, one.version, "Done.", "card"
    )
    await complete_action(command, work=little.work, now=CALENDAR.at(FIRST, time(10)))
    assert "1 action to do, 0 overdue." in await _said(little, FIRST, FIRST)
    await _digest(little, SECOND)
    older = await _said(little, FIRST, SECOND)
    assert "All done" not in older
    assert "What is listed here is done. Thank you." in older
    assert "1 action to do, 0 overdue." in await _said(little, SECOND, SECOND)


async def test_who_has_passed_on_what_was_due_may_still_have_others_to_do(
    little: LittleCouncil,
) -> None:
    later = ProposedAction("Do it in January.", "Ash", date(2027, 1, 22))
    _, actions = await little.submitted(ProposedAction("Do it.", "Ash", DUE), later)
    await _digest(little, FIRST)
    one = next(each for each in actions if each.due == DUE)
    command = PassActionOn(
        little.council,
        await little.person("ann"),
        one.id,
        one.version,
        "Birch",
        "The case moved.",
        "card",
    )
    await pass_action_on(command, work=little.work, now=CALENDAR.at(FIRST, time(10)))
    said = await _said(little, FIRST, FIRST)
    assert "You have no action to do" not in said
    assert "Nothing here is yours to do." in said
