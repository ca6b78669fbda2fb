"""Messages on their way."""

from dataclasses import replace
from datetime import timedelta

from programme.message import Delivery, MessageKind
from programme.ports import DeliveryQueue, MessageFate, Receipt, Work
from tests.storage.examples import COUNCIL, LATER, MESSAGE, NOW, OTHER_COUNCIL, queue_up, sent

UNREACHABLE = "BotNotInConversationRoster"


async def test_a_key_is_queued_once_however_it_is_repeated(work: Work) -> None:
    second = replace(MESSAGE, key="allocation:p2", person_id="p2")

    assert await queue_up(work, MESSAGE, MESSAGE) == 1
    assert await queue_up(work, MESSAGE, second) == 1
    assert await queue_up(work) == 0
    assert await queue_up(work, MESSAGE, council=OTHER_COUNCIL) == 1


async def test_more_messages_than_one_statement_takes_are_all_queued(work: Work) -> None:
    assert await queue_up(work, *(replace(MESSAGE, key=f"m{n}") for n in range(7_000))) == 7_000


async def test_fates_say_by_name_how_every_message_of_a_subject_stands(
    work: Work, queue: DeliveryQueue
) -> None:
    messages = [replace(MESSAGE, key=f"m{n}", person_id=f"p{n}") for n in range(4)]
    group = replace(MESSAGE, key="group", kind=MessageKind.GROUP_ALLOCATION)
    digest = replace(MESSAGE, key="digest", kind=MessageKind.DIGEST)
    other_month = replace(MESSAGE, key="january", subject="2027-01")
    await queue_up(work, *messages, group, digest, other_month)
    await queue.claim(COUNCIL, NOW, 10)
    await queue.settle(
        COUNCIL,
        [
            sent(messages[0]),
            Receipt(messages[1], Delivery.UNDELIVERABLE, LATER, reason=UNREACHABLE),
            Receipt(messages[2], Delivery.WAITING, NOW, reason="429", not_before=LATER),
        ],
    )

    async with work(COUNCIL) as unit:
        fates = await unit.outbox.fates(
            {MessageKind.ALLOCATION, MessageKind.GROUP_ALLOCATION}, "2026-12"
        )
    kind = MessageKind.ALLOCATION
    assert fates == (
        MessageFate("p1", MessageKind.GROUP_ALLOCATION, Delivery.SENDING, None, None),
        MessageFate("p0", kind, Delivery.SENT, None, NOW),
        MessageFate("p1", kind, Delivery.UNDELIVERABLE, UNREACHABLE, LATER),
        MessageFate("p2", kind, Delivery.WAITING, None, None),
        MessageFate("p3", kind, Delivery.SENDING, None, None),
    )


async def test_who_was_written_to_about_many_subjects_is_asked_at_once(
    work: Work, queue: DeliveryQueue
) -> None:
    """However it ended: what was superseded had been meant for them too."""
    second = replace(MESSAGE, key="b", person_id="p2")
    january = replace(MESSAGE, key="c", subject="2027-01")
    february = replace(MESSAGE, key="d", subject="2027-02")
    digest = replace(MESSAGE, key="e", person_id="p3", kind=MessageKind.DIGEST)
    await queue_up(work, MESSAGE, second, january, february, digest)
    await queue_up(work, replace(MESSAGE, person_id="p4"), council=OTHER_COUNCIL)
    await queue.claim(COUNCIL, NOW, 10)
    await queue.settle(COUNCIL, [Receipt(second, Delivery.SUPERSEDED, NOW)])

    async with work(COUNCIL) as unit:
        asked = {MESSAGE.subject, "2027-01", "2027-03"}
        assert await unit.outbox.written_to(MESSAGE.kind, asked) == {
            MESSAGE.subject: {MESSAGE.key: "p1", "b": "p2"},
            "2027-01": {"c": "p1"},
        }
        assert await unit.outbox.written_to(MESSAGE.kind, ()) == {}


