"""No line of a log names what was asked for, not even where it couldn't be read; and nothing is
unpacked."""

import asyncio
import gzip
import logging
import os
import signal
import sys
from asyncio.subprocess import PIPE
from pathlib import Path

import pytest
from aiohttp import web

from bot.server import serving
from bot.settings import Settings
from tests.bot.chats import Chats, free_port

pytestmark = pytest.mark.asyncio(loop_scope="module")

REFERENCE = "CF-2091"
ROOT = Path(__file__).parents[2]
BROKEN = (
    f"GET /case/{REFERENCE} HTTP/one\r\n\r\n",
    f"GET /case/{REFERENCE} FTP/1.1\r\n\r\n",
    f"GET /case/{REFERENCE} HTTP/1.1\r\n{REFERENCE} is no header\r\n\r\n",
    f"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n/case/{REFERENCE}\r\n\r\n",
)
REQUEST = "GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
SAID = "A request could not be answered: Bad"


async def answer_to(port: int, sent: str | bytes) -> str:
    """What comes back for the bytes as they are, until the server hangs up."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(sent if isinstance(sent, bytes) else sent.encode())
    await writer.drain()
    async with asyncio.timeout(20):
        answered = await reader.read()
    writer.close()
    await writer.wait_closed()
    return answered.decode()


@pytest.mark.parametrize("sent", BROKEN)
async def test_a_request_that_can_t_be_read_is_answered_and_not_quoted_by_the_demo(
    office: Chats, caplog: pytest.LogCaptureFixture, sent: str
) -> None:
    caplog.set_level(logging.DEBUG)
    port = int(office.demo.url.rpartition(":")[2])
    assert " 400 Bad Request" in await answer_to(port, sent)
    assert SAID in caplog.text
    assert REFERENCE not in caplog.text


async def test_nor_are_the_words_of_what_failed(caplog: pytest.LogCaptureFixture) -> None:
    async def fails(_: web.Request) -> web.Response:
        raise ValueError(f"{REFERENCE} has no team")

    app = web.Application()
    app.router.add_get("/", fails)
    port = free_port()
    async with serving(app, Settings(_env_file=None, port=port)):  # type: ignore[call-arg]  # pydantic-settings' own argument
        assert " 500 " in await answer_to(port, REQUEST)
    assert "A request could not be answered: ValueError at test_server.py" in caplog.text
    assert REFERENCE not in caplog.text


@pytest.mark.parametrize("packing", ["gzip", "deflate", "br", "zstd", "no packing"])
async def test_what_is_packed_is_not_unpacked_for_anybody(packing: str) -> None:
    """A megabyte unpacks to a thousand, and nobody has said who they are before it does."""
    taken: list[bytes] = []

    async def takes(request: web.Request) -> web.Response:
        taken.append(await request.read())
        return web.Response()

    app = web.Application()
    app.router.add_post("/", takes)
    port, packed = free_port(), gzip.compress(b"x" * 10_000).decode("latin-1")
    head = f"POST / HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Encoding: {packing}\r\n"
    async with serving(app, Settings(_env_file=None, port=port)):  # type: ignore[call-arg]  # pydantic-settings' own argument
        sent = f"{head}Content-Length: {len(packed)}\r\n\r\n{packed}"
        assert " 200 " in await answer_to(port, sent.encode("latin-1"))
    assert taken == [packed.encode("latin-1")]


@pytest.mark.parametrize("first", ["", "GET / HTTP/1.1\r\nHost: x\r\n\r\n"])
async def test_a_connection_whose_headers_come_too_slowly_is_closed(first: str) -> None:
    """At once or after a request; a letter more now and then doesn't keep it open."""
    app, port = web.Application(), free_port()
    async with serving(app, Settings(_env_file=None, port=port), requests_come_in=0.5):  # type: ignore[call-arg]  # pydantic-settings' own argument
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(f"{first}GET / HTTP/1.1\r\nHost: x\r\n".encode())
        trickle = asyncio.create_task(_trickle(writer))
        async with asyncio.timeout(10):
            answered = await reader.read()
        trickle.cancel()
        writer.close()
    assert answered.count(b" 404 ") == bool(first)


async def _trickle(writer: asyncio.StreamWriter) -> None:
    writer.write(b"X: ")
    while True:
        writer.write(b"x")
        await asyncio.sleep(0.05)


async def test_nor_is_it_quoted_by_the_service(tmp_path: Path) -> None:
    port = free_port()
    settings = {
        "APP_ID": "an-app",
        "APP_PASSWORD": "a-password",
        "APP_TYPE": "MultiTenant",
        "PORT": str(port),
        "DATABASE_URL": f"sqlite+aiosqlite:///{tmp_path}/sightline.db",
    }
    stated = {f"SIGHTLINE_{name}": value for name, value in settings.items()}
    service = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", "bot", "run"),
        cwd=tmp_path,
        env={**os.environ, **stated, "PYTHONPATH": str(ROOT)},
        stdout=PIPE,
        stderr=PIPE,
    )
    try:
        assert service.stdout is not None
        async with asyncio.timeout(60):
            assert b"Sightline listens" in await service.stdout.readline()
        for sent in BROKEN:
            assert " 400 Bad Request" in await answer_to(port, sent)
    finally:
        service.send_signal(signal.SIGTERM)
        _, logged = await service.communicate()
    assert service.returncode == 0
    assert SAID in logged.decode()
    assert REFERENCE not in logged.decode()
