"""Marlshire, on a phone: an action is done in part, passed on, taken back, and completed."""

from pathlib import Path

import pytest
from playwright.async_api import Browser, expect

from tests.e2e import counts
from tests.e2e.chat import PHONE, Chat
from tests.e2e.council import Running, running
from tests.e2e.forms import Wanted, record_audit
from tests.e2e.hand import Hand

pytestmark = pytest.mark.browser

ACTION = "Put a date to each step of the plan"
PART = "The first three steps have dates now."
WHY = "The case moved to your team in November."
DONE = "Every step has its date."
LATER = "2026-12-30"
BACK_UNTIL = "You can take this back until the end of Wednesday 2 December 2026."


@pytest.mark.rule("WC-08")
async def test_what_becomes_of_an_action_in_few_presses(tmp_path: Path, browser: Browser) -> None:
    async with running("worcestershire", "2026-12-01", tmp_path, browser) as council:
        manager = await council.be(council.someone("Team manager", number=1), PHONE)
        reference, team = await _set_an_action(manager, council)
        hand = await Hand.of(manager, f"Actions from the audit of {reference}")
        shown = await manager.card(hand.card).inner_text()
        peer = next(each for each in council.staff if f" and {each.name}\n" in shown)
        auditor = await council.be(peer, PHONE)
        await _a_part(hand, auditor)
        await _more_time(hand, auditor)
        other = await _not_ours(hand, council, team)
        await _taken_back(hand, other)
        await _completed_in_time(hand, auditor)


async def _set_an_action(lead: Chat, council: Running) -> tuple[str, str]:
    own = council.named(lead.name).team
    shown = await lead.card("Your audits for December 2026").inner_text()
    reference = next(
        line.partition(" · ")[0] for line in shown.splitlines() if f" · {own} · " in line
    )
    hand = await Hand.of(lead, "Your audits for December 2026")
    await hand.press("Acknowledge")
    await expect(lead.card(hand.card)).not_to_contain_text("Please acknowledge")
    acknowledged = await hand.took()
    assert acknowledged == counts.ALLOCATION_ACKNOWLEDGED
    assert acknowledged.presses <= counts.MOST_PRESSES
    await record_audit(lead, reference, "Good", Wanted(ACTION))
    assert await hand.took() == counts.AUDIT_RECORDED
    return reference, own or ""


async def _a_part(hand: Hand, auditor: Chat) -> None:
    """Two presses and a line; its auditors see what was done, and that it is still due."""
    mine = hand.chat.card(hand.card)
    await hand.unfold("Complete an action")
    await hand.type("What was done?", PART)
    await mine.get_by_role("button", name="Part of it is done").scroll_into_view_if_needed()
    await hand.chat.picture("complete-an-action-on-a-phone")
    await hand.press("Part of it is done")
    await expect(mine).to_contain_text("part done on Tue 1 Dec")
    assert await hand.took() == counts.ACTION_DONE_IN_PART
    await hand.chat.picture("part-done-on-a-phone")
    await expect(auditor.card(hand.card)).to_contain_text(PART)


async def _more_time(hand: Hand, auditor: Chat) -> None:
    """A new day within the rule, and why: given at once, and shown to its auditors."""
    mine = hand.chat.card(hand.card)
    await hand.unfold("Ask for more time")
    await hand.type("New due date", LATER)
    await hand.type("Why?", "The school is closed until then.")
    await mine.get_by_role("button", name="Move the due date").scroll_into_view_if_needed()
    await hand.chat.picture("more-time-on-a-phone")
    await hand.press("Move the due date")
    await expect(mine).to_contain_text("Wed 30 Dec")
    assert await hand.took() == counts.ACTION_GIVEN_MORE_TIME
    await expect(auditor.card(hand.card)).to_contain_text("The school is closed until then.")


async def _not_ours(hand: Hand, council: Running, team: str) -> Chat:
    """The other team's manager has it on a card at once, with who passed it on and why."""
    area = council.area_of(team)
    to = next(
        each.team
        for each in council.staff
        if each.team not in {None, "", team}
        and each.service_area == area
        and "Team manager" in each.roles
    )
    await hand.press("Not ours")
    await expect(hand.chat.dialog).to_contain_text("Which team's is it?")
    await hand.choose("Which team's is it?", f"{to} ({area})")
    async with hand.uncounted():
        await hand.type("Why is it theirs?", "Ring mum on 07700 900123.")
        await hand.press_in_dialog("Pass it on")
        await expect(hand.chat.dialog).to_contain_text("This looks like a phone number")
        await expect(hand.chat.dialog.get_by_label("Why is it theirs?")).to_have_value(
            "Ring mum on 07700 900123."
        )
        await hand.chat.picture("not-ours-on-a-phone")
    await hand.type("Why is it theirs?", WHY)
    await hand.press_in_dialog("Pass it on")
    await expect(hand.chat.dialog).to_contain_text(f"Passed on to {to}.")
    await expect(hand.chat.dialog).to_contain_text(BACK_UNTIL)
    await hand.chat.picture("passed-on-on-a-phone")
    await hand.chat.close_dialog()
    assert await hand.took() == counts.ACTION_PASSED_ON
    await council.tell()
    other = await council.be(council.someone("Team manager", of=to or ""), PHONE)
    theirs = other.card(hand.card)
    await expect(theirs).to_contain_text(f"Passed on by {hand.chat.name} from {team} to {to}")
    await expect(theirs).to_contain_text(WHY)
    await expect(theirs).to_contain_text(PART)
    await expect(theirs.get_by_role("button", name="Complete an action")).to_be_visible()
    await other.picture("passed-to-us-on-a-phone")
    return other


async def _taken_back(hand: Hand, other: Chat) -> None:
    mine = hand.chat.card(hand.card)
    await expect(mine).to_contain_text(f"Passed on by {hand.chat.name}")
    await hand.unfold("Passed on by mistake?")
    await expect(mine).to_contain_text(BACK_UNTIL)
    await mine.get_by_role("button", name="Take it back").scroll_into_view_if_needed()
    await hand.chat.picture("take-it-back-on-a-phone")
    await hand.press("Take it back")
    await expect(mine).to_contain_text("again: Put a date to each step")
    assert await hand.took() == counts.ACTION_PASSED_ON_BY_MISTAKE
    theirs = other.card(hand.card)
    await expect(theirs).to_contain_text(f"by {hand.chat.name} by mistake, and taken back")
    await expect(theirs.get_by_role("button", name="Complete an action")).to_have_count(0)


async def _completed_in_time(hand: Hand, auditor: Chat) -> None:
    """From the pushed card, today without a further field; by mistake, and once more."""
    mine = hand.chat.card(hand.card)
    for by_mistake in (True, False):
        await hand.unfold("Complete an action")
        await hand.type("What was done?", DONE)
        await hand.press("Mark as completed")
        await expect(mine).to_contain_text(f"Completed by {hand.chat.name} on Tue 1 Dec")
        completed = await hand.took()
        assert completed == counts.ACTION_COMPLETED
        assert completed.presses <= counts.MOST_PRESSES
        if by_mistake:
            await hand.unfold("Completed by mistake?")
            await expect(mine).to_contain_text(BACK_UNTIL)
            await hand.press("Take the completion back")
            await expect(mine).not_to_contain_text("Completed by mistake?")
            assert await hand.took() == counts.ACTION_COMPLETED_BY_MISTAKE
    await hand.chat.picture("completed-on-a-phone")
    await expect(auditor.card(hand.card)).to_contain_text(DONE)
