"""A backup is of one moment, appears whole or not at all, and is its owner's alone."""

import asyncio
import resource
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import text

from programme.errors import CorrectAndRepeat
from storage.backup.backups import StoredBackups
from storage.backup.form import check
from storage.columns import metadata
from storage.engine import create_engine
from storage.work import StoredWork
from tests.storage.backup.databases import NOW, ONE_COUNCIL, restore, rows_of, silent, take
from tests.storage.examples import PERSON

ON_ONE = pytest.mark.parametrize("dialect", ["sqlite"])
"""For what is about the file alone."""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Where the backup goes."""
    (tmp_path / "backups").mkdir()
    return tmp_path / "backups" / "council.backup"


async def test_every_table_is_in_it_with_its_rows_counted(url: str, file: Path) -> None:
    engine = create_engine(url)
    async with StoredWork(engine)("council") as unit:
        await unit.people.save([PERSON])
        await unit.commit()
    await engine.dispose()
    await take(url, file)
    backup = check(file)
    assert backup.rows == {table: int(table == "people") for table in metadata.tables}
    assert backup.taken_at == NOW
    assert [row["name"] for row in rows_of(file)["people"]] == [PERSON.name]


async def test_what_is_written_after_its_moment_is_not_in_it(url: str, file: Path) -> None:
    writing = _Writing(url)

    def write_beside(table: str, _rows: int) -> None:
        if table == "acknowledgements":
            # On a thread with a loop of its own: the backup has this one.
            with ThreadPoolExecutor(1) as thread:
                thread.submit(asyncio.run, writing()).result()

    engine = create_engine(url)
    backup = await StoredBackups(engine).take(file, NOW, replace=False, progress=write_beside)
    await engine.dispose()
    assert backup.rows["people"] == 0
    assert writing.done


class _Writing:
    """Somebody else who adds a person."""

    def __init__(self, url: str) -> None:
        self.url, self.done = url, False

    async def __call__(self) -> None:
        engine = create_engine(self.url)
        async with StoredWork(engine)("council") as unit:
            await unit.people.save([PERSON])
            await unit.commit()
        await engine.dispose()
        self.done = True


@ON_ONE
async def test_nobody_else_may_read_it(url: str, file: Path) -> None:
    await take(url, file)
    assert _mode_of(file) == 0o600


@ON_ONE
async def test_a_file_that_is_there_is_replaced_only_where_that_is_wanted(
    url: str, file: Path
) -> None:
    await asyncio.to_thread(file.write_text, "Minutes of the meeting")
    with pytest.raises(CorrectAndRepeat, match="replace it with --force"):
        await take(url, file)
    assert await asyncio.to_thread(file.read_text) == "Minutes of the meeting"
    engine = create_engine(url)
    await StoredBackups(engine).take(file, NOW, replace=True, progress=silent)
    await engine.dispose()
    assert check(file).revision
    assert _names_in(file.parent) == [file.name]


@ON_ONE
async def test_the_database_is_never_replaced_by_its_own_backup(url: str, file: Path) -> None:
    await take(url, file)
    database = Path(url.removeprefix("sqlite+aiosqlite:///"))
    link = file.parent / "the-same.db"
    await asyncio.to_thread(link.symlink_to, database)
    before = await asyncio.to_thread(database.read_bytes)
    engine = create_engine(url)
    beside = [Path(f"{database}{end}") for end in ("-wal", "-shm", "-service")]
    for own in (database, *beside, link):
        with pytest.raises(CorrectAndRepeat, match="That file is the database's own"):
            await StoredBackups(engine).take(own, NOW, replace=True, progress=silent)
    await engine.dispose()
    assert await asyncio.to_thread(database.read_bytes) == before


@ON_ONE
async def test_where_nothing_can_be_written_a_sentence_says_why(url: str, file: Path) -> None:
    with pytest.raises(CorrectAndRepeat, match=r"can't be written \(File name too long\)"):
        await take(url, file.parent / ("n" * 255))
    assert _names_in(file.parent) == []


@ON_ONE
async def test_a_disk_that_fills_up_leaves_no_file_and_is_told(url: str, file: Path) -> None:
    """No file may grow any more, which the system tells at each write, and at the end anew."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)

    def full(_table: str, _rows: int) -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (1, before[1]))

    engine = create_engine(url)
    try:
        with pytest.raises(CorrectAndRepeat, match=r"can't be written \(File too large\)"):
            await StoredBackups(engine).take(file, NOW, replace=False, progress=full)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    await engine.dispose()
    assert _names_in(file.parent) == []


