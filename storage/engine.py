"""The database: SQLite in a file, or PostgreSQL."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from functools import cache
from pathlib import Path
from typing import Any, cast

import orjson
from sqlalchemy import JSON, URL, Dialect, NullPool, QueuePool, event, make_url
from sqlalchemy import Engine as SyncEngine
from sqlalchemy import create_engine as create_sync_engine
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import ArgumentError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import ConnectionPoolEntry

from programme.errors import CorrectAndRepeat
from storage.in_the_way import PATIENCE_SECONDS
from storage.postgresql_connection import PostgresqlConnection
from storage.postgresql_pool import GONE_SECONDS, PostgresqlPool
from storage.prepared import PreparedStatements
from storage.sqlite_connection import SqliteConnection, open_sqlite
from storage.sqlite_disk import Disk
from storage.sqlite_gathering import Gathered, Gathering
from storage.sqlite_place import make_folder

CONNECTIONS = 10

STATEMENTS = 256
"""How many statements a connection to PostgreSQL knows; there are some more, used seldom."""

LEFT_SECONDS = 60.0
"""After so long in a transaction without a statement, whoever began it is taken by PostgreSQL for
gone, and its locks are let go. None of ours waits for anything but the database."""

Connected = PostgresqlConnection | SqliteConnection
"""A connection of either database, with the same methods."""


class Engine:
    """Pooled connections, and on SQLite the line in which its writers wait.

    Both databases are read committed: a statement sees what was committed before it began, and
    where it is `gathered`, what is to be committed with it as well.
    Versions and unique keys, not snapshots, keep two changes from undoing each other.
    """

    def __init__(self, pool: AsyncEngine | SyncEngine, disk: Disk | None = None) -> None:
        self.pool = pool if isinstance(pool, SyncEngine) else pool.sync_engine
        self.dialect = pool.dialect.name
        self._pool = pool if isinstance(pool, SyncEngine) else PostgresqlPool(pool)
        self._disk = disk
        self._free: list[SqliteConnection] = []
        self._writer = asyncio.Lock()
        self._gathering = Gathering(self._open_file, disk) if disk else None

    async def open(self) -> Connected:
        """A connection, to be closed."""
        return (
            await self._pool.open() if isinstance(self._pool, PostgresqlPool) else self._open_file()
        )

    def gathered(self, *, early: bool = False) -> Gathered | None:
        """What opens the connections of the units that one answer is made from, where they may be
        kept together with others': see `storage.sqlite_gathering`."""
        return Gathered(self._gathering, early=early) if self._gathering else None

    @property
    def in_use(self) -> int:
        """Connections that were opened and not closed yet."""
        if isinstance(self._pool, PostgresqlPool):
            return self._pool.in_use
        pool = cast("QueuePool", self.pool.pool)
        return pool.checkedout() - len(self._free)

    @asynccontextmanager
    async def connect(self) -> AsyncIterator[Connected]:
        """A connection, closed at the end; what was not committed is undone."""
        connection = await self.open()
        try:
            yield connection
        finally:
            await connection.close()

    async def synced(self) -> None:
        """Waits until what was committed is on the disk; PostgreSQL's commits wait by themselves.

        Call it once the write lock is let go, so that the next writer need not wait as well.
        """
        if self._disk is not None:
            await self._disk.synced()

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[Connected]:
        """A connection in a transaction that is committed unless the block raises."""
        async with self.connect() as connection:
            await connection.begin_writing()
            yield connection
            await connection.commit()
        await self.synced()

    async def dispose(self) -> None:
        """Closes every connection."""
        if isinstance(self._pool, PostgresqlPool):
            await self._pool.dispose()
            return
        if self._disk is not None:
            await self._disk.close()
        if self._gathering is not None:
            await self._gathering.close()
        while self._free:
            self._free.pop().end()
        self._pool.dispose()

    def _open_file(self) -> SqliteConnection:
        if self._free:
            return self._free.pop()
        prepared = _prepared_for_sqlite()
        return SqliteConnection(self.pool, self._free, self._writer, prepared)


def create_engine(url: str, *, lasting: bool = True) -> Engine:
    """The database that `url` names; nothing is opened yet.

    With `lasting` False, SQLite's commits don't wait for the disk: for what is thrown away after.

    `sqlite+aiosqlite:///var/sightline.db` (its folder is made), or `postgresql://…`, with or
    without `+asyncpg`. Raises CorrectAndRepeat for any other, and where a file can't be written.
    """
    parsed = _parsed(url)
    if parsed.drivername in ("sqlite", "sqlite+aiosqlite"):
        return _sqlite(parsed, Path(sqlite_file(url) or ""), lasting=lasting)
    if parsed.drivername in ("postgres", "postgresql", "postgresql+asyncpg"):
        tls = [name for name in parsed.query if name.startswith("ssl") and name != "ssl"]
        for_asyncpg = URL.create("postgresql", query={name: parsed.query[name] for name in tls})
        return Engine(
            create_async_engine(
                parsed.difference_update_query(tls).set(drivername="postgresql+asyncpg"),
                poolclass=NullPool,
                hide_parameters=True,
                connect_args={
                    # What psql calls sslmode, sslrootcert and so on, asyncpg takes in a URL alone.
                    "dsn": for_asyncpg.render_as_string(),
                    # A plan made while the tables were empty would be kept, and scan them when
                    # full.
                    "server_settings": {"plan_cache_mode": "force_custom_plan", **_bounds()},
                    "statement_cache_size": STATEMENTS,
                },
                json_serializer=_to_json,
                json_deserializer=orjson.loads,
            )
        )
    raise CorrectAndRepeat(_UNKNOWN)


