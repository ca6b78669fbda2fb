"""Touching cards, also those that are only being sent, and moving them."""

from dataclasses import replace

import pytest

from programme.message import Delivery, Message, MessageKind, PostedCard
from programme.ports import DeliveryQueue, Receipt, Work
from tests.storage.examples import (
    CONVERSATION,
    COUNCIL,
    MESSAGE,
    NOW,
    OTHER_COUNCIL,
    queue_up,
    sent,
    touch,
)

POSTED = PostedCard(
    "p1", MessageKind.TEAM_CARD, "place", "https://x", "19:a@thread.tacv2", "post-1", ("audit:au1",)
)
ROUND = replace(MESSAGE, key="round", kind=MessageKind.ROUND)
ELSEWHERE = replace(CONVERSATION, service_url="https://elsewhere.example")


async def _touched_in_flight(
    work: Work, queue: DeliveryQueue, message: Message, *entities: str
) -> bool:
    """Whether a card that is sent while the entities change comes out as behind."""
    await queue_up(work, message)
    await queue.claim(COUNCIL, NOW, 1)
    await touch(work, *entities)
    await queue.settle(COUNCIL, [sent(message)])
    return bool(await queue.claim_edits(COUNCIL, NOW, 10))


async def test_a_card_rendered_before_a_change_comes_out_as_behind(
    work: Work, queue: DeliveryQueue
) -> None:
    await queue_up(work, MESSAGE)
    await queue.claim(COUNCIL, NOW, 1)
    await touch(work, "audit:au1")
    await queue.settle(COUNCIL, [sent(MESSAGE, "audit:au1")])

    (card,) = await queue.claim_edits(COUNCIL, NOW, 10)
    assert (card.wanted, card.shown) == (1, 0)


async def test_a_card_rendered_again_after_a_change_is_not_behind(
    work: Work, queue: DeliveryQueue
) -> None:
    await queue_up(work, MESSAGE)
    await queue.claim(COUNCIL, NOW, 1)
    await touch(work, "audit:au1")
    await queue.settle(COUNCIL, [Receipt(MESSAGE, Delivery.WAITING, NOW, not_before=NOW)])
    (again,) = await queue.claim(COUNCIL, NOW, 1)
    await queue.settle(COUNCIL, [sent(again, "audit:au1")])

    assert await queue.claim_edits(COUNCIL, NOW, 10) == ()


async def test_a_change_while_another_council_sends_touches_nothing(
    work: Work, queue: DeliveryQueue
) -> None:
    await queue_up(work, MESSAGE)
    await queue.claim(COUNCIL, NOW, 1)
    await touch(work, "audit:au1", council=OTHER_COUNCIL)
    await queue.settle(COUNCIL, [sent(MESSAGE, "audit:au1")])
    await touch(work, "audit:au1", council=OTHER_COUNCIL)

    assert await queue.claim_edits(COUNCIL, NOW, 10) == ()


async def test_a_card_sent_while_its_count_changed_in_another_batch_comes_out_as_behind(
    work: Work, queue: DeliveryQueue
) -> None:
    reporting = replace(MESSAGE, reports_to="allocation:2026-12")
    await queue_up(work, ROUND, reporting)
    await queue.claim(COUNCIL, NOW, 10)
    await queue.settle(COUNCIL, [Receipt(reporting, Delivery.UNDELIVERABLE, NOW, reason="x")])
    await queue.settle(COUNCIL, [sent(ROUND, "allocation:2026-12")])

    assert len(await queue.claim_edits(COUNCIL, NOW, 10)) == 1


@pytest.mark.parametrize(
    ("kind", "entity", "behind"),
    [
        (MessageKind.ROUND, "allocation:2026-12", True),
        (MessageKind.ALLOCATION, "allocation:2026-12", False),
        (MessageKind.BEFORE_THE_FIRST, "reach", True),
        (MessageKind.DIGEST, "reach", False),
        (MessageKind.DIGEST, "action:ac1", True),
        (MessageKind.ACTIONS, "action:ac1", False),
        (MessageKind.ALLOCATION, "part:2026-12:p1", True),
        (MessageKind.ALLOCATION, "another sort", False),
    ],
)
async def test_a_change_during_a_sending_marks_what_can_show_it(
    work: Work, queue: DeliveryQueue, kind: MessageKind, entity: str, *, behind: bool
) -> None:
    message = replace(MESSAGE, kind=kind)
    assert await _touched_in_flight(work, queue, message, entity) is behind


async def test_one_of_several_entities_that_a_card_can_show_is_enough(
    work: Work, queue: DeliveryQueue
) -> None:
    assert await _touched_in_flight(work, queue, MESSAGE, "reach", "audit:au1", "action:ac1")


async def test_a_welcome_is_never_behind(work: Work, queue: DeliveryQueue) -> None:
    welcome = replace(MESSAGE, kind=MessageKind.WELCOME)
    everything = ("allocation:2026-12", "part:2026-12:p1", "audit:au1", "action:ac1", "reach")
    assert not await _touched_in_flight(work, queue, welcome, *everything)


async def test_touching_nothing_touches_nothing(work: Work, queue: DeliveryQueue) -> None:
    assert not await _touched_in_flight(work, queue, MESSAGE)


