"""Themes that QA officers set are kept a month each, and nobody overwrites another's unseen."""

from dataclasses import replace

import pytest

from programme.errors import ShowAsItIsNow
from programme.ports import Work
from programme.rules.duty import Focus
from programme.theme import MonthTheme
from tests.storage.examples import COUNCIL, DECEMBER, LATER, NOW, OTHER_COUNCIL

ABOUT = Focus(("child_in_care",), ("Disabled Children",))
THEME = MonthTheme(DECEMBER, "Supervision", "p1", NOW)


async def test_a_month_has_the_theme_that_was_set_last(work: Work) -> None:
    second = replace(THEME, title="Plans", set_by="p2", set_at=LATER, version=2, focus=ABOUT)
    january = replace(THEME, month=DECEMBER.plus(1))
    async with work(COUNCIL) as unit:
        for theme in (THEME, january, second):
            await unit.themes.save(theme)
        assert await unit.themes.all() == {DECEMBER: second, DECEMBER.plus(1): january}
        await unit.commit()
    async with work(OTHER_COUNCIL) as unit:
        assert await unit.themes.all() == {}


async def test_who_has_not_seen_the_last_one_is_told(work: Work) -> None:
    async with work(COUNCIL) as unit:
        await unit.themes.save(THEME)
        for unseen in (THEME, replace(THEME, version=3)):
            with pytest.raises(ShowAsItIsNow, match="just set this theme"):
                await unit.themes.save(unseen)
