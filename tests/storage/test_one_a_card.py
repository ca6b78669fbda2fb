"""Of several messages about one card the newest is sent, whatever was put back meanwhile."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from programme.message import Delivery, Message, MessageKind
from programme.ports import DeliveryQueue, Receipt, Work
from tests.storage.examples import COUNCIL, LATER, MESSAGE, NOW, a_minute_apart, queue_up, sent

MINUTE = timedelta(minutes=1)


@pytest.mark.parametrize("limit", [1, 2, 10])
async def test_what_waits_about_one_card_is_sent_as_one_the_last(
    work: Work, queue: DeliveryQueue, limit: int
) -> None:
    first, second = a_minute_apart(2)
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
