"""What was deleted leaves SQLite's file as well."""

import sqlite3
from pathlib import Path

import pytest

from storage.engine import create_engine
from storage.migrations import migrate
from storage.sweeping import sweep


@pytest.fixture
async def file(tmp_path: Path) -> Path:
    """A database in whose unused parts something stands that was deleted."""
    file = tmp_path / "sightline.db"
    engine = create_engine(f"sqlite:///{file}")
    await migrate(engine)
    await engine.dispose()
    local = sqlite3.connect(file, isolation_level=None)
    local.execute("PRAGMA secure_delete = OFF")
    local.execute("INSERT INTO teams VALUES ('marlshire', 'Erasable', 'North')")
    local.execute("DELETE FROM teams WHERE tenant_id = 'marlshire'")
    local.close()
    assert b"Erasable" in _bytes(file)
    return file


def _bytes(file: Path) -> bytes:
    return b"".join(path.read_bytes() for path in sorted(file.parent.glob(f"{file.name}*")))


async def test_no_byte_of_it_is_left(file: Path) -> None:
    engine = create_engine(f"sqlite:///{file}")
    assert await sweep(engine)
    await engine.dispose()
    assert b"Erasable" not in _bytes(file)


async def test_it_says_when_another_is_in_the_way(file: Path) -> None:
    other = sqlite3.connect(file, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    engine = create_engine(f"sqlite:///{file}")
    assert not await sweep(engine, patience=0)
    other.execute("ROLLBACK")
    assert await sweep(engine, patience=0)
    await engine.dispose()
    other.close()
