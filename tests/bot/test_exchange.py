"""Requests over aiohttp's connections, against a server that says what the test tells it to."""

import asyncio
import socket
import ssl
from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest

from bot.authentication import FixedToken
from bot.authentication.addresses import is_loopback_url
from bot.connector import Connector, TryLater
from bot.exchange import Exchanges
from tests.bot.entra import key, pem
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


async def test_a_request_says_what_the_connector_needs_and_nothing_else(
    there: Peer, connector: Connector
) -> None:
    await connector.send(f"{there.url}/uk/", "a", BODY)

    head, _, body = there.requests[0][1].partition(b"\r\n\r\n")
    first, *lines = head.decode().split("\r\n")
    said = dict(line.split(": ", 1) for line in lines)
    assert first == "POST /uk/v3/conversations/a/activities HTTP/1.1"
    assert said.pop("User-Agent").startswith("Python/")
    assert said == {
        "Host": there.url.removeprefix("http://"),
        "Accept": "*/*",
        "Accept-Encoding": "identity",
        "Authorization": f"Bearer {TOKEN}",
        "Content-Type": "application/json",
        "Content-Length": str(len(BODY)),
    }
    assert body == BODY


async def test_one_connection_serves_one_request_after_the_other(
    there: Peer, connector: Connector
) -> None:
    for _ in range(3):
        await connector.send(there.url, "a", BODY)

    assert [number for number, _ in there.requests] == [1, 1, 1]


async def test_requests_at_once_have_a_connection_each(there: Peer, connector: Connector) -> None:
    go_on = asyncio.Event()
    there.then(*(Says((b"", TAKEN), waits=go_on) for _ in range(3)))

    sending = [asyncio.ensure_future(connector.send(there.url, "a", BODY)) for _ in range(3)]
    await arrived()
    go_on.set()
    await asyncio.gather(*sending)

    assert sorted(number for number, _ in there.requests) == [1, 2, 3]


@pytest.mark.parametrize("half", [b"", b"HTTP/1.1 201 Crea"])
async def test_a_message_that_a_closed_connection_cut_off_is_not_sent_again_here(
    there: Peer, connector: Connector, half: bytes
) -> None:
    await connector.send(there.url, "a", BODY)
    there.then(Says((half,), closes=True))

    assert isinstance(await failure(connector.send(there.url, "a", BODY)), TryLater)
    assert len(there.requests) == 2


async def test_an_edit_that_a_closed_connection_cut_off_is_sent_once_more(
    there: Peer, connector: Connector
) -> None:
    there.then(Says((), closes=True))
    await connector.edit(there.url, "a", "1", BODY)
    assert [number for number, _ in there.requests] == [1, 2]

    there.then(Says((), closes=True), Says((), closes=True))
    assert isinstance(await failure(connector.edit(there.url, "a", "1", BODY)), TryLater)
    assert len(there.requests) == 4


async def test_a_connection_that_was_closed_while_it_was_idle_costs_nobody_anything(
    there: Peer, connector: Connector
) -> None:
    there.then(Says(closes=True))
    await connector.send(there.url, "a", BODY)
    await arrived()

    await connector.send(there.url, "a", BODY)

    assert [number for number, _ in there.requests] == [1, 2]


async def test_a_server_that_says_it_will_close_is_not_asked_again_on_that_connection(
    there: Peer, connector: Connector
) -> None:
    there.then(TAKEN.replace(b"Content-", b"Connection: close\r\nContent-", 1))
    await connector.send(there.url, "a", BODY)

    await connector.send(there.url, "a", BODY)

    assert [number for number, _ in there.requests] == [1, 2]


async def test_what_nobody_asked_for_is_never_taken_for_an_answer(
    there: Peer, connector: Connector
) -> None:
    await connector.send(there.url, "a", BODY)
    there.writers[0].write(TAKEN)
    await arrived()

    assert isinstance(await failure(connector.send(there.url, "a", BODY)), TryLater)
    assert len(there.requests) == 1
    await connector.send(there.url, "a", BODY)
    assert [number for number, _ in there.requests] == [1, 2]


@pytest.mark.parametrize(
    "pieces",
    [
        (b"HTTP/1.1 100 Continue\r\n\r\n", b"HTTP/1.1 103 Early Hints\r\n\r\n" + TAKEN),
        tuple(bytes([each]) for each in TAKEN.replace(b"8", b"10").replace(b":1", b':"1"')),
        (
            b"HTTP/1.1 201 Created\r\nTransfer-Encoding: chunked\r\n\r\n",
            b'4\r\n{"id\r\n',
            b'6\r\n":"1"}\r\n0\r\n\r\n',
        ),
    ],
    ids=["after others", "byte by byte", "in chunks"],
)
async def test_an_answer_may_come_in_any_way_that_http_allows(
    there: Peer, connector: Connector, pieces: tuple[bytes, ...]
) -> None:
    there.then(Says(pieces))

    said = await connector.send(there.url, "a", BODY)

    assert said == (None if b":1}" in b"".join(pieces) else "1")
    await connector.send(there.url, "a", BODY)
    assert there.connections == 1