async def test_what_waits_goes_at_another_time_and_what_is_sent_stays(
    work: Work, queue: DeliveryQueue
) -> None:
    waits = replace(MESSAGE, key="a", not_before=LATER)
    others = replace(MESSAGE, key="b", person_id="p2", not_before=LATER)
    gone = replace(MESSAGE, key="c", subject="2027-01")
    await queue_up(work, waits, others, gone)
    await queue_up(work, waits, council=OTHER_COUNCIL)
    (claimed,) = await queue.claim(COUNCIL, NOW, 10)
    async with work(COUNCIL) as unit:
        assert await unit.outbox.waiting_for({"p1"}) == (waits,)
        await unit.outbox.put_off({waits.key: NOW, claimed.key: LATER})
        await unit.commit()
    async with work(COUNCIL) as unit:
        assert await unit.outbox.waiting_for({"p1", "p2"}) == (
            replace(waits, not_before=NOW),
            others,
        )
    async with work(OTHER_COUNCIL) as unit:
        assert await unit.outbox.waiting_for({"p1"}) == (waits,)
    await queue.settle(COUNCIL, [Receipt(claimed, Delivery.WAITING, NOW, attempted=False)])
    async with work(COUNCIL) as unit:
        found = await unit.outbox.waiting_for({"p1"})
    assert [message.not_before for message in found] == [NOW, claimed.not_before]


async def test_what_is_put_off_has_another_time_of_its_own(
    work: Work, queue: DeliveryQueue
) -> None:
    await queue_up(work, MESSAGE)
    (claimed,) = await queue.claim(COUNCIL, NOW, 10)
    held = Receipt(claimed, Delivery.WAITING, NOW, not_before=LATER, attempted=False)
    await queue.settle(COUNCIL, [held])
    async with work(COUNCIL) as unit:
        (message,) = await unit.outbox.waiting_for({"p1"})
        assert message.own_time == MESSAGE.not_before
        sooner = LATER - timedelta(minutes=1)
        await unit.outbox.put_off({MESSAGE.key: sooner})
        assert [each.own_time for each in await unit.outbox.waiting_for({"p1"})] == [sooner]
        await unit.commit()


async def test_a_person_who_is_met_again_gets_what_could_not_be_delivered(
    work: Work, queue: DeliveryQueue
) -> None:
    undeliverable = replace(MESSAGE, key="a", subject="a")
    too_late = replace(MESSAGE, key="b", subject="b", expires=LATER)
    delivered = replace(MESSAGE, key="c", subject="c")
    others = replace(MESSAGE, key="d", person_id="p2")
    await queue_up(work, undeliverable, too_late, delivered, others)
    claimed = await queue.claim(COUNCIL, NOW, 10)
    await queue.settle(
        COUNCIL,
        [
            sent(m) if m.key == "c" else Receipt(m, Delivery.UNDELIVERABLE, NOW, reason=UNREACHABLE)
            for m in claimed
        ],
    )

    async with work(COUNCIL) as unit:
        assert await unit.outbox.revive("p1", LATER) == 1
        await unit.commit()
    assert await queue.claim(COUNCIL, LATER + timedelta(hours=1), 10) == (undeliverable,)


async def test_what_is_on_its_way_again_has_no_ending_any_more(
    work: Work, queue: DeliveryQueue
) -> None:
    await queue_up(work, MESSAGE)
    await queue.claim(COUNCIL, NOW, 1)
    await queue.settle(COUNCIL, [Receipt(MESSAGE, Delivery.UNDELIVERABLE, NOW, reason=UNREACHABLE)])
    async with work(COUNCIL) as unit:
        await unit.outbox.revive("p1", NOW)
        await unit.commit()
        (fate,) = await unit.outbox.fates({MESSAGE.kind}, MESSAGE.subject)
    assert fate == MessageFate("p1", MESSAGE.kind, Delivery.WAITING, None, None)

    await queue.claim(COUNCIL, NOW, 1)
    await queue.settle(COUNCIL, [sent(MESSAGE)])
    async with work(COUNCIL) as unit:
        (fate,) = await unit.outbox.fates({MESSAGE.kind}, MESSAGE.subject)
    assert fate == MessageFate("p1", MESSAGE.kind, Delivery.SENT, None, NOW)


async def test_only_what_could_not_be_delivered_comes_back(
    work: Work, queue: DeliveryQueue
) -> None:
    endings = (Delivery.SENT, Delivery.SUPERSEDED, Delivery.EXPIRED)
    messages = [replace(MESSAGE, key=ending) for ending in endings]
    await queue_up(work, *messages)
    await queue.claim(COUNCIL, NOW, 10)
    await queue.settle(
        COUNCIL, [Receipt(m, ending, NOW) for m, ending in zip(messages, endings, strict=True)]
    )
    await queue_up(work, replace(MESSAGE, key="being sent"))
    await queue.claim(COUNCIL, NOW, 1)
    await queue_up(work, replace(MESSAGE, key="waiting"))

    async with work(COUNCIL) as unit:
        assert await unit.outbox.revive("p1", NOW) == 0
        assert await unit.outbox.revive("nobody", NOW) == 0


