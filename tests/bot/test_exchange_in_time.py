"""Requests that take too long, and answers that are too long or too late."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress

import aiohttp
import pytest
from aiohttp.connector import Connection
from aiohttp.tracing import Trace

from bot.authentication import FixedToken
from bot.authentication.addresses import is_loopback_url
from bot.connector import ANSWER_LIMIT, Connector, Refused, TryLater
from tests.bot.peer import TAKEN, Peer, Says, arrived, peer
from tests.bot.recording import BODY, TOKEN, connecting, failure


@pytest.fixture
async def there() -> AsyncIterator[Peer]:
    async with peer() as opened:
        yield opened


@pytest.fixture
async def connector() -> AsyncIterator[Connector]:
    async with connecting() as opened:
        yield opened


async def test_no_more_of_an_answer_is_read_than_anybody_needs(
    there: Peer, connector: Connector
) -> None:
    long = b'{"id":"1"' + b" " * ANSWER_LIMIT + b"}"
    there.then(b"HTTP/1.1 201 Created\r\nContent-Length: %d\r\n\r\n" % len(long) + long)
    assert await connector.send(there.url, "a", BODY) is None

    code = b'{"error":{"code":"BadSyntax"}}'
    there.then(b"HTTP/1.1 400 Bad\r\nContent-Length: 9999999\r\n\r\n" + code + b" " * ANSWER_LIMIT)
    error = await failure(connector.send(there.url, "a", BODY))
    assert isinstance(error, Refused)
    assert error.code == "BadSyntax"

    await connector.send(there.url, "a", BODY)
    assert there.requests[-1][0] > there.requests[-2][0]


async def test_what_takes_too_long_after_it_was_taken_is_a_message_sent(there: Peer) -> None:
    begun = TAKEN.removesuffix(b"}")
    there.then(Says((begun, b"}"), waits=asyncio.Event()))
    async with connecting(total=0.05) as connector:
        assert await connector.send(there.url, "a", BODY) is None

        there.then(Says((begun.replace(b"201", b"400"), b"}"), waits=asyncio.Event()))
        assert isinstance(await failure(connector.send(there.url, "a", BODY)), TryLater)


async def test_an_answer_that_comes_too_late_is_nobody_elses(there: Peer) -> None:
    late = asyncio.Event()
    there.then(Says((b"", TAKEN.replace(b"1}", b"2}")), waits=late))
    async with connecting(total=0.05) as connector:
        assert isinstance(await failure(connector.send(there.url, "a", BODY)), TryLater)
        late.set()
        await connector.send(there.url, "a", BODY)

    assert [number for number, _ in there.requests] == [1, 2]


async def test_what_was_given_up_before_it_had_left_does_not_leave_any_more() -> None:
    came = bytearray()
    read_on, over = asyncio.Event(), asyncio.Event()

    async def busy(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        came.extend(await reader.readexactly(4))
        await read_on.wait()
        with suppress(ConnectionError):
            came.extend(await reader.read(-1))
        writer.close()
        over.set()

    server = await asyncio.start_server(busy, "127.0.0.1", 0)
    url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    body = b" " * 50_000_000
    async with server, connecting(total=0.2) as connector:
        assert isinstance(await failure(connector.send(url, "a", body)), TryLater)
        read_on.set()
        await over.wait()

    assert 4 <= len(came) < len(body)


async def test_a_connection_that_still_has_something_to_write_serves_no_other_request() -> None:
    connections = 0

    async def refusing(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal connections
        connections += 1
        await reader.readexactly(4)
        writer.write(b"HTTP/1.1 413 Too Large\r\nContent-Length: 0\r\n\r\n")
        with suppress(ConnectionError):
            await reader.read(-1)
        writer.close()

    server = await asyncio.start_server(refusing, "127.0.0.1", 0)
    url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    async with server:
        async with connecting() as connector:
            for body in (b" " * 50_000_000, BODY):
                assert isinstance(await failure(connector.send(url, "a", body)), Refused)
        await arrived()

    assert connections == 2


class Slow(aiohttp.TCPConnector):
    """Gives a connection only after a wait; the first one at once, if `but_the_first`."""

    def __init__(self, seconds: float, *, but_the_first: bool = False) -> None:
        super().__init__()
        self._seconds = seconds
        self._at_once = but_the_first

    async def connect(
        self,
        req: aiohttp.ClientRequest,
        traces: list[Trace],
        timeout: aiohttp.ClientTimeout,  # noqa: ASYNC109 - as aiohttp has it
    ) -> Connection:
        connection = await super().connect(req, traces, timeout)
        if not self._at_once:
            try:
                await asyncio.sleep(self._seconds)
            except BaseException:
                connection.close()
                raise
        self._at_once = False
        return connection


async def test_what_is_too_late_once_there_is_a_connection_is_not_sent(there: Peer) -> None:
    async with aiohttp.ClientSession(connector=Slow(0.02)) as session:
        timeout = aiohttp.ClientTimeout(total=0.01)
        connector = Connector(session, FixedToken(TOKEN), is_loopback_url, timeout)
        assert isinstance(await failure(connector.send(there.url, "a", BODY)), TryLater)
        await arrived()

    assert there.requests == []


async def test_an_edit_has_no_more_time_for_its_second_try(there: Peer) -> None:
    there.then(Says((), closes=True))
    async with aiohttp.ClientSession(connector=Slow(3600, but_the_first=True)) as session:
        timeout = aiohttp.ClientTimeout(total=0.1)
        connector = Connector(session, FixedToken(TOKEN), is_loopback_url, timeout)
        assert isinstance(await failure(connector.edit(there.url, "a", "1", BODY)), TryLater)

    assert len(there.requests) == 1
