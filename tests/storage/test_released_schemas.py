"""A database of each released schema, with councils at work in it, goes forward on both databases.

The backups in released/ were recorded with the code of then: simulated months of one council
(0001) and of five (0002), and where that left a table empty, a row by its repository.
"""

import hashlib
from collections import Counter
from collections.abc import AsyncIterator, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import orjson
import pytest

import storage.migrations
from bot.authentication import FixedToken
from bot.settings import Settings
from bot.wiring import Outside, open_service, open_session
from programme.calendar import Month
from programme.ports import UnitOfWork
from storage.backup.form import check
from storage.backup.restoring import load
from storage.councils import StoredCouncils
from storage.engine import Engine, create_engine
from storage.migrations import HEAD, migrate
from storage.work import StoredWork
from tests.bot.serving import Clock, serving
from tests.postgres import PostgresForTests
from tests.storage.backup.databases import RELEASED, rows_of, silent, take
from tests.unauthenticated import NoAuthentication

MIGRATIONS = Path(storage.migrations.__file__).parent

FROZEN = {
    "0001": "0acc0f90cce8866021cdae18c51abb89b75a2c1274a9b204d328d55756346efd",
    "0002": "7fd17c7cdf732c82ad3ec597f5016aa7c7cd952376d6136b115ac49b9eacf14c",
}
"""What the files of a released revision come to. Where this fails, one of them was edited: old
databases have the schema of then, so undo that, and write a revision of its own."""

FILES = {
    "0001": ["versions/v0001_the_1st_of_the_month.py"],
    "0002": ["versions/v0002_five_councils.py", "five_councils/*.py"],
}


@pytest.mark.parametrize("revision", FROZEN)
def test_a_released_migration_is_never_edited(revision: str) -> None:
    digest = hashlib.sha256()
    for pattern in FILES[revision]:
        for file in sorted(MIGRATIONS.glob(pattern)):
            digest.update(file.read_bytes())
    assert digest.hexdigest() == FROZEN[revision]


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
    for record in await StoredCouncils(old.engine).all():
        read["councils"] += 1
        async with StoredWork(old.engine)(record.tenant_id) as w:
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
