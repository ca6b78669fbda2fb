"""Settling messages: how each ended, and which card is live since."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from programme.message import Conversation, Delivery, LiveCard, MessageKind, moved_subject
from programme.ports import DeliveryQueue, EditReceipt, Receipt, Work
from tests.storage.examples import (
    CONVERSATION,
    COUNCIL,
    LATER,
    MESSAGE,
    NOW,
    OTHER_COUNCIL,
    queue_up,
    sent,
    touch,
)
from tests.storage.settling import behind, send

REPORTING = replace(MESSAGE, reports_to="allocation:2026-12")


async def _fate(work: Work) -> tuple[Delivery, str | None]:
    async with work(COUNCIL) as unit:
        (fate,) = await unit.outbox.fates([MessageKind.ALLOCATION], MESSAGE.subject)
    return fate.delivery, fate.reason


@pytest.mark.parametrize(
    "final", [Delivery.SENT, Delivery.UNDELIVERABLE, Delivery.SUPERSEDED, Delivery.EXPIRED]
)
async def test_a_final_state_is_kept(work: Work, queue: DeliveryQueue, final: Delivery) -> None:
    await send(work, queue, Receipt(MESSAGE, final, NOW, reason="why"))

    reason = "why" if final is Delivery.UNDELIVERABLE else None
    assert await _fate(work) == (final, reason)
    assert await queue.claim(COUNCIL, LATER, 1) == ()
    assert await queue.recover(COUNCIL) == 0


async def test_a_message_that_waits_again_comes_back_then_with_one_attempt_more(
    work: Work, queue: DeliveryQueue
) -> None:
    await send(work, queue, Receipt(MESSAGE, Delivery.WAITING, NOW, reason="429", not_before=LATER))

    assert await queue.claim(COUNCIL, LATER - timedelta(seconds=1), 1) == ()
    (again,) = await queue.claim(COUNCIL, LATER, 1)
    assert again == replace(MESSAGE, not_before=LATER, attempts=1, first_due=MESSAGE.not_before)

    await queue.settle(COUNCIL, [Receipt(again, Delivery.WAITING, LATER, not_before=LATER)])
    assert (await queue.claim(COUNCIL, LATER, 1))[0].own_time == MESSAGE.not_before


async def test_a_late_receipt_does_not_undo_a_final_state(work: Work, queue: DeliveryQueue) -> None:
    await send(work, queue, sent(MESSAGE))
    await queue.settle(COUNCIL, [Receipt(MESSAGE, Delivery.WAITING, NOW, not_before=NOW)])

    assert await _fate(work) == (Delivery.SENT, None)
    assert await queue.claim(COUNCIL, LATER, 1) == ()


async def test_the_message_that_was_sent_twice_last_is_the_live_card(
    work: Work, queue: DeliveryQueue
) -> None:
    # By a process that had lost its lease, and by the one that took it over.
    await send(work, queue, sent(MESSAGE, "audit:au1"))
    await queue.settle(COUNCIL, [sent(MESSAGE, "audit:au1", activity_id="activity-2")])

    edits = {card.activity_id: card.kind for card in await queue.claim_edits(COUNCIL, NOW, 10)}
    assert edits == {"activity-1": MessageKind.MOVED, "activity-2": MESSAGE.kind}
    assert await _fate(work) == (Delivery.SENT, None)


async def test_of_a_receipt_that_is_stored_again_the_one_card_is_edited_once_more(
    work: Work, queue: DeliveryQueue
) -> None:
    # The database kept it, and stopped before it said so.
    await send(work, queue, sent(MESSAGE, "audit:au1"))
    await queue.settle(COUNCIL, [sent(MESSAGE, "audit:au1")])

    (card,) = await queue.claim_edits(COUNCIL, NOW, 10)
    assert (card.activity_id, card.kind) == ("activity-1", MESSAGE.kind)
    assert await _fate(work) == (Delivery.SENT, None)


async def test_what_was_put_back_and_turns_out_sent_comes_out_as_behind(
    work: Work, queue: DeliveryQueue
) -> None:
    # Nobody marked it while it waited again.
    await queue_up(work, MESSAGE)
    await queue.claim(COUNCIL, NOW, 1)
    await queue.recover(COUNCIL)
    await queue.settle(COUNCIL, [sent(MESSAGE, "audit:au1")])

    assert len(await queue.claim_edits(COUNCIL, NOW, 10)) == 1
    assert await queue.claim(COUNCIL, LATER, 1) == ()


async def test_a_sent_card_is_live_with_where_it_is_and_what_it_shows(
    work: Work, queue: DeliveryQueue
) -> None:
    await send(work, queue, sent(MESSAGE, "audit:au1", "action:ac1", "audit:au1"))

    assert await behind(work, queue, "audit:other") == []
    (card,) = await behind(work, queue, "action:ac1")
    assert card == LiveCard(
        id=card.id,
        person_id="p1",
        kind=MessageKind.ALLOCATION,
        subject="2026-12",
        service_url=CONVERSATION.service_url,
        conversation_id=CONVERSATION.conversation_id,
        activity_id="activity-1",
        wanted=1,
        shown=0,
    )


@pytest.mark.parametrize(
    "receipt",
    [
        sent(MESSAGE, "audit:au1", activity_id=None),
        replace(sent(MESSAGE, "audit:au1"), conversation=None),
        replace(sent(MESSAGE, "audit:au1"), delivery=Delivery.SUPERSEDED),
    ],
    ids=["without an id", "without a conversation", "not sent"],
)
async def test_what_cannot_be_edited_leaves_no_card(
    work: Work, queue: DeliveryQueue, receipt: Receipt
) -> None:
    await send(work, queue, receipt)

    assert await behind(work, queue, "audit:au1") == []


async def test_a_person_has_one_live_card_a_subject_and_it_is_the_latest(
    work: Work, queue: DeliveryQueue
) -> None:
    await send(work, queue, sent(MESSAGE, "audit:au1", "audit:au2"))
    await touch(work, "audit:au1")
    again = replace(MESSAGE, key="allocation:p1:again")
    await send(work, queue, replace(sent(again, "audit:au2"), activity_id="activity-2"))

    # The new message shows all that was wanted of the old one, which only has to say so.
    (moved,) = await queue.claim_edits(COUNCIL, NOW, 10)
    await queue.settle_edits(COUNCIL, [EditReceipt(moved)])
    assert await behind(work, queue, "audit:au1") == []
    (card,) = await behind(work, queue, "audit:au2")
    assert (card.activity_id, card.wanted - card.shown) == ("activity-2", 1)


async def test_a_card_whose_like_is_sent_again_is_told_so_once(
    work: Work, queue: DeliveryQueue
) -> None:
    await send(work, queue, sent(MESSAGE, "audit:au1"))
    again = replace(MESSAGE, key="asked:1")
    await send(work, queue, replace(sent(again, "audit:au1"), activity_id="activity-2"))

    (moved,) = await queue.claim_edits(COUNCIL, NOW, 10)
    assert (moved.kind, moved.activity_id) == (MessageKind.MOVED, "activity-1")
    assert moved.subject == moved_subject(MessageKind.ALLOCATION, "activity-1")
    await queue.settle_edits(COUNCIL, [EditReceipt(moved, not_before=LATER)])
    assert await queue.claim_edits(COUNCIL, NOW, 10) == ()

    (moved,) = await queue.claim_edits(COUNCIL, LATER, 10)
    await queue.settle_edits(COUNCIL, [EditReceipt(moved)])
    (card,) = await behind(work, queue, "audit:au1")
    assert card.activity_id == "activity-2"


async def test_nobody_else_s_card_is_told_that_it_came_again(
    work: Work, queue: DeliveryQueue
) -> None:
    others = replace(MESSAGE, key="b", person_id="p2")
    another = replace(MESSAGE, key="c", subject="2027-01")
    await send(
        work,
        queue,
        *(
            replace(sent(message), activity_id=f"activity-{message.key}")
            for message in (MESSAGE, others, another)
        ),
    )
    again = replace(others, key="d")
    await send(work, queue, replace(sent(again), activity_id="activity-d"))

    assert [card.activity_id for card in await queue.claim_edits(COUNCIL, NOW, 10)] == [
        "activity-b"
    ]


async def test_what_was_held_back_has_not_been_tried(work: Work, queue: DeliveryQueue) -> None:
    await send(
        work, queue, Receipt(MESSAGE, Delivery.WAITING, NOW, not_before=LATER, attempted=False)
    )

    (message,) = await queue.claim(COUNCIL, LATER, 10)
    assert (message.attempts, message.not_before) == (0, LATER)


async def test_the_same_card_of_another_council_stays(work: Work, queue: DeliveryQueue) -> None:
    await send(work, queue, sent(MESSAGE, "audit:au1"))
    await queue_up(work, MESSAGE, council=OTHER_COUNCIL)
    await queue.claim(OTHER_COUNCIL, NOW, 1)
    await queue.settle(OTHER_COUNCIL, [sent(MESSAGE, "audit:au1", activity_id="activity-2")])

    (card,) = await behind(work, queue, "audit:au1")
    assert card.activity_id == "activity-1"


async def test_the_last_of_two_in_one_batch_is_the_live_card(
    work: Work, queue: DeliveryQueue
) -> None:
    second = replace(MESSAGE, key="b")
    await send(
        work,
        queue,
        replace(sent(replace(MESSAGE, key="a"), "audit:au1"), activity_id="activity-a"),
        replace(sent(second, "audit:au1"), activity_id="activity-b"),
    )

    (card,) = (c for c in await behind(work, queue, "audit:au1") if c.kind is MESSAGE.kind)
    assert card.activity_id == "activity-b"


async def test_what_messages_report_to_is_touched_once_a_batch(
    work: Work, queue: DeliveryQueue
) -> None:
    count = replace(MESSAGE, key="round", kind=MessageKind.ROUND)
    await send(work, queue, sent(count, "allocation:2026-12"))
    receipts = [
        Receipt(replace(REPORTING, key=f"m{n}", person_id=f"p{n}"), Delivery.UNDELIVERABLE, NOW)
        for n in range(3)
    ]
    await send(work, queue, *receipts)

    (card,) = await queue.claim_edits(COUNCIL, NOW, 10)
    assert (card.kind, card.wanted - card.shown) == (MessageKind.ROUND, 1)


async def test_a_message_that_waits_again_reports_nothing(work: Work, queue: DeliveryQueue) -> None:
    count = replace(MESSAGE, key="round", kind=MessageKind.ROUND)
    await send(work, queue, sent(count, "allocation:2026-12"))
    await send(work, queue, Receipt(REPORTING, Delivery.WAITING, NOW, not_before=LATER))

    assert await queue.claim_edits(COUNCIL, NOW, 10) == ()


async def test_touches_and_receipts_at_once_wait_for_each_other_and_lose_no_change(
    work: Work, queue: DeliveryQueue
) -> None:
    messages = [replace(REPORTING, key=f"m{n:02}", person_id=f"p{n:02}") for n in range(40)]
    await queue_up(work, *messages)
    first = await queue.claim(COUNCIL, NOW, 20)
    second = await queue.claim(COUNCIL, NOW, 20)
    shows = ("allocation:2026-12", "audit:au1")

    await asyncio.gather(
        queue.settle(COUNCIL, [sent(m, *shows) for m in first]),
        *(touch(work, "audit:au1", "allocation:2026-12") for _ in range(6)),
        queue.settle(COUNCIL, [sent(m, *shows) for m in reversed(second)]),
        *(touch(work, "allocation:2026-12") for _ in range(6)),
    )

    assert len(await queue.claim_edits(COUNCIL, NOW, 100)) == 40


async def test_each_person_is_met_where_the_receipt_says(work: Work, queue: DeliveryQueue) -> None:
    elsewhere = Conversation("p1", "https://elsewhere.example", "chat-9", "user-1")
    await send(work, queue, replace(sent(MESSAGE, "audit:au1"), conversation=elsewhere))

    (card,) = await behind(work, queue, "audit:au1")
    assert (card.service_url, card.conversation_id) == ("https://elsewhere.example", "chat-9")
