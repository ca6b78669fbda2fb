"""How fast messages are pushed: the whole path (outbox claimed, rendered, sent, receipt stored)
against plain aiohttp POSTs that serialise the same card each time, and against Microsoft's SDKs.
The Connector is in a process of its own; pace limits are off.

    python -m benchmarks.pushes [--database postgresql]
"""

import argparse
import asyncio
import sys
from collections.abc import Mapping, Sequence
from statistics import median

import orjson

from benchmarks.databases import NAMES, database
from benchmarks.newer_sdks import newer_pushes
from benchmarks.processes import free_port, serving
from benchmarks.push_outbox import Run, card, card_body, open_outbox, timed
from benchmarks.shares import Shares
from benchmarks.stock_sdk import stock_pushes
from bot.interpreter import tune_for_serving
from bot.wiring import open_session

AT_ONCE = 32
PUSHES = 4_000
WARM_UP = 500
ROUNDS = 5
STOCK_PUSHES = 150
A_SLOW_ANSWER = 0.1
"""Seconds that a Connector far away takes."""
SLOW_SECONDS = 2.5
SLOW_ROUNDS = 5
IN_FLIGHT = (32, 128, 512)


def main(arguments: Sequence[str] = ()) -> None:
    """Measures, and prints the table."""
    asked = argparse.ArgumentParser(prog="python -m benchmarks.pushes")
    asked.add_argument("--database", choices=[*NAMES], default="sqlite")
    kind = asked.parse_args(arguments).database
    tune_for_serving()  # as `sightline run` does; plain POSTs gain by it as well
    for line in asyncio.run(compare(kind)):
        print(line)


async def compare(kind: str) -> list[str]:
    """The rows of the tables."""
    async with database(kind) as url:
        quick = await _quick(kind, url)
    async with database(kind) as url:
        return [*quick, *await _slow(kind, url)]


async def _quick(kind: str, database_url: str) -> list[str]:
    # Plain and ours take turns, so that a busy moment of the machine falls on both.
    plain: list[Run] = []
    whole: list[Run] = []
    shares = Shares()
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    async with (
        serving(["benchmarks.connector", str(port), "0"], url),
        open_outbox(database_url, url) as outbox,
    ):
        tune_for_serving()  # as `sightline run` does, for both
        await outbox.drain(WARM_UP, AT_ONCE)
        await _plain(url, WARM_UP, AT_ONCE)
        for _ in range(ROUNDS):
            plain.append(await _plain(url, PUSHES, AT_ONCE))
            whole.append(await outbox.drain(PUSHES, AT_ONCE))
        with shares.sampled():
            await outbox.drain(PUSHES, AT_ONCE)
        others: dict[str, float | None] = {
            "Bot Framework SDK, continue_conversation": await stock_pushes(
                url, STOCK_PUSHES, AT_ONCE, card(0)
            ),
            **await newer_pushes(url, STOCK_PUSHES, AT_ONCE, card_body(0)),
        }
    return [*_table(kind, plain, whole), *_others(plain, others), *shares.lines()]


def _table(kind: str, plain: Sequence[Run], whole: Sequence[Run]) -> list[str]:
    ratios = [ours.rate / bare.rate for ours, bare in zip(whole, plain, strict=True)]
    bare, ours = (median(run.rate for run in runs) for runs in (plain, whole))
    bare_cpu, ours_cpu = (median(run.cpu for run in runs) for runs in (plain, whole))
    spread = f"{min(ratios):.2f}–{max(ratios):.2f}"
    whole_path = f"{ours:10.0f}{median(ratios):8.3f}{spread:>15}{ours_cpu:11.3f}"
    return [
        f"Pushes of one card of {len(card_body(0))} bytes, {AT_ONCE} at a time, pace off",
        f"{'':44}{'a second':>10}{'ratio':>8}{'of each round':>15}{'ms of CPU':>11}",
        f"{'plain aiohttp, serialising each time':44}{bare:10.0f}{1:8.3f}{'':15}{bare_cpu:11.3f}",
        f"{f'Sightline, outbox to receipt, {NAMES[kind]}':44}{whole_path}",
    ]


def _others(plain: Sequence[Run], others: Mapping[str, float | None]) -> list[str]:
    bare = median(run.rate for run in plain)
    return [
        f"{name:44}{rate:10.0f}{rate / bare:8.3f}" if rate else f"{name:44}{'not installed':>18}"
        for name, rate in others.items()
    ]


async def _slow(kind: str, database_url: str) -> list[str]:
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    lines = [
        f"The same on {NAMES[kind]}, to a Connector that takes {A_SLOW_ANSWER * 1000:.0f} ms",
        f"{'':44}{'a second':>10}{'of what is allowed':>20}{'of each round':>15}{'ms of CPU':>11}",
    ]
    async with (
        serving(["benchmarks.connector", str(port), str(A_SLOW_ANSWER)], url),
        open_outbox(database_url, url) as outbox,
    ):
        for in_flight in IN_FLIGHT:
            allowed = in_flight / A_SLOW_ANSWER
            count = int(SLOW_SECONDS * allowed)
            plain: list[Run] = []
            whole: list[Run] = []
            for _ in range(SLOW_ROUNDS):
                plain.append(await _plain(url, count, in_flight))
                whole.append(await outbox.drain(count, in_flight))
            lines.append(_slow_row("plain aiohttp", in_flight, plain))
            lines.append(_slow_row("Sightline", in_flight, whole))
    return lines


def _slow_row(name: str, in_flight: int, runs: Sequence[Run]) -> str:
    allowed = in_flight / A_SLOW_ANSWER
    rate, cpu = median(run.rate for run in runs), median(run.cpu for run in runs)
    shares = [run.rate / allowed for run in runs]
    spread = f"{min(shares):.2f}–{max(shares):.2f}"
    what = f"{name}, {in_flight} in flight allow {allowed:.0f}"
    return f"{what:44}{rate:10.0f}{rate / allowed:20.3f}{spread:>15}{cpu:11.3f}"


async def _plain(url: str, count: int, in_flight: int) -> Run:
    waiting = iter(range(count))
    headers = {"Content-Type": "application/json"}
    async with open_session() as session:

        async def pushing() -> None:
            for number in waiting:
                where = f"{url}/v3/conversations/chat-{number}/activities"
                async with session.post(where, data=card_body(number), headers=headers) as answer:
                    orjson.loads(await answer.read())

        run, _ = await timed(count, asyncio.gather(*(pushing() for _ in range(in_flight))))
        return run


if __name__ == "__main__":
    main(sys.argv[1:])
