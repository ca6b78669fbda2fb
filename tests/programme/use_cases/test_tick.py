"""A tick does once whatever has fallen due."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from programme.message import MessageKind
from programme.use_cases.tick import JOBS, Ticked, tick
from storage.engine import Engine
from tests.little_council import FRAMEWORK, MAIN_ALONE, THE_FIRST, LittleCouncil, little_council

NOTHING = Ticked({})
WARNINGS, ALLOCATIONS, DIGESTS = (
    "warnings before an allocation",
    "allocations",
    "digests of actions",
)


@pytest.fixture
async def empty(engine: Engine) -> LittleCouncil:
    """A council that has one round."""
    return little_council(engine, framework=MAIN_ALONE)


async def _tick(little: LittleCouncil, now: datetime) -> Ticked:
    return await tick(little.council, work=little.work, now=now)


@pytest.mark.rule("WC-02", "WC-08")
async def test_each_job_has_its_hour(drawn: LittleCouncil) -> None:
    await drawn.an_action()
    # November was not drawn, which is told first.
    assert await _tick(drawn, datetime(2026, 11, 2, 9, 0, tzinfo=UTC)) == Ticked({ALLOCATIONS: 1})
    assert await _tick(drawn, datetime(2026, 11, 26, 9, 0, tzinfo=UTC)) == Ticked({WARNINGS: 1})
    assert await _tick(drawn, THE_FIRST) == Ticked({ALLOCATIONS: 8})
    digest = await _tick(drawn, datetime(2026, 12, 11, 9, 0, tzinfo=UTC))
    assert (digest, digest.queued) == (Ticked({DIGESTS: 1}), 1)


async def test_a_second_tick_does_nothing(drawn: LittleCouncil) -> None:
    await _tick(drawn, THE_FIRST)
    before = await drawn.everything()
    assert await _tick(drawn, THE_FIRST) == NOTHING
    assert await drawn.everything() == before


async def test_two_ticks_at_once_do_it_once(drawn: LittleCouncil) -> None:
    both = await asyncio.gather(_tick(drawn, THE_FIRST), _tick(drawn, THE_FIRST))
    assert sorted(ticked.queued for ticked in both) == [0, 8]
    assert len(await drawn.messages(MessageKind.ALLOCATION)) == 5


async def test_ticks_at_once_may_share_the_rounds_between_them(drawn: LittleCouncil) -> None:
    council = replace(drawn.council, framework=FRAMEWORK)
    whole = replace(drawn, council=council)
    both = await asyncio.gather(*(_tick(whole, THE_FIRST) for _ in range(2)))
    # The main round's cards and copies; that the others were not drawn stands on one of them.
    assert sum(ticked.queued for ticked in both) == 8
    assert len(await drawn.messages()) == 8
    assert await _tick(whole, THE_FIRST) == NOTHING


async def test_a_service_that_was_down_catches_up_what_still_matters(
    drawn: LittleCouncil,
) -> None:
    await drawn.an_action()
    late = datetime(2026, 12, 14, 11, 0, tzinfo=UTC)
    assert await _tick(drawn, late) == Ticked({ALLOCATIONS: 8, DIGESTS: 1})


async def test_each_council_has_its_own_ticks(drawn: LittleCouncil, other: LittleCouncil) -> None:
    own = await _tick(drawn, THE_FIRST)
    before = await drawn.everything()
    async with other.work(other.tenant_id) as w:
        assert await w.ticks.claim("announce", THE_FIRST)
        # Rolled back: only that it could be claimed was asked.
    assert own.queued == 8
    assert await drawn.everything() == before
    assert await _tick(drawn, THE_FIRST + timedelta(days=1)) == NOTHING


async def test_a_job_that_fails_holds_up_none_of_the_others(
    drawn: LittleCouncil, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(*_: object, **__: object) -> int:
        raise RuntimeError("of ours")

    monkeypatch.setitem(JOBS, WARNINGS, broken)
    with pytest.raises(ExceptionGroup) as failed:
        await _tick(drawn, THE_FIRST)
    assert [str(each) for each in failed.value.exceptions] == ["of ours"]
    assert len(await drawn.messages(MessageKind.ALLOCATION)) == 5
