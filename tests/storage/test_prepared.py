"""A prepared statement does what SQLAlchemy does with it, and is read as its results are."""

import gc
import sqlite3
from collections.abc import AsyncIterator, Mapping
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from sqlalchemy import (
    Column,
    Select,
    String,
    bindparam,
    delete,
    func,
    insert,
    select,
    update,
)
from sqlalchemy.dialects.sqlite import dialect
from sqlalchemy.exc import IntegrityError

from storage.engine import Connected, create_engine
from storage.prepared import Prepared, PreparedStatements
from tests.storage.examples import DUE, NOW
from tests.storage.notes import EMPTY, FIRST, notes_and

NOTES = notes_and(Column("colour", String))
ADD = insert(NOTES)
ALL = select(NOTES).order_by(NOTES.c.id)
OF = ALL.where(NOTES.c.words == bindparam("of_words"))
ON_POSTGRESQL = create_engine("postgresql://nobody@nowhere/none").pool.dialect


@pytest.fixture
async def notes(tmp_path: Path) -> AsyncIterator[Connected]:
    engine = create_engine(f"sqlite:///{tmp_path}/notes.db")
    async with engine.connect() as connection:
        await connection.run_sync(NOTES.metadata.create_all)
        yield connection
    await engine.dispose()


async def test_dates_instants_and_json_come_back_as_they_went_in(notes: Connected) -> None:
    await notes.execute(ADD, FIRST)

    row = (await notes.execute(ALL)).first()

    assert row is not None
    assert (row.day, row.at, row.more) == (FIRST["day"], NOW, {"late": [True, None]})
    assert row.at.tzinfo is UTC


async def test_what_is_missing_comes_back_as_none(notes: Connected) -> None:
    await notes.execute(ADD, EMPTY)

    row = (await notes.execute(ALL)).first()

    assert row is not None
    assert (row.day, row.at, row.more) == (None, None, None)


async def test_an_instant_of_another_zone_is_kept_in_utc_and_a_naive_one_refused(
    notes: Connected,
) -> None:
    in_delhi = NOW.astimezone(timezone(timedelta(hours=5, minutes=30)))
    await notes.execute(ADD, {**EMPTY, "at": in_delhi})

    assert [row.at for row in await notes.execute(ALL)] == [NOW]
    with pytest.raises(ValueError, match="without a time zone"):
        await notes.execute(ADD, {**FIRST, "at": datetime(2026, 12, 1)})  # noqa: DTZ001 - what is refused


async def test_a_result_is_read_whole_by_its_first_row_by_rows_or_by_its_first_column(
    notes: Connected,
) -> None:
    await notes.execute_each(ADD, [FIRST, EMPTY])

    assert [row.words for row in (await notes.execute(ALL)).all()] == ["one", "two"]
    assert [row.words for row in await notes.execute(ALL)] == ["one", "two"]
    assert [*(await notes.execute(ALL)).scalars()] == [1, 2]
    assert (await notes.execute(OF, {"of_words": "two"})).first() == (2, *EMPTY.values(), None)
    assert (await notes.execute(OF, {"of_words": "three"})).first() is None


async def test_it_counts_the_rows_that_changed(notes: Connected) -> None:
    change = update(NOTES).values(colour=bindparam("to"))

    assert (await notes.execute(ADD, FIRST)).rowcount == 1
    assert (await notes.execute_each(ADD, [EMPTY, {**EMPTY, "words": "three"}])).rowcount == 2
    assert (await notes.execute(change, {"to": "red"})).rowcount == 3
    assert (await notes.execute(delete(NOTES).where(NOTES.c.words == "one"))).rowcount == 1


async def test_many_rows_with_returning_give_every_row_back(notes: Connected) -> None:
    adding = ADD.returning(NOTES.c.words, NOTES.c.day)

    added = await notes.execute_each(adding, [FIRST, EMPTY])

    assert [(row.words, row.day) for row in added] == [("one", FIRST["day"]), ("two", None)]
    assert added.rowcount == 2


async def test_an_update_changes_what_it_is_given_and_nothing_else(notes: Connected) -> None:
    await notes.execute(ADD, FIRST)
    change = update(NOTES).where(NOTES.c.words == bindparam("of_words"))

    await notes.execute(change, {"of_words": "one", "day": DUE})
    await notes.execute(change, {"of_words": "one", "more": [1]})

    row = (await notes.execute(ALL)).first()
    assert row is not None
    assert (row.day, row.more, row.at) == (DUE, [1], NOW)


async def test_a_broken_rule_is_sqlalchemys_error_and_tells_no_value(notes: Connected) -> None:
    secret = {**FIRST, "words": "Asha's note"}
    await notes.execute(ADD, secret)

    for again in (notes.execute(ADD, secret), notes.execute_each(ADD, [secret])):
        with pytest.raises(IntegrityError) as raised:
            await again
        assert "Asha" not in str(raised.value)
        assert raised.value.params is None


def test_a_statement_is_prepared_once_for_the_names_that_it_is_run_with() -> None:
    known = PreparedStatements(dialect())

    one = known.of(ADD, {"words": "a", "day": None})

    assert known.of(ADD, {"words": "b", "day": DUE}) is one
    assert known.of(ADD, {"words": "b"}) is not one


def test_a_statement_that_was_built_for_one_run_is_forgotten() -> None:
    known = PreparedStatements(dialect())
    known.of(ALL, {})
    for words in ("a", "b"):
        known.of(ALL.where(NOTES.c.words == words), {})
    gc.collect()

    assert known.count == 1


@pytest.mark.parametrize(
    "found",
    [
        ALL.with_for_update(),
        ALL.with_for_update(read=True),
        ALL.with_for_update(key_share=True),
        ALL.with_for_update(read=True, key_share=True),
        select(update(NOTES).values(words="new").returning(NOTES.c.id).cte("changed")),
        select(insert(NOTES).values(words="new").returning(NOTES.c.id).cte("added").c.id),
        ALL.add_cte(delete(NOTES).cte("removed")),
        select(func.pg_advisory_xact_lock(1)),
        select(func.setval("notes_id_seq", 1)),
        select(func.nextval("notes_id_seq")),
    ],
)
def test_a_select_that_locks_or_changes_anything_does_not_only_read(
    found: Select[*tuple[object, ...]],
) -> None:
    assert not Prepared(found, [], ON_POSTGRESQL).only_reads


def test_other_selects_only_read() -> None:
    count = select(func.count(), func.max(NOTES.c.day)).where(NOTES.c.words == "update")
    for found in (ALL, OF, count, ALL.union_all(ALL)):
        assert Prepared(found, [], ON_POSTGRESQL).only_reads


async def test_a_statement_that_meets_another_process_in_its_way_is_run_again(
    notes: Connected, monkeypatch: pytest.MonkeyPatch
) -> None:
    await notes.execute(ADD, FIRST)
    run, met = Prepared.run, [sqlite3.SQLITE_BUSY, sqlite3.SQLITE_BUSY_RECOVERY]

    def in_the_way(self: Prepared, cursor: sqlite3.Cursor, values: Mapping[str, object]) -> object:
        if met:
            error = sqlite3.OperationalError("database is locked")
            error.sqlite_errorcode = met.pop()
            raise error
        return run(self, cursor, values)

    monkeypatch.setattr(Prepared, "run", in_the_way)

    assert len((await notes.execute(ALL)).all()) == 1
