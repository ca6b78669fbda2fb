"""Leases, and claiming messages and cards."""

import asyncio
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from programme.message import Delivery, Message, MessageKind
from programme.ports import Councils, DeliveryQueue, EditReceipt, Receipt, Work
from tests.storage.examples import (
    COUNCIL,
    LATER,
    MESSAGE,
    NOW,
    OTHER_COUNCIL,
    RECORD,
    queue_up,
    sent,
    touch,
)

MINUTE = timedelta(minutes=1)


def _messages(count: int) -> list[Message]:
    return [
        replace(MESSAGE, key=f"m{n:03}", person_id=f"p{n}", not_before=NOW - n * MINUTE)
        for n in range(count)
    ]


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
    messages = _messages(5)
    later = replace(MESSAGE, key="later", not_before=LATER)
    await queue_up(work, *messages, later)

    assert await queue.claim(COUNCIL, NOW, 3) == (messages[4], messages[3], messages[2])
    assert await queue.claim(COUNCIL, NOW, 3) == (messages[1], messages[0])
    assert await queue.claim(COUNCIL, NOW, 3) == ()
    assert await queue.claim(COUNCIL, LATER, 3) == (later,)
    assert await queue.claim(OTHER_COUNCIL, LATER, 3) == ()


@pytest.mark.parametrize("limit", [1, 2, 10])
async def test_what_waits_about_one_card_is_sent_as_one_the_last(
    work: Work, queue: DeliveryQueue, limit: int
) -> None:
    first, second = _messages(2)
    told = replace(first, key="a", not_before=NOW - 3 * MINUTE, reports_to="allocation:2026-12")
    again = replace(first, key="b", not_before=NOW - 2 * MINUTE)
    last = replace(first, key="c")
    of_another_kind = replace(first, key="d", kind=MessageKind.DIGEST)
    not_yet = replace(first, key="e", not_before=LATER)
    await queue_up(work, told, again, last, of_another_kind, second, not_yet)

    claimed: list[Message] = []
    while batch := await queue.claim(COUNCIL, NOW, limit):
        claimed += batch
    assert [message.key for message in claimed] == ["m001", "c", "d"]
    if limit == 10:  # what it stood for counts it as it counted the first
        assert claimed[1].reports_to == told.reports_to
    async with work(COUNCIL) as unit:
        fates = await unit.outbox.fates([MessageKind.ALLOCATION], MESSAGE.subject)
    of_first = [fate.delivery for fate in fates if fate.person_id == first.person_id]
    assert sorted(of_first) == ["sending", "superseded", "superseded", "waiting"]


def _put_back(message: Message, at: datetime = NOW, *, attempted: bool = True) -> Receipt:
    """That it couldn't be sent, and waits for five minutes."""
    return Receipt(
        message, Delivery.WAITING, at, reason="503", not_before=LATER, attempted=attempted
    )


async def _delivery(work: Work, key: str) -> Delivery:
    """How one of the two messages of a test stands."""
    async with work(COUNCIL) as unit:
        fates = await unit.outbox.fates([MESSAGE.kind], MESSAGE.subject)
    return dict(zip(("again", "new"), (fate.delivery for fate in fates), strict=False))[key]


AGAIN = replace(MESSAGE, key="again", reports_to="allocation:2026-12")
NEW = replace(MESSAGE, key="new", not_before=NOW + MINUTE)


