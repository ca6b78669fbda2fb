"""Connections to PostgreSQL that end, are interrupted, fall silent or are all in use."""

import asyncio
import gc
import os
import signal
from collections.abc import AsyncIterator, Iterator, Mapping

import pytest
from sqlalchemy import (
    Connection,
    text,
)
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from storage import postgresql_connection, postgresql_pool
from storage.engine import Engine
from storage.postgresql_connection import PostgresqlConnection
from tests.postgres import PostgresForTests
from tests.storage.notes import EMPTY, FIRST
from tests.storage.postgresql_notes import (
    ADD,
    ALL,
    ASLEEP,
    BACKEND,
    END_THE_OTHERS,
    LOCKED_OUT,
    notes_engine,
    others_see,
)


@pytest.fixture
async def engine(postgres: PostgresForTests) -> AsyncIterator[Engine]:
    async with notes_engine(postgres) as engine:
        yield engine


async def test_a_statement_that_is_cancelled_leaves_no_busy_connection_behind(
    engine: Engine,
) -> None:
    async def sleep(connection: PostgresqlConnection) -> None:
        try:
            await connection.execute(text("SELECT pg_sleep(60)"))
        finally:
            await connection.close()

    async with engine.connect() as another:
        busy = await engine.open()
        assert isinstance(busy, PostgresqlConnection)
        sleeping = asyncio.create_task(sleep(busy))
        while not await another.scalar(ASLEEP):
            await another.rollback()
        sleeping.cancel()
        with pytest.raises(asyncio.CancelledError):
            await sleeping
        assert engine.in_use == 1
        assert busy.is_over
    async with engine.connect() as one, engine.connect() as two:
        assert [await each.scalar(text("SELECT 1")) for each in (one, two)] == [1, 1]


async def test_many_rows_that_are_cancelled_are_undone_and_hold_up_nobody(
    engine: Engine,
) -> None:
    class Interrupted(list[Mapping[str, object]]):
        """Some have left when its task is cancelled, and some have not."""

        def __iter__(self) -> Iterator[Mapping[str, object]]:
            for number in range(2_000):
                if number == 1_000:
                    writing.cancel()
                yield {**FIRST, "words": f"{number} {'a' * 500}"}

    async def write() -> None:
        async with engine.writing() as connection:
            await connection.execute_each(ADD, Interrupted([FIRST, EMPTY]))

    writing = asyncio.create_task(write())
    with pytest.raises(asyncio.CancelledError):
        await writing

    assert engine.in_use == 0
    async with engine.writing() as another:
        await another.execute(ADD, FIRST)
    assert await others_see(engine) == ["one"]


async def test_many_rows_that_are_cancelled_again_while_they_wait_leave_nothing_behind(
    engine: Engine,
) -> None:
    unheard: list[Mapping[str, object]] = []
    asyncio.get_running_loop().set_exception_handler(lambda _, told: unheard.append(told))

    async def write() -> None:
        async with engine.writing() as connection:
            await connection.execute_each(ADD, [EMPTY, FIRST])

    async with engine.connect() as first, engine.connect() as another:
        await first.execute(ADD, FIRST)
        writing = asyncio.create_task(write())
        while not await another.scalar(LOCKED_OUT):
            await another.rollback()
        while not writing.done():
            writing.cancel()
            await asyncio.sleep(0)
        assert engine.in_use == 2
        await first.commit()

    assert await others_see(engine) == ["one"]
    del writing  # which has what it waited for in its traceback
    gc.collect()
    assert unheard == []


@pytest.mark.parametrize("asked", [True, False])
async def test_connections_that_the_server_ended_are_not_used_again(
    engine: Engine, monkeypatch: pytest.MonkeyPatch, *, asked: bool
) -> None:
    monkeypatch.setattr(postgresql_pool, "IDLE_SECONDS", 0.0 if asked else 60.0)
    async with engine.connect() as survivor:
        async with engine.connect() as one, engine.connect() as two:
            for each in (one, two):
                await each.scalar(text("SELECT 1"))
        await survivor.execute(END_THE_OTHERS)

    for _ in range(2):
        async with engine.connect() as one, engine.connect() as two, engine.connect() as three:
            for each in (one, two, three):
                assert await each.scalar(text("SELECT 1")) == 1
    assert engine.in_use == 0


async def test_a_connection_whose_server_says_nothing_any_more_is_not_waited_for(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postgresql_pool, "IDLE_SECONDS", 0.0)
    monkeypatch.setattr(postgresql_connection, "ANSWER_SECONDS", 0.1)
    async with engine.connect() as connection:
        backend = int(str(await connection.scalar(BACKEND)))

    os.kill(backend, signal.SIGSTOP)
    try:
        async with asyncio.timeout(10), engine.connect() as connection:
            assert await connection.scalar(BACKEND) != backend
    finally:
        os.kill(backend, signal.SIGCONT)

    assert engine.in_use == 0


