"""A database of each released schema, with councils at work in it, goes forward on both databases.

The backups in released/ were recorded with the code of then: simulated months of one council
(0001) and of five, and where that left a table empty, a row by its repository. From 0003 on
tests/storage/recording does so, and delivery has left messages and cards in every state.
"""

import hashlib
from collections import Counter
from collections.abc import AsyncIterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import orjson
import pytest

import storage.migrations
from bot.authentication import FixedToken
from bot.settings import Settings
from bot.wiring import Outside, open_service, open_session
from programme.calendar import Month
from programme.frameworks.load import shipped
from programme.message import Delivery, Message
from programme.ports import Receipt, UnitOfWork
from storage.backup.form import check
from storage.backup.restoring import load
from storage.councils import StoredCouncils
from storage.delivery_queue import StoredDeliveryQueue
from storage.engine import Engine, create_engine
from storage.health import StoredHealth
from storage.migrations import HEAD, migrate
from storage.work import StoredWork
from tests.bot.serving import Clock, serving
from tests.postgres import PostgresForTests
from tests.storage.backup.databases import RELEASED, rows_of, silent, take
from tests.storage.recording.__main__ import MONTHS, record
from tests.storage.recording.of_delivery import NAMES
from tests.storage.recording.of_people import NOW
from tests.unauthenticated import NoAuthentication

MIGRATIONS = Path(storage.migrations.__file__).parent

FROZEN = {
    "0001": "0acc0f90cce8866021cdae18c51abb89b75a2c1274a9b204d328d55756346efd",
    "0002": "7fd17c7cdf732c82ad3ec597f5016aa7c7cd952376d6136b115ac49b9eacf14c",
    "0003": "5ab23699bc64ed371c3c21758c797163dd85beff43a0064a119d8356474964e0",
    "0004": "0dcc09e04031b9897af264053f337b111bea7a1c633f43d5edf175240d78bc0d",
    "0005": "8d734d295bd60c3dcead38ce92496cc3c7f2b5ce9afb84434cedc8e3ac7bf7ec",
    "0006": "e28c5253c8fdc0f0a347ac422f0f754ba390806b34dffc182300655372642a58",
}
"""What the files of a released revision come to. Where this fails, one of them was edited: old
databases have the schema of then, so undo that, and write a revision of its own."""

FILES = {
    "0001": ["versions/v0001_the_1st_of_the_month.py"],
    "0002": ["versions/v0002_five_councils.py", "five_councils/*.py"],
    "0003": ["versions/v0003_trust.py", "trust/*.py"],
    "0004": ["versions/v0004_put_off.py"],
    "0005": ["versions/v0005_shown_by_statement.py"],
    "0006": ["versions/v0006_erased_on_its_way.py"],
}

IN_EVERY_STATE = ("0003", "0004", "0005", "0006")
"""Whose backups have messages that wait, were tried, held back or put off, and are being sent."""


@pytest.mark.parametrize("revision", FROZEN)
def test_a_released_migration_is_never_edited(revision: str) -> None:
    digest = hashlib.sha256()
    for pattern in FILES[revision]:
        for file in sorted(MIGRATIONS.glob(pattern)):
            digest.update(file.read_bytes())
    assert digest.hexdigest() == FROZEN[revision]


def test_every_revision_before_the_newest_has_a_database_here() -> None:
    versions = {file.name[1:5] for file in MIGRATIONS.glob("versions/v[0-9]*.py")}
    assert versions - {HEAD} <= FROZEN.keys(), "python -m tests.storage.recording, with its code"


async def test_a_recording_that_leaves_a_table_empty_is_not_written(tmp_path: Path) -> None:
    file = tmp_path / "new.backup"
    with pytest.raises(RuntimeError, match=r"No row in .*moderations"):
        await record(file, shipped()[:1], replace(MONTHS, months=1))
    assert not file.exists()


@pytest.mark.parametrize("revision", FROZEN)
def test_every_table_of_a_released_schema_has_rows_here(revision: str) -> None:
    backup = check(RELEASED / f"schema_{revision}.backup")
    assert backup.revision == revision
    assert min(backup.rows.values()) > 0


@dataclass(frozen=True)
class Old:
    """A database of a released schema, and its rows as they were."""

    url: str
    engine: Engine
    before: dict[str, list[dict[str, object]]]


@pytest.fixture(params=FROZEN)
def revision(request: pytest.FixtureRequest) -> str:
    """Each released revision in turn."""
    return str(request.param)


@pytest.fixture
async def old(
    dialect: str, revision: str, tmp_path: Path, request: pytest.FixtureRequest
) -> AsyncIterator[Old]:
    if dialect == "postgresql":
        postgres: PostgresForTests = request.getfixturevalue("postgres")
        url = await postgres.a_database_without_tables()
    else:
        url = f"sqlite+aiosqlite:///{tmp_path / 'old.db'}"
    engine = create_engine(url)
    file = RELEASED / f"schema_{revision}.backup"
    async with engine.writing() as connection:
        await connection.run_sync(lambda c: load(c, file, revision, silent))
    yield Old(url, engine, rows_of(file))
    await engine.dispose()


