"""Draining a council's outbox over real HTTP: what is sent, in which order, and what is not."""

import asyncio
from collections.abc import Sequence
from datetime import timedelta

import pytest

from bot.delivery.parts import Drained
from bot.delivery.retry import MESSAGES
from programme.message import Delivery
from programme.ports import Receipt
from tests.bot.delivery.council import TENANT, Council, until
from tests.bot.delivery.memory_queue import MemoryQueue
from tests.bot.delivery.teams import Held, dropped, status


async def test_everything_due_is_sent_and_has_a_receipt(council: Council) -> None:
    keys = [f"m{number}" for number in range(300)]
    council.due(*keys)

    drained = await council.worker(batch=32).drain(TENANT)

    assert drained == Drained(sent=300)
    assert sorted(council.teams.bodies()) == sorted(keys)
    assert set(council.deliveries().values()) == {Delivery.SENT}
    assert {kept.card.activity_id for kept in council.queue.cards.values()} == {
        f"activity-{number}" for number in range(1, 301)
    }


async def test_requests_are_in_flight_together_up_to_the_bound(council: Council) -> None:
    held = [Held() for _ in range(4)]
    council.due(*(f"m{number}" for number in range(12)))
    for number, hold in enumerate(held):
        council.teams.then(f"chat-m{number}", hold)

    draining = asyncio.create_task(council.worker(in_flight=4).drain(TENANT))
    for hold in held:
        await hold.arrived.wait()
    assert len(council.teams.seen) == 4
    for hold in held:
        hold.go_on.set()

    assert (await draining).sent == 12
    assert council.teams.most_at_once == 4


async def test_a_person_gets_their_messages_one_after_the_other_in_order(
    council: Council,
) -> None:
    keys = [f"m{number:03}" for number in range(40)]
    council.due(*keys, to="alex")
    council.due("other")

    await council.worker(batch=8).drain(TENANT)

    assert council.teams.bodies("chat-alex") == keys


async def test_the_next_batch_is_claimed_while_the_last_is_being_sent(council: Council) -> None:
    hold = Held()
    council.due("m0", "m1", "m2", "m3", "late")
    council.teams.then("chat-m0", hold)
    council.teams.then("chat-m1", hold)

    draining = asyncio.create_task(council.worker(batch=2, in_flight=8).drain(TENANT))
    await hold.arrived.wait()
    await until(lambda: "late" in council.teams.bodies())
    assert council.delivery("m0") is Delivery.SENDING
    hold.go_on.set()

    assert (await draining).sent == 5


async def test_what_may_not_go_at_this_hour_waits_for_it_untried(council: Council) -> None:
    morning = council.clock() + timedelta(hours=9)
    council.due("at night", "at any hour")
    council.held["at night"] = morning

    assert (await council.worker().drain(TENANT)).sent == 1
    assert council.deliveries() == {
        "at night": Delivery.WAITING,
        "at any hour": Delivery.SENT,
    }
    council.clock.advance(hours=9)
    assert (await council.worker().drain(TENANT)).sent == 1
    assert council.queue.messages[TENANT, "at night"].message.attempts == 0


async def test_what_is_not_due_yet_waits(council: Council) -> None:
    council.due("later", not_before=council.clock() + timedelta(seconds=1))

    assert await council.worker().drain(TENANT) == Drained()
    assert council.delivery("later") is Delivery.WAITING


async def test_what_was_done_meanwhile_is_superseded_even_for_who_cannot_be_reached(
    council: Council,
) -> None:
    council.due("done", "done for nobody", "open")
    council.renderer.superseded = {"done", "done for nobody"}
    del council.met["done for nobody"]

    drained = await council.worker().drain(TENANT)

    assert drained == Drained(sent=1, superseded=2)
    assert council.teams.bodies() == ["open"]
    assert council.delivery("done for nobody") is Delivery.SUPERSEDED


async def test_what_is_too_late_is_expired_and_not_sent(council: Council) -> None:
    council.due("late", expires=council.clock())
    council.due("in time", expires=council.clock() + timedelta(seconds=1))

    assert await council.worker().drain(TENANT) == Drained(sent=1)
    assert council.teams.bodies() == ["in time"]
    assert council.delivery("late") is Delivery.EXPIRED


async def test_what_expires_while_it_waits_for_its_turn_is_not_sent(council: Council) -> None:
    hold = Held()
    council.due("m0", "m1", expires=council.clock() + timedelta(seconds=5))
    council.teams.then("chat-m0", hold)

    draining = asyncio.create_task(council.worker(in_flight=1).drain(TENANT))
    await hold.arrived.wait()
    council.clock.advance(seconds=5)
    hold.go_on.set()

    assert await draining == Drained(sent=1, expired=1)
    assert council.delivery("m1") is Delivery.EXPIRED


