"""Fixtures of the two databases: `engine` stands for each in turn.

tests/conftest.py brings them to every test, so that one PostgreSQL server serves a whole run.
"""

import asyncio
import re
import shutil
from collections.abc import AsyncIterator, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import event
from sqlalchemy.engine.interfaces import DBAPIConnection

from storage.engine import Engine, create_engine
from storage.migrations import migrate
from tests.postgres import PostgresForTests, postgres_for_tests

# The list of councils, the transactions, and what Alembic and the driver ask of the tables
# and types themselves.
OF_NO_COUNCIL = (
    "FROM councils",
    "FROM framework_versions ORDER BY",
    "alembic_version",
    "pg_",
    "set_config(",
    "SELECT 'there'",
    "sqlite_",
    "BEGIN",
    "COMMIT",
    "ROLLBACK",
    "SAVEPOINT",
    "RELEASE",
    "PRAGMA",
)
OF_ONE_COUNCIL = re.compile(r"tenant_id (?:= |BETWEEN (\S+) AND \1\s)")


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresForTests]:
    """A PostgreSQL server."""
    with postgres_for_tests() as server:
        yield server


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with Sightline's tables."""
    file = tmp_path_factory.mktemp("sqlite") / "template.db"

    async def make() -> None:
        engine = create_engine(f"sqlite+aiosqlite:///{file}")
        await migrate(engine)
        await engine.dispose()

    # On a thread, because the test that asks for it has a loop of its own running.
    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, make()).result()
    return file


@pytest.fixture(params=["sqlite", "postgresql"])
def dialect(request: pytest.FixtureRequest) -> str:
    """Both databases in turn."""
    return str(request.param)


@pytest.fixture
async def url(dialect: str, tmp_path: Path, request: pytest.FixtureRequest) -> AsyncIterator[str]:
    """A database with Sightline's tables and nothing in them."""
    if dialect == "postgresql":
        postgres: PostgresForTests = request.getfixturevalue("postgres")
        async with postgres.a_database() as lent:
            yield lent
        return
    shutil.copy(request.getfixturevalue("sqlite_template"), tmp_path / "sightline.db")
    yield f"sqlite+aiosqlite:///{tmp_path / 'sightline.db'}"


@pytest.fixture
async def engine(url: str, request: pytest.FixtureRequest) -> AsyncIterator[Engine]:
    """A database with nothing in it; every statement on it must keep to one council."""
    statements: list[str] = []

    def trace_sqlite(connection: DBAPIConnection, _: object) -> None:
        connection.set_trace_callback(statements.append)

    def trace_postgresql(connection: DBAPIConnection, _: object) -> None:
        connection.driver_connection.add_query_logger(lambda told: statements.append(told.query))

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        statements.append(statement)

    if url.startswith("sqlite"):
        engine, trace = create_engine(url), trace_sqlite
    else:
        engine, trace = request.getfixturevalue("postgres").engine(url), trace_postgresql
    event.listen(engine.pool, "connect", trace)
    # What SQLAlchemy prepares itself, asyncpg tells nobody.
    event.listen(engine.pool, "before_cursor_execute", note)
    yield engine
    await asyncio.sleep(0)  # the last statement is told of a step later
    await engine.dispose()
    event.remove(engine.pool, "connect", trace)
    event.remove(engine.pool, "before_cursor_execute", note)
    for statement in statements:
        if not any(words in statement for words in OF_NO_COUNCIL):
            assert "INSERT INTO" in statement or OF_ONE_COUNCIL.search(statement), statement
