"""Marlshire after the 1st: mid-way audits, good practice, moderation, and a loop that is closed."""

import re
from pathlib import Path

import pytest
from playwright.async_api import Browser, expect

from tests.e2e import counts
from tests.e2e.chat import PHONE
from tests.e2e.council import running
from tests.e2e.forms import Wanted, fill, moderate, record_audit
from tests.e2e.hand import Hand

pytestmark = pytest.mark.browser

GOOD = "Her life story book is his own, page by page."
WHY = "The file shows that the plan moves on."
SHOWN = "Every action is on the file, with its date."


@pytest.mark.rule("WC-10", "WC-13")
async def test_a_mid_way_audit_and_good_practice_are_acknowledged(
    tmp_path: Path, browser: Browser
) -> None:
    async with running("worcestershire", "2026-12-01", tmp_path, browser) as council:
        officer = await council.be(council.someone("Independent reviewing officer"), PHONE)
        reference, team = await officer.first_case("Your audits for December 2026")
        officers = await Hand.of(officer)
        await record_audit(officer, reference, "Good", Wanted("Bring the review forward"))
        assert await officers.took() == counts.MID_WAY_RECORDED
        manager = await council.be(council.someone("Team manager", of=team), PHONE)
        findings = f"Findings from the audit of {reference}"
        managers = await Hand.of(manager, findings)
        await managers.press("Acknowledge")
        await expect(officer.card("Your audits for December 2026")).to_contain_text(
            f"Findings acknowledged by {manager.name}"
        )
        acknowledged = await managers.took()
        assert acknowledged == counts.FINDINGS_ACKNOWLEDGED
        assert acknowledged.presses <= counts.MOST_PRESSES
        await manager.complete(findings, "It is on the 11th.")
        alone = manager.page.get_by_text(f"Actions from the audit of {reference}")
        await expect(alone).to_have_count(0)

        await officers.took()
        await officer.type(f"good practice {reference}")
        await officer.press("Note what was good", "Record good practice")
        async with officers.uncounted():
            await officer.in_dialog("Record", "Please write a line here.")
        practitioner = council.someone("Assistant team manager", of=team)
        await officers.choose("Whose practice?", practitioner.name)
        await officers.type("What was good?", GOOD)
        await fill(officer.dialog, "Yes")
        await officer.picture("good-practice-on-a-phone")
        await officer.in_dialog("Record", "ecorded")
        await officer.close_dialog()
        assert await officers.took() == counts.PRACTICE_RECORDED
        await managers.took()
        await manager.press(GOOD, "Acknowledge")
        await expect(officer.card(GOOD)).to_contain_text(f"Acknowledged by {manager.name}")
        acknowledged = await managers.took()
        assert acknowledged == counts.PRACTICE_ACKNOWLEDGED
        assert acknowledged.presses <= counts.MOST_PRESSES
        await manager.picture("good-practice-acknowledged-on-a-phone")
        thanked = await council.be(practitioner, PHONE)
        await expect(thanked.card(GOOD)).to_contain_text("Thank you for good practice")


@pytest.mark.rule("WC-06", "WC-07", "WC-09")
async def test_a_moderated_audit_s_loop_is_closed_eight_weeks_on(
    tmp_path: Path, browser: Browser
) -> None:
    async with running("worcestershire", "2026-12-01", tmp_path, browser) as council:
        lead = await council.be(council.named("Natalie Osborne"))
        shown = await lead.card("Your audits for December 2026").inner_text()
        reference = re.search(r"Record (\S+)", shown)
        with_peer = re.search(r"Lead auditor, with ([^·]+) ·", shown)
        assert reference, "one is hers to record"
        assert with_peer, "the lead's card names the peer"
        of = reference[1]
        await record_audit(lead, of, "Good", Wanted("Date the plan"))
        peer = await council.be(council.named(with_peer[1].strip()), PHONE)
        await peer.press("Your audits for December 2026", f"Views for {of}")
        await expect(peer.dialog).to_contain_text("Yes, they were sought")
        await fill(peer.dialog, "Yes, they were sought")
        await peer.in_dialog("Record the views", "Recorded. Thank you.")

        moderator = await council.be(await council.moderator_of(of))
        await moderate(moderator, of, "Requires improvement", WHY)
        for auditor in (lead, peer):
            await expect(auditor.card(f"The audit of {of} was moderated")).to_contain_text(WHY)
        await lead.complete(f"Actions from the audit of {of}", "The plan has its dates.")

        await council.go_to("2027-01-26")
        loop = f"Closing the loop on {of}"
        checker = await council.be(await council.checker_of(of), PHONE)
        await checker.card(loop).get_by_label("What does the file show?").fill(SHOWN)
        await checker.picture("closing-the-loop-on-a-phone")
        await checker.press(loop, "All completed: close the loop")
        await expect(lead.card(loop)).to_contain_text(SHOWN)
