"""An outbox that is pushed through the product's own parts, but for the cards."""

import asyncio
import random
import time
from collections.abc import AsyncIterator, Awaitable, Collection, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TypeVar

import orjson

from benchmarks.council import FRAMEWORK, TENANT
from bot.authentication import FixedToken
from bot.connector import Connector
from bot.delivery.pace import OFF, Pace
from bot.delivery.parts import Drained
from bot.delivery.ports import Rendered
from bot.delivery.worker import DeliveryWorker
from bot.wiring import Storage, open_session, open_storage
from programme.frameworks.load import parse, read_shipped
from programme.message import Conversation, LiveCard, Message, MessageKind
from programme.use_cases.add_council import AddCouncil, add_council

PEOPLE = 4_000
CASES = 8

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Run:
    """Pushes a second, and milliseconds of this process's CPU a push."""

    rate: float
    cpu: float


async def timed(count: int, work: Awaitable[Result]) -> tuple[Run, Result]:
    """How fast so many were done, and what came of it."""
    start, cpu = time.perf_counter(), time.process_time()
    result = await work
    run = Run(count / (time.perf_counter() - start), (time.process_time() - cpu) * 1000 / count)
    return run, result


class Outbox:
    """A council's, on a database, to a Connector."""

    def __init__(self, storage: Storage, sender: Connector) -> None:
        self._storage = storage
        self._sender = sender
        self._queued = 0

    async def drain(self, count: int, in_flight: int) -> Run:
        """Queues so many, and pushes them; only the pushing is timed."""
        async with self._storage.work(TENANT) as w:
            await w.outbox.add([_message(self._queued + number) for number in range(count)])
            await w.commit()
        self._queued += count
        run, drained = await timed(count, self._worker(in_flight).drain(TENANT))
        if drained != Drained(sent=count):
            raise RuntimeError(f"not everything was sent: {drained}")
        return run

    def _worker(self, in_flight: int) -> DeliveryWorker:
        return DeliveryWorker(
            queue=self._storage.queue,
            conversations=self._conversations,
            block=self._block,
            hold_back=self._hold_back,
            renderer=self,
            sender=self._sender,
            clock=_now,
            monotonic=time.monotonic,
            sleep=asyncio.sleep,
            pace=Pace(OFF, time.monotonic, asyncio.sleep),
            owner="benchmark",
            jitter=random.Random(1),
            in_flight=in_flight,
        )

    async def messages(
        self, _tenant_id: str, messages: Sequence[Message], _now: datetime
    ) -> Mapping[str, Rendered]:
        return {
            message.key: Rendered(
                card_body(int(message.subject)), (f"allocation:{message.subject}",)
            )
            for message in messages
        }

    async def cards(
        self, _tenant_id: str, _cards: Sequence[LiveCard], _now: datetime
    ) -> Mapping[int, Rendered]:
        return {}

    async def _hold_back(
        self,
        tenant_id: str,  # noqa: ARG002 - HoldBack names it
        messages: Sequence[Message],  # noqa: ARG002 - as above
        now: datetime,  # noqa: ARG002 - as above
    ) -> Mapping[str, datetime]:
        return {}

    async def _conversations(
        self, tenant_id: str, person_ids: Collection[str]
    ) -> Mapping[str, Conversation]:
        async with self._storage.work(tenant_id) as w:
            return await w.conversations.of(person_ids)

    async def _block(self, tenant_id: str, person_id: str, code: str) -> None:
        raise RuntimeError(f"{person_id} of {tenant_id} was refused: {code}")


@asynccontextmanager
async def open_outbox(database: str, url: str) -> AsyncIterator[Outbox]:
    """The outbox of an empty database; everyone is met at the Connector of `url`."""
    async with open_storage(database) as storage, open_session() as session:
        rules = read_shipped(FRAMEWORK)
        command = AddCouncil(TENANT, parse(rules, FRAMEWORK), rules, id_key="")
        await add_council(command, councils=storage.councils, now=_now())
        async with storage.work(TENANT) as w:
            for number in range(PEOPLE):
                met = Conversation(f"p{number}", url, f"chat-{number}", f"29:{number}")
                await w.conversations.save(met)
            await w.commit()
        yield Outbox(storage, Connector(session, FixedToken(None), lambda _: True))


def _message(number: int) -> Message:
    return Message(
        key=f"allocation:{number}",
        person_id=f"p{number % PEOPLE}",
        kind=MessageKind.ALLOCATION,
        subject=str(number),
        not_before=_now(),
    )


def card_body(number: int) -> bytes:
    """An activity with an allocation's card, as JSON: made anew each time, as the product does."""
    return orjson.dumps(card(number))


def card(number: int) -> dict[str, object]:
    """The activity."""
    return {
        "type": "message",
        "summary": "Your audits for December",
        "attachments": [
            {
                "contentType": "application/vnd.microsoft.card.adaptive",
                "content": {
                    "type": "AdaptiveCard",
                    "version": "1.5",
                    "body": [
                        {"type": "TextBlock", "text": "Your audits for December", "wrap": True},
                        {"type": "FactSet", "facts": list(_facts(number))},
                    ],
                    "actions": [
                        {
                            "type": "Action.Execute",
                            "title": "I have read this",
                            "verb": "allocation.acknowledge",
                            "data": {"verb": "allocation.acknowledge", "subject": str(number)},
                            "fallback": "drop",
                        }
                    ],
                },
            }
        ],
    }


def _facts(number: int) -> Iterator[dict[str, str]]:
    for case in range(CASES):
        yield {"title": f"CF-{number:05}{case}", "value": f"Lead, with Colleague {case}, by 31 Dec"}


def _now() -> datetime:
    return datetime.now(UTC)
