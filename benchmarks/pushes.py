"""How fast messages are pushed: the whole path (outbox claimed, rendered, sent, receipt stored) on
SQLite against plain aiohttp POSTs that serialise the same card each time, and against the stock
SDK's `continue_conversation`. The Connector is in a process of its own; pace limits are off.

    python -m benchmarks.pushes
"""

import asyncio
import logging
import random
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Collection, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from statistics import median
from typing import TypeVar

import orjson
from aiohttp import web

from benchmarks.council import FRAMEWORK, TENANT
from benchmarks.processes import free_port, serving
from benchmarks.shares import Shares
from benchmarks.stock_sdk import stock_pushes
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

AT_ONCE = 32
PUSHES = 4_000
WARM_UP = 500
ROUNDS = 5
STOCK_PUSHES = 150
CASES = 8

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Run:
    """Pushes a second, and milliseconds of this process's CPU a push."""

    rate: float
    cpu: float


async def _timed(count: int, work: Awaitable[Result]) -> tuple[Run, Result]:
    start, cpu = time.perf_counter(), time.process_time()
    result = await work
    run = Run(count / (time.perf_counter() - start), (time.process_time() - cpu) * 1000 / count)
    return run, result


def main() -> None:
    """Measures, and prints the table."""
    if sys.argv[1:2] == ["connector"]:
        asyncio.run(_connector(int(sys.argv[2])))
        return
    for line in asyncio.run(compare()):
        print(line)


async def compare() -> list[str]:
    """The rows of the table."""
    # Plain and ours take turns, so that a busy moment of the machine falls on both.
    plain: list[Run] = []
    whole: list[Run] = []
    shares = Shares()
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    async with serving(["benchmarks.pushes", "connector", str(port)], url), _outbox(url) as outbox:
        await outbox.drain(WARM_UP)
        await _plain(url, WARM_UP)
        for _ in range(ROUNDS):
            plain.append(await _plain(url, PUSHES))
            whole.append(await outbox.drain(PUSHES))
        with shares.sampled():
            await outbox.drain(PUSHES)
        stock = await stock_pushes(url, STOCK_PUSHES, AT_ONCE, _card(0))
    return [*_table(plain, whole, stock), *shares.lines()]


def _table(plain: Sequence[Run], whole: Sequence[Run], stock: float) -> list[str]:
    ratios = [ours.rate / bare.rate for ours, bare in zip(whole, plain, strict=True)]
    bare, ours = (median(run.rate for run in runs) for runs in (plain, whole))
    bare_cpu, ours_cpu = (median(run.cpu for run in runs) for runs in (plain, whole))
    spread = f"{min(ratios):.2f}–{max(ratios):.2f}"
    whole_path = f"{ours:10.0f}{median(ratios):8.3f}{spread:>15}{ours_cpu:11.3f}"
    return [
        f"Pushes of one card of {len(_card_body(0))} bytes, {AT_ONCE} at a time, pace off",
        f"{'':38}{'a second':>10}{'ratio':>8}{'of each round':>15}{'ms of CPU':>11}",
        f"{'plain aiohttp, serialising each time':38}{bare:10.0f}{1:8.3f}{'':15}{bare_cpu:11.3f}",
        f"{'Sightline, outbox to receipt, SQLite':38}{whole_path}",
        f"{'stock SDK, continue_conversation':38}{stock:10.0f}{stock / bare:8.3f}",
    ]


async def _plain(url: str, count: int) -> Run:
    waiting = iter(range(count))
    headers = {"Content-Type": "application/json"}
    async with open_session() as session:

        async def pushing() -> None:
            for number in waiting:
                where = f"{url}/v3/conversations/chat-{number}/activities"
                async with session.post(where, data=_card_body(number), headers=headers) as answer:
                    orjson.loads(await answer.read())

        run, _ = await _timed(count, asyncio.gather(*(pushing() for _ in range(AT_ONCE))))
        return run


