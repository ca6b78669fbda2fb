"""Setting a month's theme from its card (SW-03)."""

from dataclasses import replace

import pytest

from dialogs.conversation import ShowLive
from dialogs.theme import SET
from programme.rules.duty import Theme
from storage.engine import Engine
from tests.bot.chats import words_of
from tests.cards.house import nodes
from tests.dialogs.turns import send, shown
from tests.little_council import ADDED, DECEMBER, MAIN_ALONE, LittleCouncil, little_council

THEMED = replace(
    MAIN_ALONE,
    rounds=(replace(MAIN_ALONE.allocation, themed=True),),
    themes=(Theme(12, "Chronologies"),),
)


@pytest.fixture
def dialect() -> str:
    """What a press is answered is the same on either database."""
    return "sqlite"


@pytest.fixture
async def little(engine: Engine) -> LittleCouncil:
    made = little_council(engine, framework=THEMED)
    await made.fill()
    return made


@pytest.mark.rule("SW-03", "BD-01", "KT-04")
async def test_a_theme_that_somebody_else_set_meanwhile_takes_nothing_that_was_typed(
    little: LittleCouncil,
) -> None:
    first = {"verb": SET, "month": str(DECEMBER), "version": 0, "title": "Supervision"}
    done = await send(little, "quinn", first, ADDED)
    assert isinstance(done, ShowLive)
    assert str(done.notice).startswith("The theme is set")
    stale = await send(little, "quinn", {**first, "title": "Visits"}, ADDED)
    assert isinstance(stale, ShowLive)
    assert stale.notice is None
    card = await shown(little, "quinn", stale)
    assert "Somebody else has set this theme since" in words_of(card)
    assert "**Supervision**" in words_of(card)
    (field,) = [node for node in nodes(card) if node.get("id") == "title"]
    assert field["value"] == "Visits"
