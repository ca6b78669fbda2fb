import base64
import hashlib
import hmac
import json
import logging
from collections.abc import AsyncIterator
from copy import copy
from datetime import timedelta
from functools import cache

import aiohttp
import jwt
import pytest
from cryptography.hazmat.primitives import serialization

from bot.authentication import Authenticator
from bot.local_teams.issuer import Issuer
from tests.bot.service import Service, running
from tests.bot.serving import APP_ID, SERVICE_URL, Clock, Microsoft, activity, microsoft


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def teams(clock: Clock) -> AsyncIterator[Microsoft]:
    async with microsoft(clock) as there:
        yield there


@pytest.fixture
async def service(teams: Microsoft, clock: Clock) -> AsyncIterator[Service]:
    async with aiohttp.ClientSession() as session:
        authenticator = Authenticator(APP_ID, teams.issuer.metadata_url, session, clock)
        async with running(authenticator) as there:
            yield there


def forged(issuer: Issuer, algorithm: str, key: bytes, **header: object) -> str:
    """The issuer's own claims and key id, under another algorithm, signed with `key` by hand."""
    _, claims, _ = issuer.token(service_url=SERVICE_URL).split(".")
    head = {"typ": "JWT", "alg": algorithm, **header}
    signed = f"{_encoded(json.dumps(head).encode())}.{claims}"
    signature = hmac.new(key, signed.encode(), hashlib.sha256).digest() if key else b""
    return f"{signed}.{_encoded(signature)}"


def _encoded(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def public_pem(issuer: Issuer) -> bytes:
    return issuer._key.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )


def signed_with(issuer: Issuer, algorithm: str) -> str:
    claims = jwt.decode(issuer.token(service_url=SERVICE_URL), options={"verify_signature": False})
    return jwt.encode(claims, issuer._key, algorithm=algorithm, headers={"kid": issuer._kid})


@cache
def an_issuer() -> Issuer:
    return Issuer(APP_ID, "http://127.0.0.1:1", Clock())


def headers_to_refuse(issuer: Issuer, clock: Clock) -> dict[str, str | None]:
    """Authorization headers, by what is wrong with each."""
    kid = {"kid": issuer._kid}
    good = issuer.token(service_url=SERVICE_URL)
    stranger = an_issuer()
    impostor = copy(stranger)
    impostor._kid = issuer._kid

    def token(**claims: object) -> str:
        return "Bearer " + issuer.token(service_url=SERVICE_URL, **claims)

    def seconds(**after: float) -> int:
        return int((clock() + timedelta(**after)).timestamp())

    return {
        "no header": None,
        "empty": "",
        "another scheme": f"Basic {good}",
        "no token": "Bearer ",
        "garbage": "Bearer garbage",
        "garbage in three parts": "Bearer a.b.c",
        "two tokens": f"Bearer {good} {good}",
        "wrong audience": token(aud="another-app"),
        "audience a list": token(aud=[APP_ID, "another-app"]),
        "no audience": token(aud=None),
        "wrong issuer": token(iss="https://login.example.com"),
        "no issuer": token(iss=None),
        "emulator issuer, v1": token(
            iss="https://sts.windows.net/d6d49420-f39b-4df7-a1dc-d59a935871db/"
        ),
        "emulator issuer, v2": token(
            iss="https://login.microsoftonline.com/d6d49420-f39b-4df7-a1dc-d59a935871db/v2.0"
        ),
        "emulator issuer, Microsoft's tenant": token(
            iss="https://sts.windows.net/72f988bf-86f1-41af-91ab-2d7cd011db47/"
        ),
        "emulator issuer, government": token(
            iss="https://login.microsoftonline.us/cab8a31a-1906-4287-a0d8-4eef66b95f6e/v2.0"
        ),
        "broken signature": f"Bearer {good[:-8]}AAAAAAAA",
        "no signature": "Bearer " + good.rpartition(".")[0] + ".",
        "another's signature under our kid": f"Bearer {impostor.token(service_url=SERVICE_URL)}",
        "unknown kid": f"Bearer {stranger.token(service_url=SERVICE_URL)}",
        "no kid": f"Bearer {forged(issuer, 'RS256', b'x')}",
        "kid a number": f"Bearer {forged(issuer, 'RS256', b'x', kid=7)}",
        "alg none": f"Bearer {forged(issuer, 'none', b'', **kid)}",
        "HS256 with the public key": f"Bearer {forged(issuer, 'HS256', public_pem(issuer), **kid)}",
        "RS384": f"Bearer {signed_with(issuer, 'RS384')}",
        "PS256": f"Bearer {signed_with(issuer, 'PS256')}",
        "expired": token(exp=seconds(minutes=-5)),
        "no exp": token(exp=None),
        "exp a text": token(exp="tomorrow"),
        "exp for ever": token(exp=float("inf")),
        "not valid yet": token(nbf=seconds(minutes=5, seconds=1)),
        "no serviceurl": token(serviceurl=None),
        "serviceurl a list": token(serviceurl=[SERVICE_URL]),
    }


