"""What somebody who holds the database may do to the record of events, triggers or not."""

import sqlite3

import asyncpg  # type: ignore[import-untyped]  # it ships no types


async def tamper(url: str, *statements: str) -> None:
    """Runs the statements on a database whose triggers are away meanwhile."""
    if not url.startswith("sqlite"):
        connection = await asyncpg.connect(url)
        # They sleep and aren't dropped, for the database is lent again.
        asleep = "SET session_replication_role = replica"
        try:
            await connection.execute("; ".join((asleep, *statements)))
        finally:
            await connection.close()
        return
    local = sqlite3.connect(url.partition("///")[2], isolation_level=None)
    for (name,) in local.execute(
        "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    ).fetchall():
        local.execute(f"DROP TRIGGER {name}")
    for statement in statements:
        local.execute(statement)
    local.close()
