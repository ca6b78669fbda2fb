"""The 1st of the month, from the council's files to the closed action that three people see."""

import re
from datetime import date
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, expect

from benchmarks.processes import free_port
from bot.demo_council import FRAMEWORK, TENANT_ID, annex_a_workbook, colleagues, staff_csv
from tests.e2e.chat import PHONE, Chat, chat_as
from tests.e2e.sightline import Sightline

LEAD = "Natalie Osborne"
QA_OFFICER = "Eleanor Marsh"
DAY_BEFORE = "2026-11-26"
THE_FIRST = "2026-12-01"
DONE = "The plan has dates now, and the family has a copy."

pytestmark = [
    pytest.mark.browser,
    pytest.mark.rule("WC-01", "WC-02", "WC-03", "WC-04", "WC-06", "WC-08"),
]


async def test_the_first_of_the_month(tmp_path: Path, page: Page, browser: Browser) -> None:
    sightline = Sightline(tmp_path, free_port())
    await _import_the_council(sightline)
    async with sightline.demo(DAY_BEFORE) as url:
        await _draw_december(page, url)
    async with sightline.demo(THE_FIRST) as url:
        lead = await chat_as(page, url, LEAD)
        peer_name = await _acknowledge(lead)
        reference = await _record_the_audit(lead)
        phone = await browser.new_page(viewport=PHONE, locale="en-GB")
        await _record_the_views(await chat_as(phone, url, peer_name), reference)
        watching = await browser.new_page(locale="en-GB")
        qa_officer = await chat_as(watching, url, QA_OFFICER)
        await _complete_the_action(lead, reference)
        await _seen_by_the_others(Chat(phone, peer_name), qa_officer, reference)
        await lead.type("my work")
        await expect(lead.card("My work")).not_to_contain_text(DONE)


async def _import_the_council(sightline: Sightline) -> None:
    staff, cases = sightline.folder / "staff.csv", sightline.folder / "annex-a.xlsx"
    staff.write_text(staff_csv(colleagues(date(2026, 11, 26))), "utf-8")
    annex_a_workbook(cases, today=date(2026, 11, 26), seed=7)
    added = await sightline.run("council", "add", "--framework", FRAMEWORK, "--tenant", TENANT_ID)
    assert added.code == 0, added.err
    people = await sightline.run("import", "staff", str(staff), "--tenant", TENANT_ID)
    assert (people.code, "60 added" in people.out) == (0, True), people.err
    children = await sightline.run("import", "cases", str(cases), "--tenant", TENANT_ID)
    assert (children.code, "1,500 added" in children.out) == (0, True), children.err


async def _draw_december(page: Page, url: str) -> None:
    qa_officer = await chat_as(page, url, QA_OFFICER)
    await expect(qa_officer.card("December 2026 is near")).to_contain_text("Claire Duckworth")
    await qa_officer.picture("before-the-first")
    await qa_officer.press("December 2026 is near", "Draw Case file audits")
    await expect(qa_officer.card("Draw for December 2026")).to_contain_text("Nothing is sent until")
    await qa_officer.picture("draw-preview")
    await qa_officer.press("Draw for December 2026", "Confirm")
    await expect(qa_officer.card("cases are allocated")).to_be_visible()


async def _acknowledge(lead: Chat) -> str:
    card = lead.card("Your audits for December 2026")
    await expect(card).to_contain_text("Thursday 31 December 2026")
    await lead.picture("allocation")
    await lead.press("Your audits for December 2026", "Acknowledge")
    # The answer and the edit come in either order; in both the button is gone.
    await expect(card.get_by_role("button", name="Acknowledge")).to_have_count(0)
    peer = re.search(r"Lead auditor, with ([^·]+) ·", await card.inner_text())
    assert peer, "the lead's card names the peer"
    return peer[1].strip()


