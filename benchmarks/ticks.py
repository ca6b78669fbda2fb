"""What a tick costs where a great many actions are open and a few are due: the ratio of a council
with 1,000,000 open actions to one with 10,000, 200 being due in each.

    python -m benchmarks.ticks
"""

import asyncio
import sys
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from statistics import median

from benchmarks.databases import NAMES, database
from benchmarks.tick_council import DUE, FIRST_DAY, council, fill, make_due
from programme.use_cases.tick import Ticked, tick
from storage.engine import Engine, create_engine
from storage.work import StoredWork

FEW, MANY = 10_000, 1_000_000
ROUNDS = 9


@dataclass(frozen=True, slots=True)
class Took:
    """Milliseconds of the tick that sees to the day, and of one half a minute later."""

    due: float
    idle: float


def main() -> None:
    """Measures, and prints the table."""
    for line in asyncio.run(compare(FEW, MANY)):
        print(line)


async def compare(few: int, many: int) -> list[str]:
    """The rows of the table. The two councils take turns, and the ratio is that of the medians."""
    at_few, at_many = f"ms at {few:,}", f"ms at {many:,}"
    rows = [
        f"A tick with {DUE} actions due, {ROUNDS} rounds, and an idle one after it",
        f"{'open actions':12}{at_few:>14}{at_many:>17}{'ratio':>8}{'idle ratio':>12}",
    ]
    for kind, name in NAMES.items():
        async with _engine(kind) as small, _engine(kind) as large:
            rows.append(_row(name, *await _measured(small, few, large, many)))
    return rows


@asynccontextmanager
async def _engine(kind: str) -> AsyncIterator[Engine]:
    async with database(kind) as url:
        engine = create_engine(url)
        yield engine
        await engine.dispose()


async def _measured(
    small: Engine, few: int, large: Engine, many: int
) -> tuple[Sequence[Took], Sequence[Took]]:
    for engine, count in ((small, few), (large, many)):
        start = time.perf_counter()
        await fill(engine, count)
        took = time.perf_counter() - start
        print(f"{engine.dialect}: {count:,} in {took:.0f} s", file=sys.stderr)
    rounds = [(await _round(small, n), await _round(large, n)) for n in range(ROUNDS)]
    return [each for each, _ in rounds], [each for _, each in rounds]


async def _round(engine: Engine, number: int) -> Took:
    of, work = council(), StoredWork(engine)
    day = of.calendar.plus_working_days(FIRST_DAY, number)
    await make_due(engine, day)
    now = of.digest_of(day) + timedelta(minutes=1)
    start = time.perf_counter()
    done: Ticked = await tick(of, work=work, now=now)
    seen_to = time.perf_counter()
    await tick(of, work=work, now=now + timedelta(seconds=30))
    end = time.perf_counter()
    if not done.counts.get("digests of actions"):
        raise RuntimeError(f"nobody was reminded: {done}")
    return Took((seen_to - start) * 1000, (end - seen_to) * 1000)


def _row(name: str, small: Sequence[Took], large: Sequence[Took]) -> str:
    few, many = median(t.due for t in small), median(t.due for t in large)
    idle = median(t.idle for t in large) / median(t.idle for t in small)
    return f"{name:12}{few:14.1f}{many:17.1f}{many / few:8.2f}{idle:12.2f}"


if __name__ == "__main__":
    main()
