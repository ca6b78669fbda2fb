"""Which databases are taken, and how they are opened."""

import asyncio
import os
import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import text

from programme.errors import CorrectAndRepeat
from storage.engine import Engine, create_engine
from storage.migrations import migrate
from storage.sqlite_connection import SqliteConnection
from storage.work import StoredWork
from tests.storage.examples import CASE, COUNCIL

_ASKS_FOR_TLS, _STARTS = 80877103, 196608
"""What a client of PostgreSQL says first: its protocol's codes."""


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


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("", [_ASKS_FOR_TLS, _STARTS]),
        ("?sslmode=require", [_ASKS_FOR_TLS]),
        ("?sslmode=disable", [_STARTS]),
    ],
)
async def test_what_a_postgresql_url_says_of_tls_is_done(asked: str, told: list[int]) -> None:
    heard: list[int] = []
    gone = asyncio.Event()

    class WithoutTls(asyncio.Protocol):
        def connection_made(self, transport: asyncio.BaseTransport) -> None:
            assert isinstance(transport, asyncio.Transport)
            self._transport = transport

        def data_received(self, data: bytes) -> None:
            heard.append(int.from_bytes(data[4:8]))
            if heard[-1] == _STARTS:
                self._transport.close()
            else:
                self._transport.write(b"N")

        def connection_lost(self, exc: Exception | None) -> None:
            gone.set()

    server = await asyncio.get_running_loop().create_server(WithoutTls, "127.0.0.1", 0)
    async with server:
        port = server.sockets[0].getsockname()[1]
        engine = create_engine(f"postgresql://someone:secret@127.0.0.1:{port}/sightline{asked}")
        with pytest.raises(CorrectAndRepeat, match="doesn't answer, or refuses"):
            await migrate(engine)
        await gone.wait()

    assert heard == told


@pytest.mark.parametrize("asked", ["sslmode=nonsense", "sslmode=verify-full&sslrootcert=none.pem"])
async def test_what_a_postgresql_url_says_wrongly_of_tls_is_refused(asked: str) -> None:
    engine = create_engine(f"postgresql://someone:secret@127.0.0.1:1/sightline?{asked}")

    with pytest.raises(CorrectAndRepeat, match="that the setting is right"):
        await migrate(engine)


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


async def test_a_writer_whose_file_is_gone_holds_up_no_other(tmp_path: Path) -> None:
    engine = create_engine(f"sqlite+aiosqlite:///{tmp_path}/sightline.db")

    async def lose() -> None:
        async with engine.writing() as connection:
            assert isinstance(connection, SqliteConnection)
            connection._local.close()

    with pytest.raises(sqlite3.ProgrammingError):
        await lose()

    async with asyncio.timeout(10), engine.writing() as connection:
        await connection.execute(text("CREATE TABLE notes (words TEXT)"))
    await engine.dispose()


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


async def test_a_new_sqlite_file_and_what_lies_beside_it_is_its_owners_alone(
    tmp_path: Path,
) -> None:
    file = tmp_path / "folder" / "sightline.db"
    engine = create_engine(f"sqlite+aiosqlite:///{file}")
    await migrate(engine)
    async with engine.connect():
        rights = {each.name: f"{each.stat().st_mode & 0o777:o}" for each in file.parent.iterdir()}
    await engine.dispose()
    assert rights == dict.fromkeys(("sightline.db", "sightline.db-wal", "sightline.db-shm"), "600")


@pytest.mark.parametrize("denied", ["", "sightline.db"], ids=["folder", "file"])
def test_a_sqlite_file_that_this_account_may_not_write_is_refused_with_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, denied: str
) -> None:
    (tmp_path / "sightline.db").touch()
    # Whoever runs the tests may be allowed everything.
    monkeypatch.setattr(os, "access", lambda path, _: Path(path) != tmp_path / denied)
    with pytest.raises(CorrectAndRepeat, match="may not write the SQLite file"):
        create_engine(f"sqlite+aiosqlite:///{tmp_path}/sightline.db")


def test_where_no_sqlite_file_can_be_made_is_refused_with_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "a file").touch()
    with pytest.raises(CorrectAndRepeat, match="may not write the SQLite file"):
        create_engine(f"sqlite+aiosqlite:///{tmp_path}/a file/sightline.db")
