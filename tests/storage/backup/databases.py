"""Empty databases, released backups, and what a backup's lines say."""

from collections import defaultdict
from datetime import UTC, datetime
from pathlib import Path

from storage.backup.backups import StoredBackups
from storage.backup.form import TableStart, read
from storage.engine import create_engine

NOW = datetime(2027, 1, 13, 2, 0, tzinfo=UTC)
RELEASED = Path(__file__).parents[1] / "released"
FIVE_COUNCILS = RELEASED / "schema_0002.backup"
ONE_COUNCIL = RELEASED / "schema_0001.backup"
"""The smaller one."""


def silent(_table: str, _rows: int) -> None:
    """Progress that nobody watches."""


def a_file(folder: Path) -> str:
    """The URL of a SQLite file that is not there yet."""
    return f"sqlite+aiosqlite:///{folder / 'other.db'}"


async def restore(file: Path, url: str) -> None:
    """Restores the backup into the database."""
    engine = create_engine(url)
    try:
        await StoredBackups(engine).restore(file, progress=silent)
    finally:
        await engine.dispose()


async def take(url: str, file: Path) -> Path:
    """Backs the database up."""
    engine = create_engine(url)
    try:
        await StoredBackups(engine).take(file, NOW, replace=False, progress=silent)
    finally:
        await engine.dispose()
    return file


def rows_of(file: Path) -> dict[str, list[dict[str, object]]]:
    """Each table's rows, as columns and values."""
    found: dict[str, list[dict[str, object]]] = defaultdict(list)
    begun = TableStart("", {})
    for line in read(file):
        if isinstance(line, TableStart):
            begun = line
            found[begun.table] = []
        elif isinstance(line, list):
            found[begun.table].append(dict(zip(begun.columns, line, strict=True)))
    return found
