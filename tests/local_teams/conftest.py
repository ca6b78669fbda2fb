from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, async_playwright

from tests.chromium import ARGUMENTS, find_chromium
from tests.local_teams.stage import Stage, stage

StageMaker = Callable[..., Awaitable[Stage]]


@pytest.fixture
async def on_stage() -> AsyncIterator[StageMaker]:
    """Starts local Teams with the options given; closes all that it started."""
    async with AsyncExitStack() as stack:

        async def start(**options: object) -> Stage:
            return await stage(stack, **options)

        yield start


@pytest.fixture
async def teams(on_stage: StageMaker) -> Stage:
    return await on_stage()


@pytest.fixture(scope="session")
def chromium_path() -> Path:
    path = find_chromium()
    if path is None:
        pytest.skip("no Chromium: run npm ci, or name one in SIGHTLINE_CHROMIUM")
    return path


@pytest.fixture
async def browser(chromium_path: Path) -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=chromium_path, args=ARGUMENTS, handle_sigint=False
        )
        yield browser
        await browser.close()


@pytest.fixture
async def page(browser: Browser) -> AsyncIterator[Page]:
    """A desktop page; the test fails if a script of ours does."""
    page = await browser.new_page(viewport={"width": 1280, "height": 900}, locale="en-GB")
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    yield page
    await page.close()
    assert errors == []
