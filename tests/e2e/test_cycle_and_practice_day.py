"""Kennetmere: a cycle's audit that is alerted, moderated and answered, and a practice day."""

from pathlib import Path

import pytest
from playwright.async_api import Browser, expect

from tests.e2e import counts
from tests.e2e.chat import PHONE
from tests.e2e.council import running
from tests.e2e.forms import Wanted, moderate, record_audit
from tests.e2e.hand import Hand

pytestmark = pytest.mark.browser

ACTION = "Agree a pathway plan with the young person"
WHY = "The plan is there, and the young person wrote half of it."
FEEDBACK = "Duty is calm, and callers hear a name."


@pytest.mark.rule("WB-01", "WB-04", "WB-05", "WB-07", "WB-08")
async def test_a_cycles_audit_is_alerted_completed_moderated_and_answered(
    tmp_path: Path, browser: Browser
) -> None:
    async with running("west_berkshire", "2027-01-04", tmp_path, browser) as council:
        officer = await council.be(council.someone("QA officer"))
        cycle = officer.card("January to February 2027: the audit programme")
        await expect(cycle).to_contain_text("Foster carer file audits")
        await expect(cycle).not_to_contain_text("What could not be met")

        auditor = await council.be(council.someone("Team manager"), PHONE)
        reference, team = await auditor.first_case("Your audits for January to February 2027")
        await record_audit(auditor, reference, "Requires improvement", Wanted(ACTION))
        tracks = await council.be(council.someone("Service manager", of=council.area_of(team)))
        alert = tracks.card("An audit was graded “Requires improvement”")
        await expect(alert).to_contain_text(f"• {ACTION} ({team}, due Fri 12 Mar)")
        manager = await council.be(council.someone("Team manager", of=team), PHONE)
        await manager.complete(f"Actions from the audit of {reference}", "Agreed on Monday.")
        await expect(alert).to_contain_text("✔ completed")

        await council.go_to("2027-03-01")
        moderator = await council.be(await council.moderator_of(reference))
        await moderate(moderator, reference, "Good", WHY)
        outcome = f"The audit of {reference} was moderated"
        await expect(auditor.card(outcome)).to_contain_text(WHY)
        hand = await Hand.of(auditor, outcome)
        await auditor.card(outcome).get_by_role("radio", name="I agree").check()
        await auditor.picture("moderated-on-a-phone")
        await hand.press("Send the answer")
        await expect(moderator.card(f"Moderation of {reference}")).to_contain_text("agree")
        assert await hand.took() == counts.MODERATION_AGREED_WITH


@pytest.mark.rule("WB-06", "WB-11")
async def test_a_practice_day_counts_and_the_service_hears_of_it(
    tmp_path: Path, browser: Browser
) -> None:
    async with running("west_berkshire", "2027-01-04", tmp_path, browser) as council:
        manager = await council.be(council.someone("Team manager"), PHONE)
        owed = manager.card("What you owe")
        await expect(owed).to_contain_text("3 to do by Friday 31 December 2027")
        await manager.press("What you owe", "Record a practice day")
        dialog, service = manager.dialog, council.someone("Service manager", of="Fostering")
        await manager.in_dialog("Record the practice day", "Please choose one.")
        await dialog.get_by_label("Which service were you with?").select_option("Fostering")
        await dialog.get_by_label("What do you tell the service").fill(FEEDBACK)
        await manager.in_dialog("Record the practice day", service.name)
        await manager.close_dialog()
        await expect(owed).to_contain_text("2 to do by Friday 31 December 2027; 1 recorded")
        hears = await council.be(service)
        await expect(hears.card("Feedback from a practice day")).to_contain_text(FEEDBACK)
