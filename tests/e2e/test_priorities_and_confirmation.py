"""Ouseford: an audit by priority, its result to everyone concerned, and delay that is escalated."""

from pathlib import Path

import pytest
from playwright.async_api import Browser, expect

from tests.e2e.chat import PHONE
from tests.e2e.council import running
from tests.e2e.forms import TO_LEARN, Wanted, record_audit

pytestmark = pytest.mark.browser

ACTION = "Put a date to each step of the plan"
ADVICE = "Ask the school for its attendance list"


@pytest.mark.rule("BD-02", "BD-03", "BD-05", "BD-06", "BD-07")
async def test_the_result_reaches_everyone_and_delay_climbs(
    tmp_path: Path, browser: Browser
) -> None:
    async with running("bedford", "2026-12-01", tmp_path, browser) as council:
        auditor = await council.be(council.someone("Team manager"), PHONE)
        card = auditor.card("Your audits for December 2026")
        reference, team = await auditor.first_case("Your audits for December 2026")
        assert team != council.named(auditor.name).team
        await record_audit(auditor, reference, "Good", Wanted(ACTION, "High", ADVICE))
        await expect(card).to_contain_text("Complete")

        manager = await council.be(council.someone("Team manager", of=team))
        told = [
            council.named(await council.worker_of(reference)),
            council.named(manager.name),
        ]
        copied_in = [
            council.named(council.named(manager.name).line_manager or ""),
            council.someone("QA officer"),
        ]
        for who in told:
            result = (await council.be(who)).card("The result of an audit")
            await expect(result).to_contain_text(f"{reference} · {team}")
            await expect(result).to_contain_text(TO_LEARN)
            await expect(result).to_contain_text(f"• {ACTION} ({team}, due Tue 8 Dec)")
            await expect(result).to_contain_text(ADVICE)

        await council.go_to("2026-12-02")
        for who in copied_in:
            results = (await council.be(who)).card("Results of audits")
            await expect(results).to_contain_text(f"{reference}, {team} · Good")

        await council.go_to("2026-12-15")
        for role in ("Service manager", "Head of service"):
            above = await council.be(council.someone(role, of=council.area_of(team)), PHONE)
            delayed = above.card("Delayed actions")
            await expect(delayed).to_contain_text("Overdue since Tue 8 Dec, escalated on")

        await above.picture("delay-on-a-phone")

        actions = f"Actions from the audit of {reference}"
        await expect(manager.card(actions)).to_contain_text("escalated on")
        await manager.complete(actions, "The plan has its dates now.")
        await council.go_to("2026-12-18")
        asks = f"Are the actions from the audit of {reference} done?"
        officer = await council.be(await council.confirmer_of(reference), PHONE)
        await expect(officer.card(asks)).to_contain_text("0 of 1 by the first due date")
        await officer.unfold(asks, "Something is missing")
        await officer.card(asks).get_by_label("What is missing?").fill("Two steps have no date.")
        await officer.press(asks, "Send it back to the team")
        await expect(officer.card(asks)).to_contain_text("you will be asked again")

        await expect(manager.card(actions)).to_contain_text("Two steps have no date.")
        await manager.complete(actions, "Every step has a date.")
        await council.go_to("2026-12-23")
        await officer.press(asks, "Confirm that they are done")
        await expect(officer.card(asks)).to_contain_text("All of them are confirmed")
        await expect(manager.card(actions)).to_contain_text(f"confirmed by {officer.name}")


@pytest.mark.rule("BD-09")
async def test_outstanding_work_is_celebrated_and_offered_for_training(
    tmp_path: Path, browser: Browser
) -> None:
    async with running("bedford", "2026-12-01", tmp_path, browser) as council:
        auditor = await council.be(council.someone("Advanced practitioner"))
        reference, _ = await auditor.first_case("Your audits for December 2026")
        await record_audit(auditor, reference, "Outstanding")
        worker = await council.be(council.named(await council.worker_of(reference)), PHONE)
        await expect(worker.card("An audit was graded “Outstanding”")).to_contain_text(
            f"Thank you, {worker.name}: this is your work."
        )
        principal = await council.be(council.someone("Principal social worker"))
        offer = principal.card("An audit was graded “Outstanding”")
        await principal.press("An audit was graded “Outstanding”", "Use it as an example")
        await expect(offer).to_contain_text(f"{principal.name} uses it in training")
        await expect(worker.card("An audit was graded “Outstanding”")).to_contain_text(
            f"{principal.name} uses it in training"
        )
