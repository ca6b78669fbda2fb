"""On a phone, without the pushed card: “my work”, “my team”, and beside the compose box, in one's
own chat and in a channel."""

import re
from pathlib import Path

import pytest
from playwright.async_api import Browser, expect

from dialogs.quick_actions import QUICK_ACTIONS
from tests.e2e import counts
from tests.e2e.chat import PHONE, Chat
from tests.e2e.council import running
from tests.e2e.forms import Wanted, record_audit
from tests.e2e.hand import Hand

pytestmark = pytest.mark.browser

FIRST, SECOND, THIRD = "Date each step", "See the child alone", "Share the plan"
DONE = "It is done, and on the file."
ALL = "All that waits for me"
OPENS = {
    "What waits for me": "All that waits for me",
    "Record an audit": "Step 1 of 5",
    "Complete an action": "No action of your team is open. Thank you.",
    "Remind me later": "When?",
    "Record a dip sample": "Dip sample for December 2026",
    "Record a practice observation": "Whom did you observe?",
    "Record good practice": "please ask one of",
    "Raise a dispute": "please ask one of",
    "Hand over an audit": "you are its lead auditor",
}
"""What a team manager is shown of each."""


async def test_the_same_is_done_from_a_list_and_from_beside_the_compose_box(
    tmp_path: Path, browser: Browser
) -> None:
    async with running("worcestershire", "2026-12-01", tmp_path, browser) as council:
        who = council.someone("Team manager", number=1)
        manager = await council.be(who, PHONE)
        shown = await manager.card("Your audits for December 2026").inner_text()
        own = next(line for line in shown.splitlines() if f" · {who.team} · " in line)
        wanted = (Wanted(FIRST), Wanted(SECOND), Wanted(THIRD))
        await record_audit(manager, own.partition(" · ")[0], "Good", *wanted)
        hand = await Hand.of(manager)
        await manager.type("my work")
        await _complete_in_its_row(manager, "My work", "my-work")
        assert await hand.took() == counts.ACTION_IN_MY_WORK
        await manager.type("my team")
        await _complete_in_its_row(manager, "My team's work", "my-team")
        assert await hand.took() == counts.ACTION_IN_MY_TEAM
        await _more_time_beside_the_box(manager)
        assert await hand.took() == counts.MORE_TIME_BESIDE_THE_BOX
        await _complete_beside_the_box(manager)
        assert await hand.took() == counts.ACTION_BESIDE_THE_BOX
        await _all_that_waits(manager)
        assert await hand.took() == counts.MY_WORK_BESIDE_THE_BOX


async def _complete_in_its_row(chat: Chat, card: str, picture: str) -> None:
    """The list is the same without it."""
    rows = chat.card(card).get_by_role("button", name=re.compile("^Complete “"))
    await rows.first.scroll_into_view_if_needed()
    await chat.picture(f"{picture}-on-a-phone")
    before = await rows.count()
    await rows.first.click()
    await chat.dialog.get_by_label("What was done?").fill(DONE)
    await chat.picture(f"{picture}-complete-it-on-a-phone")
    await chat.in_dialog("Mark as completed", "Completed")
    await chat.close_dialog()
    await expect(rows).to_have_count(before - 1)


async def _more_time_beside_the_box(chat: Chat) -> None:
    await _command(chat, "Complete an action")
    await chat.in_dialog("More time", "New due date")
    await chat.dialog.get_by_label("New due date").fill("2026-12-23")
    await chat.dialog.get_by_label("Why?").fill("The school is closed until then.")
    await chat.picture("more-time-beside-the-compose-box-on-a-phone")
    await chat.in_dialog("Move the due date", "Due date moved to Wednesday 23 December 2026.")
    await chat.close_dialog()


async def _complete_beside_the_box(chat: Chat) -> None:
    await _command(chat, "Complete an action")
    await chat.dialog.get_by_label("What was done?").fill(DONE)
    await chat.in_dialog("Mark as completed", "Completed")
    await chat.close_dialog()


async def _all_that_waits(chat: Chat) -> None:
    await _command(chat, "What waits for me")
    await expect(chat.dialog.get_by_label("What?").locator("option:checked")).to_contain_text(ALL)
    await chat.picture("what-waits-for-me-on-a-phone")
    await chat.in_dialog("Continue", "It comes to our own chat")
    await chat.close_dialog()
    await expect(chat.card("My work")).to_be_visible()


async def _command(chat: Chat, title: str) -> None:
    await chat.page.get_by_role("button", name="Sightline: search and actions").click()
    await chat.page.locator("#commands").get_by_role("button", name=title).click()


async def test_in_a_channel_every_command_opens_a_dialog_and_posts_nothing(
    tmp_path: Path, browser: Browser
) -> None:
    async with running("swindon", "2026-12-01", tmp_path, browser) as council:
        who = council.someone("Team manager")
        manager = await council.be(who, PHONE)
        await manager.page.get_by_role("link", name=f"# {who.service_area}").click()
        await expect(manager.page.locator("#no-messages")).to_be_visible()
        for quick, _ in QUICK_ACTIONS.values():
            await _command(manager, quick.title)
            await expect(manager.dialog).to_contain_text(OPENS[quick.title])
            await manager.page.keyboard.press("Escape")
            await expect(manager.dialog).to_have_count(0)
        await expect(manager.page.locator("#messages article")).to_have_count(0)
        await manager.page.get_by_role("link", name="Sightline").click()
        await expect(manager.card("Your audits for December 2026")).to_be_visible()
