"""A message whose case is erased while it is being sent: what it brought is taken off its card."""

from dataclasses import replace

import pytest

from programme.message import MessageKind
from programme.ports import DeliveryQueue, EditReceipt, Work
from tests.storage.examples import AUDIT, COUNCIL, MESSAGE, NOW, queue_up, sent, touch

SHOWN = "audit:au1"


@pytest.fixture(autouse=True)
async def _being_sent(work: Work, queue: DeliveryQueue) -> None:
    async with work(COUNCIL) as unit:
        await unit.audits.add([AUDIT])
        await unit.commit()
    await queue_up(work, MESSAGE)
    await queue.claim(COUNCIL, NOW, 1)


async def _erase(work: Work) -> None:
    async with work(COUNCIL) as unit:
        await unit.subjects.erase_case(AUDIT.case_reference, NOW)
        await unit.commit()


async def test_its_card_is_to_say_that_something_was_erased(
    work: Work, queue: DeliveryQueue
) -> None:
    await _erase(work)
    await queue.settle(COUNCIL, [sent(MESSAGE, SHOWN)])

    (card,) = await queue.claim_edits(COUNCIL, NOW, 10)
    assert card.erased
    assert card.wanted > card.shown


async def test_what_is_drawn_after_it_and_takes_the_place_of_a_card_has_nothing_to_say(
    work: Work, queue: DeliveryQueue
) -> None:
    await queue.settle(COUNCIL, [sent(MESSAGE, SHOWN)])
    await _erase(work)
    again = replace(MESSAGE, key="again")
    await queue_up(work, again)
    assert await queue.claim(COUNCIL, NOW, 1) == (again,)
    await queue.settle(COUNCIL, [replace(sent(again, SHOWN), activity_id="further down")])

    (older,) = await queue.claim_edits(COUNCIL, NOW, 10)
    assert older.kind is MessageKind.MOVED
    await touch(work, SHOWN)
    (card,) = await queue.claim_edits(COUNCIL, NOW, 10)
    assert not card.erased


async def test_once_it_says_so_it_is_a_card_like_others(work: Work, queue: DeliveryQueue) -> None:
    await _erase(work)
    await queue.settle(COUNCIL, [sent(MESSAGE, SHOWN)])
    (card,) = await queue.claim_edits(COUNCIL, NOW, 10)
    await queue.settle_edits(COUNCIL, [EditReceipt(card, shows=(SHOWN,))])
    await touch(work, SHOWN)

    (again,) = await queue.claim_edits(COUNCIL, NOW, 10)
    assert not again.erased


async def test_what_was_put_back_and_sent_all_the_same_is_to_say_so_too(
    work: Work, queue: DeliveryQueue
) -> None:
    await _erase(work)
    await queue.recover(COUNCIL)
    await queue.settle(COUNCIL, [sent(MESSAGE, SHOWN)])

    (card,) = await queue.claim_edits(COUNCIL, NOW, 10)
    assert card.erased


async def test_drawn_again_after_the_erasing_it_shows_nothing_of_it(
    work: Work, queue: DeliveryQueue
) -> None:
    await _erase(work)
    await queue.recover(COUNCIL)
    assert await queue.claim(COUNCIL, NOW, 1) == (MESSAGE,)
    await queue.settle(COUNCIL, [sent(MESSAGE, SHOWN)])

    assert await queue.claim_edits(COUNCIL, NOW, 10) == ()
    await touch(work, SHOWN)
    (card,) = await queue.claim_edits(COUNCIL, NOW, 10)
    assert not card.erased
