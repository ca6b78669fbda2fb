"""Settling edits: what each card shows since, and which are forgotten."""

from dataclasses import replace

import pytest

from programme.ports import DeliveryQueue, EditReceipt, Work
from tests.storage.examples import COUNCIL, LATER, MESSAGE, NOW, OTHER_COUNCIL, sent, touch
from tests.storage.settling import behind, send


async def test_an_edited_card_shows_what_was_wanted_when_it_was_claimed(
    work: Work, queue: DeliveryQueue
) -> None:
    await send(work, queue, sent(MESSAGE, "audit:au1"))
    (claimed,) = await behind(work, queue, "audit:au1")
    await touch(work, "audit:au1")
    await queue.settle_edits(COUNCIL, [EditReceipt(claimed, ("audit:au1", "action:ac1"))])

    (again,) = await queue.claim_edits(COUNCIL, NOW, 10)
    assert (again.shown, again.wanted) == (1, 2)
    await queue.settle_edits(COUNCIL, [EditReceipt(again, ("action:ac1",))])
    assert await queue.claim_edits(COUNCIL, NOW, 10) == ()
    assert await behind(work, queue, "audit:au1") == []
    assert len(await behind(work, queue, "action:ac1")) == 1


async def test_an_edit_that_failed_is_tried_again_then_and_still_shows_what_it_did(
    work: Work, queue: DeliveryQueue
) -> None:
    await send(work, queue, sent(MESSAGE, "audit:au1"))
    (card,) = await behind(work, queue, "audit:au1")
    await queue.settle_edits(COUNCIL, [EditReceipt(card, not_before=LATER)])

    assert await behind(work, queue, "audit:au1") == []
    (again,) = await queue.claim_edits(COUNCIL, LATER, 10)
    assert again == replace(card, wanted=2, attempts=1)
    await queue.settle_edits(COUNCIL, [EditReceipt(again, ("audit:au1",))])
    (third,) = await behind(work, queue, "audit:au1")
    assert third.attempts == 0


async def test_a_card_that_is_gone_is_forgotten(work: Work, queue: DeliveryQueue) -> None:
    await send(work, queue, sent(MESSAGE, "audit:au1"))
    (card,) = await behind(work, queue, "audit:au1")
    await queue.settle_edits(COUNCIL, [EditReceipt(card, gone=True)])
    await queue.settle_edits(COUNCIL, [EditReceipt(card, ("audit:au1",))])

    assert await behind(work, queue, "audit:au1") == []


@pytest.mark.parametrize("gone", [False, True])
async def test_an_edit_of_a_card_that_was_replaced_meanwhile_changes_nothing(
    work: Work, queue: DeliveryQueue, *, gone: bool
) -> None:
    await send(work, queue, sent(MESSAGE, "audit:au1"))
    (old,) = await behind(work, queue, "audit:au1")
    again = replace(MESSAGE, key="again")
    await send(work, queue, replace(sent(again, "audit:au1"), activity_id="activity-2"))
    await queue.settle_edits(COUNCIL, [EditReceipt(old, ("audit:none",), gone=gone)])

    (card,) = (c for c in await behind(work, queue, "audit:au1") if c.kind is MESSAGE.kind)
    assert (card.activity_id, card.wanted - card.shown) == ("activity-2", 1)


@pytest.mark.parametrize("gone", [False, True])
async def test_an_edit_of_another_councils_card_changes_nothing(
    work: Work, queue: DeliveryQueue, *, gone: bool
) -> None:
    await send(work, queue, sent(MESSAGE, "audit:au1"))
    (card,) = await behind(work, queue, "audit:au1")
    await queue.settle_edits(OTHER_COUNCIL, [EditReceipt(card, ("audit:none",), gone=gone)])

    await queue.recover(COUNCIL)
    assert await queue.claim_edits(COUNCIL, NOW, 10) == (card,)
    await queue.recover(COUNCIL)
    (again,) = await behind(work, queue, "audit:au1")
    assert again.wanted == card.wanted + 1
