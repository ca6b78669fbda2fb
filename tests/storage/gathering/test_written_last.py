"""What units that share a transaction leave to its end: cards to bring up to date, and events."""

import asyncio
import sqlite3
from contextlib import suppress
from dataclasses import replace

import pytest
from sqlalchemy import event

from programme.message import MessageKind
from programme.ports import DeliveryQueue
from programme.use_cases.verify_events import verify_events
from storage.engine import Engine
from storage.sqlite_connection import SqliteConnection
from storage.work import StoredKeeping, StoredWork
from storage.written_last import EVENTS_AT_ONCE
from tests.storage.examples import COUNCIL, EVENT, MESSAGE, NOW, OTHER_COUNCIL, PERSON, sent
from tests.storage.settling import send

AUDIT = "audit:au1"
ROUND = "allocation:2026-12"


async def _change(
    keeping: StoredKeeping, *subjects: str, touching: str = AUDIT, council: str = COUNCIL
) -> None:
    async with keeping.work(council) as unit:
        await unit.people.save([PERSON])
        for subject in subjects:
            await unit.events.record(replace(EVENT, subject=subject))
        await unit.live_cards.touch({touching})
        await unit.commit()


async def _fail(keeping: StoredKeeping) -> None:
    with suppress(ZeroDivisionError):
        async with keeping.work(COUNCIL) as unit:
            await unit.people.save([PERSON])
            await unit.events.record(replace(EVENT, subject="failed"))
            await unit.live_cards.touch({ROUND})
            raise ZeroDivisionError


async def _subjects(work: StoredWork, council: str = COUNCIL) -> list[str]:
    async with work(council) as unit:
        return [entry.event.subject for entry in await unit.events.entries_after(0, 10_000)]


async def test_it_is_written_once_for_all(work: StoredWork, engine: Engine) -> None:
    said: list[str] = []
    event.listen(
        engine.pool, "connect", lambda connection, _: connection.set_trace_callback(said.append)
    )
    await _change(work.keeping(), "before")
    said.clear()

    changes = (_change(work.keeping(), f"s{n}") for n in range(8))
    await asyncio.gather(*changes)

    for once in ("UPDATE live_cards", "UPDATE outbox"):
        assert len([sql for sql in said if sql.startswith(once)]) == 1, once
    # SQLite tells of a statement once more for its trigger.
    assert len({sql for sql in said if sql.startswith("UPDATE event_heads")}) == 1
    assert await _subjects(work) == ["before", *(f"s{n}" for n in range(8))]
    assert (await verify_events(COUNCIL, work=work)).fault is None


async def test_each_card_that_any_of_them_touched_is_brought_up_to_date(
    work: StoredWork, queue: DeliveryQueue
) -> None:
    entities = [AUDIT, ROUND, "audit:other"]
    cards = [replace(MESSAGE, key=f"m{n}", person_id=f"p{n}") for n in range(3)]
    each = zip(cards, entities, strict=True)
    await send(work, queue, *(sent(card, entity) for card, entity in each))
    async with work.keeping().work(COUNCIL) as unit:
        await unit.live_cards.touch_one("p2", MessageKind.ALLOCATION, MESSAGE.subject)
        await asyncio.gather(
            _change(work.keeping(), "one", touching=AUDIT),
            _change(work.keeping(), "two", touching=ROUND),
        )
        await unit.commit()

    behind = await queue.claim_edits(COUNCIL, NOW, 10)
    assert [card.person_id for card in behind] == ["p0", "p1", "p2"]


async def test_of_one_that_fails_nothing_is_written(work: StoredWork, queue: DeliveryQueue) -> None:
    await send(work, queue, sent(MESSAGE, ROUND))
    keeping = work.keeping()
    await asyncio.gather(_change(keeping, "one"), _fail(keeping), _change(keeping, "two"))

    assert await _subjects(work) == ["one", "two"]
    assert not await queue.claim_edits(COUNCIL, NOW, 10)


async def test_each_councils_events_are_in_its_own_chain(work: StoredWork) -> None:
    councils = [COUNCIL, OTHER_COUNCIL, COUNCIL]
    changes = (_change(work.keeping(), f"s{n}", council=of) for n, of in enumerate(councils))
    await asyncio.gather(*changes)

    assert await _subjects(work) == ["s0", "s2"]
    assert await _subjects(work, OTHER_COUNCIL) == ["s1"]
    for council in (COUNCIL, OTHER_COUNCIL):
        assert (await verify_events(council, work=work)).fault is None


