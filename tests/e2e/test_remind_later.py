"""“Remind me later” on a phone: three presses from the pushed card, which comes again in its time;
taken back; chosen by a typed word."""

from pathlib import Path

import pytest
from playwright.async_api import Browser, Locator, expect

from tests.e2e import counts
from tests.e2e.chat import PHONE, Chat
from tests.e2e.council import Running, running
from tests.e2e.hand import Hand

pytestmark = pytest.mark.browser

CARD = "Your audits for December 2026"
AGAIN = "I'll bring this again on Tuesday 8 December at 09:00."
STILL_DUE = "It is still due on Thursday 31 December."


def _cards(chat: Chat) -> Locator:
    return chat.page.locator("article .card").filter(has_text=CARD)


def _moved(chat: Chat) -> Locator:
    return chat.page.locator("article .card").filter(has_text="This card has come again")


async def _opened_anew(council: Running, chat: Chat) -> None:
    """Every edit has been delivered, and the chat shows what lasts."""
    await council.tell()
    await chat.page.reload()
    await expect(_cards(chat)).to_have_count(1)


async def test_a_card_comes_again_on_the_day_that_was_chosen(
    tmp_path: Path, browser: Browser
) -> None:
    async with running("worcestershire", "2026-12-01", tmp_path, browser) as council:
        auditor = await council.be(council.someone("Team manager"), PHONE)
        card, hand = auditor.card(CARD), await Hand.of(auditor, CARD)
        await hand.unfold("Remind me later")
        await card.get_by_label("In a week: Tuesday 8 December, 09:00").check()
        await auditor.picture("remind-me-later-on-a-phone")
        await hand.press("Remind me")
        await expect(card).to_contain_text(f"{AGAIN} {STILL_DUE}")
        assert await hand.took() == counts.REMINDED_LATER

        await council.go_to("2026-12-07")
        await expect(_cards(auditor)).to_have_count(1)
        await council.go_to("2026-12-08")
        await expect(_moved(auditor)).to_have_count(1)
        await expect(_cards(auditor)).to_have_count(1)
        await expect(auditor.card(CARD)).not_to_contain_text("I'll bring this again")
        await expect(auditor.card(CARD)).to_contain_text("Thursday 31 December 2026")
        await expect(
            auditor.card(CARD).get_by_role("button", name="Remind me later")
        ).to_be_visible()


async def test_it_is_taken_back_and_chosen_by_a_typed_word(
    tmp_path: Path, browser: Browser
) -> None:
    async with running("worcestershire", "2026-12-01", tmp_path, browser) as council:
        auditor = await council.be(council.someone("Team manager"), PHONE)
        card = auditor.card(CARD)
        await auditor.unfold(CARD, "Remind me later")
        await card.get_by_role("button", name="Remind me", exact=True).click()
        await expect(card).to_contain_text("I'll bring this again on Wednesday 2 December")
        await _opened_anew(council, auditor)
        await expect(card).to_contain_text("I'll bring this again on Wednesday 2 December")
        await auditor.unfold(CARD, "Change the reminder")
        await auditor.press(CARD, "Don't remind me")
        await expect(card).not_to_contain_text("I'll bring this again")
        await council.go_to("2026-12-02")
        await _opened_anew(council, auditor)
        await expect(_cards(auditor)).to_have_count(1)
        await expect(_moved(auditor)).to_have_count(0)

        await auditor.type("remind me later")
        await auditor.press("Every deadline stays", "Choose what and when")
        await expect(auditor.dialog).to_contain_text("When?")
        offered = await auditor.dialog.get_by_label("What?").locator("option").all_inner_texts()
        mine = next(each for each in offered if each.startswith(CARD))
        await auditor.dialog.get_by_label("What?").select_option(label=mine)
        await auditor.picture("what-waits-on-a-phone")
        await auditor.in_dialog("Remind me", "I'll bring this again on Thursday 3 December")
        await auditor.close_dialog()
        await expect(card).to_contain_text("I'll bring this again on Thursday 3 December")
        await council.go_to("2026-12-03")
        await expect(_moved(auditor)).to_have_count(1)
