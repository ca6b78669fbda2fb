"""A tick reads what there is to do, however much was done and however much is still far off.

The short form of `python -m benchmarks.ticks`.
"""

import re
import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import event
from sqlalchemy.engine.interfaces import DBAPIConnection

from benchmarks.tick_council import DUE, FIRST_DAY, council, fill, make_due
from bot.councils import CouncilRegistry
from programme.use_cases.ask_to_choose import ask_to_choose
from programme.use_cases.keep_to_retention import keep_to_retention
from programme.use_cases.tick import JOBS, tick
from storage.columns import metadata
from storage.councils import StoredCouncils
from storage.engine import create_engine
from storage.work import StoredWork
from tests.postgres import PostgresForTests
from tests.storage.backup.databases import FIVE_COUNCILS, restore
from tests.storage.rows_read import rows_read_so_far

SMALL = {"framework_versions", "people", "teams", "role_terms", "month_themes"} | {
    table.name
    for table in metadata.tables.values()
    if [column.name for column in table.primary_key] == ["tenant_id"]
}
"""What a council has a bounded number of, or one."""
CONFLICTS = "ix_hand_overs_tenant_id_case_reference"
"""Every conflict of interest that was declared stands for good, and bars a draw."""
LOOK_THROUGH_ALL = {ask_to_choose, keep_to_retention}
"""Once a quarter the first asks who has what turn, as the draw itself does; once a day, before
anybody is at work, the second looks for what is old."""
DAYS = [
    datetime(2027, month, day, 9, 30, tzinfo=UTC)
    for month, day in ((2, 1), (2, 9), (3, 1), (3, 25), (4, 1), (4, 6))
]
"""The 1st of a month and of a quarter, what comes before it, and what follows."""


async def test_no_job_of_a_tick_reads_all_that_there_ever_was(tmp_path: Path) -> None:
    url = f"sqlite+aiosqlite:///{tmp_path / 'five.db'}"
    await restore(FIVE_COUNCILS, url)
    engine, statements = create_engine(url), set[str]()

    def trace(connection: DBAPIConnection, _: object) -> None:
        connection.set_trace_callback(statements.add)

    event.listen(engine.pool, "connect", trace)
    for now in DAYS:
        for one in await CouncilRegistry(StoredCouncils(engine), lambda now=now: now).all():  # type: ignore[misc]  # bound at once
            for job in JOBS.values():
                if job not in LOOK_THROUGH_ALL:
                    await job(one, work=StoredWork(engine), now=now)
    await engine.dispose()
    local = sqlite3.connect(tmp_path / "five.db")
    found = [*_long_reads(local, statements)]
    local.close()
    assert found == []


def _long_reads(local: sqlite3.Connection, statements: set[str]) -> Iterator[str]:
    """The steps that read all of a table that grows, for a council or for all of them."""
    partial = {
        index.name
        for table in metadata.tables.values()
        for index in table.indexes
        if index.dialect_options["sqlite"]["where"] is not None
    }
    for statement in statements:
        if statement.startswith(("BEGIN", "COMMIT", "ROLLBACK", "PRAGMA", "--")):
            continue
        for row in local.execute(f"EXPLAIN QUERY PLAN {statement}"):
            step = re.fullmatch(
                r"(?:SCAN (\w+)|SEARCH (\w+) USING.* INDEX (\w+) \(tenant_id=\?\))", row[3]
            )
            if (
                step
                and {step[1], step[2]} & metadata.tables.keys() - SMALL
                and step[3] not in partial | {CONFLICTS}
            ):
                yield f"{row[3]}: {statement[:300]}"


async def test_four_times_as_many_open_actions_are_no_more_to_read(
    postgres: PostgresForTests,
) -> None:
    few, many = [await _rows_read(postgres, count) for count in (4_000, 16_000)]
    assert DUE <= many <= few + DUE


async def _rows_read(postgres: PostgresForTests, count: int) -> int:
    """How many rows PostgreSQL looks at in a tick with DUE actions due."""
    engine = create_engine(await postgres.a_database_without_tables())
    await fill(engine, count)
    await make_due(engine, FIRST_DAY)
    of = council()
    before = await rows_read_so_far(engine, ("actions", "audits"))
    done = await tick(of, work=StoredWork(engine), now=of.digest_of(FIRST_DAY))
    read = await rows_read_so_far(engine, ("actions", "audits")) - before
    await engine.dispose()
    assert done.counts["digests of actions"]
    return read
