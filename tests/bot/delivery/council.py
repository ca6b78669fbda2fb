"""A council with an outbox in memory, people who are met on loopback, and a renderer."""

import asyncio
import random
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from bot.delivery.pace import OFF, Pace, PaceSettings
from bot.delivery.ports import Rendered, Sender
from bot.delivery.worker import DeliveryWorker
from programme.message import Conversation, Delivery, LiveCard, Message, MessageKind
from programme.ports import DeliveryQueue
from tests.bot.delivery.memory_queue import MemoryQueue
from tests.bot.delivery.teams import Teams
from tests.bot.serving import Clock

TENANT = "11111111-1111-4111-8111-111111111111"


class Sentences:
    """A renderer whose cards say which message they are, or how often a card was wanted."""

    def __init__(self) -> None:
        self.superseded: set[str] = set()
        self.faulty: set[str] = set()
        self.nothing_to_show: set[str] = set()
        self.during: Callable[[], None] = lambda: None

    async def messages(
        self,
        tenant_id: str,
        messages: Sequence[Message],
        now: datetime,
    ) -> Mapping[str, Rendered]:
        if self.faulty & {message.key for message in messages}:
            raise KeyError("CASE-4711")
        self.during()
        return {
            message.key: Rendered(message.key.encode(), (f"action:{message.subject}",))
            for message in messages
            if message.key not in self.superseded
        }

    async def cards(
        self,
        tenant_id: str,
        cards: Sequence[LiveCard],
        now: datetime,
    ) -> Mapping[int, Rendered]:
        if self.faulty & {card.subject for card in cards}:
            raise KeyError("CASE-4711")
        return {
            card.id: Rendered(
                f"{card.subject} changed {card.wanted}".encode(), (f"action:{card.subject}",)
            )
            for card in cards
            if card.subject not in self.nothing_to_show
        }


@dataclass
class Council:
    """What a test puts in and looks at. Everyone has been met unless `met` says otherwise."""

    teams: Teams
    sender: Sender
    clock: Clock = field(default_factory=Clock)
    queue: MemoryQueue = field(default_factory=MemoryQueue)
    renderer: Sentences = field(default_factory=Sentences)
    met: dict[str, Conversation] = field(default_factory=dict)
    blocked: list[tuple[str, str]] = field(default_factory=list)
    held: dict[str, datetime] = field(default_factory=dict)

    def due(self, *keys: str, to: str | None = None, **changes: object) -> None:
        """Queue messages; each goes to a person of its own name unless `to` says whom."""
        for place, key in enumerate(keys):
            message = Message(
                key=key,
                person_id=to or key,
                kind=MessageKind.DIGEST,
                subject=key,
                not_before=self.clock() - timedelta(minutes=len(keys) - place),
            )
            self.meet(message.person_id)
            self.queue.add(TENANT, [replace(message, **changes)])  # type: ignore[arg-type] # by name

    def meet(self, person_id: str, blocked: str | None = None) -> None:
        self.met[person_id] = Conversation(
            person_id, self.teams.url, f"chat-{person_id}", f"29:{person_id}", blocked
        )

    async def conversations(
        self,
        tenant_id: str,
        person_ids: Collection[str],
    ) -> Mapping[str, Conversation]:
        return {name: self.met[name] for name in person_ids if name in self.met}

    async def block(
        self,
        tenant_id: str,
        person_id: str,
        code: str,
    ) -> None:
        self.blocked.append((person_id, code))
        self.meet(person_id, code)

    async def hold_back(
        self,
        tenant_id: str,
        messages: Sequence[Message],
        now: datetime,
    ) -> Mapping[str, datetime]:
        return {key: until for key, until in self.held.items() if until > now}

    def worker(
        self,
        *,
        queue: DeliveryQueue | None = None,
        owner: str = "one",
        in_flight: int = 32,
        at_risk: int | None = None,
        batch: int = 128,
        councils: int = 16,
        pace: PaceSettings = OFF,
        sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
    ) -> DeliveryWorker:
        return DeliveryWorker(
            queue=queue or self.queue,
            conversations=self.conversations,
            block=self.block,
            hold_back=self.hold_back,
            renderer=self.renderer,
            sender=self.sender,
            clock=self.clock,
            monotonic=self.monotonic,
            sleep=sleep,
            pace=Pace(pace, self.monotonic, sleep),
            owner=owner,
            jitter=random.Random(1),
            in_flight=in_flight,
            at_risk=at_risk,
            batch=batch,
            councils=councils,
        )

    def monotonic(self) -> float:
        """Seconds; turned on with the clock."""
        return self.clock().timestamp()

    def delivery(self, key: str) -> Delivery:
        return self.queue.delivery(TENANT, key)

    def reason(self, key: str) -> str | None:
        return self.queue.messages[TENANT, key].reason

    def deliveries(self) -> dict[str, Delivery]:
        return {key: queued.delivery for (_, key), queued in self.queue.messages.items()}


async def until(condition: Callable[[], bool]) -> None:
    """Let everything go on until it holds; a test that waits in vain fails."""
    async with asyncio.timeout(20):
        while not condition():  # noqa: ASYNC110 - what is waited for tells nobody of it
            await asyncio.sleep(0)