async def test_connections_that_were_kept_beside_a_silent_one_are_not_asked_one_after_the_other(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postgresql_pool, "IDLE_SECONDS", 0.0)
    monkeypatch.setattr(postgresql_connection, "ANSWER_SECONDS", 0.1)
    asked: list[PostgresqlConnection] = []
    answers = PostgresqlConnection.answers

    async def counted(connection: PostgresqlConnection) -> bool:
        asked.append(connection)
        return await answers(connection)

    monkeypatch.setattr(PostgresqlConnection, "answers", counted)
    async with engine.connect() as one, engine.connect() as two, engine.connect() as three:
        backends = [int(str(await each.scalar(BACKEND))) for each in (one, two, three)]

    for backend in backends:
        os.kill(backend, signal.SIGSTOP)
    try:
        async with asyncio.timeout(10), engine.connect() as connection:
            assert await connection.scalar(BACKEND) not in backends
    finally:
        for backend in backends:
            os.kill(backend, signal.SIGCONT)

    assert len(asked) == 1
    assert engine.in_use == 0


async def test_whoever_stops_does_not_wait_for_a_server_that_says_nothing_any_more(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postgresql_connection, "ANSWER_SECONDS", 0.1)
    async with engine.connect() as one, engine.connect() as two:
        backends = [int(str(await each.scalar(BACKEND))) for each in (one, two)]

    for backend in backends:
        os.kill(backend, signal.SIGSTOP)
    try:
        async with asyncio.timeout(10):
            await engine.dispose()
    finally:
        for backend in backends:
            os.kill(backend, signal.SIGCONT)


async def test_a_connection_that_ends_in_use_is_an_error_once(engine: Engine) -> None:
    async def use() -> None:
        async with engine.connect() as survivor, engine.connect() as connection:
            await connection.execute(ADD, FIRST)
            await survivor.execute(END_THE_OTHERS)
            with pytest.raises(DBAPIError) as raised:
                await connection.execute(ADD, EMPTY)
            assert raised.value.connection_invalidated

    await use()

    assert engine.in_use == 0
    assert await others_see(engine) == []


async def test_a_transaction_whose_connection_has_ended_is_not_committed(engine: Engine) -> None:
    heard = asyncio.Event()

    async def write() -> None:
        async with engine.connect() as survivor, engine.writing() as connection:
            assert isinstance(connection, PostgresqlConnection)
            connection._driver.add_termination_listener(lambda _: heard.set())
            await connection.execute(ADD, FIRST)
            await survivor.execute(END_THE_OTHERS)
            await heard.wait()
            assert connection.is_over

    with pytest.raises(DBAPIError):
        await write()

    assert engine.in_use == 0
    assert await others_see(engine) == []


async def test_a_transaction_that_a_caught_error_has_undone_is_not_said_to_be_kept(
    engine: Engine,
) -> None:
    async def write() -> None:
        async with engine.writing() as connection:
            await connection.execute(ADD, EMPTY)
            with pytest.raises(IntegrityError):
                await connection.execute(ADD, EMPTY)

    with pytest.raises(DBAPIError) as raised:
        await write()

    assert not raised.value.connection_invalidated
    assert await others_see(engine) == []
    async with engine.writing() as connection:
        await connection.execute(ADD, FIRST)
    assert await others_see(engine) == ["one"]


async def test_a_connection_that_was_set_up_otherwise_for_a_backup_is_not_used_again(
    engine: Engine,
) -> None:
    def read(connection: Connection) -> None:
        reading = connection.execution_options(
            isolation_level="REPEATABLE READ", postgresql_readonly=True
        )
        reading.execute(ALL)

    async with engine.connect() as connection:
        await connection.run_sync(read)
    async with engine.writing() as connection:
        await connection.run_sync(lambda its: its.execute(ADD, [FIRST]))

    assert await others_see(engine) == ["one"]


async def test_more_than_may_be_open_at_once_wait_for_each_other(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken = [await engine.open() for _ in range(postgresql_pool.AT_ONCE)]
    waiting = asyncio.create_task(engine.open())
    await asyncio.sleep(0)
    assert not waiting.done()

    await taken.pop().close()
    taken.append(await waiting)
    monkeypatch.setattr(postgresql_pool, "WAIT_SECONDS", 0.0)
    with pytest.raises(PoolTimeout, match="no connection was given back"):
        await engine.open()

    for each in taken:
        await each.close()
    assert engine.in_use == 0
