"""What was erased leaves SQLite's file as well: a deleted row's bytes stay in it until then."""

import asyncio
import sqlite3

from storage.engine import Engine
from storage.sqlite_connection import BUSY_SECONDS


async def sweep(engine: Engine) -> bool:
    """Writes SQLite's file anew without its unused parts, and empties its log; False where another
    process was in the way. PostgreSQL's own vacuum does it in its time."""
    path = engine.pool.url.database
    if engine.dialect != "sqlite" or path is None:
        return True
    return await asyncio.to_thread(_sweep, path)


def _sweep(path: str) -> bool:
    local = sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None)
    try:
        local.execute("VACUUM")
        busy, *_ = local.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    except sqlite3.OperationalError:
        return False
    finally:
        local.close()
    return not busy
