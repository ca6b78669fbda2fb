"""How the database and what waits in it are, on both."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from programme.council import CouncilRecord
from programme.errors import CorrectAndRepeat
from programme.message import Delivery, Message, MessageKind
from programme.ports import Receipt
from storage.councils import StoredCouncils
from storage.delivery_queue import StoredDeliveryQueue
from storage.engine import Engine, create_engine, sqlite_file
from storage.health import StoredHealth
from storage.migrations import HEAD
from storage.work import StoredWork
from tests.little_council import ADDED, FRAMEWORK, RULES

NOW = datetime(2026, 12, 1, 9, tzinfo=UTC)
FIRST, SECOND = "11111111-1111-4111-8111-111111111111", "22222222-2222-4222-8222-222222222222"


def message(number: int, not_before: datetime) -> Message:
    return Message(f"k{number}", f"p{number}", MessageKind.WELCOME, "welcome", not_before)


async def test_each_councils_queue_is_counted_by_itself(engine: Engine, dialect: str) -> None:
    for tenant in (FIRST, SECOND):
        record = CouncilRecord(tenant, FRAMEWORK.id, FRAMEWORK.version, RULES, ADDED)
        await StoredCouncils(engine).add(record)
    async with StoredWork(engine)(FIRST) as w:
        minutes = (-30, -20, -10, 60)
        await w.outbox.add([message(n, NOW + timedelta(minutes=n)) for n in minutes])
        await w.commit()
    queue = StoredDeliveryQueue(engine)
    assert await queue.lease(FIRST, "a process", NOW, NOW + timedelta(seconds=30))
    (claimed,) = await queue.claim(FIRST, NOW, 1)
    later = NOW + timedelta(minutes=50)
    await queue.settle(FIRST, [Receipt(claimed, Delivery.WAITING, NOW, not_before=later)])
    await queue.claim(FIRST, NOW, 1)

    first, second = await StoredHealth(engine, None).queues(NOW)

    assert (first.tenant_id, first.waiting, first.due, first.sending) == (FIRST, 3, 1, 1)
    assert first.oldest_due == NOW - timedelta(minutes=10)
    assert (first.retrying, first.retrying_since) == (1, NOW - timedelta(minutes=30))
    assert (second.retrying, second.retrying_since) == (0, None)
    if dialect == "sqlite":
        assert first.leased_until == NOW + timedelta(seconds=30)
    else:  # by the server's own clock
        assert first.leased_until is not None
    assert (second.waiting, second.oldest_due, second.leased_until) == (0, None, None)


async def test_a_database_says_what_it_is(url: str, dialect: str) -> None:
    engine = create_engine(url)
    state = await StoredHealth(engine, sqlite_file(url)).database()
    await engine.dispose()

    assert state.kind.lower() == dialect
    assert state.version
    assert state.revision == state.expected == HEAD
    if dialect == "sqlite":
        assert state.size
    else:
        assert state.now is not None
        assert state.now.tzinfo is not None


async def test_one_without_tables_has_no_revision(tmp_path: Path) -> None:
    url = f"sqlite+aiosqlite:///{tmp_path}/empty.db"
    (tmp_path / "empty.db").touch()
    engine = create_engine(url)
    state = await StoredHealth(engine, sqlite_file(url)).database()
    await engine.dispose()

    assert state.revision is None


def test_a_url_names_a_file_or_a_server() -> None:
    assert sqlite_file("sqlite+aiosqlite:///var/a.db") == Path("var/a.db")
    assert sqlite_file("postgresql://someone@host/sightline") is None
    for wrong in ("", "sqlite:///:memory:", "postgresql://host:port/sightline"):
        with pytest.raises(CorrectAndRepeat):
            sqlite_file(wrong)
