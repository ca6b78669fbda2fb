"""An auditor who can't do an audit hands it over from their card, on phones."""

import re
from pathlib import Path

import pytest
from playwright.async_api import Browser, expect

from tests.e2e import counts
from tests.e2e.chat import PHONE, Chat
from tests.e2e.council import running
from tests.e2e.hand import Hand

pytestmark = pytest.mark.browser

OWN = "Your audits for December 2026"
PROGRAMME = "December 2026: the audit programme"
NEEDED = "Audits that need another auditor"
WORDS = "Her aunt is a friend of mine."


async def _lead_of(chat: Chat) -> str:
    """The reference of the audit that the reader leads."""
    found = re.search(r"Record (\S+)", await chat.card(OWN).inner_text())
    assert found, "one is hers to record"
    return found[1]


async def _asks(lead: Chat, reference: str, ground: str, words: str = "") -> str:
    """Asks whoever stands there first; gives their name."""
    await lead.press(OWN, "I can't do one of these")
    await expect(lead.dialog).to_contain_text("Which audit?")
    which = lead.dialog.get_by_label("Which audit?")
    options = await which.locator("option").all_inner_texts()
    await which.select_option(label=next(each for each in options if reference in each))
    await lead.in_dialog("Continue", f"I can't do this one: {reference}")
    await lead.dialog.get_by_role("radio", name=ground).check()
    if words:
        await lead.dialog.get_by_label("A line that only the QA officers read").fill(words)
    chosen = lead.dialog.get_by_label("What do you propose?").locator("option:checked")
    name = (await chosen.inner_text()).partition(",")[0]
    await lead.in_dialog("Send", f"You have asked {name} to take it")
    return name


async def test_an_audit_is_handed_over_and_taken_on_phones(
    tmp_path: Path, browser: Browser
) -> None:
    async with running("worcestershire", "2026-12-01", tmp_path, browser) as council:
        lead = await council.be(council.named("Natalie Osborne"), PHONE)
        officer = await council.be(council.someone("QA officer"), PHONE)
        reference = await _lead_of(lead)
        hand = await Hand.of(lead)
        name = await _asks(lead, reference, "A conflict of interest", WORDS)
        await lead.picture("handing-over-on-a-phone")
        await lead.close_dialog()
        assert await hand.took() == counts.HANDED_OVER
        await expect(lead.card(OWN)).to_contain_text(f"You have asked {name} to take it")

        colleague = await council.be(council.named(name), PHONE)
        asked = f"{lead.name} asks you to take an audit"
        await expect(colleague.card(asked)).to_contain_text("because of a conflict of interest")
        await expect(colleague.card(asked)).not_to_contain_text(WORDS)
        await colleague.picture("asked-to-take-an-audit-on-a-phone")
        hand = await Hand.of(colleague)
        await colleague.press(asked, "Take it")
        await expect(colleague.card(asked)).to_contain_text("You have taken it")
        assert await hand.took() == counts.TAKEN_OVER

        await expect(lead.card(OWN)).to_contain_text(f"{reference} · now with {name}")
        await expect(lead.card(f"Handing over {reference}")).to_contain_text(f"{name} has taken it")
        await expect(colleague.card(OWN)).to_contain_text(reference)
        await expect(officer.card(PROGRAMME)).to_contain_text(
            f"{reference}, lead auditor: {name} in place of {lead.name}"
        )


async def test_a_no_brings_it_to_the_qa_officer_who_gives_it_in_one_press(
    tmp_path: Path, browser: Browser
) -> None:
    async with running("worcestershire", "2026-12-01", tmp_path, browser) as council:
        lead = await council.be(council.named("Natalie Osborne"), PHONE)
        reference = await _lead_of(lead)
        name = await _asks(lead, reference, "Something else", WORDS)
        await lead.close_dialog()
        colleague = await council.be(council.named(name), PHONE)
        asked = f"{lead.name} asks you to take an audit"
        hand = await Hand.of(colleague)
        await colleague.press(asked, "No, thank you")
        await expect(colleague.card(asked)).to_contain_text("The QA officers decide now.")
        assert await hand.took() == counts.DECLINED

        officer = await council.be(council.someone("QA officer"), PHONE)
        needed = officer.card(NEEDED)
        await expect(needed).to_contain_text(WORDS)
        await expect(needed).to_contain_text(f"{name} was asked and said no.")
        await officer.picture("given-back-on-a-phone")
        hand = await Hand.of(officer)
        gives = needed.get_by_role("button", name=f"Give {reference} to")
        other = (await gives.inner_text()).partition(" to ")[2]
        await gives.click()
        # The answer and the edit come in either order; in both it is off the list.
        await expect(officer.card(NEEDED)).to_contain_text("Every audit has an auditor")
        assert await hand.took() == counts.GIVEN_BY_AN_OFFICER
        assert other != name
        await expect(lead.card(OWN)).to_contain_text(f"{reference} · now with {other}")
