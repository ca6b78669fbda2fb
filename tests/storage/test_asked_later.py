"""What people asked to be reminded of later, and the one card that it is about."""

from dataclasses import replace
from datetime import timedelta

from programme.message import Message, MessageKind
from programme.ports import DeliveryQueue, Work
from programme.remind_later import key_of
from tests.storage.examples import COUNCIL, LATER, MESSAGE, NOW, OTHER_COUNCIL, queue_up, sent

KIND = MESSAGE.kind


def _later(person_id: str = "p1", subject: str = "2026-12") -> Message:
    return Message(key_of(person_id, KIND, subject, LATER), person_id, KIND, subject, LATER)


async def _waiting(work: Work, *people: str) -> list[Message]:
    async with work(COUNCIL) as unit:
        return [*await unit.outbox.asked_later(people)]


async def test_what_waits_for_those_who_asked_is_found_and_nothing_else(work: Work) -> None:
    mine, another, theirs = _later(), _later(subject="2027-01"), _later("p2")
    await queue_up(work, mine, another, theirs, MESSAGE)
    await queue_up(work, _later(subject="2027-02"), council=OTHER_COUNCIL)
    assert await _waiting(work, "p1") == [mine, another]
    assert await _waiting(work, "p1", "p2") == [mine, theirs, another]
    assert await _waiting(work) == []


async def test_what_comes_from_somebody_who_left_was_not_asked_for(work: Work) -> None:
    gone = _later()
    await queue_up(work, replace(gone, key=f"{gone.key}:p2", person_id="p2"))
    assert await _waiting(work, "p2") == []


async def test_what_is_being_sent_waits_no_more(work: Work, queue: DeliveryQueue) -> None:
    await queue_up(work, _later())
    await queue.claim(COUNCIL, LATER, 10)
    assert await _waiting(work, "p1") == []


async def test_one_card_is_forgotten_and_every_other_message_stays(work: Work) -> None:
    other, theirs = _later(subject="2027-01"), _later("p2")
    await queue_up(work, _later(), other, theirs, MESSAGE)
    async with work(COUNCIL) as unit:
        assert await unit.outbox.forget_later("p1", KIND, "2026-12", NOW) == 1
        assert await unit.outbox.forget_later("p1", KIND, "2026-12", NOW) == 0
        await unit.commit()
    assert await _waiting(work, "p1", "p2") == [theirs, other]
    async with work(COUNCIL) as unit:
        waiting = await unit.outbox.supersede_of(["p1", "p2"], NOW)
    assert MESSAGE in waiting


async def test_the_one_card_is_touched(work: Work, queue: DeliveryQueue) -> None:
    second = replace(MESSAGE, key="b", person_id="p2")
    january = replace(MESSAGE, key="c", subject="2027-01")
    await queue_up(work, MESSAGE, second, january)
    await queue.claim(COUNCIL, NOW, 10)
    await queue.settle(COUNCIL, [sent(each, activity_id=each.key) for each in (MESSAGE, second)])
    await _touch(work)
    behind = await queue.claim_edits(COUNCIL, NOW, 10)
    assert [(card.person_id, card.subject) for card in behind] == [("p1", "2026-12")]


async def test_a_card_that_is_being_sent_meanwhile_comes_out_as_behind(
    work: Work, queue: DeliveryQueue
) -> None:
    await queue_up(work, MESSAGE)
    await queue.claim(COUNCIL, NOW, 10)
    await _touch(work)
    await queue.settle(COUNCIL, [sent(MESSAGE)])
    assert len(await queue.claim_edits(COUNCIL, NOW, 10)) == 1


async def _touch(work: Work) -> None:
    async with work(COUNCIL) as unit:
        await unit.live_cards.touch_one("p1", KIND, "2026-12")
        await unit.commit()


async def test_a_persons_cards_are_told_newest_first(work: Work, queue: DeliveryQueue) -> None:
    for number in range(3):
        message = replace(MESSAGE, key=f"m{number}", subject=f"2027-0{number + 1}")
        at = NOW + timedelta(minutes=number)
        await queue_up(work, message, replace(message, key=f"o{number}", person_id="p2"))
        claimed = await queue.claim(COUNCIL, at, 10)
        await queue.settle(COUNCIL, [sent(each, activity_id=each.key) for each in claimed])
    async with work(COUNCIL) as unit:
        allocations = {MessageKind.ALLOCATION}
        assert await unit.live_cards.newest_of("p1", allocations, 2) == (
            (MessageKind.ALLOCATION, "2027-03"),
            (MessageKind.ALLOCATION, "2027-02"),
        )
        assert await unit.live_cards.newest_of("p1", {MessageKind.RESULT}, 2) == ()
        assert await unit.live_cards.newest_of("p3", allocations, 2) == ()
