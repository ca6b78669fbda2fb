"""A statement on PostgreSQL's own connection does what SQLAlchemy does with it."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import (
    bindparam,
    delete,
    text,
    update,
)
from sqlalchemy.exc import DataError, IntegrityError, ProgrammingError

from storage.among import among
from storage.columnwise import columns, columnwise
from storage.engine import Connected, Engine
from tests.postgres import PostgresForTests
from tests.storage.examples import DUE, NOW
from tests.storage.notes import EMPTY, FIRST
from tests.storage.postgresql_notes import ADD, ALL, NOTES, OPEN, notes_engine, others_see, seen


@pytest.fixture
async def engine(postgres: PostgresForTests) -> AsyncIterator[Engine]:
    async with notes_engine(postgres) as engine:
        yield engine


@pytest.fixture
async def notes(engine: Engine) -> AsyncIterator[Connected]:
    async with engine.connect() as connection:
        yield connection


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
    alike = {name: FIRST[name] for name in ("day", "at")}
    rows = [{name: row[name] for name in row.keys() - alike} for row in (FIRST, EMPTY)]

    at_once = columnwise(adding, tuple(rows[0]), tuple(alike))
    added = await notes.execute(at_once, {**alike, **columns(rows)})
    found = await notes.execute(
        ALL.where(among(NOTES.c.words, "of_words")), {"of_words": {"two", "three"}}
    )

    assert {row.words: row.more for row in added} == {"one": FIRST["more"], "two": None}
    assert [(row.words, row.day, row.at) for row in found] == [("two", FIRST["day"], FIRST["at"])]


async def test_it_counts_the_rows_that_changed(notes: Connected) -> None:
    change = update(NOTES).values(day=bindparam("to"))
    adding = ADD.returning(NOTES.c.words)

    assert (await notes.execute(ADD, FIRST)).rowcount == 1
    assert (await notes.execute_each(adding, [EMPTY, {**EMPTY, "words": "three"}])).rowcount == 2
    assert (await notes.execute(change, {"to": DUE})).rowcount == 3
    assert (await notes.execute(delete(NOTES).where(NOTES.c.words == "one"))).rowcount == 1
    assert (await notes.execute(delete(NOTES).where(NOTES.c.words == "one"))).rowcount == 0


async def test_what_only_reads_is_in_no_transaction(engine: Engine, notes: Connected) -> None:
    await notes.execute(ALL)

    async with engine.writing() as another:
        await another.execute(ADD, FIRST)

    assert [row.words for row in await notes.execute(ALL)] == ["one"]
    assert not await seen(engine, OPEN)


async def test_writes_are_one_transaction_that_others_see_when_it_is_committed(
    engine: Engine, notes: Connected
) -> None:
    await notes.execute(ADD, FIRST)
    await notes.execute(ADD, EMPTY)
    assert await others_see(engine) == []
    await notes.rollback()
    await notes.execute(ADD, EMPTY)
    await notes.commit()

    assert await others_see(engine) == ["two"]


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
    assert not await seen(engine, OPEN)


async def test_a_broken_rule_is_sqlalchemys_error_and_tells_no_value(
    notes: Connected,
) -> None:
    secret = {**FIRST, "words": "Asha's note"}
    await notes.execute(ADD, secret)
    await notes.commit()

    for again in (
        notes.execute(ADD, secret),
        notes.execute_each(ADD, [secret]),
        notes.execute_each(ADD, [secret, EMPTY]),
    ):
        with pytest.raises(IntegrityError) as raised:
            await again
        assert "Asha" not in str(raised.value)
        assert raised.value.params is None
        await notes.rollback()
    with pytest.raises(DataError) as refused:
        await notes.execute(ADD, {**EMPTY, "words": ["Asha"]})
    assert "Asha" not in str(refused.value)
    await notes.rollback()
    with pytest.raises(ProgrammingError):
        await notes.scalar(text("SELECT version_num FROM nowhere"))
