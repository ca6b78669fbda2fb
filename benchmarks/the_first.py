"""The 1st of the month at nine for 152 councils of 300 managers each: one service, PostgreSQL, and
a Connector in another process that keeps Teams' limits and answers 429 to what goes beyond them.

    python -m benchmarks.the_first [--councils 152] [--managers 300]
"""

import argparse
import asyncio
import sys
import time
from collections.abc import Sequence

import aiohttp
import orjson

from benchmarks.databases import database
from benchmarks.first_councils import fill
from benchmarks.processes import free_port, serving

CASES_A_MANAGER = 3
LOOK_EVERY = 0.25
LONGEST = 900
GOAL_SECONDS = 60
GOAL_MEGABYTES = 250


def main(arguments: Sequence[str]) -> None:
    """Measures, and prints the figures."""
    asked = argparse.ArgumentParser(prog="python -m benchmarks.the_first")
    asked.add_argument("--councils", type=int, default=152)
    asked.add_argument("--managers", type=int, default=300)
    given = asked.parse_args(arguments)
    for line in asyncio.run(measure(given.councils, given.managers)):
        sys.stdout.write(f"{line}\n")


async def measure(councils: int, managers: int) -> list[str]:
    """The lines to print."""
    port, control = free_port(), free_port()
    teams, service = f"http://127.0.0.1:{port}", f"http://127.0.0.1:{control}"
    async with database("postgresql") as url:
        began = time.perf_counter()
        await fill(url, teams, councils, managers, managers * CASES_A_MANAGER)
        filled = time.perf_counter() - began
        async with (
            serving(["benchmarks.first_connector", str(port)], teams),
            serving(["benchmarks.first_service", url, str(control)], f"{service}/healthz"),
            aiohttp.ClientSession() as session,
        ):
            ticked = asyncio.create_task(_get(session, f"{service}/tick"))
            seen = await _until_sent(session, teams, councils * managers)
            queued = await ticked
            used = await _get(session, f"{service}/used")
    each = 1000 * used["cpu"] / (seen["posts"] + seen["puts"])
    return [
        f"{councils} councils of {managers} managers on the 1st at nine, PostgreSQL",
        f"{'filled beforehand in':34}{filled:10.1f} s",
        f"{'pushes, edits':34}{seen['posts']:10.0f}, {seen['puts']:.0f}",
        f"{'queued by the tick in':34}{queued['seconds']:10.1f} s",
        f"{'first to last push':34}{seen['seconds']:10.1f} s (goal {GOAL_SECONDS})",
        f"{'pushes a second':34}{seen['posts'] / seen['seconds']:10.0f}",
        f"{'answered 429 for a broken window':34}{seen['refused']:10.0f}",
        f"{'peak memory of the service':34}{used['megabytes']:10.0f} MB (goal {GOAL_MEGABYTES})",
        f"{'its CPU':34}{used['cpu']:10.1f} s, {each:.2f} ms a request",
    ]


async def _until_sent(session: aiohttp.ClientSession, teams: str, count: int) -> dict[str, float]:
    """What the Connector has seen, once everybody has been written to."""
    async with asyncio.timeout(LONGEST):
        while (seen := await _get(session, f"{teams}/seen"))["managers"] < count:  # noqa: ASYNC110 - the Connector tells nobody
            await asyncio.sleep(LOOK_EVERY)
    return seen


async def _get(session: aiohttp.ClientSession, url: str) -> dict[str, float]:
    async with session.get(url, timeout=aiohttp.ClientTimeout(total=LONGEST)) as answer:
        found: dict[str, float] = orjson.loads(await answer.read())
        return found


if __name__ == "__main__":
    main(sys.argv[1:])