async def test_what_waits_is_not_marked_for_it_is_drawn_when_it_is_sent(
    work: Work, queue: DeliveryQueue
) -> None:
    await queue_up(work, MESSAGE)
    await touch(work, "audit:au1")
    await queue.claim(COUNCIL, NOW, 1)
    await queue.settle(COUNCIL, [sent(MESSAGE, "audit:au1")])

    assert await queue.claim_edits(COUNCIL, NOW, 10) == ()


async def test_cards_are_edited_where_the_person_is_met_now_and_nobody_elses_are(
    work: Work, queue: DeliveryQueue
) -> None:
    second = replace(MESSAGE, key="b", subject="2027-01")
    other_chat = replace(MESSAGE, key="c", kind=MessageKind.MY_WORK)
    others = replace(MESSAGE, key="d", person_id="p2")
    for council in (COUNCIL, OTHER_COUNCIL):
        await queue_up(work, MESSAGE, second, other_chat, others, council=council)
        await queue.claim(council, NOW, 10)
        await queue.settle(
            council,
            [
                sent(MESSAGE, "audit:au1"),
                sent(second, "audit:au1"),
                replace(
                    sent(other_chat, "audit:au1"),
                    conversation=replace(CONVERSATION, conversation_id="chat-9"),
                ),
                sent(others, "audit:au1"),
            ],
        )
    async with work(COUNCIL) as unit:
        await unit.conversations.save(ELSEWHERE)
        await unit.commit()

    old, new = CONVERSATION.service_url, ELSEWHERE.service_url
    assert await _served_at(work, queue, COUNCIL) == [
        ("p1", "2026-12", "chat-1", new),
        ("p1", "2026-12", "chat-9", old),
        ("p1", "2027-01", "chat-1", new),
        ("p2", "2026-12", "chat-1", old),
    ]
    assert {url for *_, url in await _served_at(work, queue, OTHER_COUNCIL)} == {old}


async def test_moving_a_card_does_not_ask_for_it_to_be_edited(
    work: Work, queue: DeliveryQueue
) -> None:
    await queue_up(work, MESSAGE)
    await queue.claim(COUNCIL, NOW, 1)
    await queue.settle(COUNCIL, [sent(MESSAGE, "audit:au1")])
    async with work(COUNCIL) as unit:
        await unit.conversations.save(ELSEWHERE)
        await unit.commit()

    assert await queue.claim_edits(COUNCIL, NOW, 10) == ()


async def test_a_card_moves_only_when_the_unit_is_committed(
    work: Work, queue: DeliveryQueue
) -> None:
    await queue_up(work, MESSAGE)
    await queue.claim(COUNCIL, NOW, 1)
    await queue.settle(COUNCIL, [sent(MESSAGE, "audit:au1")])
    async with work(COUNCIL) as unit:
        await unit.conversations.save(ELSEWHERE)
        await unit.live_cards.touch(["audit:au1"])

    assert await queue.claim_edits(COUNCIL, NOW, 10) == ()
    ((*_, url),) = await _served_at(work, queue, COUNCIL)
    assert url == CONVERSATION.service_url


async def _served_at(
    work: Work, queue: DeliveryQueue, council: str
) -> list[tuple[str, str, str, str]]:
    """Person, subject, chat and service URL of the council's cards."""
    await touch(work, "audit:au1", council=council)
    cards = await queue.claim_edits(council, NOW, 10)
    return sorted((c.person_id, c.subject, c.conversation_id, c.service_url) for c in cards)


async def _post(work: Work, *cards: PostedCard, council: str = COUNCIL) -> None:
    for each in cards:
        async with work(council) as unit:
            await unit.live_cards.keep(each)
            await unit.commit()


async def test_a_posted_card_is_edited_where_it_was_posted_once_what_it_shows_has_changed(
    work: Work, queue: DeliveryQueue
) -> None:
    await _post(work, POSTED, replace(POSTED, subject="elsewhere", shows=("audit:au2",)))
    await _post(work, POSTED, council=OTHER_COUNCIL)
    assert await queue.claim_edits(COUNCIL, NOW, 10) == ()
    await touch(work, "audit:au1")

    (card,) = await queue.claim_edits(COUNCIL, NOW, 10)
    assert (card.person_id, card.kind, card.subject) == ("p1", MessageKind.TEAM_CARD, "place")
    assert (card.conversation_id, card.activity_id) == ("19:a@thread.tacv2", "post-1")
    assert await queue.claim_edits(OTHER_COUNCIL, NOW, 10) == ()


async def test_of_two_posts_about_one_place_the_last_is_kept_true(
    work: Work, queue: DeliveryQueue
) -> None:
    later = replace(
        POSTED, conversation_id="19:b@thread.tacv2", activity_id="post-2", shows=("audit:au2",)
    )
    await _post(work, POSTED)
    await touch(work, "audit:au1")
    await _post(work, later)
    assert await queue.claim_edits(COUNCIL, NOW, 10) == (), "it was drawn after that change"
    await touch(work, "audit:au1")
    assert await queue.claim_edits(COUNCIL, NOW, 10) == ()
    await touch(work, "audit:au2")
    (card,) = await queue.claim_edits(COUNCIL, NOW, 10)
    assert (card.conversation_id, card.activity_id) == ("19:b@thread.tacv2", "post-2")


async def test_a_post_that_is_behind_is_edited_at_once(work: Work, queue: DeliveryQueue) -> None:
    for each in (POSTED, replace(POSTED, behind=True)):
        await _post(work, each)
    (card,) = await queue.claim_edits(COUNCIL, NOW, 10)
    assert (card.activity_id, card.wanted - card.shown) == ("post-1", 1)
