import asyncio
import socket
from collections.abc import AsyncIterator

import aiohttp
import pytest
from aiohttp import web
from aiohttp.abc import AbstractResolver, ResolveResult
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm

from bot.authentication import AuthenticationUnavailable, Authenticator
from tests.bot.serving import APP_ID, Clock, Microsoft, microsoft, serving


class EverywhereIsHere(AbstractResolver):
    """Resolves every name to this machine, so that a fetch that should not be would succeed."""

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        return [
            ResolveResult(
                hostname=host, host="127.0.0.1", port=port, family=family, proto=0, flags=0
            )
        ]

    async def close(self) -> None: ...


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def teams(clock: Clock) -> AsyncIterator[Microsoft]:
    async with microsoft(clock) as there:
        yield there


@pytest.fixture
async def session() -> AsyncIterator[aiohttp.ClientSession]:
    connector = aiohttp.TCPConnector(resolver=EverywhereIsHere())
    async with aiohttp.ClientSession(connector=connector) as opened:
        yield opened


# The SDK fetches the keys with a blocking requests.get that has no time-out.
async def test_the_event_loop_runs_on_while_the_keys_are_fetched(
    session: aiohttp.ClientSession, clock: Clock
) -> None:
    asked, go_on = asyncio.Event(), asyncio.Event()

    async def held(_: web.Request) -> web.Response:
        asked.set()
        await go_on.wait()
        return web.json_response({})

    app = web.Application()
    app.router.add_get("/keys", held)
    async with serving(app) as url, microsoft(clock) as elsewhere:
        slow = Authenticator(APP_ID, f"{url}/keys", session, clock)
        waiting = asyncio.create_task(slow.verify(elsewhere.header()))
        await asked.wait()
        assert not waiting.done()
        go_on.set()
        with pytest.raises(AuthenticationUnavailable):
            await waiting


async def metadata_says(
    document: object, keys: object, session: aiohttp.ClientSession, teams: Microsoft
) -> None:
    """Authenticate a good token against these documents; "HERE" stands for the server's address."""

    async def metadata(request: web.Request) -> web.Response:
        if isinstance(document, str):
            raise web.HTTPFound(document)
        assert isinstance(document, dict)
        named = {
            name: value.replace("HERE", request.host) if isinstance(value, str) else value
            for name, value in document.items()
        }
        return web.json_response(named)

    async def key_set(_: web.Request) -> web.Response:
        return web.json_response(keys)

    app = web.Application()
    app.router.add_get("/metadata", metadata)
    app.router.add_get("/keys", key_set)
    async with serving(app) as url:
        authenticator = Authenticator(APP_ID, f"{url}/metadata", session, Clock())
        await authenticator.verify(teams.header())


async def test_the_documents_are_read_as_microsoft_publishes_them(
    session: aiohttp.ClientSession, teams: Microsoft
) -> None:
    await metadata_says({"jwks_uri": "http://HERE/keys"}, teams.issuer.keys(), session, teams)


@pytest.mark.parametrize("host", ["keys.example.com", "127.0.0.1.example.com"])
async def test_metadata_that_points_away_from_tls_is_not_followed(
    session: aiohttp.ClientSession, teams: Microsoft, host: str
) -> None:
    port = teams.issuer.metadata_url.split(":")[2].partition("/")[0]
    away = f"http://{host}:{port}/local/openid/keys"
    with pytest.raises(AuthenticationUnavailable):
        await metadata_says({"jwks_uri": away}, None, session, teams)

    assert teams.key_fetches == 0


async def test_metadata_that_has_moved_is_not_followed(
    session: aiohttp.ClientSession, teams: Microsoft
) -> None:
    with pytest.raises(AuthenticationUnavailable):
        await metadata_says(teams.issuer.metadata_url, None, session, teams)

    assert teams.key_fetches == 0


@pytest.mark.parametrize("keys_url", [None, 7, "", "ftp://HERE/keys", "http://["])
async def test_metadata_without_a_usable_address_is_no_metadata(
    session: aiohttp.ClientSession, teams: Microsoft, keys_url: object
) -> None:
    with pytest.raises(AuthenticationUnavailable):
        await metadata_says({"jwks_uri": keys_url}, teams.issuer.keys(), session, teams)


def weak_key() -> dict[str, object]:
    key = rsa.generate_private_key(public_exponent=65537, key_size=1024).public_key()
    return {**RSAAlgorithm.to_jwk(key, as_dict=True), "kid": "weak", "endorsements": ["msteams"]}


@pytest.mark.parametrize(
    "keys",
    [
        [],
        None,
        "keys",
        [None],
        [{"kty": "EC", "kid": "1"}],
        [{"kty": "RSA", "kid": "1", "n": "!", "e": "AQAB"}],
        [{"kty": "RSA", "kid": "1"}],
        [weak_key()],
        [{**weak_key(), "kid": None}],
    ],
    ids=lambda keys: str(keys)[:25],
)
async def test_a_set_without_a_usable_key_is_no_set(
    session: aiohttp.ClientSession, teams: Microsoft, keys: object
) -> None:
    with pytest.raises(AuthenticationUnavailable):
        await metadata_says({"jwks_uri": "http://HERE/keys"}, {"keys": keys}, session, teams)


async def test_a_key_for_something_else_among_them_does_no_harm(
    session: aiohttp.ClientSession, teams: Microsoft
) -> None:
    published = teams.issuer.keys()["keys"]
    assert isinstance(published, list)
    keys = {"keys": [{"kty": "EC", "kid": "1"}, weak_key(), *published]}

    await metadata_says({"jwks_uri": "http://HERE/keys"}, keys, session, teams)
