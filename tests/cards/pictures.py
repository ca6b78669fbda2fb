"""Takes the picture of every kept card, at a phone's and a desktop's width, for docs/cards.md.

    python -m tests.cards.pictures

Look at what it took: the tests only know that a card hasn't changed since its pictures were taken.
"""

import asyncio
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path

import orjson
from playwright.async_api import async_playwright

from tests.cards.catalogue import catalogue
from tests.cards.drawing import DESKTOP, PHONE, drawing
from tests.cards.test_catalogue import GOLDEN, REPRESENTATIVE
from tests.chromium import ARGUMENTS, ENVIRONMENT, find_chromium

DOCS = Path(__file__).parents[2] / "docs"
PICTURES = DOCS / "cards"
TAKEN = PICTURES / "taken.json"
"""The card that each picture is of, as the hash of its JSON."""

_HEAD = """# The cards

Every kind of card and dialog page, drawn by Microsoft's renderer as it is first seen on a phone and
on a desktop. The people, teams and references are made up. `make screenshots` takes the pictures
anew; a test fails while one is older than its card.
"""


def hashes() -> Mapping[str, str]:
    """Of each kept card's JSON."""
    return {
        name: sha256((GOLDEN / f"{name}.json").read_bytes()).hexdigest()[:16]
        for name in sorted(REPRESENTATIVE)
    }


def page() -> str:
    """What docs/cards.md says."""
    shown = [
        f"## {told[0].upper()}{told[1:]}\n\n"
        "| on a phone | on a desktop |\n| --- | --- |\n"
        f"| ![{told}, on a phone](cards/{name}-phone.webp) "
        f"| ![{told}, on a desktop](cards/{name}-desktop.webp) |\n"
        for name, told in REPRESENTATIVE.items()
    ]
    return "\n".join((_HEAD, *shown))


async def take() -> None:
    """Takes those whose card has changed, and forgets those of cards that are gone."""
    PICTURES.mkdir(exist_ok=True)
    before = orjson.loads(TAKEN.read_bytes()) if TAKEN.exists() else {}
    now = hashes()
    changed = [name for name in now if before.get(name) != now[name]]
    cards = catalogue()
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=find_chromium(), args=ARGUMENTS, env=ENVIRONMENT, handle_sigint=False
        )
        for width, where in ((PHONE, "phone"), (DESKTOP, "desktop")):
            async with drawing(browser, width) as drawn:
                for name in changed:
                    wire = orjson.loads(orjson.dumps(cards[REPRESENTATIVE[name]].card))
                    (PICTURES / f"{name}-{where}.webp").write_bytes(await drawn.picture(wire))
        await browser.close()
    for path in PICTURES.glob("*.webp"):
        if path.stem.removesuffix("-phone").removesuffix("-desktop") not in now:
            path.unlink()
    TAKEN.write_bytes(orjson.dumps(now, option=orjson.OPT_INDENT_2) + b"\n")
    (DOCS / "cards.md").write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    asyncio.run(take())