@pytest.mark.parametrize("attempted", [True, False], ids=["tried", "held back"])
@pytest.mark.parametrize("stored", [True, False], ids=["sent", "being sent"])
async def test_what_was_put_back_is_not_sent_after_a_newer_one_about_the_card(
    work: Work, queue: DeliveryQueue, attempted: bool, stored: bool
) -> None:
    # The QA officer's card counts how the allocation's messages ended.
    count = replace(MESSAGE, key="round", kind=MessageKind.ROUND)
    await queue_up(work, count, AGAIN)
    await queue.claim(COUNCIL, NOW, 10)
    count_is_sent = sent(count, "allocation:2026-12")
    await queue.settle(COUNCIL, [count_is_sent, _put_back(AGAIN, attempted=attempted)])
    await queue_up(work, NEW)
    assert await queue.claim(COUNCIL, NOW + MINUTE, 10) == (NEW,)
    if stored:
        await queue.settle(COUNCIL, [replace(sent(NEW), at=NOW + MINUTE)])
        assert await queue.claim_edits(COUNCIL, LATER, 10) == ()

    other = replace(MESSAGE, key="other", person_id="p2", not_before=LATER)
    await queue_up(work, other)
    assert await queue.claim(COUNCIL, LATER, 1) == (other,), "something is due, so it is claimed"
    assert await queue.claim(COUNCIL, LATER, 10) == ()
    assert await _delivery(work, "again") is Delivery.SUPERSEDED
    if stored:
        (card,) = await queue.claim_edits(COUNCIL, LATER, 10)
        assert card.kind is MessageKind.ROUND
    else:
        await queue.settle(COUNCIL, [replace(sent(NEW), at=LATER)])
        assert await _delivery(work, "new") is Delivery.SENT


async def test_a_newer_one_is_taken_before_one_that_was_put_back_till_later(
    work: Work, queue: DeliveryQueue
) -> None:
    await queue_up(work, AGAIN)
    await queue.claim(COUNCIL, NOW, 10)
    await queue.settle(COUNCIL, [_put_back(AGAIN)])
    await queue_up(work, NEW)
    # It has all its attempts, and counts where the other one would have.
    (taken,) = await queue.claim(COUNCIL, LATER, 10)
    assert (taken.key, taken.attempts, taken.reports_to) == ("new", 0, AGAIN.reports_to)
    assert await _delivery(work, "again") is Delivery.SUPERSEDED


@pytest.mark.parametrize(
    "changed",
    [{"person_id": "p2"}, {"kind": MessageKind.GROUP_ALLOCATION}, {"subject": "2027-01"}],
    ids=["to somebody else", "of another kind", "about something else"],
)
async def test_what_was_put_back_is_sent_when_nothing_newer_was(
    work: Work, queue: DeliveryQueue, changed: dict[str, Any]
) -> None:
    """Not what was sent before it was tried, nor what is about another card."""
    before = replace(MESSAGE, key="before", not_before=NOW - MINUTE)
    await queue_up(work, before)
    await queue.claim(COUNCIL, NOW - MINUTE, 10)
    await queue.settle(COUNCIL, [replace(sent(before), at=NOW - MINUTE)])
    await queue_up(work, AGAIN)
    await queue.claim(COUNCIL, NOW, 10)
    await queue.settle(COUNCIL, [_put_back(AGAIN)])
    another = replace(NEW, **changed)
    await queue_up(work, another)
    await queue.claim(COUNCIL, NOW + MINUTE, 10)
    await queue.settle(COUNCIL, [replace(sent(another), at=NOW + MINUTE)])

    (taken,) = await queue.claim(COUNCIL, LATER, 10)
    assert (taken.key, taken.attempts) == ("again", 1)


async def test_each_is_measured_by_when_it_was_put_back_itself(
    work: Work, queue: DeliveryQueue
) -> None:
    early = replace(MESSAGE, key="early", person_id="p2")
    await queue_up(work, early)
    await queue.claim(COUNCIL, NOW, 10)
    await queue.settle(COUNCIL, [_put_back(early)])
    before = replace(MESSAGE, key="before")
    await queue_up(work, before)
    await queue.claim(COUNCIL, NOW, 10)
    await queue.settle(COUNCIL, [replace(sent(before), at=NOW + MINUTE)])
    await queue_up(work, AGAIN)
    await queue.claim(COUNCIL, NOW + 2 * MINUTE, 10)
    await queue.settle(COUNCIL, [_put_back(AGAIN, NOW + 2 * MINUTE)])

    claimed = await queue.claim(COUNCIL, LATER, 10)
    assert [message.key for message in claimed] == ["again", "early"]


async def test_no_message_is_claimed_by_two(work: Work, queue: DeliveryQueue) -> None:
    await queue_up(work, *_messages(200))

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
    expired = [replace(m, expires=NOW, reports_to="allocation:2026-12") for m in _messages(4)]
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
    messages = _messages(3)
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
