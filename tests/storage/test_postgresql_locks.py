"""What only a database with many writers can get wrong."""

import asyncio
from collections.abc import Coroutine
from dataclasses import replace

import pytest
from sqlalchemy import text

from programme.message import MessageKind
from programme.ports import DeliveryQueue, Work
from storage.engine import Engine
from tests.storage.examples import COUNCIL, MESSAGE, NOW, queue_up, sent, touch

_WAITING = text("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'")


@pytest.fixture(params=["postgresql"])
def dialect(request: pytest.FixtureRequest) -> str:
    """SQLite has one writer at a time."""
    return str(request.param)


async def _begin(engine: Engine, doing: Coroutine[None, None, None]) -> "asyncio.Task[None]":
    """Starts something, and comes back when it waits for a lock that somebody else holds."""
    async with engine.connect() as connection:
        before = await connection.scalar(_WAITING)
        task = asyncio.create_task(doing)
        while await connection.scalar(_WAITING) == before:
            await connection.rollback()
            assert not task.done()
    return task


async def test_a_receipt_and_a_change_that_want_the_same_cards_do_not_deadlock(
    engine: Engine, work: Work, queue: DeliveryQueue
) -> None:
    count = replace(MESSAGE, key="round", kind=MessageKind.ROUND, person_id="qa")
    again = replace(MESSAGE, key="again", reports_to="allocation:2026-12")
    await queue_up(work, count, MESSAGE)
    await queue.claim(COUNCIL, NOW, 10)
    await queue.settle(COUNCIL, [sent(count, "allocation:2026-12", "audit:au1")])
    await queue.settle(COUNCIL, [sent(MESSAGE, "audit:au1")])
    await queue_up(work, again)
    await queue.claim(COUNCIL, NOW, 10)
    # From here on the message is marked already, so that nobody waits for its row.
    await touch(work, "audit:none")

    async with work(COUNCIL) as unit:
        await unit.live_cards.touch({"allocation:2026-12"})
        changing = await _begin(engine, touch(work, "audit:au1"))
        settling = await _begin(engine, queue.settle(COUNCIL, [sent(again, "audit:au1")]))
        await unit.commit()
    await asyncio.gather(changing, settling)

    assert {card.person_id for card in await queue.claim_edits(COUNCIL, NOW, 10)} == {"qa", "p1"}
