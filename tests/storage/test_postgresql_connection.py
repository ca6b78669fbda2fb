"""A statement on PostgreSQL's own connection does what SQLAlchemy does with it."""

import asyncio
import gc
import os
import signal
from collections.abc import AsyncIterator, Iterator, Mapping
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Connection,
    Date,
    Integer,
    MetaData,
    String,
    Table,
    TextClause,
    bindparam,
    delete,
    insert,
    select,
    text,
    update,
)
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError, ProgrammingError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from storage import postgresql_connection, postgresql_pool
from storage.among import among
from storage.columns import Instant
from storage.columnwise import columns, columnwise
from storage.engine import Connected, Engine, create_engine
from storage.postgresql_connection import PostgresqlConnection
from tests.postgres import PostgresForTests
from tests.storage.examples import DUE, NOW

NOTES = Table(
    "notes",
    MetaData(),
    Column("id", Integer, primary_key=True),
    Column("words", String, unique=True),
    Column("day", Date),
    Column("at", Instant),
    Column("more", JSON(none_as_null=True)),
    Column("done", Boolean),
)
ADD = insert(NOTES)
ALL = select(NOTES).order_by(NOTES.c.id)
FIRST: Mapping[str, object] = {
    "words": "one",
    "day": date(2026, 12, 1),
    "at": NOW,
    "more": {"late": [True, None]},
}
EMPTY: Mapping[str, object] = {"words": "two", "day": None, "at": None, "more": None}
_STATES = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND "
_OPEN = text(f"{_STATES} state = 'idle in transaction'")
_LOCKED_OUT = text(f"{_STATES} wait_event_type = 'Lock'")
_ASLEEP = text(f"{_STATES} wait_event = 'PgSleep'")
_BACKEND = text("SELECT pg_backend_pid()")
_END_THE_OTHERS = text(
    "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity "
    "WHERE datname = current_database() AND pid <> pg_backend_pid()"
)


@pytest.fixture
async def engine(postgres: PostgresForTests) -> AsyncIterator[Engine]:
    async with postgres.a_database() as url:
        engine = create_engine(url)
        async with engine.writing() as connection:
            await connection.run_sync(NOTES.metadata.create_all)
        yield engine
        async with engine.writing() as connection:
            await connection.run_sync(NOTES.metadata.drop_all)
        await engine.dispose()


@pytest.fixture
async def notes(engine: Engine) -> AsyncIterator[Connected]:
    async with engine.connect() as connection:
        yield connection


async def _seen(engine: Engine, what: TextClause) -> object:
    async with engine.connect() as another:
        return await another.scalar(what)


async def _others_see(engine: Engine) -> list[str]:
    async with engine.connect() as another:
        return [row.words for row in await another.execute(ALL)]


async def test_dates_instants_booleans_and_json_come_back_as_they_went_in(
    notes: Connected,
) -> None:
    in_delhi = NOW.astimezone(timezone(timedelta(hours=5, minutes=30)))
    await notes.execute(ADD, {**FIRST, "at": in_delhi, "done": True})
    await notes.execute(ADD, {**EMPTY, "done": None})

    one, two = await notes.execute(ALL)

    assert (one.day, one.at, one.more, one.done) == (FIRST["day"], NOW, FIRST["more"], True)
    assert one.at.tzinfo is UTC
    assert (two.day, two.at, two.more, two.done) == (None, None, None, None)
    with pytest.raises(ValueError, match="without a time zone"):
        await notes.execute(ADD, {**FIRST, "at": datetime(2026, 12, 1)})  # noqa: DTZ001 - what is refused


async def test_many_values_are_one_array(notes: Connected) -> None:
    adding = ADD.returning(NOTES.c.words, NOTES.c.more)
    rows = [FIRST, EMPTY]

    added = await notes.execute(columnwise(adding, tuple(FIRST)), columns(rows))
    found = await notes.execute(
        ALL.where(among(NOTES.c.words, "of_words")), {"of_words": {"two", "three"}}
    )

    assert {row.words: row.more for row in added} == {"one": FIRST["more"], "two": None}
    assert [row.words for row in found] == ["two"]


async def test_it_counts_the_rows_that_changed(notes: Connected) -> None:
    change = update(NOTES).values(day=bindparam("to"))
    adding = ADD.returning(NOTES.c.words)

    assert (await notes.execute(ADD, FIRST)).rowcount == 1
    assert (await notes.execute(adding, [EMPTY, {**EMPTY, "words": "three"}])).rowcount == 2
    assert (await notes.execute(change, {"to": DUE})).rowcount == 3
    assert (await notes.execute(delete(NOTES).where(NOTES.c.words == "one"))).rowcount == 1
    assert (await notes.execute(delete(NOTES).where(NOTES.c.words == "one"))).rowcount == 0


async def test_what_only_reads_is_in_no_transaction(engine: Engine, notes: Connected) -> None:
    await notes.execute(ALL)

    async with engine.writing() as another:
        await another.execute(ADD, FIRST)

    assert [row.words for row in await notes.execute(ALL)] == ["one"]
    assert not await _seen(engine, _OPEN)


