"""How fast a press is answered: an `adaptiveCard/action` that completes an action, its JWT checked
and its change committed, against an aiohttp handler that parses the JSON and answers a constant,
and beside Microsoft's newer SDKs, which answer with a constant here and look at no token. At first
those that are pressed at once are two audits', whose cards share what they show; then each is
another audit's.

    python -m benchmarks.presses
"""

import asyncio
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from itertools import islice
from statistics import median, quantiles

import aiohttp
import orjson
from aiohttp import web

from benchmarks.newer_sdks import ECHOING, newer_echoes
from benchmarks.press_council import ACTIONS_AN_AUDIT, APP_ID, SERVICE_URL, fill, press
from benchmarks.processes import free_port, serving
from bot.authentication import Authenticator, FixedToken
from bot.clock import system_clock
from bot.interpreter import tune_for_serving
from bot.local_teams.issuer import Issuer
from bot.settings import Settings
from bot.wiring import Outside, open_service

AT_ONCE = 8
PROCESSES = 3
"""Of each, one after the other: the same code in another process differs by some 4 %."""
ROUNDS = 4
"""In each process."""
PRESSES = 500
"""In a round of ours."""
BARE_PRESSES = 4_000
"""In a round of the bare handler's, which then takes about as long."""
WARM_UP = 300
BARE = "bare aiohttp, a constant"
OURS = "Sightline, JWT and commit"
OURS_APART = "the same, an audit a press"


@dataclass(frozen=True, slots=True)
class Measured:
    """A round: how many presses a second, and how many seconds each took."""

    rate: float
    took: Sequence[float]


def main() -> None:
    """Measures, and prints the table."""
    if len(sys.argv) > 1:
        asyncio.run(_serve(sys.argv[1], int(sys.argv[2]), sys.argv[3], int(sys.argv[4])))
        return
    for line in asyncio.run(compare()):
        print(line)


async def compare() -> list[str]:
    """The rows of the table. All take turns, and a ratio is the median of all rounds'."""
    with tempfile.TemporaryDirectory() as folder:
        database = f"sqlite+aiosqlite:///{folder}/presses.db"
        together, apart = PROCESSES * (WARM_UP + ROUNDS * PRESSES), PROCESSES * ROUNDS * PRESSES
        bodies = iter([press(number) for number in range(together)])
        others = iter([press(together + number) for number in _apart(apart)])
        await fill(database, together + apart)
        rounds = [
            each for _ in range(PROCESSES) for each in await _in_turns(database, bodies, others)
        ]
    told = f"{PROCESSES} processes of each, {ROUNDS} rounds of {PRESSES} in each"
    return [
        f"Presses that complete an action, {AT_ONCE} at a time, {told}",
        f"{'':32}{'a second':>10}{'ratio':>8}{'of each round':>15}{'p50 ms':>9}{'p99 ms':>9}",
        *(_row(name, rounds) for name in (BARE, OURS, OURS_APART, *ECHOING)),
    ]


async def _in_turns(
    database: str, bodies: Iterator[bytes], others: Iterator[bytes]
) -> list[dict[str, Measured]]:
    """The rounds of one process of each; without an SDK that can't be installed."""
    keys_port = free_port()
    issuer = Issuer(APP_ID, f"http://127.0.0.1:{keys_port}")
    async with (
        _publishing(issuer, keys_port),
        _served("bare", "-", keys_port) as bare,
        newer_echoes() as echoes,
        _served("sightline", database, keys_port) as ours,
        _session(issuer.token(service_url=SERVICE_URL)) as session,
    ):
        for url in (bare, *echoes.values()):
            await _load(session, url, [press(0)] * WARM_UP)
        await _load(session, ours, [*islice(bodies, WARM_UP)])
        return [
            {
                name: await _measure(session, url, pressed)
                for name, url, pressed in (
                    (BARE, bare, [press(0)] * BARE_PRESSES),
                    (OURS, ours, [*islice(bodies, PRESSES)]),
                    (OURS_APART, ours, [*islice(others, PRESSES)]),
                    *((name, url, [press(0)] * PRESSES) for name, url in echoes.items()),
                )
            }
            for _ in range(ROUNDS)
        ]


