"""A themed round of several months: the theme's card of each of them tells of the same audits."""

from dataclasses import replace

import pytest

from dialogs.live_card import Drawn
from dialogs.table import LIVE
from programme.calendar import Month
from programme.message import MessageKind
from programme.rules.duty import Theme
from programme.use_cases.set_theme import SetTheme, set_theme
from tests.bot.chats import words_of
from tests.little_council import ADDED, MAIN_ALONE, THE_FIRST, LittleCouncil

JANUARY, FEBRUARY, MARCH = (Month(2027, number) for number in (1, 2, 3))
QUARTERLY = replace(
    MAIN_ALONE,
    rounds=(replace(MAIN_ALONE.allocation, themed=True, every_months=3),),
    themes=(Theme(3, "Chronologies"),),
)
MINE = "quinn", str(MARCH)


@pytest.fixture
async def quarterly(little: LittleCouncil) -> LittleCouncil:
    """The council whose audits of January to March are about chronologies, for the third month is;
    Quinn has March's card before anything is drawn."""
    council = replace(little, council=replace(little.council, framework=QUARTERLY))
    drawn = await _drawn(council)
    assert "0 audits" in words_of(drawn.card)
    await council.settle("quinn", MessageKind.THEME, str(MARCH), *drawn.shows)
    return council


async def _drawn(council: LittleCouncil) -> Drawn:
    """Quinn's card of March as it is now."""
    async with council.work(council.tenant_id) as w:
        drawn = await LIVE[MessageKind.THEME].draw(council.council, w, [MINE], THE_FIRST.date())
    return drawn[MINE]


async def test_what_is_drawn_for_a_quarter_brings_the_card_of_its_last_month_up_to_date(
    quarterly: LittleCouncil,
) -> None:
    await quarterly.draw(JANUARY, now=ADDED)
    audits = len(await quarterly.audits(JANUARY))
    told = words_of((await _drawn(quarterly)).card)
    assert f"{audits} audits and 0 dip samples of the month have it." in told
    assert ("quinn", MessageKind.THEME) in await quarterly.behind()


async def test_the_theme_of_another_month_of_the_quarter_does_as_well(
    quarterly: LittleCouncil,
) -> None:
    quinn = await quarterly.person("quinn")
    theme = SetTheme(quarterly.council, quinn, FEBRUARY, "Supervision", 0, "card")
    await set_theme(theme, work=quarterly.work, now=THE_FIRST)
    assert ("quinn", MessageKind.THEME) in await quarterly.behind()
