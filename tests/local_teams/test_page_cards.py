"""Cards and dialogs on the page, in a real browser."""

import asyncio

import pytest
from playwright.async_api import Page, expect

from tests.local_teams.screen import GRADE, NOTE, OPEN, SAVE, START, be, shows, task
from tests.local_teams.stage import PRIYA, Stage, card, card_message, text

pytestmark = pytest.mark.browser

CLOSE_AND_TYPE = """() => new Promise((closed) => {
  const dialog = document.querySelector("dialog[open]");
  dialog.addEventListener("close", closed, { once: true });
  dialog.querySelector(".close").click();
  document.getElementById("text").focus();
})"""
"""Goes on in the compose box before the page has heard that the dialog is closed."""


async def test_a_press_is_busy_once_and_its_card_takes_the_place(page: Page, teams: Stage) -> None:
    teams.bot.hold = asyncio.Event()
    teams.bot.answers["adaptiveCard/action"] = shows(card(text("Started")))
    await be(page, teams)
    await teams.send(PRIYA, card_message(card(text("Not started"), NOTE, actions=[START])))
    await page.get_by_label("Note").fill("typed")
    button = page.get_by_role("button", name="Start")
    await button.focus()
    await page.keyboard.press("Enter")
    await expect(button).to_be_disabled()
    await expect(page.locator(".card")).to_have_attribute("aria-busy", "true")
    await page.keyboard.press("Enter")
    teams.bot.hold.set()
    await expect(page.get_by_text("Started", exact=True)).to_be_visible()
    await expect(page.get_by_text("Not started")).to_have_count(0)
    await expect(page.locator("#announcer")).to_have_text("The card was updated.")
    await expect(page.locator("article")).to_be_focused()
    (invoke,) = teams.bot.of("invoke")
    assert invoke["value"]["action"]["data"] == {"audit": 7, "note": "typed"}
    assert invoke["value"]["action"]["verb"] == "audit.start"


async def test_a_required_input_holds_the_press_back(page: Page, teams: Stage) -> None:
    await teams.send(PRIYA, card_message(card(GRADE, actions=[SAVE])))
    await be(page, teams)
    await page.get_by_role("button", name="Save").click()
    await expect(page.get_by_text("Give a grade.")).to_be_visible()
    assert teams.bot.received == []
    await page.get_by_label("Grade").fill("Good")
    await page.get_by_role("button", name="Save").click()
    heard = await teams.bot.hears(lambda each: "value" in each)
    assert heard["value"] == {"step": "save", "grade": "Good"}


async def test_a_press_that_goes_wrong_says_what_teams_says(page: Page, teams: Stage) -> None:
    teams.bot.status = 500
    await teams.send(PRIYA, card_message(card(NOTE, actions=[START])))
    await be(page, teams)
    await page.get_by_label("Note").fill("typed")
    await page.get_by_role("button", name="Start").click()
    await expect(page.get_by_text("Something went wrong. Try again.")).to_be_visible()
    await expect(page.get_by_role("button", name="Start")).to_be_enabled()
    await expect(page.get_by_label("Note")).to_have_value("typed")


async def test_an_edit_lands_in_place_and_keeps_what_is_being_typed(
    page: Page, teams: Stage
) -> None:
    sent = await teams.send(PRIYA, card_message(card(text("Due Friday"), NOTE)))
    await be(page, teams)
    await page.get_by_label("Note").fill("half a thou")
    edited = card_message(card(text("Due Monday"), NOTE), summary="Your audit moved")
    url = f"{teams.chat(PRIYA)}/activities/{sent}"
    async with teams.http.put(url, json=edited) as response:
        assert response.status == 200
    await expect(page.get_by_text("Due Monday")).to_be_visible()
    await expect(page.get_by_text("Due Friday")).to_have_count(0)
    await expect(page.get_by_text("Edited")).to_be_visible()
    await expect(page.get_by_label("Note")).to_have_value("half a thou")
    await expect(page.get_by_label("Note")).to_be_focused()
    await expect(page.locator("#announcer")).to_contain_text("Your audit moved")
    async with teams.http.delete(url) as response:
        assert response.status == 200
    await expect(page.locator("article")).to_have_count(0)


async def test_an_edit_leaves_the_form_that_is_being_filled_in_unfolded(
    page: Page, teams: Stage
) -> None:
    folds = [
        {"type": "Action.ShowCard", "title": title, "card": card({**NOTE, "id": title})}
        for title in ("Complete", "Ask for more time")
    ]
    sent = await teams.send(PRIYA, card_message(card(text("Due Friday"), actions=folds)))
    await be(page, teams)
    await page.get_by_role("button", name="Complete").click()
    await page.get_by_label("Note").fill("half a thou")
    edited = card_message(card(text("Due Monday"), actions=folds))
    url = f"{teams.chat(PRIYA)}/activities/{sent}"
    async with teams.http.put(url, json=edited) as response:
        assert response.status == 200
    await expect(page.get_by_text("Due Monday")).to_be_visible()
    await expect(page.get_by_label("Note").locator("visible=true")).to_have_value("half a thou")
    await expect(page.get_by_label("Note").locator("visible=true")).to_be_focused()