async def test_writes_are_one_transaction_that_others_see_when_it_is_committed(
    engine: Engine, notes: Connected
) -> None:
    await notes.execute(ADD, FIRST)
    await notes.execute(ADD, EMPTY)
    assert await _others_see(engine) == []
    await notes.rollback()
    await notes.execute(ADD, EMPTY)
    await notes.commit()

    assert await _others_see(engine) == ["two"]


async def test_rows_that_are_locked_stay_so_until_the_end(engine: Engine, notes: Connected) -> None:
    await notes.execute(ADD, FIRST)
    await notes.commit()
    await notes.execute(ALL.with_for_update())

    async with engine.connect() as another:
        free = await another.execute(ALL.with_for_update(skip_locked=True))
        assert free.all() == []
        await notes.rollback()
        assert len((await another.execute(ALL.with_for_update(skip_locked=True))).all()) == 1


async def test_what_was_not_committed_is_undone_when_the_connection_is_given_back(
    engine: Engine, notes: Connected
) -> None:
    async with engine.connect() as another:
        await another.execute(ADD, FIRST)

    assert [row.words for row in await notes.execute(ALL)] == []
    assert not await _seen(engine, _OPEN)


async def test_a_broken_rule_is_sqlalchemys_error_and_tells_no_value(
    notes: Connected,
) -> None:
    secret = {**FIRST, "words": "Asha's note"}
    await notes.execute(ADD, secret)
    await notes.commit()

    for again in (secret, [secret], [secret, EMPTY]):
        with pytest.raises(IntegrityError) as raised:
            await notes.execute(ADD, again)
        assert "Asha" not in str(raised.value)
        assert raised.value.params is None
        await notes.rollback()
    with pytest.raises(DataError) as refused:
        await notes.execute(ADD, {**EMPTY, "words": ["Asha"]})
    assert "Asha" not in str(refused.value)
    await notes.rollback()
    with pytest.raises(ProgrammingError):
        await notes.scalar(text("SELECT version_num FROM nowhere"))


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
        while not await another.scalar(_ASLEEP):
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
            await connection.execute(ADD, Interrupted([FIRST, EMPTY]))

    writing = asyncio.create_task(write())
    with pytest.raises(asyncio.CancelledError):
        await writing

    assert engine.in_use == 0
    async with engine.writing() as another:
        await another.execute(ADD, FIRST)
    assert await _others_see(engine) == ["one"]


async def test_many_rows_that_are_cancelled_again_while_they_wait_leave_nothing_behind(
    engine: Engine,
) -> None:
    unheard: list[Mapping[str, object]] = []
    asyncio.get_running_loop().set_exception_handler(lambda _, told: unheard.append(told))

    async def write() -> None:
        async with engine.writing() as connection:
            await connection.execute(ADD, [EMPTY, FIRST])

    async with engine.connect() as first, engine.connect() as another:
        await first.execute(ADD, FIRST)
        writing = asyncio.create_task(write())
        while not await another.scalar(_LOCKED_OUT):
            await another.rollback()
        while not writing.done():
            writing.cancel()
            await asyncio.sleep(0)
        assert engine.in_use == 2
        await first.commit()

    assert await _others_see(engine) == ["one"]
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
        await survivor.execute(_END_THE_OTHERS)

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
        backend = int(str(await connection.scalar(_BACKEND)))

    os.kill(backend, signal.SIGSTOP)
    try:
        async with asyncio.timeout(10), engine.connect() as connection:
            assert await connection.scalar(_BACKEND) != backend
    finally:
        os.kill(backend, signal.SIGCONT)

    assert engine.in_use == 0


async def test_whoever_stops_does_not_wait_for_a_server_that_says_nothing_any_more(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postgresql_connection, "ANSWER_SECONDS", 0.1)
    async with engine.connect() as one, engine.connect() as two:
        backends = [int(str(await each.scalar(_BACKEND))) for each in (one, two)]

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
            await survivor.execute(_END_THE_OTHERS)
            with pytest.raises(DBAPIError) as raised:
                await connection.execute(ADD, EMPTY)
            assert raised.value.connection_invalidated

    await use()

    assert engine.in_use == 0
    assert await _others_see(engine) == []


async def test_a_transaction_whose_connection_has_ended_is_not_committed(engine: Engine) -> None:
    heard = asyncio.Event()

    async def write() -> None:
        async with engine.connect() as survivor, engine.writing() as connection:
            assert isinstance(connection, PostgresqlConnection)
            connection._driver.add_termination_listener(lambda _: heard.set())
            await connection.execute(ADD, FIRST)
            await survivor.execute(_END_THE_OTHERS)
            await heard.wait()
            assert connection.is_over

    with pytest.raises(DBAPIError):
        await write()

    assert engine.in_use == 0
    assert await _others_see(engine) == []


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
    assert await _others_see(engine) == []
    async with engine.writing() as connection:
        await connection.execute(ADD, FIRST)
    assert await _others_see(engine) == ["one"]


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

    assert await _others_see(engine) == ["one"]


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
