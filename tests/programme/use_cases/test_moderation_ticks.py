"""What a tick does of moderation and of closing the loop, each in its hour."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from programme.rules.moderation import ModerationRule
from programme.use_cases.tick import tick
from tests.little_council import LittleCouncil
from tests.programme.use_cases.moderating import (
    BY_MANAGERS,
    NAMED,
    SHARE,
    UNA,
    keep,
    moderate,
    ruled,
    same,
)

REMINDERS, DRAWS, CHECKS = (
    "reminders of moderations",
    "moderations of a period",
    "checks that actions were completed",
)


async def ticked(little: LittleCouncil, year: int, month: int, day: int) -> dict[str, int]:
    now = datetime(year, month, day, 9, 0, tzinfo=UTC)
    both = [await tick(little.council, work=little.work, now=now) for _ in range(2)]
    assert both[1].counts == {}
    mine = (REMINDERS, DRAWS, CHECKS)
    return {name: count for name, count in both[0].counts.items() if name in mine}


@pytest.mark.rule("WC-07", "WC-09")
async def test_moderators_are_reminded_and_loops_brought(drawn: LittleCouncil) -> None:
    await keep(drawn, UNA)
    little = ruled(drawn, BY_MANAGERS)
    audit, _ = await little.submitted()
    assert await ticked(little, 2026, 12, 4) == {}
    assert await ticked(little, 2026, 12, 11) == {REMINDERS: 1}
    await moderate(little, audit, same(audit), now=datetime(2026, 12, 14, 9, 0, tzinfo=UTC))
    assert await ticked(little, 2026, 12, 15) == {}
    assert await ticked(little, 2027, 2, 5) == {}
    assert await ticked(little, 2027, 2, 8) == {CHECKS: 1}


@pytest.mark.rule("SW-05", "WB-04")
@pytest.mark.parametrize("rule", [SHARE, replace(NAMED, by=SHARE.by)])
async def test_a_period_that_is_over_is_drawn_from(
    drawn: LittleCouncil, rule: ModerationRule
) -> None:
    little = ruled(drawn, rule)
    await little.submitted()
    assert await ticked(little, 2026, 12, 31) == {}
    assert await ticked(little, 2027, 1, 4) == {DRAWS: 1}
    assert await ticked(little, 2027, 1, 5) == {}