async def test_who_was_never_met_is_undeliverable_with_a_reason(council: Council) -> None:
    council.due("m")
    council.met.clear()

    assert await council.worker().drain(TENANT) == Drained(undeliverable=1)
    assert council.reason("m") == "Sightline isn't installed for them in Teams."


async def test_who_has_blocked_the_bot_is_not_written_to(council: Council) -> None:
    council.due("m")
    council.meet("m", blocked="ConversationBlockedByUser")

    assert await council.worker().drain(TENANT) == Drained(undeliverable=1)
    assert council.teams.seen == []
    assert council.reason("m") == "They have blocked Sightline in Teams."


async def test_an_answer_without_an_id_is_sent_and_leaves_no_live_card(council: Council) -> None:
    council.due("m")
    council.teams.then("chat-m", status(201))

    assert await council.worker().drain(TENANT) == Drained(sent=1)
    assert council.queue.cards == {}


async def test_what_cannot_be_rendered_is_tried_again_and_does_not_stop_the_others(
    council: Council, caplog: pytest.LogCaptureFixture
) -> None:
    council.due("good", "CASE-4711", "better")
    council.renderer.faulty = {"CASE-4711"}

    assert await council.worker().drain(TENANT) == Drained(sent=2, retrying=1)
    assert council.delivery("CASE-4711") is Delivery.WAITING
    assert "KeyError at council.py" in caplog.text
    assert "CASE-4711" not in caplog.text


async def test_what_can_never_be_rendered_is_undeliverable_in_the_end(council: Council) -> None:
    council.due("m", attempts=MESSAGES.attempts - 1)
    council.renderer.faulty = {"m"}

    assert await council.worker().drain(TENANT) == Drained(undeliverable=1)
    assert council.reason("m") == (
        "Sightline could not make this message; the fault is in its log."
    )


class Forgetful(MemoryQueue):
    """Its storage of receipts fails so many times."""

    failures = 0

    async def settle(self, tenant_id: str, receipts: Sequence[Receipt]) -> None:
        if self.failures:
            self.failures -= 1
            raise OSError("CASE-4711")
        await super().settle(tenant_id, receipts)


async def test_a_crash_between_sending_and_storing_repeats_only_what_was_in_flight(
    council: Council,
) -> None:
    keys = [f"m{number:03}" for number in range(200)]
    council.queue = Forgetful()
    council.due(*keys)
    council.queue.failures = 1_000
    with pytest.raises(OSError, match="CASE-4711"):
        await council.worker(in_flight=4, at_risk=6, batch=8).drain(TENANT)
    sent_without_receipt = set(council.teams.bodies())
    assert 4 <= len(sent_without_receipt) <= 6
    council.queue.failures = 0

    council.clock.advance(seconds=31)  # the crashed one's lease has run out
    await council.worker(owner="two", in_flight=4, batch=8).drain(TENANT)

    twice = [key for key in keys if council.teams.bodies().count(key) == 2]
    assert set(twice) == sent_without_receipt
    assert len(council.teams.seen) == 200 + len(twice)
    assert set(council.deliveries().values()) == {Delivery.SENT}


async def test_receipts_that_fail_to_be_stored_once_are_stored_and_nothing_is_repeated(
    council: Council, caplog: pytest.LogCaptureFixture
) -> None:
    keys = [f"m{number:03}" for number in range(60)]
    council.queue = Forgetful()
    council.due(*keys)
    council.queue.failures = 1

    worker = council.worker(in_flight=4, batch=8)
    first, second = await worker.drain(TENANT), await worker.drain(TENANT)

    assert 0 < first.sent < 60
    assert first.sent + second.sent == 60
    assert sorted(council.teams.bodies()) == keys
    assert "ended early: OSError at test_drain.py" in caplog.text
    assert "CASE-4711" not in caplog.text


async def test_a_drain_that_is_cancelled_stores_what_was_in_flight(council: Council) -> None:
    hold = Held()
    council.due("m0", "m1", "m2")
    council.teams.then("chat-m0", hold)

    draining = asyncio.create_task(council.worker(in_flight=1).drain(TENANT))
    await hold.arrived.wait()
    draining.cancel()
    hold.go_on.set()
    with pytest.raises(asyncio.CancelledError):
        await draining

    assert council.deliveries() == {
        "m0": Delivery.SENT,
        "m1": Delivery.WAITING,
        "m2": Delivery.WAITING,
    }
    assert council.queue.leases == {}


async def test_a_dropped_connection_is_tried_again(council: Council) -> None:
    council.due("m")
    council.teams.then("chat-m", dropped)

    assert await council.worker().drain(TENANT) == Drained(retrying=1)
    council.clock.advance(seconds=3)
    assert await council.worker().drain(TENANT) == Drained(sent=1)
