"""The message extension on the page, in a real browser."""

import asyncio
from typing import Any

import pytest
from playwright.async_api import Page, expect

from tests.local_teams.apps import MANIFEST, attachment, result
from tests.local_teams.conftest import StageMaker
from tests.local_teams.screen import NOTE, SAVE, be, task
from tests.local_teams.stage import CARD_TYPE, PRIYA, Stage, card, text
from tests.local_teams.test_page import PHONE, fits

pytestmark = pytest.mark.browser

QUERY = "composeExtension/query"
SIGN_IN = {
    "type": "auth",
    "suggestedActions": {
        "actions": [{"type": "openUrl", "title": "Sign in", "value": "https://a.example/in"}]
    },
}


@pytest.fixture
async def teams(on_stage: StageMaker) -> Stage:
    return await on_stage(manifest=MANIFEST)


def asked(stage: Stage) -> list[list[dict[str, Any]]]:
    return [each["value"]["parameters"] for each in stage.bot.of("invoke")]


async def test_a_search_by_keyboard_ends_in_a_message_with_its_card(
    page: Page, teams: Stage
) -> None:
    teams.bot.answers[QUERY] = result(attachment("Audit 1041"), attachment("Audit 1042"))
    await be(page, teams)
    await page.get_by_placeholder("Type a message").fill("Have a look: ")
    await page.get_by_role("button", name="Sightline: search and actions").focus()
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("button", name="Find an audit")).to_be_focused()
    await page.keyboard.press("Enter")
    box = page.get_by_role("searchbox", name="Reference or team")
    await expect(box).to_be_focused()
    await expect(page.get_by_text("2 results")).to_be_visible()
    teams.bot.answers[QUERY] = result(attachment("Audit 1042"))
    await box.press_sequentially("1042")
    await expect(page.get_by_text("1 result", exact=True)).to_be_visible()
    assert asked(teams) == [
        [{"name": "initialRun", "value": "true"}],
        [{"name": "words", "value": "1042"}],
    ]
    await page.keyboard.press("ArrowDown")
    await expect(page.get_by_role("button", name="Audit 1042 Due today")).to_be_focused()
    await page.keyboard.press("Enter")
    await expect(page.get_by_placeholder("Type a message")).to_be_focused()
    await expect(page.locator("#attached .card")).to_contain_text("Audit 1042")
    await page.keyboard.press("Enter")
    await expect(page.locator(".from-you .card")).to_contain_text("Audit 1042")
    await expect(page.locator("#attached")).to_be_hidden()
    heard = await teams.bot.hears(lambda each: each["type"] == "message")
    assert (heard["text"], heard["attachments"][0]["contentType"]) == ("Have a look: ", CARD_TYPE)


async def test_what_is_not_found_forbidden_or_malformed_is_said_in_the_search(
    page: Page, teams: Stage
) -> None:
    await be(page, teams)
    await page.get_by_role("button", name="Sightline: search and actions").click()
    await page.get_by_role("button", name="Find an audit").click()
    window = page.locator("#extension")
    await expect(window.get_by_role("alert")).to_contain_text("the bot gave none")
    box = page.get_by_role("searchbox", name="Reference or team")
    for words, extension, shown in (
        ("a", result()["composeExtension"], "Nothing found."),
        ("b", {"type": "message", "text": "Nothing is due."}, "Nothing is due."),
        ("c", SIGN_IN, "You need to sign in first. Sign in"),
    ):
        teams.bot.answers[QUERY] = {"composeExtension": extension}
        await box.fill(words)
        await expect(window.locator("#found-results")).to_have_text(shown)
        await expect(window.get_by_role("alert")).to_have_text("")
    await expect(window.get_by_role("link", name="Sign in")).to_have_attribute(
        "href", "https://a.example/in"
    )
    await page.get_by_role("button", name="All commands").click()
    await window.get_by_role("button", name="Search").click()
    await expect(window.locator("#found-results")).to_be_hidden()
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("button", name="Sightline: search and actions")).to_be_focused()


