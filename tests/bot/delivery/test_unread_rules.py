"""While a council's rules can't be read its messages wait untried; mended, they go out."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

import pytest

from bot.councils import CouncilRegistry
from bot.delivery.late import LateMessages
from bot.delivery.parts import Drained
from bot.delivery.ports import Rendered
from bot.delivery.worker import UNREAD_REST
from programme.council import CouncilRecord, FrameworkVersion
from programme.message import Delivery, LiveCard, Message
from tests.bot.delivery.council import TENANT, Council, Sentences, until
from tests.bot.delivery.running import Never, running, until_sent
from tests.bot.delivery.teams import Held
from tests.little_council import ADDED, FRAMEWORK, RULES

SOUND = CouncilRecord(TENANT, FRAMEWORK.id, FRAMEWORK.version, RULES, ADDED)
BROKEN = replace(SOUND, rules=f"{RULES}\nmoderated_by_the_moon = true\n")


class Kept:
    """programme.ports.Councils: the one council, as it is kept just now."""

    def __init__(self, record: CouncilRecord) -> None:
        self.record = record

    async def all(self) -> tuple[CouncilRecord, ...]:
        return (self.record,)

    async def get(self, tenant_id: str) -> CouncilRecord | None:
        return self.record

    async def add(self, record: CouncilRecord) -> bool:
        return False  # it is there already

    async def adopt(self, tenant_id: str, version: FrameworkVersion) -> bool:
        return False  # no version follows here


class ByRules(Sentences):
    """Renders as the service does: by the rules of the council."""

    def __init__(self, councils: CouncilRegistry) -> None:
        super().__init__()
        self.councils = councils

    async def messages(
        self, tenant_id: str, messages: Sequence[Message], now: datetime
    ) -> Mapping[str, Rendered]:
        await self.councils.get(tenant_id)
        return await super().messages(tenant_id, messages, now)

    async def cards(
        self, tenant_id: str, cards: Sequence[LiveCard], now: datetime
    ) -> Mapping[int, Rendered]:
        await self.councils.get(tenant_id)
        return await super().cards(tenant_id, cards, now)


def by_rules(council: Council, record: CouncilRecord) -> tuple[Kept, CouncilRegistry]:
    """Has the council's messages rendered by rules that are kept so."""
    kept = Kept(record)
    registry = CouncilRegistry(kept, council.clock)
    council.renderer = ByRules(registry)
    return kept, registry


def untried(council: Council, *keys: str) -> bool:
    """Whether each waits as it was queued."""
    queued = [council.queue.messages[TENANT, key] for key in keys]
    return all(
        each.delivery is Delivery.WAITING and each.message.attempts == 0 and each.reason is None
        for each in queued
    )


async def test_its_messages_wait_untried_and_go_out_when_the_rules_are_mended(
    council: Council, caplog: pytest.LogCaptureFixture
) -> None:
    kept, _ = by_rules(council, BROKEN)
    council.due("m", "n")
    due = council.queue.messages[TENANT, "m"].message.not_before
    worker = council.worker()
    for _ in range(20):
        assert await worker.drain(TENANT) == Drained(unread=True)
        council.clock.advance(minutes=10)
    assert untried(council, "m", "n")
    assert council.queue.messages[TENANT, "m"].message.not_before == due

    (said,) = [one.getMessage() for one in caplog.records if one.levelname == "ERROR"]
    assert f"The rules of council {TENANT} can't be read, so all that it is sent waits" in said
    assert "moderated_by_the_moon" in said

    kept.record = SOUND
    assert await worker.drain(TENANT) == Drained(sent=2)


async def test_so_do_its_cards_that_are_to_be_edited(council: Council) -> None:
    kept, registry = by_rules(council, SOUND)
    council.due("m")
    worker = council.worker()
    assert await worker.drain(TENANT) == Drained(sent=1)
    council.queue.touch(TENANT, ["action:m"])
    kept.record = BROKEN
    await registry.all()
    assert await worker.drain(TENANT) == Drained(unread=True)
    kept.record = SOUND
    assert await worker.drain(TENANT) == Drained(edited=1)


async def test_rules_that_break_while_messages_go_out_stop_those_that_are_left(
    council: Council,
) -> None:
    kept, registry = by_rules(council, SOUND)
    keys = [f"m{number}" for number in range(6)]
    council.due(*keys)
    hold = Held()
    council.teams.then("chat-m0", hold)
    broken = False

    def breaks() -> None:
        nonlocal broken
        broken = True
        kept.record = BROKEN

    council.renderer.during = breaks
    async with running(council.worker(batch=2, in_flight=1, sleep=Never())) as stop:
        await hold.arrived.wait()
        assert broken
        await registry.all()
        hold.go_on.set()
        await until(lambda: council.delivery("m0") is Delivery.SENT)
        await until(lambda: not council.queue.is_sending())
        stop.set()
    left = [key for key in keys if council.delivery(key) is not Delivery.SENT]
    assert left
    assert untried(council, *left)


async def test_what_is_late_by_then_waits_untried_too(council: Council) -> None:
    _, registry = by_rules(council, BROKEN)

    async def hold_back(
        tenant_id: str, messages: Sequence[Message], now: datetime
    ) -> Mapping[str, datetime]:
        return await LateMessages(registry, council.queue.work)(tenant_id, messages, now)  # type: ignore[arg-type]  # nothing is looked up

    council.hold_back = hold_back  # type: ignore[method-assign]  # as the service holds back
    council.due("m")
    council.clock.advance(days=1)
    assert await council.worker().drain(TENANT) == Drained(unread=True)
    assert untried(council, "m")


async def test_the_service_looks_for_it_again_after_a_while(council: Council) -> None:
    kept, _ = by_rules(council, BROKEN)
    council.due("m")
    worker = council.worker(sleep=Never())
    async with running(worker):
        await until(lambda: isinstance(council.renderer, ByRules) and bool(worker._resting_until))
        kept.record = SOUND
        council.clock.advance(seconds=UNREAD_REST)
        worker.wake()
        await until_sent(council, 1)
