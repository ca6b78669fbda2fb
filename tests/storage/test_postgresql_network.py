"""Connections to a PostgreSQL on another machine."""

import asyncio
import re
import socket
from collections.abc import AsyncIterator

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from storage.engine import Engine, create_engine
from storage.postgresql_connection import PostgresqlConnection
from storage.postgresql_pool import GONE_SECONDS
from tests.postgres import PostgresForTests


async def _relay(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    while sent := await reader.read(65_536):
        writer.write(sent)
    writer.close()


@pytest.fixture
def ours() -> list[asyncio.StreamWriter]:
    """What leads to each connection of ours, on the way from the server."""
    return []


@pytest.fixture
async def url(postgres: PostgresForTests, ours: list[asyncio.StreamWriter]) -> AsyncIterator[str]:
    """Of a database that is reached over TCP."""
    async with postgres.a_database() as local:
        folder, relaying = re.sub(r".*[?&]host=", "", local), asyncio.TaskGroup()

        async def relay(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            ours.append(writer)
            there = await asyncio.open_unix_connection(f"{folder}/.s.PGSQL.5432")
            relaying.create_task(_relay(reader, there[1]))
            relaying.create_task(_relay(there[0], writer))

        async with relaying, await asyncio.start_server(relay, "127.0.0.1", 0) as server:
            port = server.sockets[0].getsockname()[1]
            name = re.sub(r".*/(\w+)\?.*", r"\1", local)
            yield f"postgresql://postgres@127.0.0.1:{port}/{name}"


@pytest.fixture
async def engine(url: str) -> AsyncIterator[Engine]:
    engine = create_engine(url)
    yield engine
    await engine.dispose()


async def test_a_machine_that_gives_no_sign_of_life_is_not_waited_for_for_long(
    engine: Engine,
) -> None:
    async with engine.connect() as connection:
        assert await connection.scalar(text("SELECT 1")) == 1
        assert isinstance(connection, PostgresqlConnection)
        there: socket.socket = connection._driver._transport.get_extra_info("socket")
        assert there.family == socket.AF_INET
        assert there.getsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE) == 1
        idle = there.getsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPIDLE)
        given_up = there.getsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT) / 1000
        assert (idle, given_up) == (GONE_SECONDS / 2, GONE_SECONDS)


async def test_a_server_that_has_said_its_last_word_is_left_though_the_line_is_open_yet(
    engine: Engine, ours: list[asyncio.StreamWriter]
) -> None:
    said = b"SFATAL\0VFATAL\0C57P01\0Mterminating connection\0\0"
    async with engine.connect() as connection:
        assert await connection.scalar(text("SELECT 1")) == 1
        ours[-1].write(b"E" + (len(said) + 4).to_bytes(4) + said)
        await asyncio.sleep(0.01)
        with pytest.raises(DBAPIError):
            await connection.scalar(text("SELECT 1"))

    async with engine.connect() as another:
        assert await another.scalar(text("SELECT 1")) == 1
    assert engine.in_use == 0
