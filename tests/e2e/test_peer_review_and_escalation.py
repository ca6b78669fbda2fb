"""Wealdmarch: one's own work audited, a peer review at random, an escalation that climbs."""

from pathlib import Path

import pytest
from playwright.async_api import Browser, expect

from tests.e2e import counts
from tests.e2e.chat import PHONE
from tests.e2e.council import running
from tests.e2e.forms import Wanted, moderate, record_audit
from tests.e2e.hand import Hand

pytestmark = pytest.mark.browser

DONE = "The child was seen on Tuesday, and a strategy meeting is fixed."
PEER_REVIEW = {"name": "peer review", "act": "Peer review"}
WHY = "The file shows that the child is seen and heard."
LINE = "The visits of the autumn are missing."
PLAN = "What the review agreed has not been done."


@pytest.mark.rule("KT-01", "KT-02", "KT-07")
async def test_own_work_is_audited_and_a_peer_reviews_it(tmp_path: Path, browser: Browser) -> None:
    async with running("kent", "2026-12-01", tmp_path, browser) as council:
        manager = council.someone("Team manager")
        auditor = await council.be(manager, PHONE)
        reference, team = await auditor.first_case("Your audits for December 2026")
        assert team == manager.team
        await record_audit(auditor, reference, "Inadequate", Wanted("See the child this week"))

        above = await council.be(council.someone("Service manager", of=manager.service_area))
        alert = "An audit was graded “Inadequate”"
        await expect(above.card(alert)).to_contain_text("Please answer by Thursday 3 December")
        await above.card(alert).get_by_label("What have you done about it?").fill(DONE)
        await above.press(alert, "Send what was done")
        await expect(above.card(alert)).to_contain_text("What you have done")
        await expect(auditor.card("What was done after the grade")).to_contain_text(DONE)

        reviewer = await council.moderator_of(reference)
        assert ("Team manager" in reviewer.roles, reviewer.team != team) == (True, True)
        peer = await council.be(reviewer, PHONE)
        await expect(peer.card(f"Peer review of {reference}")).to_contain_text("drawn at random")
        hand = await Hand.of(peer)
        await moderate(peer, reference, "Requires improvement", WHY, **PEER_REVIEW)
        # The reason was left out at first, which is a press more.
        presses, typed, dialogs = await hand.took()
        assert (presses - 1, typed, dialogs) == counts.MODERATED
        outcome = f"The audit of {reference} was peer reviewed"
        await expect(auditor.card(outcome)).to_contain_text(WHY)
        hand = await Hand.of(auditor, outcome)
        await auditor.card(outcome).get_by_role("radio", name="I see it differently").check()
        await auditor.card(outcome).get_by_label("A line for the peer reviewer").fill(LINE)
        await hand.press("Send the answer")
        await expect(peer.card(f"Peer review of {reference}")).to_contain_text(LINE)
        assert await hand.took() == counts.MODERATION_SEEN_DIFFERENTLY


@pytest.mark.rule("KT-05")
async def test_an_escalation_climbs_until_it_is_resolved(tmp_path: Path, browser: Browser) -> None:
    async with running("kent", "2026-12-01", tmp_path, browser) as council:
        manager = council.someone("Team manager")
        reference, _ = await (await council.be(manager)).first_case("Your audits for December")
        officer = await council.be(council.someone("Independent reviewing officer"), PHONE)
        await officer.type(f"dispute {reference.lower()}")
        await officer.press(f"about {reference}", "Raise a dispute")
        await officer.dialog.get_by_role("button", name="Raise it").click()
        await expect(officer.dialog).to_contain_text("Please write a line here.")
        await officer.dialog.get_by_label("What is it about?").fill(PLAN)
        await officer.in_dialog("Raise it", "It stands at level 1 of 4, team manager")
        await officer.close_dialog()

        card = f"escalation: {reference}"
        lowest = await council.be(manager, PHONE)
        await expect(lowest.card(card)).to_contain_text("Level 1 of 4, team manager")
        await expect(lowest.card(card)).to_contain_text("to be answered by ")
        hand = await Hand.of(lowest)
        await lowest.answer_dispute(card, "It waits for the panel.")
        assert await hand.took() == counts.DISPUTE_ANSWERED
        hand = await Hand.of(officer)
        await officer.unfold(card, "Move it on")
        why = officer.card(card).get_by_label("Why doesn't the answer satisfy?")
        await why.fill("The panel has met without it.")
        await officer.press(card, "Move it on to the service manager")
        await expect(officer.card(card)).to_contain_text("Level 2 of 4, service manager")
        assert await hand.took() == counts.DISPUTE_MOVED_ON

        area = manager.service_area
        above = await council.be(council.someone("Service manager", of=area), PHONE)
        await expect(above.card(card)).to_contain_text("The panel has met without it.")
        await above.picture("escalation-on-a-phone")
        await above.answer_dispute(card, "The panel meets again on Thursday, and I chair it.")
        await expect(officer.card(card)).to_contain_text("The panel meets again")
        await hand.took()
        await officer.unfold(card, "It is resolved")
        await officer.press(card, "Resolve it")
        for each in (officer, lowest, above):
            await expect(each.card(card)).to_contain_text("Level 2 of 4, service manager: resolved")
        assert await hand.took() == counts.DISPUTE_RESOLVED
