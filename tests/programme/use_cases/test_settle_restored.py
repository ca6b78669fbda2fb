"""After a backup was restored: what may have been sent since isn't sent again, and what nobody can
have sent isn't lost."""

from datetime import UTC, datetime, timedelta

from programme.message import Message, MessageKind
from programme.use_cases.settle_restored import Restored, settle_restored
from programme.use_cases.tick import tick
from storage.delivery_queue import StoredDeliveryQueue
from tests.little_council import THE_FIRST, LittleCouncil

NIGHT = datetime(2026, 12, 1, 2, 0, tzinfo=UTC)
"""When the backup was taken: December is drawn, and nobody has heard yet."""
BEFORE_NINE = THE_FIRST - timedelta(minutes=30)
AFTERNOON = THE_FIRST + timedelta(hours=6)


async def _settle(little: LittleCouncil, stopped_at: datetime) -> tuple[Message, ...]:
    restored = Restored(taken_at=NIGHT, stopped_at=stopped_at)
    return await settle_restored(
        little.tenant_id, little.council, restored, work=little.work, now=AFTERNOON
    )


async def _waiting(little: LittleCouncil, now: datetime) -> tuple[Message, ...]:
    await tick(little.council, work=little.work, now=now)
    return await StoredDeliveryQueue(little.engine).claim(little.tenant_id, now, 100)


async def test_what_the_lost_hours_have_sent_is_not_sent_again(drawn: LittleCouncil) -> None:
    held = await _settle(drawn, stopped_at=AFTERNOON - timedelta(minutes=1))
    assert {message.kind for message in held} >= {"allocation", "group_allocation"}
    assert await _waiting(drawn, AFTERNOON) == ()


async def test_what_fell_due_after_the_service_had_stopped_is_sent(drawn: LittleCouncil) -> None:
    held = await _settle(drawn, stopped_at=BEFORE_NINE)
    assert "allocation" not in {message.kind for message in held}
    assert {"allocation", "group_allocation"} <= {
        message.kind for message in await _waiting(drawn, AFTERNOON)
    }


async def test_what_was_on_its_way_is_held_back_and_what_was_due_later_waits(
    drawn: LittleCouncil,
) -> None:
    due = {
        "on its way": NIGHT - timedelta(hours=9),
        "a minute after it stopped": BEFORE_NINE + timedelta(minutes=1),
        "next week": AFTERNOON + timedelta(days=7),
    }
    async with drawn.work(drawn.tenant_id) as w:
        await w.outbox.add(
            [Message(key, "ann", MessageKind.ACTIONS, "au1", when) for key, when in due.items()]
        )
        await w.commit()
    queue = StoredDeliveryQueue(drawn.engine)
    assert len(await queue.claim(drawn.tenant_id, NIGHT, 5)) == 1
    held = await _settle(drawn, stopped_at=BEFORE_NINE)
    assert {message.key for message in held} & due.keys() == {"on its way"}


async def test_where_nothing_can_have_been_sent_nothing_is_held_back(drawn: LittleCouncil) -> None:
    async with drawn.work(drawn.tenant_id) as w:
        await w.outbox.add(
            [Message("waits", "ann", MessageKind.ACTIONS, "au1", NIGHT - timedelta(hours=1))]
        )
        await w.commit()
    assert await _settle(drawn, stopped_at=NIGHT) == ()
    assert "waits" in {message.key for message in await _waiting(drawn, NIGHT)}


async def test_that_it_was_restored_stays_in_the_record(drawn: LittleCouncil) -> None:
    held = await _settle(drawn, stopped_at=AFTERNOON)
    async with drawn.work(drawn.tenant_id) as w:
        (event,) = await w.events.about(NIGHT.isoformat())
    assert (event.verb, event.at) == ("restore", AFTERNOON)
    assert event.detail == {"stopped_at": AFTERNOON.isoformat(), "held_back": len(held)}


async def test_a_council_whose_rules_cannot_be_read_is_held_back_all_the_same(
    drawn: LittleCouncil,
) -> None:
    async with drawn.work(drawn.tenant_id) as w:
        await w.outbox.add(
            [Message("waits", "ann", MessageKind.ACTIONS, "au1", NIGHT - timedelta(hours=1))]
        )
        await w.commit()
    restored = Restored(taken_at=NIGHT, stopped_at=AFTERNOON)
    held = await settle_restored(drawn.tenant_id, None, restored, work=drawn.work, now=AFTERNOON)
    assert [message.key for message in held] == ["waits"]