async def test_a_dialog_keeps_the_focus_and_gives_it_back(page: Page, teams: Stage) -> None:
    teams.bot.answers["task/fetch"] = task("Grade the audit", card(NOTE, actions=[SAVE]))
    await teams.send(PRIYA, card_message(card(actions=[OPEN])))
    await be(page, teams)
    await page.get_by_role("button", name="Open").click()
    dialog = page.get_by_role("dialog", name="Grade the audit")
    await expect(dialog.get_by_label("Note")).to_be_focused()
    save, close = dialog.get_by_role("button", name="Save"), dialog.get_by_label("Close")
    for key, focused in (
        ("Tab", save),
        ("Tab", close),
        ("Tab", dialog.get_by_label("Note")),
        ("Shift+Tab", close),
        ("Shift+Tab", save),
    ):
        await page.keyboard.press(key)
        await expect(focused).to_be_focused()
    await page.keyboard.press("Escape")
    await expect(dialog).to_be_hidden()
    await expect(page.get_by_role("button", name="Open")).to_be_focused()


async def test_a_dialog_whose_button_was_edited_away_gives_the_focus_to_the_message(
    page: Page, teams: Stage
) -> None:
    await _open_and_edit_its_button_away(page, teams)
    await page.keyboard.press("Escape")
    await expect(page.locator("article")).to_be_focused()


async def test_whoever_types_right_after_a_dialog_keeps_the_focus(page: Page, teams: Stage) -> None:
    await _open_and_edit_its_button_away(page, teams)
    await page.evaluate(CLOSE_AND_TYPE)
    await expect(page.get_by_placeholder("Type a message")).to_be_focused()


async def _open_and_edit_its_button_away(page: Page, teams: Stage) -> None:
    teams.bot.answers["task/fetch"] = task("Grade the audit", card(NOTE))
    sent = await teams.send(PRIYA, card_message(card(actions=[OPEN])))
    await be(page, teams)
    await page.get_by_role("button", name="Open").click()
    await expect(page.get_by_role("dialog")).to_be_visible()
    url = f"{teams.chat(PRIYA)}/activities/{sent}"
    async with teams.http.put(url, json=card_message(card(text("Done")))) as response:
        assert response.status == 200
    await expect(page.get_by_text("Done", exact=True)).to_be_visible()


async def test_the_card_of_an_answer_outlasts_a_lost_connection_but_not_a_reload(
    page: Page, teams: Stage
) -> None:
    teams.bot.answers["adaptiveCard/action"] = shows(card(text("Started")))
    await teams.send(PRIYA, card_message(card(text("Not started"), actions=[START])))
    await be(page, teams)
    await page.get_by_role("button", name="Start").click()
    await expect(page.get_by_text("Started", exact=True)).to_be_visible()
    teams.teams._live.end()
    await teams.send(PRIYA, {"type": "message", "text": "Meanwhile"})
    await expect(page.get_by_text("Meanwhile", exact=True)).to_be_visible()
    await expect(page.get_by_text("Started", exact=True)).to_be_visible()
    await page.reload()
    await expect(page.get_by_text("Not started")).to_be_visible()


async def test_a_dialog_keeps_what_was_typed_and_goes_on_to_its_end(
    page: Page, teams: Stage
) -> None:
    teams.bot.answers["task/fetch"] = task("One", card(NOTE, actions=[SAVE]))
    await teams.send(PRIYA, card_message(card(actions=[OPEN])))
    await be(page, teams)
    await page.get_by_role("button", name="Open").click()
    dialog = page.get_by_role("dialog")
    await dialog.get_by_label("Note").fill("typed")
    teams.bot.status = 502
    await dialog.get_by_role("button", name="Save").click()
    await expect(dialog.get_by_role("alert")).to_contain_text("Something went wrong. Try again.")
    await expect(dialog.get_by_label("Note")).to_have_value("typed")
    teams.bot.status = 200
    teams.bot.answers["task/submit"] = task("Two", card(text("Sure?"), actions=[SAVE]))
    await dialog.get_by_role("button", name="Save").click()
    await expect(page.get_by_role("dialog", name="Two")).to_be_visible()
    await expect(dialog.get_by_role("alert")).to_be_empty()
    teams.bot.answers["task/submit"] = {"task": {"type": "message", "value": "Saved, thank you."}}
    await dialog.get_by_role("button", name="Save").click()
    await expect(dialog.get_by_text("Saved, thank you.")).to_be_visible()
    await dialog.get_by_role("button", name="Close").last.click()
    await expect(dialog).to_be_hidden()
    submitted = [each["value"]["data"] for each in teams.bot.of("invoke")[1:]]
    assert submitted == [{"step": "save", "note": "typed"}] * 2 + [{"step": "save"}]


async def test_markdown_is_shown_and_html_is_only_text(page: Page, teams: Stage) -> None:
    words = "**bold** <img src=x onerror=alert(1)> [go](javascript:alert(1))"
    await teams.send(PRIYA, {"type": "message", "text": words})
    await teams.send(PRIYA, card_message(card(text(words))))
    await be(page, teams)
    for body in (page.locator(".from-bot .text"), page.locator(".card")):
        await expect(body.locator("strong")).to_have_text("bold")
        await expect(body).to_contain_text("<img src=x")
        await expect(body.locator("img, a")).to_have_count(0)
