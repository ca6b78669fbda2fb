"""What goes out goes through a council's proxy, where its variables name one."""

import ssl
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import aiohttp
import orjson
import pytest
from yarl import URL

from bot.authentication import FixedToken
from bot.authentication.addresses import is_loopback_url
from bot.authentication.signing_keys import SigningKeys
from bot.connector import Connector, TryLater
from bot.local_teams.issuer import Issuer
from bot.proxy import proxy_for
from bot.wiring import open_session
from programme.errors import CorrectAndRepeat
from tests.bot.council_proxy import CouncilProxy, council_proxy
from tests.bot.entra import key, pem
from tests.bot.peer import Peer, peer
from tests.bot.recording import BODY, TOKEN, failure
from tests.bot.serving import APP_ID

TEAMS = URL("https://smba.trafficmanager.net/uk/")


@pytest.fixture
async def proxy(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[CouncilProxy]:
    async with council_proxy() as there:
        monkeypatch.setenv("HTTPS_PROXY", there.url)
        yield there


@pytest.fixture
def certified(tmp_path: Path) -> Path:
    file = tmp_path / "loopback.pem"
    file.write_bytes(pem(key()))
    return file


@pytest.fixture
async def teams(certified: Path) -> AsyncIterator[Peer]:
    tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    tls.load_cert_chain(certified)
    async with peer(tls) as there:
        yield there


@pytest.fixture
async def session(certified: Path) -> AsyncIterator[aiohttp.ClientSession]:
    trusting = aiohttp.TCPConnector(ssl=ssl.create_default_context(cafile=certified))
    async with aiohttp.ClientSession(connector=trusting) as opened:
        yield opened


@pytest.fixture
def connector(session: aiohttp.ClientSession) -> Connector:
    timeout = aiohttp.ClientTimeout(total=10)
    return Connector(session, FixedToken(TOKEN), is_loopback_url, timeout)


async def test_pushes_go_through_the_proxy_which_sees_nothing_of_them(
    proxy: CouncilProxy, teams: Peer, connector: Connector
) -> None:
    for _ in range(3):
        await connector.send(teams.url, "a", BODY)

    assert [number for number, _ in teams.requests] == [1, 1, 1]
    [asked] = proxy.asked
    assert asked.startswith(f"CONNECT {URL(teams.url).authority} HTTP/1.1\r\n")
    assert TOKEN not in asked
    assert "Proxy-Authorization" not in asked


async def test_a_proxy_is_told_who_asks(
    proxy: CouncilProxy, teams: Peer, connector: Connector, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", proxy.url.replace("//", "//sightline:pa55@"))

    await connector.send(teams.url, "a", BODY)

    assert "Proxy-Authorization: Basic c2lnaHRsaW5lOnBhNTU=" in proxy.asked[0]
    assert b"Proxy-Authorization" not in teams.requests[0][1]


async def test_what_no_proxy_names_is_reached_directly(
    proxy: CouncilProxy, teams: Peer, connector: Connector, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_PROXY", "elsewhere.example,127.0.0.1")

    await connector.send(teams.url, "a", BODY)

    assert len(teams.requests) == 1
    assert proxy.asked == []


async def test_what_is_on_this_machine_is_reached_directly(
    proxy: CouncilProxy, connector: Connector
) -> None:
    async with peer() as there:
        await connector.send(there.url, "a", BODY)

    assert len(there.requests) == 1
    assert proxy.asked == []


@pytest.mark.parametrize("status", [b"407 Proxy Authentication Required", b"502 Bad Gateway"])
async def test_what_a_proxy_does_not_let_through_is_tried_later(
    proxy: CouncilProxy, teams: Peer, connector: Connector, status: bytes
) -> None:
    proxy.refusal = b"HTTP/1.1 " + status + b"\r\nContent-Length: 0\r\n\r\n"

    assert isinstance(await failure(connector.send(teams.url, "a", BODY)), TryLater)
    assert teams.requests == []


async def test_without_the_proxy_it_is_tried_later(
    teams: Peer, connector: Connector, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:1")

    assert isinstance(await failure(connector.send(teams.url, "a", BODY)), TryLater)
    assert teams.requests == []


async def test_the_keys_of_inbound_calls_come_through_it(
    proxy: CouncilProxy, teams: Peer, session: aiohttp.ClientSession
) -> None:
    issuer = Issuer(APP_ID, teams.url)
    for document in ({**issuer.openid_metadata(), "jwks_uri": f"{teams.url}/keys"}, issuer.keys()):
        body = orjson.dumps(document)
        teams.then(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%b" % (len(body), body))

    await SigningKeys(f"{teams.url}/metadata", session, lambda: datetime.now(UTC)).ready()

    assert [head.split(" ")[0] for head in proxy.asked] == ["CONNECT"]
    assert len(teams.requests) == 2


def test_the_address_may_do_without_http(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "proxy.council.example:8080")

    assert proxy_for(TEAMS) == URL("http://proxy.council.example:8080")


def test_without_the_variable_the_way_is_direct() -> None:
    assert proxy_for(TEAMS) is None


@pytest.mark.parametrize(
    "named", ["https://who:pa55@proxy:8080", "socks5://proxy:1080", "http://", "http://a:port"]
)
async def test_a_proxy_that_is_not_understood_is_told_before_anything_is_sent(
    named: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", named)

    with pytest.raises(CorrectAndRepeat, match="HTTPS_PROXY is not understood") as refused:
        open_session()
    assert "pa55" not in str(refused.value)