class _Outbox:
    """The product's own parts, but for the cards."""

    def __init__(self, storage: Storage, sender: Connector) -> None:
        self._storage = storage
        self._queued = 0
        self._worker = DeliveryWorker(
            queue=storage.queue,
            conversations=self._conversations,
            block=self._block,
            hold_back=self._hold_back,
            renderer=self,
            sender=sender,
            clock=_now,
            monotonic=time.monotonic,
            sleep=asyncio.sleep,
            pace=Pace(OFF, time.monotonic, asyncio.sleep),
            owner="benchmark",
            jitter=random.Random(1),
            in_flight=AT_ONCE,
        )

    async def _hold_back(
        self,
        tenant_id: str,  # noqa: ARG002 - HoldBack names it
        messages: Sequence[Message],  # noqa: ARG002 - as above
        now: datetime,  # noqa: ARG002 - as above
    ) -> Mapping[str, datetime]:
        return {}

    async def drain(self, count: int) -> Run:
        """Queues so many, and pushes them; only the pushing is timed."""
        async with self._storage.work(TENANT) as w:
            await w.outbox.add([_message(self._queued + number) for number in range(count)])
            await w.commit()
        self._queued += count
        run, drained = await _timed(count, self._worker.drain(TENANT))
        if drained != Drained(sent=count):
            raise RuntimeError(f"not everything was sent: {drained}")
        return run

    async def messages(
        self, _tenant_id: str, messages: Sequence[Message], _now: datetime
    ) -> Mapping[str, Rendered]:
        return {
            message.key: Rendered(
                _card_body(int(message.subject)), (f"allocation:{message.subject}",)
            )
            for message in messages
        }

    async def cards(
        self, _tenant_id: str, _cards: Sequence[LiveCard], _now: datetime
    ) -> Mapping[int, Rendered]:
        return {}

    async def _conversations(
        self, tenant_id: str, person_ids: Collection[str]
    ) -> Mapping[str, Conversation]:
        async with self._storage.work(tenant_id) as w:
            return await w.conversations.of(person_ids)

    async def _block(self, tenant_id: str, person_id: str, code: str) -> None:
        raise RuntimeError(f"{person_id} of {tenant_id} was refused: {code}")


@asynccontextmanager
async def _outbox(url: str) -> AsyncIterator[_Outbox]:
    with tempfile.TemporaryDirectory() as folder:
        database = f"sqlite+aiosqlite:///{folder}/pushes.db"
        async with open_storage(database) as storage, open_session() as session:
            await _fill(storage, url)
            yield _Outbox(storage, Connector(session, FixedToken(None), lambda _: True))


async def _fill(storage: Storage, url: str) -> None:
    rules = read_shipped(FRAMEWORK)
    command = AddCouncil(TENANT, parse(rules, FRAMEWORK), rules)
    await add_council(command, councils=storage.councils, now=_now())
    async with storage.work(TENANT) as w:
        for number in range(PUSHES):
            await w.conversations.save(
                Conversation(f"p{number}", url, f"chat-{number}", f"29:{number}")
            )
        await w.commit()


def _message(number: int) -> Message:
    return Message(
        key=f"allocation:{number}",
        person_id=f"p{number % PUSHES}",
        kind=MessageKind.ALLOCATION,
        subject=str(number),
        not_before=_now(),
    )


def _card_body(number: int) -> bytes:
    return orjson.dumps(_card(number))


def _card(number: int) -> dict[str, object]:
    """An activity with an allocation's card: made anew each time, as the product does."""
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


async def _connector(port: int) -> None:
    """Takes everything, as cheaply as aiohttp can."""

    async def take(request: web.BaseRequest) -> web.Response:
        await request.read()
        return web.Response(
            body=b'{"id":"1700000000000"}', status=201, content_type="application/json"
        )

    logging.disable()
    runner = web.ServerRunner(web.Server(take))
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    await asyncio.Event().wait()


if __name__ == "__main__":
    main()
