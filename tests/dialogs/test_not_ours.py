"""“Not ours”, a part that is done and a slip, from the cards and in the dialog windows (WC-08)."""

from typing import Any

import pytest

from dialogs.conversation import Answer, ClosePage, ShowLive
from dialogs.kit import Card
from dialogs.live_card import After
from dialogs.table import LIVE
from programme.action import ProposedAction
from programme.audit import Audit
from programme.message import MessageKind
from tests.bot.chats import buttons, problems_in, titles, words_of
from tests.cards.gate import problems
from tests.dialogs.turns import page_of, press, send, shown
from tests.little_council import DUE, LittleCouncil
from tests.programme.use_cases.reviewing import NOW

FOR_ASH = ProposedAction("Update the chronology.", "Ash", DUE)
FOR_ASH_TOO = ProposedAction("Share the plan.", "Ash", DUE)
WHY = "The case moved to Damson in November."

pytestmark = pytest.mark.rule("WC-08")


async def _card(
    little: LittleCouncil,
    reader: str,
    audit: Audit,
    after: Answer | str | None = None,
    kind: MessageKind = MessageKind.ACTIONS,
) -> Card:
    """The reader's card of the audit's actions as it is now, or as it answers a press."""
    subject = audit.id if kind is MessageKind.ACTIONS else reader
    return await shown(little, reader, after or ShowLive(kind, subject))


async def test_from_the_card_to_the_other_team_and_back(little: LittleCouncil) -> None:
    audit, (action,) = await little.submitted(FOR_ASH)
    pushed = await _card(little, "ann", audit)
    page = page_of(await press(little, "ann", pushed, "Not ours"))
    assert "Update the chronology." in words_of(page)
    assert "Ash (North)" not in words_of(page), "it is theirs already"
    typed = {"to": "Damson", "why": WHY}
    passed = page_of(await press(little, "ann", page, "Pass it on", **typed))
    assert "Passed on to Damson." in words_of(passed)
    assert "You can take this back until the end of Tuesday 8 December 2026." in words_of(passed)
    assert (await little.action(action.id)).team == "Damson"
    theirs = await _card(little, "dan", audit)
    assert f"Passed on by Ann from Ash to Damson on Mon 7 Dec: {WHY}" in words_of(theirs)
    assert "Mark as completed" in titles(theirs)
    own = await _card(little, "ann", audit)
    assert titles(own) == ["Take it back"]
    done = await press(little, "ann", passed, "Take it back")
    assert done == ClosePage("Taken back. The action is with Ash again.")
    assert await press(little, "ann", passed, "Take it back") == done
    again = await press(little, "ann", own, "Take it back")
    assert isinstance(again, ShowLive)
    assert str(again.notice).startswith("With Ash again: Update the chronology.")


async def test_of_several_one_is_chosen_and_what_is_wrong_comes_back_as_it_was_typed(
    little: LittleCouncil,
) -> None:
    audit, (_, share) = await little.submitted(FOR_ASH, FOR_ASH_TOO)
    page = page_of(await press(little, "ann", await _card(little, "ann", audit), "Not ours"))
    chosen = f"{share.id}/{share.version}"
    typed = {"action": chosen, "to": "Damson", "why": "Rang 07700 900123."}
    back = page_of(await press(little, "ann", page, "Pass it on", **typed))
    assert "⚠ The action was not passed on yet" in words_of(back)
    assert problems_in(back)[0].startswith("⚠ This looks like a phone number.")
    (_, data) = next(each for each in buttons(back) if each[0]["title"] == "Pass it on")
    assert (data["action"], data["to"], data["why"]) == (chosen, "Damson", "Rang 07700 900123.")
    page_of(await press(little, "ann", back, "Pass it on", why=WHY))
    assert (await little.action(share.id)).team == "Damson"
    late = page_of(await press(little, "abe", page, "Pass it on", **{**typed, "why": WHY}))
    assert "This action is for Damson" in words_of(late)
    assert f"You had written:\n{WHY}" in words_of(late)
    assert titles(late) == []


async def test_a_third_time_the_page_says_whom_to_ask(little: LittleCouncil) -> None:
    audit, (action,) = await little.submitted(FOR_ASH)
    for by, to in (("ann", "Damson"), ("dan", "Ash")):
        now = await little.action(action.id)
        data = {"action": f"{now.id}/{now.version}", "actions": [now.id], "to": to, "why": WHY}
        page_of(await send(little, by, {"verb": "not_ours.send", **data}))
    page = page_of(await press(little, "ann", await _card(little, "ann", audit), "Not ours"))
    assert "passed on twice already" in words_of(page)
    assert "please ask Ann, who set it, or a QA officer" in words_of(page)
    assert titles(page) == []
    now = await little.action(action.id)
    data = {"action": f"{now.id}/{now.version}", "actions": [], "to": "Elm", "why": WHY}
    refused = page_of(await send(little, "ann", {"verb": "not_ours.send", **data}))
    assert "passed on twice already" in words_of(refused)
    assert WHY in words_of(refused)