async def test_every_row_goes_forward_as_it_was_and_todays_repositories_read_it(
    old: Old, tmp_path: Path
) -> None:
    await migrate(old.engine)
    file = await take(old.url, tmp_path / "after.backup")
    assert check(file).revision == HEAD
    after = rows_of(file)
    for table, rows in old.before.items():
        if table != "leases":
            # A column may go, as a number in favour of another, but never what it said.
            same = rows[0].keys() & after[table][0].keys()
            assert len(same) > len(rows[0]) / 2, table
            assert _values(after[table], same) == _values(rows, same), table
    for table, count in (await _all_read(old)).items():
        assert count == len(old.before.get(table, ())), table


def _values(rows: Sequence[Mapping[str, object]], columns: Set[str]) -> list[bytes]:
    return sorted(orjson.dumps([row.get(name) for name in sorted(columns)]) for row in rows)


async def _all_read(old: Old) -> Counter[str]:
    """How many of each table the repositories give of all councils."""
    read: Counter[str] = Counter()
    for council in await StoredCouncils(old.engine).all():
        read["councils"] += 1
        async with StoredWork(old.engine)(council.tenant_id) as w:
            read.update(await _read(w, [str(row["id"]) for row in old.before["audits"]]))
    return read


async def _read(w: UnitOfWork, audits: Sequence[str]) -> dict[str, int]:
    """How many of each table a council's repositories give."""
    months = [Month(2026, 10).plus(n) for n in range(6)]
    people = [person.id for person in await w.people.all()]
    follow_up = w.outside_rounds
    return {
        "people": len(people),
        "teams": len(await w.teams.all()),
        "cases": len(await w.cases.all()),
        "audits": len(await w.audits.some(audits)),
        "actions": len(await w.actions.of_audits(audits)),
        "conversations": len(await w.conversations.of(people)),
        "alerts": len(await w.alerts.of_audits(audits)),
        "audit_reviews": len(await w.audit_reviews.of_audits(audits)),
        "chairs_reports": len(await w.chairs_reports.some(["cr1"])),
        "commissioned_audits": len(await follow_up.commissioned(audits)),
        "re_audits": len(await follow_up.re_audits(audits)),
        "moderations": len(await w.moderations.some(audits)),
        "loops": len(await w.loops.some(audits)),
        "month_themes": len(await w.themes.all()),
        "role_terms": len(await w.role_terms.all()),
        "training_examples": len(await w.training_examples.of_audits(audits)),
        "disputes": len(await w.disputes.all_open()),
        "hand_overs": len(await w.hand_overs.all_open()),
        "practice_acknowledgements": len(await w.practice.awaiting()),
        "reassignments": sum([len(await w.reassignments.of_month(month)) for month in months]),
        "dip_samples": sum([len(await w.dip_samples.of_month(month)) for month in months]),
    }


@pytest.mark.parametrize("revision", IN_EVERY_STATE)
async def test_what_had_been_tried_is_as_old_as_it_was_known_to_be_and_is_tried_again(
    old: Old,
) -> None:
    """`first_due` came with 0004: what was put off before is as old as what it waits for."""
    await migrate(old.engine)
    for tenant_id in {str(row["tenant_id"]) for row in old.before["outbox"]}:
        known = {
            str(row["key"]): row.get("first_due") or row["not_before"]
            for row in old.before["outbox"]
            if row["tenant_id"] == tenant_id and row["state"] in ("waiting", "sending")
        }
        for hours in (72, 96):
            taken = await _tried(old.engine, tenant_id, NOW + timedelta(hours=hours))
            assert {each.key: each.own_time.isoformat() for each in taken} == known
            assert len(taken) == len(NAMES) - 3, "three have ended"


async def _tried(engine: Engine, tenant_id: str, now: datetime) -> Sequence[Message]:
    """The messages that the next process takes, and that Teams doesn't."""
    queue, later = StoredDeliveryQueue(engine), now + timedelta(hours=1)
    await queue.recover(tenant_id)
    taken = await queue.claim(tenant_id, now, 500)
    tried = [Receipt(each, Delivery.WAITING, now, not_before=later) for each in taken]
    await queue.settle(tenant_id, tried)
    of_it = {queue.tenant_id: queue for queue in await StoredHealth(engine, None).queues(now)}
    assert of_it[tenant_id].retrying == len(taken)
    assert of_it[tenant_id].retrying_since == min(each.own_time for each in taken)
    return taken


async def test_the_service_starts_on_it_and_goes_on(
    old: Old, caplog: pytest.LogCaptureFixture
) -> None:
    clock = Clock()
    clock.now = datetime(2027, 2, 1, 9, 30, tzinfo=UTC)
    async with open_session() as session:
        outside = Outside(session, NoAuthentication("127.0.0.1"), FixedToken(), lambda _: False)
        async with open_service(Settings(database_url=old.url), outside, clock) as service:
            ticked = await service.jobs.tick_all()
            async with serving(service.app) as address, session.get(f"{address}/readyz") as ready:
                assert ready.status == 200
    assert len(ticked) == len(old.before["councils"]), caplog.text
    assert all(each.queued for each in ticked)
