"""Leases, and claiming messages and cards."""

import asyncio
from dataclasses import replace
from datetime import timedelta

from programme.message import Delivery, MessageKind
from programme.ports import Councils, DeliveryQueue, EditReceipt, Receipt, Work
from tests.storage.examples import (
    COUNCIL,
    LATER,
    MESSAGE,
    NOW,
    OTHER_COUNCIL,
    RECORD,
    a_minute_apart,
    queue_up,
    sent,
    touch,
)

MINUTE = timedelta(minutes=1)


async def test_a_lease_is_held_prolonged_given_back_and_taken_over(
    queue: DeliveryQueue,
) -> None:
    assert await queue.lease(COUNCIL, "a", NOW, NOW + MINUTE)
    assert not await queue.lease(COUNCIL, "b", NOW, NOW + MINUTE)
    assert await queue.lease(OTHER_COUNCIL, "b", NOW, NOW + MINUTE)
    assert await queue.lease(COUNCIL, "a", NOW, NOW + 2 * MINUTE)
    assert not await queue.lease(COUNCIL, "b", NOW, NOW + 3 * MINUTE)

    await queue.release(COUNCIL, "b")
    assert not await queue.lease(COUNCIL, "b", NOW, NOW + 3 * MINUTE)
    await queue.release(COUNCIL, "a")
    assert await queue.lease(COUNCIL, "b", NOW, NOW + 3 * MINUTE)

    assert await queue.lease(COUNCIL, "b", NOW, NOW)  # it runs out at once
    assert await queue.lease(COUNCIL, "a", NOW, NOW + 4 * MINUTE)
    assert not await queue.lease(COUNCIL, "b", NOW, NOW + 3 * MINUTE)


async def test_one_of_many_at_once_takes_the_lease(queue: DeliveryQueue) -> None:
    taken = await asyncio.gather(
        *(queue.lease(COUNCIL, f"process {n}", NOW, LATER) for n in range(8))
    )

    assert sum(taken) == 1


async def test_the_oldest_due_messages_are_claimed_once(work: Work, queue: DeliveryQueue) -> None:
    messages = a_minute_apart(5)
    later = replace(MESSAGE, key="later", not_before=LATER)
    await queue_up(work, *messages, later)

    assert await queue.claim(COUNCIL, NOW, 3) == (messages[4], messages[3], messages[2])
    assert await queue.claim(COUNCIL, NOW, 3) == (messages[1], messages[0])
    assert await queue.claim(COUNCIL, NOW, 3) == ()
    assert await queue.claim(COUNCIL, LATER, 3) == (later,)
    assert await queue.claim(OTHER_COUNCIL, LATER, 3) == ()


async def test_no_message_is_claimed_by_two(work: Work, queue: DeliveryQueue) -> None:
    await queue_up(work, *a_minute_apart(200))

    batches = await asyncio.gather(*(queue.claim(COUNCIL, NOW, 30) for _ in range(8)))

    keys = [message.key for batch in batches for message in batch]
    assert len(keys) == len(set(keys)) == 200


async def test_an_expired_message_is_marked_instead_of_sent_and_counted_where_it_reports_to(
    work: Work, queue: DeliveryQueue
) -> None:
    # The QA officer's card counts how the allocation's messages ended.
    count = replace(MESSAGE, key="round", kind=MessageKind.ROUND)
    await queue_up(work, count)
    await queue.claim(COUNCIL, NOW, 1)
    await queue.settle(COUNCIL, [sent(count, "allocation:2026-12")])
    expired = [replace(m, expires=NOW, reports_to="allocation:2026-12") for m in a_minute_apart(4)]
    good = replace(MESSAGE, key="good", expires=LATER)
    await queue_up(work, *expired, good)

    assert await queue.claim(COUNCIL, NOW, 3) == (good,)

    (card,) = await queue.claim_edits(COUNCIL, NOW, 10)
    assert card.kind is MessageKind.ROUND
    async with work(COUNCIL) as unit:
        fates = await unit.outbox.fates({MessageKind.ALLOCATION}, MESSAGE.subject)
    assert [f.delivery for f in fates].count(Delivery.EXPIRED) == 4
    assert all(f.at == NOW for f in fates if f.delivery is Delivery.EXPIRED)


