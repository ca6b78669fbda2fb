"""The page in a real browser, over real HTTP, with a scripted bot."""

import asyncio
import re
from dataclasses import replace

import pytest
from playwright.async_api import Page, Request, Route, expect

from tests.local_teams.conftest import StageMaker
from tests.local_teams.screen import GRADE, NOTE, SAVE, be
from tests.local_teams.stage import (
    NEW,
    OTHER_TENANT,
    PRIYA,
    TENANT,
    TOM,
    Stage,
    card,
    card_message,
    resident,
    text,
)

pytestmark = pytest.mark.browser

PHONE = {"width": 390, "height": 844}


async def test_a_person_is_found_by_team_and_chosen_by_keyboard(page: Page, teams: Stage) -> None:
    await page.goto(teams.url)
    await expect(page.get_by_role("heading", name="Choose who to be")).to_be_visible()
    await page.get_by_role("searchbox").fill("locality social")
    await expect(page.locator("#people li:visible")).to_have_count(1)
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("Enter")
    await expect(page.locator("#you")).to_have_text("Tom Okafor")
    assert page.url.endswith(f"#/p/{TOM.object_id}")
    await page.reload()
    await expect(page.locator("#you")).to_have_text("Tom Okafor")
    await expect(page.get_by_role("link", name="Tom Okafor")).to_have_attribute(
        "aria-current", "page"
    )


async def test_of_several_councils_one_is_shown_and_an_address_chooses_it(
    page: Page, on_stage: StageMaker
) -> None:
    elsewhere = replace(TOM, tenant_id=OTHER_TENANT)
    teams = await on_stage(
        councils={TENANT: "Northshire", OTHER_TENANT: "Southshire"}, residents=(PRIYA, elsewhere)
    )
    await page.goto(teams.url)
    await expect(page.locator("#people li:visible")).to_have_text(re.compile("Priya Shah"))
    await page.get_by_role("combobox", name="Council").select_option("Southshire")
    await expect(page.locator("#people li:visible")).to_have_text(re.compile("Tom Okafor"))
    await be(page, teams, PRIYA)
    await expect(page.get_by_role("combobox", name="Council")).to_have_value("Northshire")


async def test_an_address_of_nobody_says_so(page: Page, teams: Stage) -> None:
    await page.goto(f"{teams.url}/#/p/nobody")
    await expect(page.get_by_text("Nobody in this council has the address")).to_be_visible()


async def test_enter_sends_and_shift_enter_starts_a_line(page: Page, teams: Stage) -> None:
    teams.bot.hold = asyncio.Event()
    await be(page, teams)
    box = page.get_by_placeholder("Type a message")
    await box.press_sequentially("one")
    await box.press("Shift+Enter")
    await box.press_sequentially("<b>two</b>")
    await box.press("Enter")
    heard = await teams.bot.hears(lambda each: each["type"] == "message")
    assert heard["text"] == "one\n<b>two</b>"
    await expect(page.get_by_text("Sightline is typing")).to_be_visible()
    teams.bot.hold.set()
    await expect(page.get_by_text("Sightline is typing")).to_be_hidden()
    await expect(page.locator(".from-you .text")).to_have_text("one\n<b>two</b>")
    await expect(box).to_have_value("")


async def test_words_that_could_not_leave_go_back_to_the_box(page: Page, teams: Stage) -> None:
    await be(page, teams)

    async def lose(route: Route, request: Request) -> None:
        await (route.abort() if request.method == "POST" else route.continue_())

    await page.route("**/messages", lose)
    box = page.get_by_placeholder("Type a message")
    await box.fill("do not lose me")
    await box.press("Enter")
    await expect(page.get_by_text("Local Teams isn’t answering. Is it")).to_be_visible()
    await expect(box).to_have_value("do not lose me")


async def test_the_unread_count_goes_up_live_and_away_when_read(page: Page, teams: Stage) -> None:
    await be(page, teams)
    await teams.send(TOM, {"type": "message", "text": "Hello"})
    await expect(page.get_by_role("link", name="Tom Okafor")).to_contain_text("1")
    await page.get_by_role("link", name="Tom Okafor").click()
    await expect(page.get_by_text("Hello")).to_be_visible()
    await expect(page.locator("#people .badge:visible")).to_have_count(0)
    assert teams.teams.unread(TOM.object_id) == 0


async def test_an_answer_older_than_what_was_heard_does_not_undo_it(
    page: Page, teams: Stage
) -> None:
    asked = 0

    async def answer_late(route: Route) -> None:
        nonlocal asked
        asked += 1
        answer = await route.fetch()
        if asked == 2:
            await teams.send(TOM, {"type": "message", "text": "Hello"})
            await expect(page.get_by_role("link", name="Tom Okafor")).to_contain_text("1")
        await route.fulfill(response=answer)

    await page.route("**/local/state", answer_late)
    async with page.expect_response("**/messages"):
        await be(page, teams)
    assert asked == 2
    await expect(page.get_by_role("link", name="Tom Okafor")).to_contain_text("1")