@ON_ONE
async def test_where_there_is_no_such_folder_nothing_is_written(url: str, file: Path) -> None:
    for wrong in (file.parent / "none" / file.name, file.parent):
        with pytest.raises(CorrectAndRepeat, match="There is no such folder"):
            await take(url, wrong)
    assert _names_in(file.parent) == []


@ON_ONE
async def test_one_that_breaks_off_leaves_no_file(url: str, file: Path) -> None:
    def full(_table: str, _rows: int) -> None:
        raise OSError("no space left")

    engine = create_engine(url)
    with pytest.raises(OSError, match="no space left"):
        await StoredBackups(engine).take(file, NOW, replace=False, progress=full)
    await engine.dispose()
    assert _names_in(file.parent) == []


async def test_a_database_of_a_later_version_is_refused(url: str, file: Path) -> None:
    engine = create_engine(url)
    async with engine.writing() as connection:
        before = await connection.scalar(text("SELECT version_num FROM alembic_version"))
        await connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    try:
        with pytest.raises(CorrectAndRepeat, match="later version"):
            await take(url, file)
    finally:
        async with engine.writing() as connection:
            await connection.execute(text(f"UPDATE alembic_version SET version_num = '{before}'"))
        await engine.dispose()


@pytest.mark.parametrize("content", [None, b""])
async def test_where_nothing_is_kept_there_is_nothing_to_back_up(
    content: bytes | None, tmp_path: Path, file: Path
) -> None:
    database = tmp_path / "none.db"
    if content is not None:
        database.write_bytes(content)
    with pytest.raises(CorrectAndRepeat, match="nothing of Sightline's in it"):
        await take(f"sqlite:///{database}", file)
    assert database.exists() == (content is not None)


async def test_a_damaged_file_is_not_taken_for_a_backup(tmp_path: Path, file: Path) -> None:
    database = tmp_path / "damaged.db"
    await restore(ONE_COUNCIL, f"sqlite:///{database}")
    content = bytearray(database.read_bytes())
    for page in range(20, len(content) // 4096):
        content[page * 4096 : page * 4096 + 8] = b"\xff" * 8
    database.write_bytes(content)
    with pytest.raises(CorrectAndRepeat, match="database is damaged"):
        await take(f"sqlite:///{database}", file)
    assert _names_in(file.parent) == []


async def test_an_index_that_is_damaged_is_found_although_no_row_is_lost(
    tmp_path: Path, file: Path
) -> None:
    database = tmp_path / "damaged.db"
    await restore(ONE_COUNCIL, f"sqlite:///{database}")
    local = sqlite3.connect(database)
    index = "SELECT rootpage FROM sqlite_master WHERE name = 'ix_outbox_tenant_id_subject_kind'"
    (page,) = local.execute(index).fetchone()
    (size,) = local.execute("PRAGMA page_size").fetchone()
    local.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    local.close()
    content = bytearray(database.read_bytes())
    content[(page - 1) * size : page * size] = bytes(size)
    database.write_bytes(content)
    with pytest.raises(CorrectAndRepeat, match="database is damaged"):
        await take(f"sqlite:///{database}", file)


def _mode_of(file: Path) -> int:
    return file.stat().st_mode & 0o777


def _names_in(folder: Path) -> list[str]:
    return [each.name for each in folder.iterdir()]
