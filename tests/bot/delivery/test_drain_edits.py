"""Live cards are brought up to date in place, in order, after what is new."""

import asyncio
from collections.abc import Sequence
from datetime import timedelta

import pytest

from bot.delivery.parts import Drained
from programme.message import MessageKind
from programme.ports import EditReceipt
from tests.bot.delivery.council import TENANT, Council, until
from tests.bot.delivery.memory_queue import MemoryQueue
from tests.bot.delivery.teams import Held, page, refusal, status


async def with_cards(council: Council, *keys: str) -> None:
    """Everyone has their card, and nothing is due."""
    council.due(*keys)
    await council.worker().drain(TENANT)
    council.teams.seen.clear()


def changed(council: Council, *keys: str) -> None:
    council.queue.touch(TENANT, [f"action:{key}" for key in keys])


async def test_a_card_that_changed_is_edited_in_place(council: Council) -> None:
    await with_cards(council, "m0", "m1")
    changed(council, "m1")

    assert await council.worker().drain(TENANT) == Drained(edited=1)
    [seen] = council.teams.seen
    assert (seen.conversation_id, seen.body) == ("chat-m1", "m1 changed 1")
    assert seen.activity_id == "activity-2"
    assert await council.worker().drain(TENANT) == Drained()


async def test_a_change_during_an_edit_leads_to_a_further_edit(council: Council) -> None:
    hold = Held(200)
    await with_cards(council, "m")
    changed(council, "m")
    council.teams.then("chat-m", hold)

    draining = asyncio.create_task(council.worker().drain(TENANT))
    await hold.arrived.wait()
    changed(council, "m")
    changed(council, "m")
    hold.go_on.set()

    assert await draining == Drained(edited=2)
    assert council.teams.bodies() == ["m changed 1", "m changed 3"]


async def test_one_edit_of_a_card_is_in_flight_at_a_time(council: Council) -> None:
    hold = Held(200)
    await with_cards(council, "m", "other")
    changed(council, "m")
    council.teams.then("chat-m", hold)
    worker = council.worker()

    draining = asyncio.create_task(worker.drain(TENANT))
    await hold.arrived.wait()
    changed(council, "m", "other")
    worker._drains[TENANT].nudge()
    await until(lambda: "other changed 1" in council.teams.bodies())
    assert council.teams.bodies("chat-m") == ["m changed 1"]
    hold.go_on.set()

    assert (await draining).edited == 3
    assert council.teams.bodies("chat-m") == ["m changed 1", "m changed 2"]


async def test_a_change_while_its_message_is_being_sent_is_edited_in(council: Council) -> None:
    council.due("m")
    council.renderer.during = lambda: changed(council, "m")

    assert await council.worker().drain(TENANT) == Drained(sent=1, edited=1)
    assert council.teams.bodies() == ["m", "m changed 1"]


async def test_what_a_receipt_reports_to_is_edited_in_the_same_drain(council: Council) -> None:
    await with_cards(council, "round")
    council.due("m", reports_to="action:round")

    assert await council.worker().drain(TENANT) == Drained(sent=1, edited=1)
    assert council.teams.bodies() == ["m", "round changed 1"]


async def test_edits_come_after_new_messages_but_are_not_starved_by_them(
    council: Council,
) -> None:
    cards = [f"card{number}" for number in range(8)]
    new = [f"m{number:02}" for number in range(40)]
    await with_cards(council, *cards)
    changed(council, *cards)
    council.due(*new)

    drained = await council.worker(in_flight=1, batch=8).drain(TENANT)

    assert drained == Drained(sent=40, edited=8)
    bodies = council.teams.bodies()
    assert [body for body in bodies if body in new] == new
    # 8 new, 2 edits, 8 new, 2 edits …
    assert [index for index, body in enumerate(bodies) if body not in new] == [
        8, 9, 18, 19, 28, 29, 38, 39,
    ]  # fmt: skip


