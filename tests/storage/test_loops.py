"""Checks that audits' actions were completed."""

from dataclasses import replace
from datetime import timedelta

import pytest

from programme.errors import ShowAsItIsNow
from programme.follow_up import Loop, LoopState
from programme.ports import Work
from tests.storage.examples import COUNCIL, DUE, NOW, OTHER_COUNCIL

LOOP = Loop("au1", DUE)
URGENT = Loop("au2", DUE - timedelta(days=1), "p1", checks=1, found="No.", version=3)
CLOSED = replace(
    URGENT, id="au3", state=LoopState.CLOSED, checked_by="p1", checked_at=NOW, found="All done."
)


@pytest.fixture(autouse=True)
async def _loops(work: Work) -> None:
    async with work(COUNCIL) as unit:
        await unit.loops.add([LOOP, URGENT, CLOSED])
        await unit.commit()


async def test_loops_are_found_by_audit_and_by_day(work: Work) -> None:
    async with work(COUNCIL) as unit:
        assert await unit.loops.get("au3") == CLOSED
        assert await unit.loops.get("au9") is None
        assert await unit.loops.some({"au1", "au3", "au9"}) == (CLOSED, LOOP)
        assert await unit.loops.open_due_by(DUE) == (URGENT, LOOP)
        assert await unit.loops.open_due_by(DUE - timedelta(days=1)) == (URGENT,)
    async with work(OTHER_COUNCIL) as unit:
        assert await unit.loops.get("au1") is None
        assert await unit.loops.open_due_by(DUE) == ()


async def test_a_change_of_an_older_version_is_refused_and_changes_nothing(work: Work) -> None:
    held = replace(LOOP, checker_id="p2", version=2)
    async with work(COUNCIL) as unit:
        await unit.loops.save(held)
        await unit.commit()
    async with work(COUNCIL) as unit:
        with pytest.raises(ShowAsItIsNow, match="just now"):
            await unit.loops.save(replace(LOOP, state=LoopState.CLOSED, version=2))
        await unit.commit()
    async with work(COUNCIL) as unit:
        assert await unit.loops.get("au1") == held