async def test_what_was_missed_while_disconnected_is_read_afresh(page: Page, teams: Stage) -> None:
    await be(page, teams)
    await teams.send(PRIYA, {"type": "message", "text": "Before"})
    await expect(page.get_by_text("Before", exact=True)).to_be_visible()
    teams.teams._live.end()
    await teams.send(PRIYA, {"type": "message", "text": "Meanwhile"})
    await expect(page.get_by_text("Meanwhile", exact=True)).to_be_visible()
    await expect(page.get_by_text("Before", exact=True)).to_have_count(1)


async def test_the_app_is_installed_blocked_and_removed_from_the_page(
    page: Page, teams: Stage
) -> None:
    await be(page, teams, NEW)
    await expect(page.get_by_placeholder("Type a message")).to_be_hidden()
    await page.get_by_role("button", name="Install the app").click()
    await expect(page.get_by_placeholder("Type a message")).to_be_focused()
    await teams.bot.hears(lambda each: each["type"] == "conversationUpdate")
    await page.get_by_label("Chat options").click()
    await page.get_by_role("button", name="Block Sightline").click()
    await expect(page.get_by_text("Nia Evans has blocked Sightline.")).to_be_visible()
    await page.get_by_role("button", name="Unblock", exact=True).click()
    await page.get_by_label("Chat options").click()
    await page.get_by_role("button", name="Remove the app").click()
    await expect(page.get_by_text("Sightline isn’t installed for Nia Evans.")).to_be_visible()
    await teams.bot.hears(lambda each: each.get("action") == "remove")


async def test_a_fault_is_ordered_from_the_panel(page: Page, teams: Stage) -> None:
    await be(page, teams)
    await page.get_by_role("button", name="Faults").click()
    await page.get_by_label("What the bot’s next sends meet, or its next presses").select_option(
        "unavailable"
    )
    await page.get_by_label("How many times").fill("3")
    await page.get_by_role("button", name="Start").click()
    await expect(page.get_by_text("Now: 503 with an HTML page, 3 more.")).to_be_visible()
    fault = teams.teams.faults.current
    assert fault is not None
    assert (fault.kind, fault.left) == ("unavailable", 3)
    await page.get_by_label("Messages to Priya Shah").select_option("MessageWritesBlocked")
    await expect(page.get_by_role("link", name="Priya Shah")).to_contain_text("barred")


async def test_on_a_phone_list_and_chat_are_two_screens_that_fit(
    page: Page, on_stage: StageMaker
) -> None:
    many = [resident(n, f"Person {n}", "Social worker, Locality South") for n in range(10, 310)]
    stage = await on_stage(residents=[PRIYA, TOM, *many])
    wide = text("https://example.org/" + "long" * 60)
    content = card(wide, GRADE, NOTE, actions=[{**SAVE, "title": f"Save it {n}"} for n in range(6)])
    await stage.send(PRIYA, card_message(content))
    await stage.send(PRIYA, {"type": "message", "text": "long" * 60})
    await page.set_viewport_size(PHONE)  # type: ignore[arg-type] # playwright's own TypedDict
    await page.goto(stage.url)
    await expect(page.locator("#people li")).to_have_count(302)
    await expect(page.get_by_role("main")).to_be_hidden()
    await fits(page)
    await page.get_by_role("link", name=re.compile("^Priya Shah")).click()
    await expect(page.locator(".card")).to_be_visible()
    await expect(page.get_by_role("navigation")).to_be_hidden()
    await fits(page)
    await page.get_by_role("link", name="Back to the people").click()
    await expect(page.get_by_role("link", name=re.compile("^Priya Shah"))).to_be_focused()


async def fits(page: Page) -> None:
    """Nothing scrolls sideways, and what is touched is at least 44 pixels high and wide."""
    sideways = await page.evaluate(
        """() => [document.documentElement, ...document.querySelectorAll("*")].filter(each =>
             each.scrollWidth > each.clientWidth + 1
             && ["auto", "scroll"].includes(getComputedStyle(each).overflowX)
           ).map(each => each.outerHTML).concat(
             [...document.querySelectorAll("#messages *")]
             .filter(each => each.getBoundingClientRect().right > innerWidth)
             .map(each => each.outerHTML))"""
    )
    assert sideways == []
    small = await page.evaluate(
        """() => [...document.querySelectorAll("button, a, input, select, textarea, summary")]
             .filter(each => each.offsetParent && each.id !== "skip")
             .filter(each => { const { width, height } = each.getBoundingClientRect();
                               return width < 44 || height < 44; })
             .map(each => each.outerHTML)"""
    )
    assert small == []


async def test_a_message_that_comes_while_the_history_is_read_stays(
    page: Page, teams: Stage
) -> None:
    async def answer_late(route: Route) -> None:
        answer = await route.fetch()  # without the message that comes now
        await teams.send(PRIYA, {"type": "message", "text": "Just in time"})
        await expect(page.locator("article", has_text="Just in time")).to_be_visible()
        await route.fulfill(response=answer)

    await page.route("**/messages", answer_late, times=1)
    async with page.expect_response("**/messages"):
        await be(page, teams)
    await page.evaluate("new Promise(requestAnimationFrame)")
    await expect(page.locator("article", has_text="Just in time")).to_be_visible()
