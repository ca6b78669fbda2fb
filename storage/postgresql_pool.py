"""Connections to PostgreSQL that are used again.

SQLAlchemy's own pool asks the server three times whether it is there before each use, which costs
as much as what most units do with it.
"""

import asyncio
import socket
from typing import Final

import asyncpg  # type: ignore[import-untyped]  # it ships no types
import orjson
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.ext.asyncio import AsyncEngine

from storage.postgresql_connection import PostgresqlConnection
from storage.prepared import PreparedStatements

KEPT: Final = 10
"""Connections that stay open while nobody uses them."""

AT_ONCE: Final = 20
"""Connections that are in use at most."""

WAIT_SECONDS: Final = 30.0
"""How long one waits until somebody gives a connection back."""

IDLE_SECONDS: Final = 1.0
"""After so long unused, a connection is asked whether its server is there: the one who uses it next
would be the first to notice. Of a server that stops meanwhile the event loop hears by itself."""

GONE_SECONDS: Final = 10
"""After so long without a sign of life from the server's machine, what is under way with it fails.
Otherwise TCP alone would wait for a quarter of an hour, and with it the look at every council. A
server that is only slow lives: its machine answers for it."""


class PostgresqlPool:
    """Lends connections, the one that was used last first, for it knows the most statements."""

    def __init__(self, opening: AsyncEngine) -> None:
        """`opening` keeps none itself."""
        self.in_use = 0
        self._opening = opening
        self._prepared = PreparedStatements(opening.dialect)
        self._free: list[tuple[PostgresqlConnection, float]] = []
        self._places = asyncio.Semaphore(AT_ONCE)

    async def open(self) -> PostgresqlConnection:
        """A connection, to be closed. Raises what the driver raises where no server answers, and
        SQLAlchemy's TimeoutError when none is given back in WAIT_SECONDS.
        """
        await self._take_a_place()
        self.in_use += 1
        try:
            return await self._found() or await self._opened()
        except BaseException:
            self._give_the_place_back()
            raise

    async def dispose(self) -> None:
        """Closes every connection that nobody uses."""
        if not self.in_use:
            self._places = asyncio.Semaphore(AT_ONCE)  # the next may wait in another event loop
        free, self._free = self._free, []
        await asyncio.gather(*(connection.end() for connection, _ in free))
        await self._opening.dispose()

    async def _take_a_place(self) -> None:
        if not self._places.locked():
            await self._places.acquire()
            return
        try:
            async with asyncio.timeout(WAIT_SECONDS):
                await self._places.acquire()
        except TimeoutError:
            raise PoolTimeout(f"no connection was given back in {WAIT_SECONDS:.0f} s") from None

    def _give_the_place_back(self) -> None:
        self.in_use -= 1
        self._places.release()

    async def _found(self) -> PostgresqlConnection | None:
        while self._free:
            connection, since = self._free.pop()
            if _now() < since + IDLE_SECONDS and not connection.is_over:
                return connection
            if await connection.answers():
                return connection
            await self._end_all(connection)
        return None

    async def _end_all(self, silent: PostgresqlConnection) -> None:
        """Ends the connection, and those that nobody uses: each would be waited for as long."""
        free, self._free = self._free, []
        each = [silent, *(connection for connection, _ in free)]
        for connection in each:
            connection.give_up()
        await asyncio.shield(asyncio.gather(*(connection.end() for connection in each)))

    async def _opened(self) -> PostgresqlConnection:
        opened = await self._opening.connect()
        driver = (await opened.get_raw_connection()).driver_connection
        _watch(driver)
        await _read_json(driver)
        return PostgresqlConnection(opened, driver, self._prepared, self._give_back)

    async def _give_back(self, connection: PostgresqlConnection) -> None:
        self._give_the_place_back()
        if connection.is_over or connection.was_lent or len(self._free) >= KEPT:
            await asyncio.shield(connection.end())
        else:
            self._free.append((connection, _now()))


def _watch(driver: asyncpg.Connection) -> None:
    """Has the system notice that the server's machine is gone, on a connection over a network."""
    there = driver._transport.get_extra_info("socket")  # noqa: SLF001 # asyncpg doesn't give it
    if there.family == socket.AF_UNIX:
        return
    there.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    for option, value in (
        ("TCP_KEEPIDLE", GONE_SECONDS // 2),
        ("TCP_KEEPINTVL", GONE_SECONDS // 5),
        ("TCP_USER_TIMEOUT", 1000 * GONE_SECONDS),
    ):
        if hasattr(socket, option):  # not every system has each
            there.setsockopt(socket.IPPROTO_TCP, getattr(socket, option), value)


async def _read_json(driver: asyncpg.Connection) -> None:
    """As SQLAlchemy has set it up, without a function of Python's around each value."""
    await driver.set_type_codec(
        "json", schema="pg_catalog", format="binary", encoder=str.encode, decoder=orjson.loads
    )


def _now() -> float:
    return asyncio.get_running_loop().time()