@pytest.mark.parametrize("http_status", [404, 410])
async def test_a_card_that_is_not_there_any_more_is_forgotten(
    council: Council, http_status: int, caplog: pytest.LogCaptureFixture
) -> None:
    await with_cards(council, "m")
    changed(council, "m")
    council.teams.then("chat-m", status(http_status))

    assert await council.worker().drain(TENANT) == Drained(forgotten=1)
    assert council.queue.cards == {}
    assert "refused" not in caplog.text


async def test_a_card_with_nothing_to_show_any_more_is_forgotten(council: Council) -> None:
    await with_cards(council, "m")
    changed(council, "m")
    council.renderer.nothing_to_show = {"m"}

    assert await council.worker().drain(TENANT) == Drained(forgotten=1)
    assert (council.teams.seen, council.queue.cards) == ([], {})


async def test_an_edit_that_fails_for_a_while_is_tried_again_with_the_latest(
    council: Council,
) -> None:
    await with_cards(council, "m")
    changed(council, "m")
    council.teams.then("chat-m", page(502))
    worker = council.worker()

    assert await worker.drain(TENANT) == Drained(edits_retrying=1)
    changed(council, "m")
    assert await worker.drain(TENANT) == Drained()
    council.clock.advance(seconds=2)

    assert await worker.drain(TENANT) == Drained(edited=1)
    assert council.teams.bodies() == ["m changed 1", "m changed 2"]


async def test_who_turns_out_unreachable_at_an_edit_is_blocked(council: Council) -> None:
    await with_cards(council, "m")
    changed(council, "m")
    council.teams.then("chat-m", refusal("ConversationBlockedByUser"))

    assert await council.worker().drain(TENANT) == Drained(forgotten=1)
    assert council.blocked == [("m", "ConversationBlockedByUser")]


async def test_what_is_refused_where_others_read_along_says_nothing_of_the_person(
    council: Council,
) -> None:
    council.due("m", kind=MessageKind.TEAM_CARD)
    await council.worker().drain(TENANT)
    changed(council, "m")
    council.teams.then("chat-m", refusal("BotNotInConversationRoster"))

    assert await council.worker().drain(TENANT) == Drained(forgotten=1)
    assert council.blocked == []


async def test_too_many_requests_at_an_edit_halts_the_council(council: Council) -> None:
    await with_cards(council, "m0", "m1")
    changed(council, "m0", "m1")
    council.teams.then("chat-m0", status(429, Retry_After="60"))

    worker = council.worker(in_flight=1)
    assert await worker.drain(TENANT) == Drained(edits_retrying=1, halted_for=60)
    council.clock.advance(seconds=60)

    # The one that was claimed and not sent is there again.
    assert await worker.drain(TENANT) == Drained(edited=2)


class Forgetful(MemoryQueue):
    """Its storage of edits fails once."""

    failed = False

    async def settle_edits(self, tenant_id: str, receipts: Sequence[EditReceipt]) -> None:
        if not self.failed:
            self.failed = True
            raise OSError
        await super().settle_edits(tenant_id, receipts)


async def test_edits_that_fail_to_be_stored_once_are_stored_and_not_repeated(
    council: Council,
) -> None:
    council.queue = Forgetful()
    await with_cards(council, "m")
    changed(council, "m")
    worker = council.worker()

    assert await worker.drain(TENANT) == Drained(edited=1)
    assert await worker.drain(TENANT) == Drained()


async def test_a_card_that_cannot_be_rendered_does_not_stop_the_others(
    council: Council,
) -> None:
    await with_cards(council, "m0", "m1", "m2")
    changed(council, "m0", "m1", "m2")
    council.renderer.faulty = {"m1"}

    assert await council.worker().drain(TENANT) == Drained(edited=2, edits_retrying=1)
    [waiting] = [kept for kept in council.queue.cards.values() if kept.not_before]
    assert waiting.card.subject == "m1"
    assert waiting.not_before is not None
    assert waiting.not_before - council.clock() <= timedelta(seconds=2)