async def _record_the_audit(lead: Chat) -> str:
    await lead.press("Your audits for December 2026", "Record")
    await expect(lead.dialog).to_contain_text("Step 1 of 4")
    for grade in await lead.dialog.get_by_role("combobox").all():
        await grade.select_option(label="Good")
    await lead.dialog.get_by_role("radio", name="Good").check()
    await lead.picture("record-grades")
    await lead.in_dialog("Save and continue", "Step 2 of 4")
    await lead.dialog.get_by_label("What was good?").fill("Direct work shows the child's voice.")
    await lead.dialog.get_by_label("What is there to learn?").fill("Ring her on 07700 900123.")
    await lead.in_dialog("Save and continue", "This looks like a phone number")
    await expect(lead.dialog.get_by_label("What was good?")).to_have_value(
        "Direct work shows the child's voice."
    )
    await lead.dialog.get_by_label("What is there to learn?").fill("Plans need dates.")
    await lead.in_dialog("Save and close", "Your draft is saved")
    await lead.dialog.get_by_role("button", name="Close").last.click()
    await expect(lead.card("Your audits for December 2026")).to_contain_text("Draft saved")

    await lead.press("Your audits for December 2026", "Record")
    await lead.in_dialog("Save and continue", "Step 2 of 4")
    await expect(lead.dialog.get_by_label("What is there to learn?")).to_have_value(
        "Plans need dates."
    )
    await lead.in_dialog("Save and continue", "Step 3 of 4")
    await lead.dialog.get_by_label("What must be done?").fill("Put a date to each step of the plan")
    await lead.dialog.get_by_label("Due").fill("2026-12-25")
    await lead.in_dialog("Add this action", "is a bank holiday; the next working day is Tuesday 29")
    await lead.dialog.get_by_label("Due").fill("2026-12-15")
    await lead.in_dialog("Add this action", "1 action")
    await lead.picture("record-actions")
    await lead.in_dialog("Save and continue", "Everything is there")
    await lead.in_dialog("Submit the audit", "The audit is submitted")
    await lead.dialog.get_by_role("button", name="Close").last.click()
    title = await lead.card("Actions from the audit of").get_by_role("heading").inner_text()
    return title.rpartition(" ")[2]


async def _record_the_views(peer: Chat, reference: str) -> None:
    await expect(peer.card(f"Actions from the audit of {reference}")).to_contain_text("Due Tue 15")
    await peer.press("Your audits for December 2026", f"Views for {reference}")
    answers = peer.dialog.get_by_role("radio", name="Yes, they were sought")
    await answers.nth(0).check()
    await answers.nth(2).check()
    await peer.dialog.get_by_role("radio", name="No", exact=True).nth(1).check()
    await peer.in_dialog("Record the views", "Please say why the views of the parent or carer")
    await peer.picture("views-on-a-phone")
    await peer.dialog.get_by_label("why were the views of the parent or carer").fill(
        "They asked not to be contacted this month."
    )
    await peer.in_dialog("Record the views", "Recorded. Thank you.")
    await peer.dialog.get_by_role("button", name="Close").last.click()
    await expect(peer.card("Your audits for December 2026")).to_contain_text("Complete")


async def _complete_the_action(lead: Chat, reference: str) -> None:
    card = f"Actions from the audit of {reference}"
    await lead.press(card, "Complete an action")
    await lead.card(card).get_by_label("What was done?").fill(DONE)
    await lead.picture("complete-an-action")
    await lead.press(card, "Mark as completed")
    await expect(lead.card(card)).to_contain_text(f"Completed by {LEAD}")


async def _seen_by_the_others(peer: Chat, qa_officer: Chat, reference: str) -> None:
    theirs = peer.card(f"Actions from the audit of {reference}")
    await expect(theirs).to_contain_text(f"Completed by {LEAD}")
    await expect(theirs).to_contain_text(DONE)
    await theirs.get_by_text(DONE).scroll_into_view_if_needed()
    await peer.picture("closed-action-on-a-phone")
    programme = qa_officer.card("December 2026: the audit programme")
    await expect(programme).to_contain_text("0 open, 0 of them overdue; 1 completed")
    await expect(programme).to_contain_text("Mid-way audits")
    await qa_officer.picture("the-programme")
