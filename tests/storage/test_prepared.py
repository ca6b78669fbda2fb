"""A prepared statement does what SQLAlchemy does with it, and is read as its results are."""

import gc
import importlib
import pkgutil
import sqlite3
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from itertools import product
from pathlib import Path

import pytest
from sqlalchemy import (
    JSON,
    Column,
    Date,
    Integer,
    MetaData,
    Select,
    String,
    Table,
    bindparam,
    delete,
    insert,
    select,
    update,
)
from sqlalchemy.dialects.sqlite import dialect
from sqlalchemy.exc import IntegrityError

import storage
from storage.columns import Instant
from storage.delivery_queue import StoredDeliveryQueue
from storage.engine import Connected, Engine, create_engine
from storage.migrations import migrate
from storage.prepared import Prepared, PreparedStatements
from storage.unit_of_work import unit_of_work
from tests.storage import examples
from tests.storage.examples import COUNCIL, DUE, NOW
from tests.storage.test_disputes import DISPUTE
from tests.storage.test_duties import OBSERVATION, PRACTICE_DAY, SUBMITTED
from tests.storage.test_follow_up import ALERT, ASKED, FOLLOWED
from tests.storage.test_loops import LOOP
from tests.storage.test_moderations import CHANGED, WAITING
from tests.storage.test_practice_acknowledgements import PRACTICE

NOTES = Table(
    "notes",
    MetaData(),
    Column("id", Integer, primary_key=True),
    Column("words", String, unique=True),
    Column("day", Date),
    Column("at", Instant),
    Column("more", JSON(none_as_null=True)),
    Column("colour", String),
)
ADD = insert(NOTES)
ALL = select(NOTES).order_by(NOTES.c.id)
OF = ALL.where(NOTES.c.words == bindparam("of_words"))
FIRST = {"words": "one", "day": date(2026, 12, 1), "at": NOW, "more": {"late": [True, None]}}
EMPTY = {"words": "two", "day": None, "at": None, "more": None}


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
    await notes.execute(ADD, [FIRST, EMPTY])

    assert [row.words for row in (await notes.execute(ALL)).all()] == ["one", "two"]
    assert [row.words for row in await notes.execute(ALL)] == ["one", "two"]
    assert [*(await notes.execute(ALL)).scalars()] == [1, 2]
    assert (await notes.execute(OF, {"of_words": "two"})).first() == (2, *EMPTY.values(), None)
    assert (await notes.execute(OF, {"of_words": "three"})).first() is None


async def test_it_counts_the_rows_that_changed(notes: Connected) -> None:
    change = update(NOTES).values(colour=bindparam("to"))

    assert (await notes.execute(ADD, FIRST)).rowcount == 1
    assert (await notes.execute(ADD, [EMPTY, {**EMPTY, "words": "three"}])).rowcount == 2
    assert (await notes.execute(change, {"to": "red"})).rowcount == 3
    assert (await notes.execute(delete(NOTES).where(NOTES.c.words == "one"))).rowcount == 1


async def test_many_rows_with_returning_give_every_row_back(notes: Connected) -> None:
    adding = ADD.returning(NOTES.c.words, NOTES.c.day)

    added = await notes.execute(adding, [FIRST, EMPTY])

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

    for again in (secret, [secret]):
        with pytest.raises(IntegrityError) as raised:
            await notes.execute(ADD, again)
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


