"""A backup is restored whole, into either database, or not at all."""

import gzip
import hashlib
from pathlib import Path

import orjson
import pytest
from sqlalchemy import inspect, text
from sqlalchemy.exc import DBAPIError

from programme.errors import CorrectAndRepeat, FileRefused
from programme.event import Event
from programme.message import MessageKind, PostedCard
from storage.engine import create_engine
from storage.migrations import HEAD
from storage.work import StoredWork
from tests.postgres import PostgresForTests
from tests.storage.backup.databases import NOW, ONE_COUNCIL, a_file, restore, rows_of, take


@pytest.fixture
async def empty(dialect: str, tmp_path: Path, request: pytest.FixtureRequest) -> str:
    """The URL of a database without tables."""
    if dialect == "postgresql":
        server: PostgresForTests = request.getfixturevalue("postgres")
        return await server.a_database_without_tables()
    return a_file(tmp_path / "empty")


@pytest.fixture(scope="module")
def restored_once() -> dict[str, str]:
    """By dialect what `restored` has made."""
    return {}


@pytest.fixture
async def restored(
    dialect: str,
    restored_once: dict[str, str],
    tmp_path_factory: pytest.TempPathFactory,
    request: pytest.FixtureRequest,
) -> str:
    """The URL of a database into which a council was restored; what one test adds to it, no other
    looks at."""
    if dialect not in restored_once:
        url = a_file(tmp_path_factory.mktemp("restored"))
        if dialect == "postgresql":
            server: PostgresForTests = request.getfixturevalue("postgres")
            url = await server.a_database_without_tables()
        await restore(ONE_COUNCIL, url)
        restored_once[dialect] = url
    return restored_once[dialect]


async def _tables(url: str) -> list[str]:
    engine = create_engine(url)
    async with engine.connect() as connection:
        found = await connection.run_sync(lambda c: inspect(c).get_table_names())
    await engine.dispose()
    return found


async def test_a_council_moves_between_databases_unchanged(
    restored: str, dialect: str, tmp_path: Path, postgres: PostgresForTests
) -> None:
    second = "sqlite" if dialect == "postgresql" else "postgresql"
    first = await take(restored, tmp_path / "first.backup")
    other = a_file(tmp_path) if second == "sqlite" else await postgres.a_database_without_tables()
    await restore(first, other)
    again = await take(other, tmp_path / "again.backup")

    before, after = rows_of(first), rows_of(again)
    assert {name: len(rows) for name, rows in before.items() if rows} == {
        name: len(rows) for name, rows in after.items() if rows
    }
    for table, rows in before.items():
        assert sorted(map(orjson.dumps, rows)) == sorted(map(orjson.dumps, after[table])), table


async def test_what_is_numbered_goes_on_from_there(restored: str) -> None:
    engine = create_engine(restored)
    ids = text("SELECT id FROM live_cards ORDER BY id DESC LIMIT 1")
    async with engine.connect() as connection:
        last = await connection.scalar(ids)
    async with StoredWork(engine)("council") as unit:
        posted = PostedCard("p1", MessageKind.TEAM_CARD, "Ash", "https://t.example", "c", "a", ())
        await unit.live_cards.keep(posted)
        await unit.commit()
    async with engine.connect() as connection:
        new = await connection.scalar(ids)
    await engine.dispose()
    assert isinstance(last, int)
    assert new == last + 1


async def test_events_stay_as_they_are_and_their_chain_goes_on(restored: str) -> None:
    engine = create_engine(restored)
    async with engine.connect() as connection:
        council = str(await connection.scalar(text("SELECT tenant_id FROM events")))
    async with StoredWork(engine)(council) as unit:
        before = await unit.events.head()
        await unit.events.record(Event(NOW, "sightline", "tried", "it", "a test"))
        await unit.commit()
    async with StoredWork(engine)(council) as unit:
        assert (await unit.events.head()).number == before.number + 1
    for change in ("UPDATE events SET who = 'nobody'", "DELETE FROM events"):
        with pytest.raises(DBAPIError, match="only ever added to"):
            async with engine.writing() as connection:
                await connection.execute(text(change))
    await engine.dispose()


async def test_nobody_has_a_lease_after_it(restored: str) -> None:
    engine = create_engine(restored)
    async with engine.connect() as connection:
        assert await connection.scalar(text("SELECT count(*) FROM leases")) == 0
    await engine.dispose()


async def test_a_database_that_holds_anything_is_left_as_it_is(restored: str) -> None:
    with pytest.raises(CorrectAndRepeat, match="holds something already"):
        await restore(ONE_COUNCIL, restored)


async def test_tables_that_are_there_and_empty_take_a_backup_of_their_own_revision_alone(
    url: str, restored: str, tmp_path: Path
) -> None:
    with pytest.raises(CorrectAndRepeat, match="another version of Sightline than the backup"):
        await restore(ONE_COUNCIL, url)
    await restore(await take(restored, tmp_path / "of_today.backup"), url)