async def test_what_a_stopped_process_left_is_put_back_unchanged(
    work: Work, queue: DeliveryQueue
) -> None:
    messages = a_minute_apart(3)
    await queue_up(work, *messages)
    claimed = await queue.claim(COUNCIL, NOW, 2)
    await queue.settle(COUNCIL, [sent(claimed[0], "audit:au1")])
    await touch(work, "audit:au1")
    cards = await queue.claim_edits(COUNCIL, NOW, 10)

    assert await queue.recover(OTHER_COUNCIL) == 0
    assert await queue.recover(COUNCIL) == 1
    assert await queue.claim(COUNCIL, NOW, 10) == (messages[1], messages[0])
    assert len(cards) == 1
    assert await queue.claim_edits(COUNCIL, NOW, 10) == cards


async def test_a_card_that_is_being_edited_is_not_given_out_again(
    work: Work, queue: DeliveryQueue
) -> None:
    await queue_up(work, MESSAGE)
    await queue.claim(COUNCIL, NOW, 1)
    await queue.settle(COUNCIL, [sent(MESSAGE, "audit:au1")])
    assert await queue.claim_edits(COUNCIL, NOW, 10) == ()
    await touch(work, "audit:au1")

    assert await queue.claim_edits(OTHER_COUNCIL, NOW, 10) == ()
    assert len(await queue.claim_edits(COUNCIL, NOW, 10)) == 1
    assert await queue.claim_edits(COUNCIL, NOW, 10) == ()


async def test_councils_with_work_are_those_with_something_due(
    work: Work, queue: DeliveryQueue, councils: Councils
) -> None:
    for council in (OTHER_COUNCIL, COUNCIL, "idle"):
        await councils.add(replace(RECORD, tenant_id=council))
    await queue_up(work, MESSAGE)
    await queue_up(work, replace(MESSAGE, not_before=LATER), council=OTHER_COUNCIL)

    assert await queue.councils_with_work("a", NOW - MINUTE) == ()
    assert await queue.councils_with_work("a", NOW) == (COUNCIL,)
    assert await queue.councils_with_work("a", LATER) == (COUNCIL, OTHER_COUNCIL)


async def test_a_card_that_is_behind_is_work_until_it_is_edited(
    work: Work, queue: DeliveryQueue, councils: Councils
) -> None:
    await councils.add(RECORD)
    await queue_up(work, MESSAGE)
    await queue.claim(COUNCIL, NOW, 1)
    await queue.settle(COUNCIL, [sent(MESSAGE, "audit:au1")])
    assert await queue.councils_with_work("a", NOW) == ()

    await touch(work, "audit:au1")
    assert await queue.councils_with_work("a", NOW) == (COUNCIL,)

    (card,) = await queue.claim_edits(COUNCIL, NOW, 1)
    await queue.settle_edits(COUNCIL, [EditReceipt(card, not_before=LATER)])
    assert await queue.councils_with_work("a", NOW) == ()
    assert await queue.councils_with_work("a", LATER) == (COUNCIL,)


async def test_what_a_stopped_process_left_is_work_once_its_lease_has_run_out(
    work: Work, queue: DeliveryQueue, councils: Councils
) -> None:
    await councils.add(RECORD)
    await queue.lease(COUNCIL, "a", NOW, NOW + MINUTE)
    await queue_up(work, MESSAGE)
    await queue.claim(COUNCIL, NOW, 1)

    assert await queue.councils_with_work("b", NOW) == ()
    await queue.lease(COUNCIL, "a", NOW, NOW)
    assert await queue.councils_with_work("b", NOW) == (COUNCIL,)

    await queue.settle(COUNCIL, [Receipt(MESSAGE, Delivery.SUPERSEDED, NOW)])
    assert await queue.councils_with_work("b", LATER) == ()


async def test_what_is_due_is_work_for_whoever_has_the_lease_and_for_nobody_else(
    work: Work, queue: DeliveryQueue, councils: Councils
) -> None:
    await councils.add(RECORD)
    await queue_up(work, MESSAGE)
    await queue.lease(COUNCIL, "a", NOW, NOW + MINUTE)

    assert await queue.councils_with_work("b", NOW) == ()
    assert await queue.councils_with_work("a", NOW) == (COUNCIL,)
    await queue.release(COUNCIL, "a")
    assert await queue.councils_with_work("b", NOW) == (COUNCIL,)
