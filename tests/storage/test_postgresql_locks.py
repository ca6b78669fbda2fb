"""What only a database with many writers can get wrong."""

import asyncio
from collections.abc import Coroutine
from dataclasses import replace

import pytest
from sqlalchemy import text

from programme.errors import RepeatLater
from programme.message import Delivery, MessageKind, PostedCard
from programme.ports import DeliveryQueue, EditReceipt, Work
from storage.engine import Engine
from storage.touching import Touched
from storage.transaction import Transaction
from tests.storage.examples import (
    ACTION,
    COUNCIL,
    DUE,
    MESSAGE,
    NOW,
    PERSON,
    queue_up,
    sent,
    touch,
)
from tests.storage.settling import behind, send

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

    async with Transaction(engine, COUNCIL) as unit:
        await Touched({"allocation:2026-12"}).write(unit)
        changing = await _begin(engine, touch(work, "audit:au1"))
        settling = await _begin(engine, queue.settle(COUNCIL, [sent(again, "audit:au1")]))
        await unit.commit()
    await asyncio.gather(changing, settling)

    assert {card.person_id for card in await queue.claim_edits(COUNCIL, NOW, 10)} == {"qa", "p1"}


async def test_cards_that_come_again_and_a_change_of_the_same_do_not_deadlock(
    engine: Engine, work: Work, queue: DeliveryQueue
) -> None:
    older = replace(MESSAGE, key="z", person_id="z")
    newer = replace(MESSAGE, key="a", person_id="a")
    for message, shown in ((older, "audit:au1"), (newer, "audit:au2")):
        await queue_up(work, message)
        await queue.claim(COUNCIL, NOW, 10)
        await queue.settle(COUNCIL, [sent(message, "audit:au1", shown)])
    again = [replace(older, key="z again"), replace(newer, key="a again")]
    await queue_up(work, *again)
    await queue.claim(COUNCIL, NOW, 10)
    await touch(work, "audit:none")  # nobody waits for the messages' rows from here on

    async with Transaction(engine, COUNCIL) as unit:
        await Touched({"audit:au2"}).write(unit)
        receipts = [sent(message, "audit:au1") for message in again]
        settling = await _begin(engine, queue.settle(COUNCIL, receipts))
        changing = await _begin(engine, touch(work, "audit:au1"))
        await unit.commit()
    await asyncio.gather(settling, changing)

    assert {card.person_id for card in await queue.claim_edits(COUNCIL, NOW, 10)} >= {"a", "z"}


async def test_messages_that_end_differently_and_a_change_of_their_cards_do_not_deadlock(
    engine: Engine, work: Work, queue: DeliveryQueue
) -> None:
    refused = replace(MESSAGE, key="a", person_id="a")
    taken = replace(MESSAGE, key="z", person_id="z")
    await queue_up(work, refused, taken)
    await queue.claim(COUNCIL, NOW, 10)

    async with Transaction(engine, COUNCIL) as unit:
        await Touched(ones={("z", taken.kind, taken.subject)}).write(unit)
        ended = replace(sent(refused), delivery=Delivery.UNDELIVERABLE, activity_id=None)
        settling = await _begin(engine, queue.settle(COUNCIL, [ended, sent(taken)]))
        changing = await _begin(engine, touch(work, "audit:au1"))
        await unit.commit()
    await asyncio.gather(settling, changing)

    assert [card.person_id for card in await queue.claim_edits(COUNCIL, NOW, 10)] == ["z"]


async def test_what_is_put_back_and_a_change_of_its_card_do_not_deadlock(
    engine: Engine, work: Work, queue: DeliveryQueue
) -> None:
    shown = replace(MESSAGE, key="shown", person_id="p2")
    await queue_up(work, shown)
    await queue.claim(COUNCIL, NOW, 10)
    await queue.settle(COUNCIL, [sent(shown, "audit:au1")])
    await touch(work, "audit:au1")
    await queue.claim_edits(COUNCIL, NOW, 10)
    await queue_up(work, MESSAGE)
    await queue.claim(COUNCIL, NOW, 10)  # and here their process ends

    async with Transaction(engine, COUNCIL) as unit:
        await Touched(ones={("p2", shown.kind, shown.subject)}).write(unit)
        recovering = await _begin(engine, _recover(queue))
        changing = await _begin(engine, touch(work, "audit:au1"))
        await unit.commit()
    await asyncio.gather(recovering, changing)

    assert await queue.claim(COUNCIL, NOW, 10) == (MESSAGE,)


