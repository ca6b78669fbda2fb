"""A server that reads whole requests and answers with the very bytes that it is told to."""

import asyncio
import ssl
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

TAKEN = b'HTTP/1.1 201 Created\r\nContent-Length: 8\r\n\r\n{"id":1}'


@dataclass(frozen=True, slots=True)
class Says:
    """`pieces` go out one after the other; then the connection is closed, if `closes`.

    `waits` for the test before the last of them.
    """

    pieces: tuple[bytes, ...] = (TAKEN,)
    closes: bool = False
    waits: asyncio.Event | None = None


class Peer:
    """What came in stands in `requests`, each with the number of its connection."""

    def __init__(self) -> None:
        self.url = ""
        self.answers: deque[Says] = deque()
        self.requests: list[tuple[int, bytes]] = []
        self.writers: list[asyncio.StreamWriter] = []

    def then(self, *answers: Says | bytes) -> None:
        """What is said next; everything else is taken."""
        self.answers.extend(Says((each,)) if isinstance(each, bytes) else each for each in answers)

    @property
    def connections(self) -> int:
        return len(self.writers)

    async def handle(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.writers.append(writer)
        number = self.connections
        try:
            while True:
                self.requests.append((number, await _request(reader)))
                says = self.answers.popleft() if self.answers else Says()
                for place, piece in enumerate(says.pieces, 1):
                    if says.waits is not None and place == len(says.pieces):
                        await says.waits.wait()
                    writer.write(piece)
                    await asyncio.sleep(0)
                if says.closes:
                    return
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()


async def _request(reader: asyncio.StreamReader) -> bytes:
    head = await reader.readuntil(b"\r\n\r\n")
    for line in head.split(b"\r\n"):
        if line.lower().startswith(b"content-length:"):
            return head + await reader.readexactly(int(line.partition(b":")[2]))
    return head


@asynccontextmanager
async def peer(tls: ssl.SSLContext | None = None) -> AsyncIterator[Peer]:
    """One on loopback, over TLS if there is a context for it."""
    there = Peer()
    server = await asyncio.start_server(there.handle, "127.0.0.1", 0, ssl=tls)
    port = server.sockets[0].getsockname()[1]
    there.url = f"{'http' if tls is None else 'https'}://127.0.0.1:{port}"
    try:
        yield there
    finally:
        server.close()
        for writer in there.writers:
            writer.close()
        await server.wait_closed()


async def arrived() -> None:
    """What was written on loopback has been read, and what follows of it done."""
    for _ in range(20):
        await asyncio.sleep(0)
