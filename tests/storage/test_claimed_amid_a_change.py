"""A message that is claimed, or a card that is posted, while a change is being kept: the card shows
the change, or comes out as behind. Never is it drawn from the state before, and left so."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace

from programme.message import LiveCard, Message, MessageKind, PostedCard
from programme.ports import DeliveryQueue, Work
from storage.engine import Engine
from storage.receipts import store_receipts
from storage.touching import touch
from storage.transaction import Transaction
from tests.programme.use_cases.overtaken import A_WHILE
from tests.storage.examples import COUNCIL, MESSAGE, NOW, queue_up, sent

ENTITY = "audit:au1"
COUNT = "allocation:2026-12"
POSTED = PostedCard("p1", MessageKind.TEAM_CARD, "place", "https://x", "19:a", "post-1", (ENTITY,))
ROUND = replace(MESSAGE, key="round", kind=MessageKind.ROUND, person_id="qa")


async def _claimed(queue: DeliveryQueue) -> "asyncio.Task[tuple[Message, ...]]":
    """A claim that was begun and, if nothing holds it up, is through: its card could be drawn."""
    claiming = asyncio.ensure_future(queue.claim(COUNCIL, NOW, 1))
    await asyncio.wait({claiming}, timeout=A_WHILE)
    return claiming


async def _left_of(
    queue: DeliveryQueue, claiming: "asyncio.Task[tuple[Message, ...]]", entity: str
) -> Sequence[LiveCard]:
    """The cards to edit once what was claimed has been sent."""
    (message,) = await claiming
    await queue.settle(COUNCIL, [sent(message, entity)])
    return await queue.claim_edits(COUNCIL, NOW, 10)


async def test_drawn_before_the_change_begins_to_be_kept_it_comes_out_as_behind(
    work: Work, queue: DeliveryQueue
) -> None:
    await queue_up(work, MESSAGE)
    async with work(COUNCIL) as unit:
        await unit.live_cards.touch({ENTITY})
        claiming = await _claimed(queue)
        assert claiming.done()
        await unit.commit()

    assert await _left_of(queue, claiming, ENTITY)


async def test_one_card_that_is_touched_alone_comes_out_as_behind_too(
    work: Work, queue: DeliveryQueue
) -> None:
    await queue_up(work, MESSAGE)
    async with work(COUNCIL) as unit:
        await unit.live_cards.touch_one(MESSAGE.person_id, MESSAGE.kind, MESSAGE.subject)
        claiming = await _claimed(queue)
        await unit.commit()

    assert await _left_of(queue, claiming, ENTITY)


async def test_nothing_is_drawn_while_the_change_is_being_kept(
    engine: Engine, work: Work, queue: DeliveryQueue
) -> None:
    await queue_up(work, MESSAGE)
    async with Transaction(engine, COUNCIL) as keeping:
        await touch(keeping, {ENTITY})
        claiming = await _claimed(queue)
        assert not claiming.done()
        await keeping.commit()

    assert not await _left_of(queue, claiming, ENTITY)


async def test_a_posted_card_is_not_kept_while_a_change_is_that_has_not_found_it(
    engine: Engine, work: Work
) -> None:
    async def keep() -> None:
        async with work(COUNCIL) as unit:
            await unit.live_cards.keep(POSTED)
            await unit.commit()

    async with Transaction(engine, COUNCIL) as keeping:
        await touch(keeping, {ENTITY})
        posting = asyncio.ensure_future(keep())
        await asyncio.wait({posting}, timeout=A_WHILE)
        assert not posting.done()
        await keeping.commit()
    await posting


async def test_nothing_is_drawn_while_a_receipt_changes_a_count(
    engine: Engine, work: Work, queue: DeliveryQueue
) -> None:
    reporting = replace(MESSAGE, reports_to=COUNT)
    await queue_up(work, reporting)
    await queue.claim(COUNCIL, NOW, 1)
    await queue_up(work, ROUND)
    async with Transaction(engine, COUNCIL) as settling:
        await store_receipts(settling, [sent(reporting, ENTITY)])
        claiming = await _claimed(queue)
        assert not claiming.done()
        await settling.commit()

    assert not await _left_of(queue, claiming, COUNT)
