"""What units share is lost: SQLite undoes it, the disk takes none of it, or all are to give up."""

import asyncio
import os
import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, closing, contextmanager, suppress
from pathlib import Path

import pytest
from sqlalchemy import event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import DBAPIError

from storage.engine import Engine, create_engine
from storage.sqlite_connection import SqliteConnection
from storage.sqlite_disk import QUIET_ROUNDS
from storage.work import StoredWork
from tests.storage.examples import COUNCIL
from tests.storage.gathering.units import joined, named, people, write

PAGES = 4
"""How much the database may grow by, where it is full."""


@asynccontextmanager
async def failing(work: StoredWork, engine: Engine) -> AsyncIterator[None]:
    """Inside, a read of all people fails, for a part of the log can't be read; and with it fails
    the transaction, if it is in one."""
    async with work(COUNCIL) as unit:
        await unit.people.save([named(f"p{n}", "x" * 3000) for n in range(200)])
        await unit.commit()
    log = Path(f"{engine.pool.url.database}-wal")
    with closing(sqlite3.connect(str(engine.pool.url.database))) as other:
        other.execute("UPDATE people SET name = name || 'y'")  # no cache has it any more
        other.commit()
        yield
        async with work.early(COUNCIL) as unit:
            with _cut(log), pytest.raises(DBAPIError, match="disk I/O error"):
                await unit.people.all()


@contextmanager
def _cut(log: Path) -> Iterator[None]:
    whole = log.read_bytes()
    os.truncate(log, 8192)
    yield
    log.write_bytes(whole)


async def test_where_a_read_undoes_what_is_shared_nobody_is_told_that_it_is_kept(
    work: StoredWork, engine: Engine
) -> None:
    async with failing(work, engine):
        _, first = await joined(work, "one")
    second = asyncio.create_task(write(work.keeping(), "two"))
    with pytest.raises(sqlite3.OperationalError, match="has undone"):
        await first
    await second
    assert {"one", "two"} & await people(work) == {"two"}
    assert engine.in_use == 0


async def read_what_is_lost(work: StoredWork, engine: Engine) -> None:
    """Somebody's unit is read early, and then it is lost."""
    async with failing(work, engine):
        _, first = await joined(work, "one")
        async with work.early(COUNCIL) as unit:
            assert await unit.people.get("one") is not None
    with suppress(sqlite3.OperationalError):
        await first


async def test_whoever_has_read_what_is_lost_writes_nothing_for_it(
    work: StoredWork, engine: Engine
) -> None:
    reader = work.keeping()
    await read_what_is_lost(work, engine)
    with pytest.raises(sqlite3.OperationalError, match="has undone"):
        await write(reader, "for one")
    assert not {"one", "for one"} & await people(work)


async def test_whoever_has_read_what_is_lost_and_written_before_does_not_answer(
    work: StoredWork, engine: Engine
) -> None:
    reader = work.keeping()
    await write(reader, "before")
    await read_what_is_lost(work, engine)
    with pytest.raises(sqlite3.OperationalError, match="has undone"):
        await reader.kept()


async def test_whoever_ends_a_sync_before_it_begins_does_not_end_the_next(work: StoredWork) -> None:
    _, writing = await joined(work, "one")
    everyone = asyncio.all_tasks() - {asyncio.current_task()}
    assert len(everyone - {writing}) == 1
    for each in everyone:
        each.cancel()
    await asyncio.gather(*everyone, return_exceptions=True)
    async with asyncio.timeout(5):
        await write(work.keeping(), "two")
    assert "two" in await people(work)


async def test_whenever_all_are_told_to_give_up_the_next_can_write(
    work: StoredWork, engine: Engine
) -> None:
    for rounds in range(4 * QUIET_ROUNDS):
        units = write(work.keeping(), "one"), write(work.keeping(), "two", 3 * QUIET_ROUNDS)
        _ = [asyncio.create_task(unit) for unit in units]
        for _ in range(rounds):
            await asyncio.sleep(0)
        everyone = asyncio.all_tasks() - {asyncio.current_task()}
        for one in everyone:
            one.cancel()
        told = await asyncio.gather(*everyone, return_exceptions=True)
        assert {type(one) for one in told} <= {asyncio.CancelledError, type(None)}, rounds
        async with asyncio.timeout(10):
            await write(work.keeping(), f"p{rounds}")
        assert f"p{rounds}" in await people(work)
        assert engine.in_use == 0


async def test_what_all_have_given_up_is_undone_when_the_database_is_closed(url: str) -> None:
    engine = create_engine(url)
    _, writing = await joined(StoredWork(engine), "one")
    everyone = asyncio.all_tasks() - {asyncio.current_task()}
    assert writing in everyone
    for one in everyone:
        one.cancel()
    await asyncio.gather(*everyone, return_exceptions=True)
    assert engine.in_use == 1
    await engine.dispose()

    assert engine.in_use == 0
    with closing(sqlite3.connect(str(engine.pool.url.database), timeout=0)) as other:
        other.execute("BEGIN IMMEDIATE")
        assert other.execute("SELECT count(*) FROM people").fetchone() == (0,)


class Fails:
    """A disk that takes no commit, the first time."""

    def __init__(self, patched: pytest.MonkeyPatch) -> None:
        self.times = 1
        commit = SqliteConnection.commit

        async def fails(connection: SqliteConnection) -> None:
            if self.times:
                self.times -= 1
                raise sqlite3.OperationalError("disk I/O error")
            await commit(connection)

        patched.setattr(SqliteConnection, "commit", fails)


async def test_where_the_commit_fails_nobody_is_told_that_it_is_kept(
    work: StoredWork, monkeypatch: pytest.MonkeyPatch
) -> None:
    Fails(monkeypatch)
    idle = work.keeping()
    _, first = await joined(work, "one")
    _, second = await joined(work, "two")
    reader = work.keeping()
    async with work.early(COUNCIL) as unit:
        assert await unit.people.get("one") is not None
    with pytest.raises(sqlite3.OperationalError, match="disk I/O error"):
        async with reader.work(COUNCIL) as unit:
            assert await unit.people.get("one") is not None
    ended = await asyncio.gather(first, second, return_exceptions=True)
    assert [type(one) for one in ended] == [sqlite3.OperationalError] * 2
    for who in (reader, idle):
        with pytest.raises(sqlite3.OperationalError, match="disk I/O error"):
            await who.kept()

    await work.keeping().kept()
    await write(work.keeping(), "three")
    assert await people(work) == {"three"}


async def test_where_sqlite_itself_undoes_all_everyone_is_told(url: str) -> None:
    full = create_engine(url)

    def fill(connection: DBAPIConnection, _: object) -> None:
        (pages,) = connection.execute("PRAGMA page_count").fetchone()
        connection.execute(f"PRAGMA max_page_count = {pages + PAGES}")

    event.listen(full.pool, "connect", fill)
    work = StoredWork(full)
    _, first = await joined(work, "one")
    with pytest.raises(DBAPIError, match="full"):
        await write(work.keeping(), "large", name="x" * 1_000_000)
    with pytest.raises(sqlite3.OperationalError, match="has undone the transaction"):
        await first
    assert await people(work) == set()
    await write(work.keeping(), "two")
    assert await people(work) == {"two"}
    await full.dispose()