async def test_an_action_is_filled_in_and_its_card_is_taken_out_again(
    page: Page, teams: Stage
) -> None:
    form = card(NOTE, actions=[SAVE])
    teams.bot.answers["composeExtension/fetchTask"] = task("Ask for an audit", form)
    teams.bot.answers["composeExtension/submitAction"] = task("Are you sure?", form)
    await be(page, teams)
    await page.get_by_role("button", name="Sightline: search and actions").click()
    await page.get_by_role("button", name="Ask for an audit").click()
    await page.get_by_label("Note").fill("1042")
    await page.get_by_role("button", name="Save").click()
    await expect(page.get_by_role("heading", name="Are you sure?")).to_be_visible()
    teams.bot.answers["composeExtension/submitAction"] = result(attachment("Asked for"))
    await page.get_by_role("button", name="Save").click()
    await expect(page.locator("#attached .card")).to_contain_text("Asked for")
    await expect(page.locator("#task")).to_be_hidden()
    _, submitted, _ = teams.bot.of("invoke")
    assert submitted["value"]["data"] == {"step": "save", "note": "1042"}
    await page.get_by_role("button", name="Take the card out").click()
    await expect(page.locator("#attached")).to_be_hidden()
    await expect(page.get_by_placeholder("Type a message")).to_be_focused()


async def test_who_closed_the_extension_is_not_shown_what_comes_late(
    page: Page, teams: Stage
) -> None:
    teams.bot.hold = asyncio.Event()
    late = task("Ask for an audit", card(NOTE, actions=[SAVE]))
    teams.bot.answers["composeExtension/fetchTask"] = late
    await be(page, teams)
    await page.get_by_role("button", name="Sightline: search and actions").click()
    async with page.expect_response("**/compose/fetch"):
        await page.get_by_role("button", name="Ask for an audit").click()
        await expect(page.get_by_text("Opening…")).to_be_visible()
        await page.keyboard.press("Escape")
        teams.bot.hold.set()
    await page.evaluate("new Promise(requestAnimationFrame)")
    await expect(page.locator("#task")).to_be_hidden()


async def test_on_a_phone_the_extension_fits(page: Page, teams: Stage) -> None:
    long = attachment("Audit " + "1042" * 40)
    teams.bot.answers[QUERY] = result(long)
    await page.set_viewport_size(PHONE)  # type: ignore[arg-type] # playwright's own TypedDict
    await be(page, teams)
    await page.get_by_role("button", name="Sightline: search and actions").click()
    await fits(page)
    await page.get_by_role("button", name="Find an audit").click()
    await expect(page.get_by_text("1 result", exact=True)).to_be_visible()
    await fits(page)
    await page.locator("#results button").click()
    await expect(page.locator("#attached .card")).to_be_visible()
    await fits(page)


async def test_a_link_stands_with_its_card_under_the_message(page: Page, teams: Stage) -> None:
    found = attachment("Audit 1042", version="1.3")
    teams.bot.answers["composeExtension/queryLink"] = result(found)
    await be(page, teams)
    box = page.get_by_placeholder("Type a message")
    await box.fill("https://sightline.example/audits/1042")
    await box.press("Enter")
    message = page.locator(".from-you article")
    await expect(message.locator(".text")).to_have_text("https://sightline.example/audits/1042")
    await expect(message.locator(".card")).to_have_text("Audit 1042")
    teams.bot.answers["composeExtension/queryLink"] = {"composeExtension": {}}
    await box.fill("https://sightline.example/audits/1043")
    await box.press("Enter")
    await expect(page.get_by_text("For whoever builds the bot:")).to_be_visible()
    assert len(teams.teams.messages(PRIYA.object_id)) == 2
    assert text("Audit 1042") in found["content"]["body"]