def _apart(count: int) -> list[int]:
    """Numbers of actions in such an order that those pressed at once are of different audits."""
    return [
        number
        for first in range(ACTIONS_AN_AUDIT)
        for number in range(first, count, ACTIONS_AN_AUDIT)
    ]


def _row(name: str, rounds: Sequence[Mapping[str, Measured]]) -> str:
    if name not in rounds[0]:
        return f"{name:32}{'not installed':>18}"
    ratios = [each[name].rate / each[BARE].rate for each in rounds]
    cuts = quantiles((seconds for each in rounds for seconds in each[name].took), n=100)
    rate = median(each[name].rate for each in rounds)
    spread = f"{min(ratios):.3f}–{max(ratios):.3f}"
    slow = f"{cuts[49] * 1000:9.2f}{cuts[98] * 1000:9.2f}"
    return f"{name:32}{rate:10.0f}{median(ratios):8.3f}{spread:>15}{slow}"


@asynccontextmanager
async def _served(kind: str, database: str, keys_port: int) -> AsyncIterator[str]:
    port = free_port()
    command = ["benchmarks.presses", kind, str(port), database, str(keys_port)]
    async with serving(command, f"http://127.0.0.1:{port}/healthz"):
        yield f"http://127.0.0.1:{port}/api/messages"


@asynccontextmanager
async def _session(token: str) -> AsyncIterator[aiohttp.ClientSession]:
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    connector = aiohttp.TCPConnector(limit_per_host=AT_ONCE)
    async with aiohttp.ClientSession(connector=connector, headers=headers) as session:
        yield session


async def _measure(session: aiohttp.ClientSession, url: str, bodies: Sequence[bytes]) -> Measured:
    start = time.perf_counter()
    took = await _load(session, url, bodies)
    return Measured(len(took) / (time.perf_counter() - start), took)


async def _load(session: aiohttp.ClientSession, url: str, bodies: Sequence[bytes]) -> list[float]:
    waiting = iter(bodies)
    took: list[float] = []

    async def client() -> None:
        for body in waiting:
            start = time.perf_counter()
            async with session.post(url, data=body) as response:
                answer = await response.read()
            took.append(time.perf_counter() - start)
            if response.status != 200 or b"Completed" not in answer:
                raise RuntimeError(f"a press failed: {response.status} {answer[:200]!r}")

    await asyncio.gather(*(client() for _ in range(AT_ONCE)))
    return took


@asynccontextmanager
async def _publishing(issuer: Issuer, port: int) -> AsyncIterator[None]:
    app = web.Application()
    issuer.add_routes(app)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    try:
        yield
    finally:
        await runner.cleanup()


async def _serve(kind: str, port: int, database: str, keys_port: int) -> None:
    async with aiohttp.ClientSession() as session:
        if kind == "bare":
            await _run(_bare(), port)
            return
        keys = Issuer(APP_ID, f"http://127.0.0.1:{keys_port}").metadata_url
        outside = Outside(
            session,
            Authenticator(APP_ID, keys, session, system_clock),
            FixedToken(),
            lambda _: True,
        )
        settings = Settings(database_url=database)
        async with open_service(settings, outside, system_clock) as service:
            await _run(service.app, port)


def _bare() -> web.Application:
    constant = orjson.dumps({"statusCode": 200, "value": {"text": "Completed"}})

    async def messages(request: web.Request) -> web.Response:
        await request.json()
        return web.Response(body=constant, content_type="application/json")

    async def healthz(_: web.Request) -> web.Response:
        return web.Response()

    app = web.Application()
    app.router.add_post("/api/messages", messages)
    app.router.add_get("/healthz", healthz)
    return app


async def _run(app: web.Application, port: int) -> None:
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    tune_for_serving()  # as `sightline run` does
    await web.TCPSite(runner, "127.0.0.1", port).start()
    await asyncio.Event().wait()


if __name__ == "__main__":
    main()