GIVEN: Mapping[str, Sequence[object]] = {
    "of_tenant": [COUNCIL],
    "of_id": ["p1", "au1", "ac1", "ob1", "pd1", "ds1", "d1", "pa1"],
    "of_ids": [["p1", "au1", "ac1"]],
    "of_object_id": ["o1"],
    "of_email": ["asha@marlshire.example"],
    "of_audits": [["au1"]],
    "of_teams": [["Malvern"]],
    "of_people": [["p1"]],
    "of_person": ["p1"],
    "of_kinds": [["allocation"]],
    "of_subject": ["2026-12", "action:ac1"],
    "of_subjects": [["2026-12"]],
    "of_month": ["2026-12"],
    "of_reference": ["C100"],
    "of_references": [["C100"]],
    "of_entities": [["audit:au1"]],
    "of_audit": ["au1"],
    "of_round": ["files"],
    "of_rounds": [["files"]],
    "of_overview": ["quarter"],
    "by_day": [DUE],
    "on_day": [DUE],
    "day": [DUE + timedelta(days=1)],
    "before_day": [DUE + timedelta(days=1)],
    "first_day": [DUE],
    "last_day": [DUE],
    "first_month": ["2026-12"],
    "last_month": ["2026-12"],
    "first": [NOW],
    "before": [NOW + timedelta(days=31)],
    "since": ["2026-01"],
    "asked_since": [NOW],
    "sent_since": [NOW],
    "now": [NOW],
    "too_far": [NOW + timedelta(hours=1)],
}


def _reads() -> "list[Select[tuple[object, ...]]]":
    modules = [
        importlib.import_module(f"storage.{m.name}") for m in pkgutil.iter_modules(storage.__path__)
    ]
    found = {
        id(each): each for m in modules for each in vars(m).values() if isinstance(each, Select)
    }
    return [*found.values()]


def _each(names: Sequence[str]) -> Iterator[dict[str, object]]:
    for values in product(*(GIVEN[name] for name in names)):
        yield dict(zip(names, values, strict=True))


async def _fill(engine: Engine) -> None:
    async with unit_of_work(engine)(COUNCIL) as unit:
        await unit.people.save([examples.PERSON])
        await unit.people.link("p1", "o1")
        await unit.cases.save([examples.CASE])
        await unit.conversations.save(examples.CONVERSATION)
        await unit.allocations.add(examples.ALLOCATION)
        await unit.allocations.acknowledge(examples.ACKNOWLEDGEMENT)
        await unit.audits.add([examples.AUDIT])
        await unit.actions.add([examples.ACTION])
        await unit.actions.mark_reminded({"ac1": "a"}, DUE)
        await unit.events.record(examples.EVENT)
        await unit.outbox.add([examples.MESSAGE])
        await unit.commit()
    await _fill_what_follows(engine)
    queue = StoredDeliveryQueue(engine)
    await queue.claim(COUNCIL, NOW, 1)
    await queue.settle(COUNCIL, [examples.sent(examples.MESSAGE, "audit:au1")])


async def _fill_what_follows(engine: Engine) -> None:
    async with unit_of_work(engine)(COUNCIL) as unit:
        await unit.moderations.add([WAITING, CHANGED])
        await unit.loops.add([LOOP])
        await unit.alerts.add([ALERT])
        await unit.outside_rounds.add_re_audit(replace(FOLLOWED, audit_id="au1"))
        await unit.outside_rounds.add_commissioned(replace(ASKED, audit_id="au1"))
        await unit.overview_turns.take("quarter", "2026-10", "p1", NOW)
        await unit.observations.add(OBSERVATION)
        await unit.practice_days.add(PRACTICE_DAY)
        await unit.dip_samples.add(SUBMITTED)
        await unit.role_terms.replace({("monthly", "p1"): DUE})
        await unit.disputes.add(DISPUTE)
        await unit.practice.add(PRACTICE)
        await unit.commit()


async def test_each_select_of_storage_finds_what_sqlalchemy_finds(tmp_path: Path) -> None:
    engine = create_engine(f"sqlite:///{tmp_path}/sightline.db")
    await migrate(engine)
    await _fill(engine)
    finding = 0
    async with engine.connect() as connection:
        for statement in _reads():
            names = [n for n in statement.compile(dialect=dialect()).binds if n in GIVEN]
            for values in _each(names):
                ours = (await connection.execute(statement, values)).all()
                theirs = await connection.run_sync(
                    lambda c, s=statement, v=values: c.execute(s, v).all()  # type: ignore[misc]  # bound at once
                )
                assert [tuple(row) for row in ours] == [tuple(row) for row in theirs]
                finding += bool(ours)
    await engine.dispose()
    assert finding >= 70