async def test_a_part_is_done_from_the_card_and_from_the_dialog(little: LittleCouncil) -> None:
    audit, (action,) = await little.submitted(FOR_ASH)
    pushed = await _card(little, "ann", audit)
    typed = {"complete_note": "The first half.", "complete_day": "2026-12-07"}
    said = await press(little, "ann", pushed, "Part of it is done", **typed)
    assert isinstance(said, ShowLive)
    assert "It stays open, due Friday 18 December 2026" in str(said.notice)
    page = page_of(await send(little, "abe", {"verb": "work.actions"}))
    data = {"action": f"{action.id}/2", "note": "The rest but one."}
    closed = await press(little, "abe", page, "Part of it is done", **data)
    assert isinstance(closed, ClosePage)
    assert closed.words.startswith("Part done: Update the chronology.")
    assert [step.words for step in (await little.action(action.id)).steps] == [
        "The first half.",
        "The rest but one.",
    ]
    own = await _card(little, "ann", audit, kind=MessageKind.MY_WORK)
    assert "Done so far, told 2 times, the last by Abe: The rest but one." in words_of(own)


@pytest.mark.parametrize("button", ["Mark as completed", "Part of it is done"])
@pytest.mark.parametrize("day", ["2026-12-08", "2026-11-30", "yesterday"])
async def test_a_day_that_will_not_do_comes_back_with_all_that_was_typed(
    little: LittleCouncil, button: str, day: str
) -> None:
    audit, (action,) = await little.submitted(FOR_ASH)
    pushed = await _card(little, "ann", audit)
    typed = {"complete_note": "All of it.", "complete_day": day}
    back = await _card(little, "ann", audit, await press(little, "ann", pushed, button, **typed))
    assert problems(back) == []
    assert len(problems_in(back)) == 1
    assert "choose" in problems_in(back)[0]
    fields = {(data["complete_note"], data["complete_day"]) for _, data in [*buttons(back)][:2]}
    assert fields == {("All of it.", day)}
    page = page_of(await send(little, "ann", {"verb": "work.actions"}))
    in_page = {"action": f"{action.id}/1", "note": "All of it.", "done_on": day}
    returned = page_of(await press(little, "ann", page, button, **in_page))
    assert len(problems_in(returned)) == 1
    assert "All of it." in words_of(returned)
    assert (await little.action(action.id)).steps == ()


async def test_a_second_note_of_what_one_has_completed_is_shown_beside_the_one_that_stands(
    little: LittleCouncil,
) -> None:
    audit, (action,) = await little.submitted(FOR_ASH)
    pushed = await _card(little, "ann", audit)
    page = page_of(await send(little, "ann", {"verb": "work.actions"}))
    first = await press(little, "ann", pushed, "Mark as completed", complete_note="All of it.")
    same = await press(little, "ann", pushed, "Mark as completed", complete_note="All of it.")
    assert same == first
    told = await press(little, "ann", pushed, "Mark as completed", complete_note="And shared.")
    card = words_of(await _card(little, "ann", audit, told))
    assert "completed this action already, on Monday 7 December 2026 at " in card
    assert "What stands:\nAll of it.\nYou had written:\nAnd shared." in card
    in_page = {"action": f"{action.id}/1", "note": "And shared."}
    shown = words_of(page_of(await press(little, "ann", page, "Mark as completed", **in_page)))
    assert "What stands:\nAll of it.\nYou had written:\nAnd shared." in shown
    assert (await little.action(action.id)).completion_note == "All of it."


async def test_a_note_of_what_was_passed_on_meanwhile_is_given_back(little: LittleCouncil) -> None:
    audit, (action,) = await little.submitted(FOR_ASH)
    pushed = await _card(little, "ann", audit)
    data = {"action": f"{action.id}/1", "actions": [action.id], "to": "Damson", "why": WHY}
    await send(little, "abe", {"verb": "not_ours.send", **data})
    for button in ("Mark as completed", "Part of it is done"):
        back = await press(little, "ann", pushed, button, complete_note="All of it.")
        told = words_of(await _card(little, "ann", audit, back))
        assert "This action is for Damson" in told
        assert "You had written:\nAll of it." in told


async def test_my_work_keeps_room_for_what_every_card_offers(little: LittleCouncil) -> None:
    """What completes an action or records an audit stands in its row."""
    _, (action, _) = await little.submitted(FOR_ASH, FOR_ASH_TOO)
    more = {
        "kind": "my_work",
        "subject": "ann",
        "action": f"{action.id}/1",
        "more_due": "2026-12-22",
        "more_reason": "The school is closed.",
    }
    said = await send(little, "ann", {"verb": "action.more_time", **more})
    assert "until the end of Tuesday 8 December 2026" in str(said)
    live = LIVE[MessageKind.MY_WORK]
    async with little.work(little.tenant_id) as w:
        views = await live.load(little.council, w, [("ann", "ann")], NOW.date())
    view = views["ann", "ann"]
    card: Any = live.drawn(view, After()).card
    names = [each["title"] for each in card["actions"]]
    assert names == ["Ask for more time", "Not ours", "Moved by mistake?"]