WRONG_HEADERS = sorted(headers_to_refuse(an_issuer(), Clock()))


# The SDK answers 500 to most of these, and lets in those without exp and of emulator issuers.
@pytest.mark.parametrize("wrong", WRONG_HEADERS)
async def test_a_token_that_proves_nothing_gets_401_and_no_further(
    service: Service, teams: Microsoft, clock: Clock, wrong: str
) -> None:
    header = headers_to_refuse(teams.issuer, clock)[wrong]

    status, body = await service.post(header, b"not even JSON: nothing is read of it")

    assert status == 401
    assert json.loads(body) == {"error": "Not authenticated."}
    assert service.bot.turns == 0


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"channelId": None}, 401),
        ({"channelId": "directline"}, 401),
        ({"channelId": "emulator"}, 401),
        ({"channelId": ["msteams"]}, 401),
        ({"serviceUrl": None}, 403),
        ({"serviceUrl": "https://smba.trafficmanager.net/emea/"}, 403),
        ({"serviceUrl": "https://evil.example.com/"}, 403),
        ({"serviceUrl": [SERVICE_URL]}, 403),
    ],
)
# The SDK skips either check when the activity leaves the field out.
async def test_an_activity_that_the_token_does_not_cover_is_refused(
    service: Service, teams: Microsoft, changes: dict[str, object], expected: int
) -> None:
    status, body = await service.post(teams.header(), activity(**changes))

    assert status == expected
    assert set(json.loads(body)) == {"error"}
    assert service.bot.turns == 0


# The SDK refuses rotated keys for up to 24 hours.
async def test_a_rotated_key_is_picked_up_at_once(service: Service, teams: Microsoft) -> None:
    assert (await service.post(teams.header(), activity()))[0] == 200
    teams.issuer.rotate()

    assert (await service.post(teams.header(), activity()))[0] == 200


@pytest.mark.parametrize(
    "minutes", [{"exp": -4.9}, {"nbf": 4.9}], ids=["just expired", "almost valid"]
)
async def test_clocks_may_differ_by_five_minutes(
    service: Service, teams: Microsoft, clock: Clock, minutes: dict[str, float]
) -> None:
    claims: dict[str, object] = {
        name: (clock() + timedelta(minutes=after)).timestamp() for name, after in minutes.items()
    }

    assert (await service.post(teams.header(**claims), activity()))[0] == 200


async def test_no_token_is_logged(
    service: Service, teams: Microsoft, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    headers = [header or "" for header in headers_to_refuse(teams.issuer, clock).values()]
    with caplog.at_level(logging.DEBUG):
        for header in [teams.header(), *headers]:
            await service.post(header, activity())

    assert "eyJ" not in caplog.text
