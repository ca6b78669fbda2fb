"""“More time” in the dialog windows, where no card is at hand (WC-08)."""

from typing import Any

import pytest

from dialogs.action_blocks import NOT_OURS
from dialogs.conversation import ClosePage
from dialogs.kit import Card
from dialogs.more_time import CANNOT, NONE_CAN
from dialogs.not_ours import NOT_OPEN
from programme.action import Action, ProposedAction
from tests.bot.chats import buttons, problems_in, titles, words_of
from tests.dialogs.turns import page_of, press, send
from tests.little_council import DUE, LittleCouncil

FIRST, SECOND = (
    ProposedAction("Update the chronology.", "Ash", DUE),
    ProposedAction("Share the plan.", "Ash", DUE),
)
LATER, WHY = "2026-12-22", "The school is closed until then."

pytestmark = pytest.mark.rule("WC-08")


async def _choosing(little: LittleCouncil) -> Card:
    return page_of(await send(little, "ann", {"verb": "work.actions"}))


def _chosen(action: Action) -> str:
    return f"{action.id}/{action.version}"


def _carried(card: Card, title: str) -> dict[str, Any]:
    (data,) = (data for button, data in buttons(card) if button["title"] == title)
    return data


async def test_the_chosen_action_is_given_more_time(little: LittleCouncil) -> None:
    _, (first, second) = await little.submitted(FIRST, SECOND)
    window = await _choosing(little)
    asks = page_of(await press(little, "ann", window, "More time", action=_chosen(second)))
    assert _carried(asks, "Move the due date")["more_action"] == _chosen(second)
    typed = {"more_due": LATER, "more_reason": WHY}
    moved = await press(little, "ann", asks, "Move the due date", **typed)
    assert isinstance(moved, ClosePage)
    assert moved.words.startswith("Due date moved to Tuesday 22 December 2026.")
    assert await press(little, "ann", asks, "Move the due date", **typed) == moved, "sent twice"
    assert (await little.action(second.id)).due.isoformat() == LATER
    assert (await little.action(first.id)).due == DUE


async def test_what_is_wrong_comes_back_as_it_was_typed(little: LittleCouncil) -> None:
    _, (first, _) = await little.submitted(FIRST, SECOND)
    asks = page_of(await press(little, "ann", await _choosing(little), "More time"))
    typed = {"more_action": _chosen(first), "more_due": "2026-12-25", "more_reason": WHY}
    back = page_of(await press(little, "ann", asks, "Move the due date", **typed))
    assert "⚠ The date was not moved yet" in words_of(back)
    (problem,) = problems_in(back)
    assert "working day" in problem
    carried = _carried(back, "Move the due date")
    assert {name: carried[name] for name in typed} == typed
    assert (await little.action(first.id)).due == DUE


@pytest.mark.parametrize(("button", "field"), [("More time", "more_reason"), ("Not ours", "why")])
async def test_what_was_written_comes_along_as_the_reason(
    little: LittleCouncil, button: str, field: str
) -> None:
    _, (_, second) = await little.submitted(FIRST, SECOND)
    typed = {"action": _chosen(second), "note": WHY}
    there = page_of(await press(little, "ann", await _choosing(little), button, **typed))
    carried = next(data for _, data in buttons(there) if field in data)
    assert carried[field] == WHY
    assert _chosen(second) in carried.values(), "it is the one that had been chosen"


async def test_an_action_that_has_had_its_time_is_not_quietly_exchanged_for_another(
    little: LittleCouncil,
) -> None:
    _, (first, second) = await little.submitted(FIRST, SECOND)
    window = await _choosing(little)
    data = {"verb": "more_time.send", "action": _chosen(first)}
    assert isinstance(
        await send(little, "ann", {**data, "more_due": LATER, "more_reason": WHY}), ClosePage
    )
    now = await little.action(first.id)
    again = page_of(await press(little, "ann", window, "More time", action=_chosen(now), note=WHY))
    assert CANNOT in words_of(again)
    assert f"You had written:\n{WHY}" in words_of(again), "and it isn't sent for another"
    assert words_of(again).count(WHY) == 1
    assert _carried(again, "Move the due date")["action"] == _chosen(second)
    assert "Share the plan." in words_of(again)
    late = {"verb": "more_time.send", "action": _chosen(now), "more_due": "2026-12-23"}
    refused = page_of(await send(little, "ann", {**late, "more_reason": WHY}))
    assert "has had all the extra time" in words_of(refused)
    assert f"You had written:\n{WHY}" in words_of(refused)
    assert (await little.action(first.id)).due.isoformat() == LATER


async def test_what_was_written_of_an_action_that_is_gone_is_not_passed_on_with_another(
    little: LittleCouncil,
) -> None:
    _, (first, _) = await little.submitted(FIRST, SECOND)
    window = await _choosing(little)
    await send(
        little, "ann", {"verb": "work.complete", "action": _chosen(first), "note": "It is done."}
    )
    page = page_of(await press(little, "ann", window, "Not ours", action=_chosen(first), note=WHY))
    assert words_of(page) == f"⚠ {NOT_OPEN}\nYou had written:\n{WHY}"
    assert titles(page) == []


async def test_where_none_can_have_more_the_window_offers_none(little: LittleCouncil) -> None:
    _, (action,) = await little.submitted(FIRST)
    before = await _choosing(little)
    data = {"verb": "more_time.send", "action": _chosen(action)}
    await send(little, "ann", {**data, "more_due": LATER, "more_reason": WHY})
    assert "More time" not in titles(await _choosing(little))
    assert await press(little, "ann", before, "More time") == ClosePage(NONE_CAN)
    kept = page_of(await press(little, "ann", before, "More time", note=WHY))
    assert NONE_CAN in words_of(kept)
    assert f"You had written:\n{WHY}" in words_of(kept)


async def test_where_nothing_is_the_team_s_any_more_what_was_written_is_shown(
    little: LittleCouncil,
) -> None:
    _, (action,) = await little.submitted(FIRST)
    data = {"verb": NOT_OURS, "actions": [action.id], "action": _chosen(action), "note": WHY}
    kept = page_of(await send(little, "dan", data))
    assert f"You had written:\n{WHY}" in words_of(kept)
