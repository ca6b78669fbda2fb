"""Every card as Microsoft's renderer draws it, at a phone's and at a desktop's width."""

from collections.abc import Iterator, Mapping

import orjson
import pytest
from playwright.async_api import Browser

from dialogs import kit
from dialogs.kit import Card
from tests.cards.catalogue import catalogue
from tests.cards.drawing import DESKTOP, PHONE, drawing
from tests.cards.pictures import DOCS, PICTURES, TAKEN, hashes, page
from tests.cards.test_catalogue import REPRESENTATIVE


@pytest.mark.parametrize("width", [PHONE, DESKTOP])
async def test_every_card_is_drawn_whole_and_can_be_read_out(browser: Browser, width: int) -> None:
    found = {}
    async with drawing(browser, width) as page:
        for name, sent in catalogue().items():
            wire = orjson.loads(orjson.dumps(sent.card))
            found[name] = await page.problems(wire)

    assert {name: problems for name, problems in found.items() if problems} == {}


def _mistakes() -> Iterator[tuple[str, Card, str]]:
    yield "an element that nobody knows", kit.card([{"type": "Txet", "text": "a"}]), "Txet"
    unbroken = {**kit.text("a\N{NO-BREAK SPACE}word " * 60), "wrap": False}
    yield "text that doesn't wrap", kit.card([unbroken]), "is cut"
    nameless = {**kit.text_input("note", "Note", most=10), "label": ""}
    yield "a field without a name", kit.card([nameless]), "without a name"
    folded = kit.reveal("More", [nameless])
    yield "one in a folded form", kit.card([kit.text("a")], [folded]), '"More" unfolded'


@pytest.mark.parametrize(
    ("card", "told"), [pytest.param(card, told, id=name) for name, card, told in _mistakes()]
)
async def test_a_mistake_is_seen(browser: Browser, card: Mapping[str, object], told: str) -> None:
    async with drawing(browser, PHONE) as page:
        problems = await page.problems(orjson.loads(orjson.dumps(card)))

    assert any(told in problem for problem in problems), problems


def test_every_kept_card_has_a_picture_that_is_of_it() -> None:
    assert orjson.loads(TAKEN.read_bytes()) == hashes(), "make screenshots; then look at them"
    assert (DOCS / "cards.md").read_text(encoding="utf-8") == page()
    for name in REPRESENTATIVE:
        for where in ("phone", "desktop"):
            assert (PICTURES / f"{name}-{where}.webp").is_file()
