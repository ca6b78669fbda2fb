"""A team's card in a channel: posted by its manager, who completes an action from it; a colleague
beside her sees only their own, and everyone else counts and days."""

from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, expect

from tests.bot.chats import AN_ACTION, Chats, chats
from tests.e2e import counts
from tests.e2e.chat import DESKTOP, PHONE, Chat, chat_as
from tests.e2e.hand import Hand

MANAGER, TEAM, AREA = "Priya Nair", "Harrowmere North", "Locality Safeguarding"
BESIDE = "Emeka Eze"
DONE = "The plan has dates now, and the family has a copy."
TO_DO = AN_ACTION["new_text"]

pytestmark = pytest.mark.browser


async def test_a_team_in_a_channel(tmp_path: Path, page: Page, browser: Browser) -> None:
    async with chats(tmp_path) as office:
        audit = await office.submit_audit(MANAGER, AN_ACTION, team=TEAM)
        reference = audit.case_reference
        peer = next(p.name for p in (await office.people()).values() if p.id == audit.peer_id)
        await page.set_viewport_size(DESKTOP)
        manager = await _in_the_channel(office, page, MANAGER)
        await manager.page.get_by_role("button", name="Mention Sightline").click()
        await manager.page.keyboard.type("my team")
        await manager.page.keyboard.press("Enter")
        own = manager.card("Only you see this")
        await expect(own).to_contain_text(TO_DO)
        await expect(own).to_contain_text("Open actions")
        await manager.picture("team-in-a-channel-ones-own")

        phone = await browser.new_page(viewport=PHONE, locale="en-GB")
        auditor = await _in_the_channel(office, phone, peer)
        views = auditor.card("Only you see this")
        await expect(views.get_by_role("button", name=f"Views for {reference}")).to_be_visible()
        await expect(views).not_to_contain_text(TO_DO)
        await auditor.picture("team-in-a-channel-on-a-phone")

        other = await browser.new_page(viewport=DESKTOP, locale="en-GB")
        beside = await _in_the_channel(office, other, BESIDE)
        everyones = beside.card(f"{TEAM}: what is open")
        await expect(everyones).to_contain_text("As it stood on Tuesday 1 December 2026")
        await expect(everyones).not_to_contain_text(reference)
        await beside.picture("team-in-a-channel")

        await page.set_viewport_size(PHONE)
        hand = await Hand.of(manager)
        await _complete(manager, reference)
        assert await hand.took() == counts.ACTION_IN_A_CHANNEL
        await office.delivered()
        await expect(manager.card(TEAM)).not_to_contain_text(TO_DO)
        await expect(everyones).to_contain_text("none to come")
        await beside.press(f"{TEAM}: what is open", "Show what is mine")
        await expect(everyones).not_to_contain_text(reference)
        for each in (auditor, beside):
            await expect(each.page.locator("#messages")).not_to_contain_text(DONE)
        await phone.close()
        await other.close()


async def _complete(manager: Chat, reference: str) -> None:
    await manager.press("Only you see this", f"Complete {reference}")
    await expect(manager.dialog).to_contain_text(TO_DO)
    await manager.dialog.get_by_label("What was done?").fill(DONE)
    await manager.in_dialog("Mark as completed", "Completed")
    await manager.close_dialog()


async def _in_the_channel(office: Chats, page: Page, name: str) -> Chat:
    chat = await chat_as(page, office.demo.url, name)
    await page.get_by_role("link", name=f"# {AREA}").click()
    await expect(page.get_by_role("heading", name=AREA)).to_be_visible()
    return chat
