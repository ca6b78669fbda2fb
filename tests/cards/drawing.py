"""Cards drawn by Microsoft's renderer in a real browser, with local Teams' host config and style.

Local Teams itself isn't needed for it: the page's files are given to the browser as they are.
"""

from base64 import b64decode
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from playwright.async_api import Browser, Page, Route

import bot.local_teams

PHONE, DESKTOP = 390, 1280
_PAGE = Path(bot.local_teams.__file__).with_name("page")
_MODULES = Path(__file__).parents[2] / "node_modules"
_RENDERER = {
    "adaptivecards.min.js": _MODULES / "adaptivecards/dist/adaptivecards.min.js",
    "adaptivecards.css": _MODULES / "adaptivecards/dist/adaptivecards.css",
    "markdown-it.min.js": _MODULES / "markdown-it/dist/markdown-it.min.js",
}
_ORIGIN = "http://cards.test"
_CARD_PAGE = """<!doctype html><html lang="en-GB"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1"><title>A card</title>
<link rel="stylesheet" href="/local/page/adaptivecards.css">
<link rel="stylesheet" href="/local/page/page.css">
<link rel="stylesheet" href="/local/page/cards.css">
<style>html, body { height: auto; overflow: auto; } main { padding: 16px; }</style></head>
<body><main id="here"></main>
<script src="/local/page/adaptivecards.min.js"></script>
<script src="/local/page/markdown-it.min.js"></script>
<script type="module">
import { CardView } from "/local/page/card.js";
window.draw = (json) => {
  const view = new CardView(json, () => {});
  document.getElementById("here").replaceChildren(view.element);
};
window.ready = true;
</script></body></html>"""

# What a person would trip over, as sentences; each folded form is unfolded in its turn.
_LOOK = Path(__file__).with_name("look_at_card.js").read_text(encoding="utf-8")


class Drawing:
    """A page of one width, on which cards are drawn one after the other."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._said: list[str] = []
        page.on("console", lambda message: self._said.append(message.text))
        page.on("pageerror", lambda error: self._said.append(str(error)))

    async def problems(self, card: Mapping[str, Any]) -> list[str]:
        """What the renderer says of the card, and what a person would trip over."""
        self._said.clear()
        await self._page.evaluate("(card) => window.draw(card)", card)
        seen: list[str] = await self._page.evaluate(_LOOK)
        return [*self._said, *seen]

    async def picture(self, card: Mapping[str, Any]) -> bytes:
        """The card as it is first seen, as WebP."""
        await self._page.evaluate("(card) => window.draw(card)", card)
        box = await self._page.locator(".card").bounding_box()
        assert box is not None
        session = await self._page.context.new_cdp_session(self._page)
        clip = {**box, "scale": 1}
        taken = await session.send(
            "Page.captureScreenshot",
            {"format": "webp", "quality": 60, "clip": clip, "captureBeyondViewport": True},
        )
        await session.detach()
        return b64decode(taken["data"])


@asynccontextmanager
async def drawing(browser: Browser, width: int) -> AsyncIterator[Drawing]:
    """A page of that width."""
    page = await browser.new_page(viewport={"width": width, "height": 900}, locale="en-GB")
    await page.route(f"{_ORIGIN}/**", _serve)
    await page.goto(f"{_ORIGIN}/")
    await page.wait_for_function("window.ready")
    yield Drawing(page)
    await page.close()


async def _serve(route: Route) -> None:
    name = route.request.url.removeprefix(f"{_ORIGIN}/").removeprefix("local/page/")
    if not name:
        await route.fulfill(body=_CARD_PAGE, content_type="text/html")
        return
    await route.fulfill(path=_RENDERER.get(name) or _PAGE / name)
