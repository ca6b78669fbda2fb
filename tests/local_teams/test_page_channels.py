"""Channels and views of one's own on the page, in a real browser."""

from typing import Any

import pytest
from playwright.async_api import Browser, Page, expect

from tests.local_teams.apps import CHANNELS, NORTH
from tests.local_teams.conftest import StageMaker
from tests.local_teams.screen import NOTE, OPEN, SAVE, START, be, shows, task
from tests.local_teams.stage import PRIYA, TOM, Stage, card, card_message, text
from tests.local_teams.test_page import PHONE, fits

pytestmark = pytest.mark.browser

REFRESH = {"type": "Action.Execute", "verb": "view", "data": {}}


@pytest.fixture
async def teams(on_stage: StageMaker) -> Stage:
    return await on_stage(channels=CHANNELS)


async def in_channel(page: Page, stage: Stage, person: Any = PRIYA) -> None:
    await be(page, stage, person)
    await page.get_by_role("link", name="# Locality North").click()
    await expect(page.get_by_role("heading", name="Locality North")).to_be_visible()


async def put(stage: Stage, message_id: str, content: dict[str, Any]) -> None:
    url = f"{stage.url}/v3/conversations/{NORTH.id}/activities/{message_id}"
    async with stage.http.put(url, json=card_message(content)) as response:
        assert response.status == 200


async def post(stage: Stage, activity: dict[str, Any], thread: str = "") -> str:
    where = f"{NORTH.id};messageid={thread}" if thread else NORTH.id
    url = f"{stage.url}/v3/conversations/{where}/activities"
    async with stage.http.post(url, json=activity) as response:
        assert response.status == 201
        return str((await response.json())["id"])


async def test_a_post_is_read_by_all_and_answered_in_its_thread(
    page: Page, browser: Browser, teams: Stage
) -> None:
    await in_channel(page, teams)
    other = await browser.new_page()
    await in_channel(other, teams, TOM)
    box = page.get_by_placeholder("Type a message")
    await page.get_by_role("button", name="Mention Sightline").click()
    await expect(box).to_be_focused()
    await page.keyboard.type("what is due?")
    await page.keyboard.press("Enter")
    await expect(other.locator(".from-other .text")).to_have_text("@Sightline what is due?")
    await expect(other.locator(".from-other .meta")).to_contain_text("Priya Shah")
    heard = await teams.bot.hears(lambda each: each["type"] == "message")
    await box.fill("A second post")
    await box.press("Enter")
    await expect(other.locator(".from-other")).to_have_count(2)
    await post(teams, {"type": "message", "text": "One is."}, heard["id"])
    await expect(other.locator("#messages > li .text")).to_have_text(
        ["@Sightline what is due?", "One is.", "A second post"]
    )
    await other.get_by_role("button", name="Reply to Priya Shah").first.click()
    await expect(other.get_by_text("Replying to Priya Shah")).to_be_visible()
    await other.get_by_placeholder("Type a message").fill("Mine.")
    await other.keyboard.press("Enter")
    await expect(page.locator("#messages > li.reply .text")).to_have_text(["One is.", "Mine."])
    assert len(teams.bot.of("message")) == 1
    await other.reload()
    await expect(other.locator("#messages > li .text")).to_have_text(
        ["@Sightline what is due?", "One is.", "Mine.", "A second post"]
    )
    await other.close()


async def test_a_reader_has_a_view_of_their_own_until_the_card_is_edited(
    page: Page, browser: Browser, teams: Stage
) -> None:
    ids = [teams.teams.directory.sender(PRIYA)["id"]]
    everyone = {**card(text("For all")), "refresh": {"action": REFRESH, "userIds": ids}}
    teams.bot.answers["adaptiveCard/action"] = shows(card(text("For Priya"), NOTE))
    sent = await post(teams, card_message(everyone))
    await in_channel(page, teams)
    await expect(page.locator(".card")).to_contain_text("For Priya")
    other = await browser.new_page()
    await in_channel(other, teams, TOM)
    await expect(other.locator(".card")).to_have_text("For all")
    await expect(page.get_by_role("button", name="Refresh card")).to_be_hidden()
    await page.get_by_label("Note").fill("half written")
    teams.bot.answers["adaptiveCard/action"] = shows(card(text("Priya, again"), NOTE))
    await put(teams, sent, {**everyone, "body": [text("For all, edited")]})
    await expect(page.locator(".card")).to_contain_text("Priya, again")
    await expect(page.get_by_label("Note")).to_have_value("half written")
    await expect(other.locator(".card")).to_have_text("For all, edited")
    assert {each["from"]["aadObjectId"] for each in teams.bot.of("invoke")} == {PRIYA.object_id}
    # Who isn't named asks for a view by hand.
    teams.bot.answers["adaptiveCard/action"] = shows(card(text("For Tom")))
    await other.get_by_role("button", name="Refresh card").click()
    await expect(other.locator(".card")).to_have_text("For Tom")
    await put(teams, sent, card(text("Closed")))
    for each in (page, other):
        await expect(each.locator(".card")).to_have_text("Closed")
    await other.close()


async def test_a_press_in_a_channel_shows_its_answer_to_who_pressed(
    page: Page, browser: Browser, teams: Stage
) -> None:
    sent = await post(teams, card_message(card(text("An audit"), actions=[START, OPEN])))
    teams.bot.answers["task/fetch"] = task("Form", card(NOTE, actions=[SAVE]))
    teams.bot.answers["adaptiveCard/action"] = shows(card(text("Started")))
    await in_channel(page, teams)
    other = await browser.new_page()
    await in_channel(other, teams, TOM)
    await page.get_by_role("button", name="Open").click()
    await page.get_by_role("button", name="Save").click()
    await expect(page.locator("#task")).to_be_hidden()
    await page.get_by_role("button", name="Start").click()
    await expect(page.locator("#messages .card")).to_have_text("Started")
    await expect(other.locator("#messages .card")).to_contain_text("An audit")
    for each in teams.bot.of("invoke"):
        assert each["conversation"]["id"] == f"{NORTH.id};messageid={sent}"
    await other.close()


async def test_channels_are_counted_and_fit_a_phone(page: Page, teams: Stage) -> None:
    await page.set_viewport_size(PHONE)  # type: ignore[arg-type] # playwright's own TypedDict
    await be(page, teams)
    root = await post(teams, {"type": "message", "text": "long" * 60})
    await post(teams, card_message(card(text("long" * 60), actions=[START])), root)
    link = page.get_by_role("link", name="# Locality North")
    await expect(link).to_have_accessible_name("# Locality North , 2 unread")
    await expect(page.locator("article")).to_have_count(0)
    await link.click()
    await expect(page.locator("article")).to_have_count(2)
    await expect(link).to_have_accessible_name("# Locality North")
    await page.get_by_role("button", name="Reply to Sightline").click()
    await fits(page)
    await page.get_by_role("button", name="Start a post of its own instead").click()
    await page.get_by_role("link", name="Sightline", exact=True).click()
    await expect(page.get_by_text("No messages yet.")).to_be_visible()
