"""Fixtures that any test may use: the databases, and a real browser where one can be had."""

import os
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, async_playwright

from tests.chromium import ARGUMENTS, ENVIRONMENT, find_chromium
from tests.databases import (  # noqa: F401 - pytest finds fixtures by their names here
    dialect,
    engine,
    postgres,
    sqlite_template,
    url,
)
from tests.rule_table import RuleTable, note_rules

REQUIRED = "SIGHTLINE_REQUIRE_BROWSER"
"""Set where a missing browser is a failure, not a reason to skip."""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--every-rule",
        action="store_true",
        help="print how many tests carry each rule of the frameworks, and fail where none does",
    )


def pytest_configure(config: pytest.Config) -> None:
    for name in ("HTTPS_PROXY", "https_proxy"):
        os.environ.pop(name, None)  # all that the tests speak to is on this machine
    if config.getoption("--every-rule") and not hasattr(config, "workerinput"):
        config.pluginmanager.register(RuleTable(), "rule_table")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    note_rules(items)


@pytest.fixture(scope="session")
def chromium_path() -> Path:
    path = find_chromium()
    if path is None:
        missing = "no Chromium: run npm ci, or name one in SIGHTLINE_CHROMIUM"
        if os.environ.get(REQUIRED):
            pytest.fail(missing)
        pytest.skip(missing)
    return path


@pytest.fixture
async def browser(chromium_path: Path) -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=chromium_path,
            args=ARGUMENTS,
            env=ENVIRONMENT,
            handle_sigint=False,
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


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Names each test that was skipped: pytest's own summary only counts them by reason."""
    skipped = terminalreporter.stats.get("skipped", [])
    if skipped:
        terminalreporter.section("skipped, by name")
    for report in skipped:
        terminalreporter.line(report.nodeid)