async def _recover(queue: DeliveryQueue) -> None:
    assert await queue.recover(COUNCIL) == 1


async def test_what_a_card_has_just_come_to_show_goes_with_a_card_that_is_deleted_meanwhile(
    engine: Engine, work: Work, queue: DeliveryQueue
) -> None:
    await send(work, queue, sent(MESSAGE, "audit:au1"))
    (card,) = await behind(work, queue, "audit:au1")
    more = PostedCard("p1", card.kind, card.subject, "https://t.example", "c", "a", ("audit:au2",))

    async with work(COUNCIL) as unit:
        await unit.live_cards.keep(more)
        erasing = await _begin(engine, _erase(work))
        await unit.commit()
    await erasing

    assert await _shown(engine) == 0


async def test_a_card_that_is_deleted_meanwhile_comes_to_show_nothing(
    engine: Engine, work: Work, queue: DeliveryQueue
) -> None:
    await send(work, queue, sent(MESSAGE, "audit:au1"))
    (card,) = await behind(work, queue, "audit:au1")

    async with work(COUNCIL) as unit:
        await unit.subjects.erase_people([PERSON], NOW)
        edited = [EditReceipt(card, ("audit:au2",))]
        settling = await _begin(engine, queue.settle_edits(COUNCIL, edited))
        await unit.commit()
    await settling

    assert await _shown(engine) == 0


async def _erase(work: Work) -> None:
    async with work(COUNCIL) as unit:
        await unit.subjects.erase_people([PERSON], NOW)
        await unit.commit()


async def _shown(engine: Engine) -> object:
    async with engine.connect() as connection:
        return await connection.scalar(
            text(f"SELECT count(*) FROM card_shows WHERE tenant_id = '{COUNCIL}'")
        )


async def test_a_press_that_waits_for_a_tick_keeps_what_the_tick_told(
    engine: Engine, work: Work
) -> None:
    async with work(COUNCIL) as unit:
        await unit.actions.add([ACTION])
        await unit.commit()

    async def press() -> None:
        async with work(COUNCIL) as unit:
            read = await unit.actions.get(ACTION.id)
            assert read is not None
            assert read.reminded is None
            await unit.actions.save(replace(read, version=2, completion_note="Half."), read)
            await unit.commit()

    async with work(COUNCIL) as tick:
        await tick.actions.mark_reminded({ACTION.id: "first"}, DUE)
        pressing = await _begin(engine, press())
        await tick.commit()
    await pressing
    async with work(COUNCIL) as unit:
        kept = await unit.actions.get(ACTION.id)
    assert kept is not None
    assert (kept.reminded, kept.reminded_on, kept.completion_note) == ("first", DUE, "Half.")


async def test_of_two_who_wait_for_each_other_one_is_told_to_repeat_it(
    engine: Engine, work: Work
) -> None:
    other = replace(ACTION, id="ac2", number=2)
    async with work(COUNCIL) as unit:
        await unit.actions.add([ACTION, other])
        await unit.commit()

    async def mark(first: str, second: str, reached: asyncio.Barrier) -> None:
        async with work(COUNCIL) as unit:
            await unit.actions.mark_reminded({first: first}, DUE)
            await reached.wait()
            await unit.actions.mark_reminded({second: first}, DUE)
            await unit.commit()

    reached = asyncio.Barrier(2)
    ends = await asyncio.gather(
        mark(ACTION.id, "ac2", reached), mark("ac2", ACTION.id, reached), return_exceptions=True
    )
    assert sorted(map(type, ends), key=str) == [type(None), RepeatLater]
    async with work(COUNCIL) as unit:
        kept = [await unit.actions.get(each) for each in (ACTION.id, "ac2")]
    assert len({one.reminded for one in kept if one}) == 1
