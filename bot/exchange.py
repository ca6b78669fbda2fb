"""One request and its answer over a connection of an aiohttp session, past the session itself.

Connections, their pool, resolver and TLS are aiohttp's, and so is the parser of answers. Left out
is what a push has no use for: redirects, cookies, traces, middlewares, a URL object and
four dictionaries of headers a request. That is most of what a request through the session costs.
"""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from math import inf
from typing import Final

import aiohttp
from aiohttp.connector import Connection
from aiohttp.http import SERVER_SOFTWARE, HttpProcessingError
from yarl import URL

from bot.deadlines import Deadlines
from bot.proxy import proxy_for

REPEATABLE: Final = frozenset({"DELETE", "GET", "PUT"})
"""Done twice, these are as good as done once."""


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a service URL leads: what opens connections to it, and what each request says of it."""

    opener: aiohttp.ClientRequest
    path: str
    headers: str


class Answer:
    """What came back; its body may be on its way. Whoever asked ends it."""

    __slots__ = ("_connection", "_content", "_deadline", "headers", "status")

    def __init__(
        self,
        status: int,
        headers: Mapping[str, str],
        connection: Connection,
        content: aiohttp.StreamReader,
        deadline: float,
    ) -> None:
        self.status = status
        self.headers = headers
        self._connection = connection
        self._content = content
        self._deadline = deadline

    async def read(self, limit: int) -> bytes:
        """The body, or its first `limit` bytes.

        Raises aiohttp.ClientError where it breaks off, TimeoutError where it takes too long.
        """
        if self._content.is_eof():
            return self._content.read_nowait(limit)
        try:
            async with asyncio.timeout_at(self._deadline):
                return await self._content.readexactly(limit)
        except asyncio.IncompleteReadError as whole:
            return whole.partial

    def end(self) -> None:
        """Nothing more is read. The connection is kept for another if all of both has passed."""
        transport = self._connection.transport
        if transport is not None and transport.get_write_buffer_size():
            transport.abort()
            self._connection.close()
        else:
            self._connection.release()


class Exchanges:
    """Requests over a session's connections."""

    def __init__(self, session: aiohttp.ClientSession, timeout: aiohttp.ClientTimeout) -> None:
        """`timeout` bounds each: in all, and for a connection's being made."""
        self._session = session
        # `connect` bounds all that comes before a connection: a name's being found as well.
        self._connecting = aiohttp.ClientTimeout(
            connect=timeout.total, sock_connect=timeout.sock_connect
        )
        self._total = inf if timeout.total is None else timeout.total
        self._deadlines = Deadlines()
        self._place = lru_cache(maxsize=256)(self._found)

    async def ask(
        self,
        method: str,
        base: str,
        path: str,
        headers: Mapping[str, str],
        body: bytes | None = None,
    ) -> Answer:
        """Send a request, with `body` as JSON, to `path` below the URL `base`; the answer's head.

        What the server's closing of a connection cuts off is sent once more, as aiohttp does, but
        for a POST, which may have been taken: that is for the caller to judge.

        Raises aiohttp.ClientError and OSError, TimeoutError among them; ValueError for a header
        of more than one line, or of other than ASCII.
        """
        place = self._place(base)
        request = _request(method, place, path, headers, body)
        deadline = asyncio.get_running_loop().time() + self._total
        try:
            return await self._sent(place, request, deadline)
        except (aiohttp.ClientOSError, aiohttp.ServerDisconnectedError):
            if method not in REPEATABLE:
                raise
        async with asyncio.timeout_at(deadline):
            return await self._sent(place, request, deadline)

    async def _sent(self, place: _Place, request: bytes, deadline: float) -> Answer:
        connection = await self._connection(place)
        protocol, transport = connection.protocol, connection.transport
        loop = asyncio.get_running_loop()
        try:
            # What came while nobody asked would be taken for the answer to this.
            if protocol is None or transport is None or protocol.should_close:
                raise aiohttp.ServerDisconnectedError  # noqa: TRY301 - let go of in one place
            if loop.time() >= deadline:  # given up at once, it would have been sent for nothing
                raise aiohttp.SocketTimeoutError  # noqa: TRY301 - as above
            protocol.set_response_params(read_until_eof=True)
            transport.write(request)
            # Not asyncio.timeout, which cancels the task and costs ten times as much.
            self._deadlines.begin(protocol, deadline)
            try:
                message, content = await protocol.read()
                while message.code < 200:
                    message, content = await protocol.read()
            finally:
                self._deadlines.end(protocol)
        except BaseException as error:
            if transport is not None:
                transport.abort()  # what waits to be written isn't to arrive any more
            connection.close()
            if isinstance(error, HttpProcessingError):
                raise aiohttp.ClientPayloadError("an answer that isn't HTTP") from None
            raise
        return Answer(message.code, message.headers, connection, content, deadline)

    async def _connection(self, place: _Place) -> Connection:
        connector = self._session.connector
        if connector is None:
            raise aiohttp.ClientConnectionError("The session is closed.")
        return await connector.connect(place.opener, [], self._connecting)

    def _found(self, base: str) -> _Place:
        url = URL(base)
        loop = asyncio.get_running_loop()
        opener = aiohttp.ClientRequest(
            "GET", url, loop=loop, session=self._session, proxy=proxy_for(url)
        )
        said = f"Host: {url.host_port_subcomponent}\r\nUser-Agent: {SERVER_SOFTWARE}\r\n"
        # Not compressed: what can't be unpacked would be an answer lost.
        said = f"{said}Accept: */*\r\nAccept-Encoding: identity\r\n"
        return _Place(opener, url.raw_path.rstrip("/"), said)


def _request(
    method: str, place: _Place, path: str, headers: Mapping[str, str], body: bytes | None
) -> bytes:
    said = place.headers
    for name, value in headers.items():
        if "\n" in value or "\r" in value:
            raise ValueError(f"The header {name} is more than one line.")
        said = f"{said}{name}: {value}\r\n"
    if body is None:
        return f"{method} {place.path}/{path} HTTP/1.1\r\n{said}\r\n".encode("ascii")
    said = f"{said}Content-Type: application/json\r\nContent-Length: {len(body)}\r\n"
    return f"{method} {place.path}/{path} HTTP/1.1\r\n{said}\r\n".encode("ascii") + body
