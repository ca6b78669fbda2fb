"""The notes on PostgreSQL, and what is asked of its server about connections."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from sqlalchemy import (
    Boolean,
    Column,
    TextClause,
    insert,
    select,
    text,
)

from storage.engine import Engine, create_engine
from tests.postgres import PostgresForTests
from tests.storage.notes import notes_and

NOTES = notes_and(Column("done", Boolean))
ADD = insert(NOTES)
ALL = select(NOTES).order_by(NOTES.c.id)
STATES = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND "
OPEN = text(f"{STATES} state = 'idle in transaction'")
LOCKED_OUT = text(f"{STATES} wait_event_type = 'Lock'")
ASLEEP = text(f"{STATES} wait_event = 'PgSleep'")
BACKEND = text("SELECT pg_backend_pid()")
END_THE_OTHERS = text(
    "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity "
    "WHERE datname = current_database() AND pid <> pg_backend_pid()"
)


@asynccontextmanager
async def notes_engine(postgres: PostgresForTests) -> AsyncIterator[Engine]:
    """A database of its own with the table in it."""
    async with postgres.a_database() as url:
        engine = create_engine(url)
        async with engine.writing() as connection:
            await connection.run_sync(NOTES.metadata.create_all)
        yield engine
        async with engine.writing() as connection:
            await connection.run_sync(NOTES.metadata.drop_all)
        await engine.dispose()


async def seen(engine: Engine, what: TextClause) -> object:
    """The first value that another connection finds."""
    async with engine.connect() as another:
        return await another.scalar(what)


async def others_see(engine: Engine) -> list[str]:
    """The words of the notes that are committed."""
    async with engine.connect() as another:
        return [row.words for row in await another.execute(ALL)]