async def test_however_many_there_are_nobody_comes_between(
    work: StoredWork, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def in_a_thread(*_: object) -> None:
        raise AssertionError("another could go on meanwhile")

    monkeypatch.setattr(asyncio, "to_thread", in_a_thread)
    subjects = [[f"{who}:{n}" for n in range(3 * EVENTS_AT_ONCE)] for who in range(2)]
    await asyncio.gather(*(_change(work.keeping(), *each) for each in subjects))

    assert await _subjects(work) == [*subjects[0], *subjects[1]]
    assert (await verify_events(COUNCIL, work=work)).fault is None


async def test_who_sees_what_another_has_changed_sees_its_events_too(work: StoredWork) -> None:
    changing = asyncio.create_task(_change(work.keeping(), "one", "other", "one"))
    await asyncio.sleep(0)
    keeping = work.keeping()
    async with keeping.work(COUNCIL) as sharing, keeping.work(COUNCIL) as alone:
        assert await sharing.people.get(PERSON.id) is not None
        await sharing.events.record(replace(EVENT, subject="one", verb="its own"))
        assert [each.verb for each in await sharing.events.about("one")] == [
            *(2 * [EVENT.verb]),
            "its own",
        ]
        assert await alone.people.get(PERSON.id) is None
        assert not await alone.events.about("one")
    await changing
    async with work(COUNCIL) as after:
        assert len(await after.events.about("one")) == 2


async def test_of_what_is_lost_nothing_is_written(
    work: StoredWork, queue: DeliveryQueue, monkeypatch: pytest.MonkeyPatch
) -> None:
    await send(work, queue, sent(MESSAGE, AUDIT))

    async def refuse(_: SqliteConnection) -> None:
        raise sqlite3.OperationalError("disk I/O error")

    with monkeypatch.context() as patched:
        patched.setattr(SqliteConnection, "commit", refuse)
        with pytest.raises(sqlite3.OperationalError, match="disk I/O error"):
            await _change(work.keeping(), "lost")
    await _change(work.keeping(), "kept", touching=ROUND)

    assert await _subjects(work) == ["kept"]
    assert not await queue.claim_edits(COUNCIL, NOW, 10)


async def test_without_the_units_it_is_not_written(work: StoredWork, engine: Engine) -> None:
    """SQLite has undone the transaction, and nobody has noticed yet."""
    opened: list[sqlite3.Connection] = []
    event.listen(engine.pool, "connect", lambda connection, _: opened.append(connection))
    changing = asyncio.create_task(_change(work.keeping(), "lost"))
    await asyncio.sleep(0)
    (connection,) = opened
    connection.rollback()

    with pytest.raises(sqlite3.OperationalError, match="has undone the transaction"):
        await changing
    assert await _subjects(work) == []


async def test_what_was_left_for_one_transaction_is_not_written_with_the_next(
    work: StoredWork, engine: Engine
) -> None:
    opened: list[sqlite3.Connection] = []
    event.listen(engine.pool, "connect", lambda connection, _: opened.append(connection))
    changing = asyncio.create_task(_change(work.keeping(), "lost"))
    await asyncio.sleep(0)
    async with work.keeping().work(COUNCIL) as noticing:
        await noticing.people.all()
        opened[0].rollback()
    await _change(work.keeping(), "next")

    with pytest.raises(sqlite3.OperationalError, match="has undone the transaction"):
        await changing
    assert await _subjects(work) == ["next"]


async def test_of_one_that_cannot_end_well_nothing_is_written(
    work: StoredWork, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_: SqliteConnection) -> None:
        raise sqlite3.OperationalError("disk I/O error")

    keeping = work.keeping()
    first = asyncio.create_task(_change(keeping, "one"))
    await asyncio.sleep(0)
    with monkeypatch.context() as patched:
        patched.setattr(SqliteConnection, "end_unit", refuse)
        with pytest.raises(sqlite3.OperationalError, match="disk I/O error"):
            await _change(keeping, "two")
    await first

    assert await _subjects(work) == ["one"]


async def test_what_cannot_be_written_is_told_to_all_of_them(
    work: StoredWork, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> None:
        raise TypeError("no JSON")

    with monkeypatch.context() as patched:
        patched.setattr("storage.event_chain.follow", fails)
        changes = (_change(work.keeping(), f"s{n}") for n in range(2))
        async with asyncio.timeout(10):
            told = await asyncio.gather(*changes, return_exceptions=True)
    assert [type(one) for one in told] == [TypeError, TypeError]
    await _change(work.keeping(), "next")

    assert await _subjects(work) == ["next"]
    assert engine.in_use == 0