async def test_while_something_else_is_connected_nothing_is_restored(url: str) -> None:
    engine = create_engine(url)
    async with engine.connect() as connection:
        await connection.scalar(text("SELECT count(*) FROM councils"))
        with pytest.raises(CorrectAndRepeat, match="Something else is connected"):
            await restore(ONE_COUNCIL, url)
    await engine.dispose()


def _cut(content: bytes) -> bytes:
    return content[:-40]


def _turned(content: bytes) -> bytes:
    middle = len(content) // 2
    return content[:middle] + bytes([content[middle] ^ 0x40]) + content[middle + 1 :]


def _without_a_row(content: bytes) -> bytes:
    lines = gzip.decompress(content).splitlines(keepends=True)
    return gzip.compress(b"".join(lines[:2] + lines[3:]))


def _with_another_word(content: bytes) -> bytes:
    return gzip.compress(gzip.decompress(content).replace(b"Team", b"Tame", 1))


def _with_other_counts(content: bytes) -> bytes:
    return gzip.compress(gzip.decompress(content).replace(b'"people":20', b'"people":21', 1))


def _without_its_end(content: bytes) -> bytes:
    return gzip.compress(b"".join(gzip.decompress(content).splitlines(keepends=True)[:-1]))


def _of_a_later_revision(content: bytes) -> bytes:
    return _signed(gzip.decompress(content).replace(b'"0001"', b'"9999"', 1))


def _of_a_later_form(content: bytes) -> bytes:
    return _signed(gzip.decompress(content).replace(b'"form":1', b'"form":2', 1))


def _signed(lines: bytes) -> bytes:
    """With the checksum and the counts that the lines have now."""
    *body, _ = lines.splitlines(keepends=True)
    rows = {}
    for line in map(orjson.loads, body[1:]):
        if isinstance(line, dict):
            rows[table := line["table"]] = 0
        else:
            rows[table] += 1
    sha = hashlib.sha256(b"".join(body)).hexdigest()
    return gzip.compress(b"".join(body) + orjson.dumps({"rows": rows, "sha256": sha}))


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (_cut, "damaged"),
        (_turned, "damaged"),
        (_without_a_row, "damaged"),
        (_with_another_word, "damaged"),
        (_with_other_counts, "damaged"),
        (_without_its_end, "damaged"),
        (_of_a_later_revision, "later version"),
        (_of_a_later_form, "later version"),
        (lambda _: b"", "no backup of Sightline"),
        (lambda _: b"PK\x03\x04 something else", "no backup of Sightline"),
        (lambda _: gzip.compress(b"a,b\n1,2\n"), "no backup of Sightline"),
        (lambda _: gzip.compress(b'{"another": "program"}\n'), "no backup of Sightline"),
    ],
)
async def test_what_is_no_whole_backup_is_refused_and_nothing_is_made(
    change: "object", sentence: str, tmp_path: Path
) -> None:
    assert callable(change)
    file = tmp_path / "changed.backup"
    file.write_bytes(change(ONE_COUNCIL.read_bytes()))
    with pytest.raises(FileRefused, match=sentence):
        await restore(file, f"sqlite+aiosqlite:///{tmp_path / 'new.db'}")
    assert not (tmp_path / "new.db").exists()


async def test_a_file_that_is_not_there_or_is_none_is_refused(tmp_path: Path) -> None:
    new = f"sqlite+aiosqlite:///{tmp_path / 'new.db'}"
    with pytest.raises(FileRefused, match="There is no such file"):
        await restore(tmp_path / "none.backup", new)
    with pytest.raises(FileRefused, match="can't be read"):
        await restore(tmp_path, new)
    assert not (tmp_path / "new.db").exists()


async def test_a_row_that_the_tables_refuse_leaves_nothing_behind(
    empty: str, tmp_path: Path
) -> None:
    lines = gzip.decompress(ONE_COUNCIL.read_bytes()).splitlines(keepends=True)
    twice = next(n for n, line in enumerate(lines) if b'"card_shows"' in line) + 1
    file = tmp_path / "changed.backup"
    file.write_bytes(_signed(b"".join([*lines[: twice + 1], *lines[twice:]])))
    with pytest.raises(FileRefused, match="damaged"):
        await restore(file, empty)
    assert await _tables(empty) == []


async def test_the_restored_database_has_the_schema_of_today(restored: str) -> None:
    engine = create_engine(restored)
    async with engine.connect() as connection:
        assert await connection.scalar(text("SELECT version_num FROM alembic_version")) == HEAD
    await engine.dispose()


async def test_a_file_that_is_no_database_is_not_touched(tmp_path: Path) -> None:
    (tmp_path / "letter.db").write_bytes(b"Dear council, " * 400)
    with pytest.raises(CorrectAndRepeat, match="holds something already"):
        await restore(ONE_COUNCIL, f"sqlite+aiosqlite:///{tmp_path / 'letter.db'}")
    assert (tmp_path / "letter.db").read_bytes().startswith(b"Dear council")
