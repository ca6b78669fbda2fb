"""A council's proxy: whoever asks it with CONNECT is put through, on this machine."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field


@dataclass
class CouncilProxy:
    """`asked` has the heads of what came in. With a `refusal`, nobody is put through."""

    url: str = ""
    asked: list[str] = field(default_factory=list)
    refusal: bytes = b""

    async def handle(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
        self.asked.append(head)
        if self.refusal:
            writer.write(self.refusal)
            writer.close()
            return
        method, target, _ = head.split(" ", 2)
        assert method == "CONNECT"
        host, _, port = target.rpartition(":")
        if host != "127.0.0.1":  # no test speaks to anybody else
            writer.write(b"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n")
            writer.close()
            return
        there_reader, there_writer = await asyncio.open_connection(host, int(port))
        writer.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
        await asyncio.gather(_relay(reader, there_writer), _relay(there_reader, writer))


async def _relay(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with suppress(ConnectionError):
        while came := await reader.read(65_536):
            writer.write(came)
    writer.close()


@asynccontextmanager
async def council_proxy() -> AsyncIterator[CouncilProxy]:
    """One on loopback."""
    there = CouncilProxy()
    server = await asyncio.start_server(there.handle, "127.0.0.1", 0)
    async with server:
        there.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        yield there
