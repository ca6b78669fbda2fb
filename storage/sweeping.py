"""What was erased leaves SQLite's file as well: a deleted row's bytes stay in it until then."""

import asyncio
import sqlite3

from storage.engine import Engine
from storage.in_the_way import PATIENCE_SECONDS


async def sweep(engine: Engine, patience: float = PATIENCE_SECONDS) -> bool:
    """Writes SQLite's file anew without its unused parts, and empties its log; False where another
    process was in the way for `patience` seconds. PostgreSQL's own vacuum does it in its time."""
    path = engine.pool.url.database
    if engine.dialect != "sqlite" or path is None:
        return True
    return await asyncio.to_thread(_sweep, path, patience)


def _sweep(path: str, patience: float) -> bool:
    local = sqlite3.connect(path, timeout=patience, isolation_level=None)
    try:
        local.execute("VACUUM")
        busy, *_ = local.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    except sqlite3.OperationalError:
        return False
    finally:
        local.close()
    return not busy
