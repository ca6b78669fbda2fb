"""Somebody else's lock is waited for, but not for ever; and ours don't outlive us."""

import asyncio
import logging
from collections.abc import AsyncIterator

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from programme.errors import RepeatLater
from programme.people import Team
from storage import engine as engines
from storage import sqlite_connection
from storage.engine import Engine, create_engine
from storage.migrations import lock_migrations, migrate
from storage.postgresql_pool import GONE_SECONDS
from storage.work import StoredWork
from tests.postgres import PostgresForTests
from tests.storage.examples import COUNCIL
from tests.storage.postgresql_notes import LOCKED_OUT, OPEN, notes_engine, seen

MALVERN = Team("Malvern", "Locality")
PERSHORE = Team("Pershore", "Locality")
IMPATIENT = 0.05
"""Seconds."""
HOLD = text("UPDATE teams SET name = name")


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody waits for long."""
    monkeypatch.setattr(sqlite_connection, "PATIENCE_SECONDS", IMPATIENT)
    monkeypatch.setattr(engines, "PATIENCE_SECONDS", IMPATIENT)


@pytest.fixture
async def service(url: str, impatient: None) -> AsyncIterator[Engine]:
    """One process on the database."""
    engine = create_engine(url)
    yield engine
    await engine.dispose()


@pytest.fixture
async def another(url: str) -> AsyncIterator[Engine]:
    """Another process on it."""
    engine = create_engine(url)
    yield engine
    await engine.dispose()


async def _replace(engine: Engine, *teams: Team) -> None:
    async with StoredWork(engine)(COUNCIL) as unit:
        await unit.teams.replace(teams)
        await unit.commit()


async def _teams(engine: Engine) -> list[str]:
    async with StoredWork(engine)(COUNCIL) as unit:
        return [team.name for team in await unit.teams.all()]


async def test_whoever_meets_somebody_in_the_way_is_told_to_repeat_it_later(
    service: Engine, another: Engine, caplog: pytest.LogCaptureFixture
) -> None:
    await _replace(service, MALVERN)

    async with another.writing() as holder:
        await holder.execute(HOLD)
        with (
            caplog.at_level(logging.WARNING),
            pytest.raises(RepeatLater, match="nothing was done"),
        ):
            await _replace(service, PERSHORE)

    assert [record.name for record in caplog.records] == ["storage.in_the_way"]
    assert await _teams(service) == ["Malvern"]
    await _replace(service, PERSHORE)
    assert await _teams(service) == ["Pershore"]


@pytest.mark.parametrize("dialect", ["postgresql"])
async def test_a_migration_of_what_somebody_else_holds_is_to_be_repeated_later_too(
    service: Engine, another: Engine
) -> None:
    async with another.writing() as holder:
        await holder.execute(HOLD)
        async with service.connect() as migrating:
            with pytest.raises(RepeatLater):
                await migrating.run_sync(lambda tables: tables.execute(text("LOCK TABLE teams")))


@pytest.mark.parametrize("dialect", ["postgresql"])
async def test_a_migration_waits_for_another_as_long_as_it_takes(
    empty_url: str, impatient: None
) -> None:
    first, second = create_engine(empty_url), create_engine(empty_url)
    async with first.writing() as connection:
        await connection.run_sync(lock_migrations)
        waiting = asyncio.create_task(migrate(second))
        while not await seen(first, LOCKED_OUT):
            assert not waiting.done()
        await asyncio.sleep(3 * IMPATIENT)
    await waiting

    assert await _teams(second) == []
    for engine in (first, second):
        await engine.dispose()


@pytest.mark.parametrize("dialect", ["postgresql"])
async def test_a_transaction_that_is_left_open_ends_and_lets_its_locks_go(
    another: Engine, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    await _replace(another, MALVERN)
    monkeypatch.setattr(engines, "LEFT_SECONDS", IMPATIENT)
    service = create_engine(url)

    async with service.connect() as left:
        await left.execute(HOLD)
        while await seen(another, OPEN):
            pass
        await _replace(another, PERSHORE)
        with pytest.raises(DBAPIError):
            await left.commit()
    await service.dispose()

    assert await _teams(another) == ["Pershore"]


async def test_the_server_asks_whether_our_machine_is_still_there(
    postgres: PostgresForTests,
) -> None:
    # What came with the connection; its server is on this machine, where it asks for nothing.
    kept = text(
        "SELECT reset_val::int FROM pg_settings WHERE name LIKE 'tcp_keepalives%' AND "
        "source = 'client' ORDER BY name"
    )
    async with notes_engine(postgres) as engine, engine.connect() as connection:
        count, idle, interval = (await connection.execute(kept)).scalars()

    assert idle + count * interval <= GONE_SECONDS + interval
