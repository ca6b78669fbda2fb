"""Which databases are taken, and how they are opened."""

import asyncio
from pathlib import Path

import pytest
from sqlalchemy import text

from programme.errors import CorrectAndRepeat
from storage.engine import Engine, create_engine
from storage.migrations import migrate
from storage.work import StoredWork
from tests.storage.examples import CASE, COUNCIL


@pytest.mark.parametrize(
    "url", ["", "mysql://somewhere/db", "var/sightline.db", "sqlite+aiosqlite://"]
)
def test_a_url_that_will_not_do_is_refused_with_a_sentence(url: str) -> None:
    with pytest.raises(CorrectAndRepeat, match=r"sqlite\+aiosqlite:///"):
        create_engine(url)


def test_a_database_in_memory_is_refused_because_each_connection_would_have_its_own() -> None:
    with pytest.raises(CorrectAndRepeat, match="needs a file"):
        create_engine("sqlite+aiosqlite:///:memory:")


@pytest.mark.parametrize("scheme", ["postgresql", "postgres", "postgresql+asyncpg"])
def test_postgresql_is_spoken_to_through_asyncpg(scheme: str) -> None:
    engine = create_engine(f"{scheme}://someone@localhost/sightline")

    assert engine.dialect == "postgresql"
    assert engine.pool.dialect.driver == "asyncpg"


async def test_sqlite_makes_its_folder_and_loses_nothing_that_was_committed(tmp_path: Path) -> None:
    engine = create_engine(f"sqlite+aiosqlite:///{tmp_path}/a/b/sightline.db")

    async with engine.connect() as connection:
        settings = {
            name: await connection.scalar(text(f"PRAGMA {name}"))
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        }
    await engine.dispose()

    assert (tmp_path / "a" / "b" / "sightline.db").exists()
    normal = 1  # the log is synced by `Disk`
    assert settings == {
        "journal_mode": "wal",
        "synchronous": normal,
        "foreign_keys": 1,
        "busy_timeout": 30_000,
    }


async def test_a_writer_waits_for_one_in_another_process(tmp_path: Path) -> None:
    service = create_engine(f"sqlite+aiosqlite:///{tmp_path}/sightline.db")
    command_line = create_engine(f"sqlite+aiosqlite:///{tmp_path}/sightline.db")
    await migrate(service)

    async def write() -> None:
        async with StoredWork(service)(COUNCIL) as unit:
            await unit.cases.save([CASE])
            await unit.commit()

    async with StoredWork(command_line)(COUNCIL) as unit:
        await unit.cases.save([CASE])
        writing = asyncio.create_task(write())
        # The loop goes on while the service waits in SQLite.
        await asyncio.wait([writing], timeout=0.05)
        assert not writing.done()
        await unit.commit()
    await writing
    await service.dispose()
    await command_line.dispose()


async def test_a_cancelled_wait_for_another_process_leaves_no_transaction_behind(
    tmp_path: Path,
) -> None:
    service = create_engine(f"sqlite+aiosqlite:///{tmp_path}/sightline.db")
    command_line = create_engine(f"sqlite+aiosqlite:///{tmp_path}/sightline.db")
    await migrate(service)

    async def write(engine_of: str) -> None:
        engine = service if engine_of == "service" else command_line
        async with StoredWork(engine)(COUNCIL) as unit:
            await unit.cases.save([CASE])
            await unit.commit()

    async with StoredWork(command_line)(COUNCIL) as unit:
        await unit.cases.save([CASE])
        waiting = asyncio.create_task(write("service"))
        await asyncio.wait([waiting], timeout=0.05)
        waiting.cancel()
        await asyncio.wait([waiting], timeout=0.05)
        await unit.commit()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    await asyncio.gather(write("service"), write("command line"))
    await service.dispose()
    await command_line.dispose()


async def test_connections_in_use_are_those_that_were_opened_and_not_closed(
    engine: Engine,
) -> None:
    assert engine.in_use == 0
    async with engine.connect(), engine.connect():
        assert engine.in_use == 2
        async with StoredWork(engine)(COUNCIL) as unit:
            await unit.cases.save([CASE])
            assert engine.in_use == 3
        assert engine.in_use == 2
    assert engine.in_use == 0
    async with engine.writing():
        assert engine.in_use == 1
    assert engine.in_use == 0


async def test_an_error_gives_the_connection_back(engine: Engine) -> None:
    async def fail() -> None:
        async with engine.connect(), StoredWork(engine)(COUNCIL) as unit:
            await unit.cases.save([CASE])
            raise LookupError

    with pytest.raises(LookupError):
        await fail()

    assert engine.in_use == 0
    async with StoredWork(engine)(COUNCIL) as unit:
        assert await unit.cases.all() == ()
