"""A Connector that takes everything, and as little of the processor as it can: `python -m
benchmarks.connector PORT SECONDS`, where an answer stays away for so many seconds.

Teams' own runs on machines of its own; what this one takes of ours is missing to those who push.
"""

import asyncio
import re
import sys
from typing import Final

BODY: Final = b'{"id":"1700000000000"}'
TAKEN: Final = (
    b"HTTP/1.1 201 Created\r\nContent-Type: application/json; charset=utf-8\r\n"
    b"Content-Length: %d\r\n\r\n%b" % (len(BODY), BODY)
)
_LENGTH: Final = re.compile(rb"\r\ncontent-length: *(\d+)\r\n", re.IGNORECASE)


def main() -> None:
    """Serves until it is stopped."""
    asyncio.run(_serve(int(sys.argv[1]), float(sys.argv[2])))


class _Taking(asyncio.Protocol):
    """Answers a connection's requests, each once all of it has come; they say how long they are."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._come = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._loop = asyncio.get_running_loop()

    def data_received(self, data: bytes) -> None:
        self._come += data
        while (end := self._come.find(b"\r\n\r\n")) >= 0:
            length = _LENGTH.search(self._come, 0, end + 2)
            whole = end + 4 + (int(length[1]) if length else 0)
            if len(self._come) < whole:
                return
            self._come = self._come[whole:]
            if self._seconds:
                self._loop.call_later(self._seconds, self._transport.write, TAKEN)
            else:
                self._transport.write(TAKEN)


async def _serve(port: int, seconds: float) -> None:
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: _Taking(seconds), "127.0.0.1", port, backlog=1024)
    await server.serve_forever()


if __name__ == "__main__":
    main()
