"""What units share is lost: SQLite undoes it, the disk takes none of it, or all are to give up."""

import asyncio
import os
import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, closing, contextmanager, suppress
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy.exc import DBAPIError

from programme.people import Person
from storage.engine import Engine
from storage.sqlite_disk import QUIET_ROUNDS
from storage.work import StoredKeeping, StoredWork
from tests.storage.examples import COUNCIL, PERSON


@pytest.fixture
def dialect() -> str:
    """These are SQLite's own."""
    return "sqlite"


@pytest.fixture
def work(engine: Engine) -> StoredWork:
    return StoredWork(engine)


async def write(keeping: StoredKeeping, person_id: str, rounds: int = 0) -> None:
    """A unit that adds a person, and stays in its midst for some rounds of the event loop."""
    async with keeping.work(COUNCIL) as unit:
        await unit.people.save([_person(person_id)])
        for _ in range(rounds):
            await asyncio.sleep(0)
        await unit.commit()


def _person(person_id: str, name: str = "A") -> Person:
    return replace(PERSON, id=person_id, email=f"{person_id}@x", object_id=person_id, name=name)


async def people(work: StoredWork) -> set[str]:
    async with work(COUNCIL) as unit:
        return {person.id for person in await unit.people.all()}


@asynccontextmanager
async def failing(work: StoredWork, engine: Engine) -> AsyncIterator[None]:
    """Inside, a read of all people fails, for a part of the log can't be read; and with it fails
    the transaction, if it is in one."""
    async with work(COUNCIL) as unit:
        await unit.people.save([_person(f"p{n}", "x" * 3000) for n in range(200)])
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
        first = asyncio.create_task(write(work.keeping(), "one"))
        await asyncio.sleep(0)
    second = asyncio.create_task(write(work.keeping(), "two"))
    with pytest.raises(sqlite3.OperationalError, match="has undone"):
        await first
    await second
    assert {"one", "two"} & await people(work) == {"two"}
    assert engine.in_use == 0


async def test_whoever_has_read_what_is_lost_writes_nothing_for_it(
    work: StoredWork, engine: Engine
) -> None:
    reader = work.keeping()
    async with failing(work, engine):
        first = asyncio.create_task(write(work.keeping(), "one"))
        await asyncio.sleep(0)
        async with work.early(COUNCIL) as unit:
            assert await unit.people.get("one") is not None
    with suppress(sqlite3.OperationalError):
        await first
    with pytest.raises(sqlite3.OperationalError, match="has undone"):
        await write(reader, "for one")
    assert not {"one", "for one"} & await people(work)


async def test_whoever_has_read_what_is_lost_and_written_before_does_not_answer(
    work: StoredWork, engine: Engine
) -> None:
    reader = work.keeping()
    await write(reader, "before")
    async with failing(work, engine):
        first = asyncio.create_task(write(work.keeping(), "one"))
        await asyncio.sleep(0)
        async with work.early(COUNCIL) as unit:
            assert await unit.people.get("one") is not None
    with suppress(sqlite3.OperationalError):
        await first
    with pytest.raises(sqlite3.OperationalError, match="has undone"):
        await reader.kept()


async def test_whoever_ends_a_sync_before_it_begins_does_not_end_the_next(work: StoredWork) -> None:
    writing = asyncio.create_task(write(work.keeping(), "one"))
    await asyncio.sleep(0)
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
