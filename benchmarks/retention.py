"""How long others wait while what is old is removed: a batch at a time, each in a transaction that
nobody gives out work beside; the ratio of a council with ten times as much that has grown old.

    python -m benchmarks.retention
"""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from statistics import median

from sqlalchemy import insert, literal, select, update

from benchmarks.databases import NAMES, database
from benchmarks.tick_council import ACTIONS_AN_AUDIT, TENANT, council, fill
from programme.action import ActionState
from programme.message import Delivery, MessageKind
from programme.ports import UnitOfWork
from programme.use_cases.keep_to_retention import AT_ONCE, keep_to_retention
from storage.actions import actions
from storage.audit_table import audits
from storage.engine import Engine, create_engine
from storage.outbox_table import outbox
from storage.work import StoredWork

FEW, MANY = 1_000, 10_000
"""Audits, each with its actions and a message."""
DONE = datetime(2026, 2, 2, 9, tzinfo=UTC)
YEARS_LATER = datetime(2033, 6, 1, 5, tzinfo=UTC)


@dataclass(slots=True)
class Timed:
    """Units of work, and how many milliseconds each lasted."""

    work: StoredWork
    took: list[float] = field(default_factory=list)

    @asynccontextmanager
    async def __call__(self, tenant_id: str) -> AsyncIterator[UnitOfWork]:
        """A unit of work of that council."""
        start = time.perf_counter()
        async with self.work(tenant_id) as unit:
            yield unit
        self.took.append((time.perf_counter() - start) * 1000)


def main() -> None:
    """Measures, and prints the table."""
    for line in asyncio.run(compare()):
        print(line)


async def compare() -> list[str]:
    """The rows of the table."""
    rows = [
        f"What is old is removed, {AT_ONCE} records of a kind at a time: others wait at most",
        f"{'':12}{f'ms of {FEW:,}':>14}{f'ms of {MANY:,}':>14}{'ratio':>8}{'usually':>9}",
    ]
    for kind, name in NAMES.items():
        few, many = await _waits(kind, FEW), await _waits(kind, MANY)
        longest = max(few), max(many)
        ratio = longest[1] / longest[0]
        usually = median(many)
        rows.append(f"{name:12}{longest[0]:14.0f}{longest[1]:14.0f}{ratio:8.2f}{usually:9.0f}")
    return rows


async def _waits(kind: str, count: int) -> list[float]:
    async with database(kind) as url:
        engine = create_engine(url)
        await fill(engine, count * ACTIONS_AN_AUDIT)
        await _finish(engine)
        work = Timed(StoredWork(engine))
        await keep_to_retention(council(), work=work, now=YEARS_LATER)
        left = await _count(engine)
        await engine.dispose()
    if left:
        raise RuntimeError(f"{left} audits of {count} were not removed.")
    return work.took


async def _finish(engine: Engine) -> None:
    """Every action was completed, and every audit told of."""
    told = select(
        literal(TENANT),
        literal("told:").concat(audits.c.id),
        audits.c.lead_id,
        literal(MessageKind.ACTIONS.value),
        audits.c.id,
        literal(DONE, outbox.c.not_before.type),
        literal(1),
        literal(Delivery.SENT.value),
        literal(DONE, outbox.c.settled_at.type),
        literal(value=False),
    )
    columns = ("tenant_id", "key", "person_id", "kind", "subject", "not_before", "attempts")
    adding = insert(outbox).from_select([*columns, "state", "settled_at", "overtaken"], told)
    done = update(actions).values(state=ActionState.COMPLETED.value, completed_at=DONE)
    async with engine.writing() as connection:
        await connection.run_sync(lambda c: c.execute(done))
        await connection.run_sync(lambda c: c.execute(adding))


async def _count(engine: Engine) -> int:
    async with engine.connect() as connection:
        rows = await connection.execute(select(audits.c.id), {})
        return len([*rows])


if __name__ == "__main__":
    main()