def _bounds() -> dict[str, str]:
    """How long PostgreSQL lets one of ours wait for others, and others wait for one of ours. By
    itself it would ask after two hours whether a machine that holds a lock is still there."""
    return {
        "lock_timeout": f"{PATIENCE_SECONDS * 1000:.0f}",
        "idle_in_transaction_session_timeout": f"{LEFT_SECONDS * 1000:.0f}",
        "tcp_keepalives_idle": f"{GONE_SECONDS // 2}",
        "tcp_keepalives_interval": f"{GONE_SECONDS // 5}",
        "tcp_keepalives_count": "3",
    }


def sqlite_file(url: str) -> Path | None:
    """The file that `url` names; None where it names a server. Raises as `create_engine` does."""
    parsed = _parsed(url)
    if parsed.get_backend_name() != "sqlite":
        return None
    if not parsed.database or parsed.database == ":memory:":
        raise CorrectAndRepeat("The SQLite database needs a file: sqlite+aiosqlite:///its/path.db.")
    if parsed.query:
        raise CorrectAndRepeat(
            "A SQLite database takes no options: in its URL nothing stands behind the file's name."
        )
    return Path(parsed.database)


def _parsed(url: str) -> URL:
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError):  # ValueError: a port that is no number
        raise CorrectAndRepeat(_UNKNOWN) from None
    if parsed.port is not None and parsed.port > _LAST_PORT:
        raise CorrectAndRepeat(_UNKNOWN)
    return parsed


_LAST_PORT = 65_535
_UNKNOWN = (
    "The database URL is not understood; it begins with sqlite+aiosqlite:/// and a file, "
    "or with postgresql://."
)


def _sqlite(url: URL, path: Path, *, lasting: bool) -> Engine:
    make_folder(path)
    # The settings' `+aiosqlite` says what is wanted, not by what: its threads cost too much.
    pool = create_sync_engine(
        url.set(drivername="sqlite"),
        creator=open_sqlite(str(path)),
        poolclass=QueuePool,
        pool_size=CONNECTIONS,
        max_overflow=-1,  # a connection is never waited for: that would hold up the event loop
        json_serializer=_to_json,
        json_deserializer=orjson.loads,
    )
    event.listen(pool, "connect", _set_up if lasting else _set_up_in_passing)
    return Engine(pool, Disk(path) if lasting else None)


class _Json(JSON):
    """SQLAlchemy's own, but that no value is asked whether it is SQLAlchemy's NULL, or a number."""

    def bind_processor(
        self,
        dialect: Dialect,  # noqa: ARG002 # SQLAlchemy names it
    ) -> Callable[[object], str | None]:
        """What writes the caller's value."""
        return _to_json_or_null if self.none_as_null else _to_json

    def result_processor(
        self,
        dialect: Dialect,  # noqa: ARG002 # SQLAlchemy names it
        coltype: object,  # noqa: ARG002 # as above
    ) -> Callable[[str | None], Any]:
        """What reads the driver's value."""
        return _from_json


class _Sqlite(SQLiteDialect_pysqlite):
    colspecs = {**SQLiteDialect_pysqlite.colspecs, JSON: _Json}  # noqa: RUF012 # SQLAlchemy's own name


@cache
def _prepared_for_sqlite() -> PreparedStatements:
    """Once a process: every file has the same tables."""
    return PreparedStatements(_Sqlite(json_serializer=_to_json))


def _set_up(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
    # There is no ANALYZE, nor PRAGMA optimize: SQLite takes the ids that a statement looks up (a
    # JSON list) for many, and by its figures reads a table of every council's rows to find a few.
    # Syncing the log, and moving it into the database, is what `Disk` does.
    _pragmas(connection, "journal_mode=WAL", "synchronous=NORMAL", "wal_autocheckpoint=0")


def _set_up_in_passing(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
    _pragmas(connection, "journal_mode=WAL", "synchronous=OFF")


def _pragmas(connection: DBAPIConnection, *pragmas: str) -> None:
    cursor = connection.cursor()
    # What may have to be undone alone, or is sorted, would be put aside in files in /var/tmp.
    for pragma in (*pragmas, "foreign_keys=ON", "temp_store=MEMORY"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _to_json(value: object) -> str:
    # `default` takes in mappings that aren't dicts; dataclasses and dates orjson knows itself.
    return orjson.dumps(value, default=dict).decode()


def _to_json_or_null(value: object) -> str | None:
    return None if value is None else _to_json(value)


def _from_json(text: str | None) -> object:
    return None if text is None else orjson.loads(text)
