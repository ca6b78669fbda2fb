"""Avonfold: what is owed besides audits, a child of concern, and a dispute that nobody answers."""

from pathlib import Path

import pytest
from playwright.async_api import Browser, expect

from tests.e2e import counts
from tests.e2e.chat import PHONE, Chat
from tests.e2e.council import running
from tests.e2e.forms import Wanted, fill, record_audit
from tests.e2e.hand import Hand

pytestmark = pytest.mark.browser

OWED = "What you owe"
FOUND = "The plan has dates, and the family has a copy."
NEEDED = "Write the child's views into the plan."
SEEN = "A calm visit that began with what the child wanted to say."


@pytest.mark.rule("SW-02", "SW-03", "SW-07")
async def test_either_a_dip_sample_or_an_observation_is_enough(
    tmp_path: Path, browser: Browser
) -> None:
    async with running("swindon", "2026-12-01", tmp_path, browser) as council:
        manager = await council.be(council.someone("Team manager"), PHONE)
        await expect(manager.card(OWED)).to_contain_text("Theme of dip samples this month: Plans")
        hand = await Hand.of(manager, OWED)
        await _record_a_dip_sample(hand)
        took = await hand.took()
        assert took == counts.DIP_SAMPLE
        assert took.dialogs <= counts.MOST_DIALOGS
        await expect(manager.card(OWED)).to_contain_text("All done. Thank you.")
        await council.tell()
        await expect(manager.card(NEEDED)).to_be_visible()

        service = council.someone("Service manager")
        above = await council.be(service, PHONE)
        worker = council.someone("Social worker", of=service.service_area)
        hand, dialog = await Hand.of(above, OWED), above.dialog
        await hand.press("Record an observation")
        async with hand.uncounted():
            await above.in_dialog("Record the observation", "Please choose one.")
        option = dialog.get_by_role("option", name=worker.name)
        label = await option.inner_text()
        await dialog.get_by_label("Whom did you observe?").select_option(label=label)
        await fill(dialog, "Visit to a child or family", SEEN)
        await above.picture("observation-on-a-phone")
        await above.in_dialog("Record the observation", "recorded")
        await above.close_dialog()
        assert await hand.took() == counts.OBSERVED
        await expect(above.card(OWED)).to_contain_text("All done. Thank you.")
        observed = (await council.be(worker, PHONE)).card(SEEN)
        await expect(observed).to_contain_text("Visit to a child or family")


@pytest.mark.rule("SW-01", "SW-06")
async def test_a_child_of_concern_is_audited_again_six_weeks_on(
    tmp_path: Path, browser: Browser
) -> None:
    async with running("swindon", "2026-12-01", tmp_path, browser) as council:
        auditor = await council.be(council.someone("Team manager"), PHONE)
        reference, team = await auditor.first_case("Your audits for December 2026")
        await record_audit(auditor, reference, "Inadequate", Wanted("See the child alone"))
        alert = "An audit was graded “Inadequate”"
        for role, of in (
            ("Team manager", team),
            ("Service manager", council.area_of(team)),
            ("Head of service", council.area_of(team)),
            ("QA officer", ""),
        ):
            told = await council.be(council.someone(role, of=of))
            await expect(told.card(alert)).to_contain_text("See the child alone")
        await expect(told.card(alert)).to_contain_text(
            "of the same file by Tuesday 12 January 2027"
        )

        await council.go_to("2026-12-30")
        again = "Your re-audit"
        await expect(auditor.card(again)).to_contain_text("To do now")
        await record_audit(auditor, reference, "Good")
        await expect(auditor.card(again)).to_contain_text("Good")
        await expect(told.card(alert)).to_contain_text(
            "The re-audit was submitted and graded “Good”"
        )


@pytest.mark.rule("SW-09")
async def test_a_dispute_that_is_not_answered_climbs_by_itself(
    tmp_path: Path, browser: Browser
) -> None:
    async with running("swindon", "2026-12-01", tmp_path, browser) as council:
        chair = await council.be(council.someone("CP chair"), PHONE)
        reference, team = await chair.first_case("Your audits for December 2026")
        hand = await Hand.of(chair)
        await chair.type(f"dispute {reference}")
        await chair.press(f"about {reference}", "Raise a dispute")
        await chair.dialog.get_by_label("What is it about?").fill("The plan names no outcomes.")
        await chair.picture("raise-a-dispute-on-a-phone")
        await chair.in_dialog("Raise it", "level 1 of 5, team manager")
        await chair.close_dialog()
        assert await hand.took() == counts.DISPUTE_RAISED
        card = f"child protection plan: {reference}"
        lowest = await council.be(council.someone("Team manager", of=team))
        await expect(lowest.card(card)).to_contain_text("to be answered by Tuesday 8 December")

        await council.go_to("2026-12-09")
        await expect(chair.card(card)).to_contain_text("Level 2 of 5, service manager")
        await expect(chair.card(card)).to_contain_text("not answered in time and moved on")
        above = await council.be(
            council.someone("Service manager", of=council.area_of(team)), PHONE
        )
        await above.answer_dispute(card, "The core group writes them on Friday.")
        await expect(chair.card(card)).to_contain_text("The core group writes them")
        await chair.unfold(card, "It is resolved")
        await chair.press(card, "Resolve it")
        await expect(lowest.card(card)).to_contain_text("Level 2 of 5, service manager: resolved")


async def _record_a_dip_sample(hand: Hand) -> None:
    """Five cases, an action from the third; saved at the second and come back to."""
    manager = hand.chat
    await hand.press("Begin a dip sample")
    await manager.in_dialog("Draw the cases", "Still to look at")
    await manager.in_dialog("Look at this case", "Case 1 of 5")
    await _look_at_a_case(manager)
    await expect(manager.dialog).to_contain_text("Case 2 of 5")
    await _look_at_a_case(manager, "Save and close")
    await expect(manager.dialog).to_contain_text("Saved.")
    await manager.close_dialog()
    await hand.press("Go on with your dip sample")
    await manager.in_dialog("Look at this case", "Case 3 of 5")
    await manager.dialog.get_by_role("radio", name="An action is needed").check()
    await manager.dialog.get_by_label("The action that is needed").fill(NEEDED)
    await manager.picture("dip-sample-case-on-a-phone")
    for number in (4, 5):
        await _look_at_a_case(manager)
        await expect(manager.dialog).to_contain_text(f"Case {number} of 5")
    await _look_at_a_case(manager)
    await expect(manager.dialog).to_contain_text("Everything is there")
    await manager.picture("dip-sample-on-a-phone")
    await manager.in_dialog("Submit the dip sample", "The dip sample is submitted")
    await manager.close_dialog()


async def _look_at_a_case(chat: Chat, button: str = "Save and continue") -> None:
    for group in await chat.dialog.locator(".ac-choiceSetInput-expanded").all():
        if not await group.locator("input:checked").count():
            await group.get_by_role("radio").first.check()
    await chat.dialog.get_by_label("What did you find?").fill(FOUND)
    await chat.dialog.get_by_role("button", name=button).click()