async def test_an_answer_that_lasts_until_the_connection_ends_is_read(
    there: Peer, connector: Connector
) -> None:
    there.then(Says((b"HTTP/1.1 201 Created\r\n\r\n", b'{"id":"1"}'), closes=True))

    assert await connector.send(there.url, "a", BODY) == "1"


@pytest.mark.parametrize(
    "said",
    [
        b"what?\r\n\r\n",
        b"HTTP/1.1 201 Created\r\nX: " + b"y" * 70_000 + b"\r\n\r\n",
        b"HTTP/1.1 201 Created\r\n" + b"X: y\r\n" * 200 + b"\r\n",
        b"HTTP/1.1 201 Created\r\nContent-Length: 8\r\nTransfer-Encoding: chunked\r\n\r\n",
        b"HTTP/1.1 201 Created\r\nContent-Length: 8\r\nContent-Length: 9\r\n\r\n",
    ],
    ids=["no HTTP", "a long header", "many headers", "two lengths", "another two"],
)
async def test_an_answer_that_is_not_http_may_come_right_later(
    there: Peer, connector: Connector, said: bytes
) -> None:
    there.then(said)

    error = await failure(connector.send(there.url, "a", BODY))

    assert isinstance(error, TryLater)
    assert error.status is None
    await connector.send(there.url, "a", BODY)
    assert [number for number, _ in there.requests] == [1, 2]


async def test_a_header_of_two_lines_is_never_sent(there: Peer) -> None:
    async with aiohttp.ClientSession() as session:
        exchanges = Exchanges(session, aiohttp.ClientTimeout(total=10))
        for value in ("a\r\nX-Other: b", "a\nb", "a\rb"):
            with pytest.raises(ValueError, match="more than one line"):
                await exchanges.ask("POST", there.url, "v3", {"X-One": value}, BODY)

    assert there.requests == []


async def test_a_service_url_cannot_bring_lines_of_its_own(
    there: Peer, connector: Connector
) -> None:
    await connector.send(f"{there.url}/uk/ HTTP/1.1\r\nX-Other: b\r\n\r\n/é", "a", BODY)

    head = there.requests[0][1].split(b"\r\n")
    assert head[0].startswith(b"POST /uk/%20HTTP/1.1")
    assert head[0].endswith(b"/v3/conversations/a/activities HTTP/1.1")
    assert not any(line.startswith(b"X-Other") for line in head)


async def test_a_session_that_is_closed_sends_nothing(there: Peer) -> None:
    session = aiohttp.ClientSession()
    connector = Connector(session, FixedToken(TOKEN), is_loopback_url)
    await session.close()

    assert isinstance(await failure(connector.send(there.url, "a", BODY)), TryLater)
    assert there.requests == []


async def test_nothing_is_said_to_whoever_has_no_certificate_of_theirs(tmp_path: Path) -> None:
    certified = tmp_path / "loopback.pem"
    certified.write_bytes(pem(key()))
    tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    tls.load_cert_chain(certified)
    trusting = aiohttp.TCPConnector(ssl=ssl.create_default_context(cafile=certified))
    async with (
        peer(tls) as there,
        connecting() as connector,
        aiohttp.ClientSession(connector=trusting) as session,
    ):
        assert isinstance(await failure(connector.send(there.url, "a", BODY)), TryLater)
        trusted = Connector(session, FixedToken(TOKEN), is_loopback_url)
        elsewhere = there.url.replace("127.0.0.1", "localhost")
        assert isinstance(await failure(trusted.send(elsewhere, "a", BODY)), TryLater)
        assert there.requests == []

        for _ in range(3):
            await trusted.send(there.url, "a", BODY)
        assert len({number for number, _ in there.requests}) == 1


async def test_a_server_that_never_greets_is_given_up() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"https://127.0.0.1:{silent.getsockname()[1]}"
        timeout = aiohttp.ClientTimeout(total=30, sock_connect=0.05)
        async with aiohttp.ClientSession() as session:
            connector = Connector(session, FixedToken(TOKEN), is_loopback_url, timeout)
            assert isinstance(await failure(connector.send(url, "a", BODY)), TryLater)