async def test_nobody_of_another_council_gets_anything_again(
    work: Work, queue: DeliveryQueue
) -> None:
    await queue_up(work, MESSAGE)
    await queue.claim(COUNCIL, NOW, 1)
    await queue.settle(COUNCIL, [Receipt(MESSAGE, Delivery.UNDELIVERABLE, NOW, reason=UNREACHABLE)])

    async with work(OTHER_COUNCIL) as unit:
        assert await unit.outbox.revive("p1", NOW) == 0
        await unit.commit()
    assert await queue.claim(COUNCIL, LATER, 1) == ()


async def test_what_waits_is_superseded_by_its_subject_or_for_good_with_its_reader(
    work: Work, queue: DeliveryQueue
) -> None:
    held = replace(MESSAGE, key="held", subject="2027-01")
    others = replace(MESSAGE, key="others", person_id="p2")
    await queue_up(work, MESSAGE, held, others)
    await queue_up(work, held, council=OTHER_COUNCIL)

    async with work(COUNCIL) as unit:
        assert await unit.outbox.supersede(MessageKind.DIGEST, "2027-01", LATER) == 0
        assert await unit.outbox.supersede(MessageKind.ALLOCATION, "2027-01", LATER) == 1
        assert await unit.outbox.supersede(MessageKind.ALLOCATION, "2027-01", LATER) == 0
        assert await unit.outbox.supersede_of([], LATER) == ()
        assert await unit.outbox.supersede_of(["p1"], LATER) == (MESSAGE,)
        await unit.commit()

    assert await queue.claim(COUNCIL, NOW, 10) == (others,)
    assert await queue.claim(OTHER_COUNCIL, NOW, 10) == (held,)
    async with work(COUNCIL) as unit:
        (fate,) = await unit.outbox.fates([MessageKind.ALLOCATION], "2027-01")
    assert (fate.delivery, fate.at) == (Delivery.SUPERSEDED, LATER)


async def test_what_waits_is_superseded_for_some_of_its_readers_alone(
    work: Work, queue: DeliveryQueue
) -> None:
    other = replace(MESSAGE, key="other", person_id="p2")
    held = replace(MESSAGE, key="held", subject="2027-01")
    digest = replace(MESSAGE, key="digest", kind=MessageKind.DIGEST)
    await queue_up(work, MESSAGE, other, held, digest)
    kind, subject = MESSAGE.kind, MESSAGE.subject
    async with work(COUNCIL) as unit:
        assert await unit.outbox.supersede_for(kind, subject, [], LATER) == 0
        assert await unit.outbox.supersede_for(kind, subject, ["p1", "p3"], LATER) == 1
        await unit.commit()
    left = await queue.claim(COUNCIL, LATER, 10)
    assert {message.key for message in left} == {"other", "held", "digest"}


async def test_what_has_not_arrived_is_what_expired_is_refused_or_still_waits_though_due(
    work: Work, queue: DeliveryQueue
) -> None:
    expired, refused, arrived, done = (
        replace(MESSAGE, key=key, person_id=key) for key in ("expired", "refused", "sent", "done")
    )
    waiting = replace(MESSAGE, key="waiting", person_id="waiting", not_before=LATER)
    not_yet = replace(MESSAGE, key="z", person_id="z", not_before=LATER + timedelta(hours=1))
    await queue_up(work, replace(expired, expires=NOW), refused, arrived, done, waiting, not_yet)
    await queue_up(work, MESSAGE, council=OTHER_COUNCIL)
    await queue.claim(COUNCIL, NOW, 10)
    endings = {refused: Delivery.UNDELIVERABLE, done: Delivery.SUPERSEDED}
    await queue.settle(
        COUNCIL,
        [sent(arrived), *(Receipt(message, how, NOW) for message, how in endings.items())],
    )

    async with work(COUNCIL) as unit:
        found = await unit.outbox.not_arrived(LATER)
    assert [message.key for message in found] == ["expired", "refused", "waiting"]
