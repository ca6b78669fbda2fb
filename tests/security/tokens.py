"""Authorization headers that must not be let in, by what is wrong with each."""

import base64
import hashlib
import hmac
import json
from collections.abc import Callable, Mapping
from datetime import timedelta
from functools import cache

import jwt
from cryptography.hazmat.primitives import serialization
from jwt.algorithms import RSAAlgorithm

from bot.local_teams.issuer import Issuer
from tests.bot.serving import APP_ID, Clock
from tests.security.stage import Stage

Header = Callable[[Stage], str | None]


@cache
def a_stranger() -> Issuer:
    """Somebody with a key of their own, who says that they are Microsoft."""
    return Issuer(APP_ID, "http://127.0.0.1:1", Clock())


def _claims(stage: Stage) -> dict[str, object]:
    token = stage.good_header().removeprefix("Bearer ")
    claims: dict[str, object] = jwt.decode(token, options={"verify_signature": False})
    return claims


def _with(**claims: object) -> Header:
    return lambda stage: stage.good_header(**claims)


def _at(claim: str, **after: float) -> Header:
    return lambda stage: stage.good_header(
        **{claim: int((stage.clock() + timedelta(**after)).timestamp())}
    )


def _by_hand(algorithm: str, key: Callable[[Stage], bytes], **header: object) -> Header:
    """The right claims and key id under another algorithm, signed with `key` by hand."""

    def made(stage: Stage) -> str:
        head = {"typ": "JWT", "alg": algorithm, "kid": stage.microsoft.issuer._kid, **header}
        stated = {name: value for name, value in head.items() if value is not None}
        parts = (json.dumps(each).encode() for each in (stated, _claims(stage)))
        signed = ".".join(_encoded(part) for part in parts)
        secret = key(stage)
        signature = hmac.new(secret, signed.encode(), hashlib.sha256).digest() if secret else b""
        return f"Bearer {signed}.{_encoded(signature)}"

    return made


def _signed_as(algorithm: str) -> Header:
    def made(stage: Stage) -> str:
        issuer = stage.microsoft.issuer
        headers = {"kid": issuer._kid}
        signed = jwt.encode(_claims(stage), issuer._key, algorithm=algorithm, headers=headers)
        return f"Bearer {signed}"

    return made


def _by_a_stranger(**headers: object) -> Header:
    """The right claims, signed by somebody else under Microsoft's key id."""

    def made(stage: Stage) -> str:
        kid = {"kid": stage.microsoft.issuer._kid}
        key = a_stranger()._key
        signed = jwt.encode(_claims(stage), key, algorithm="RS256", headers={**kid, **headers})
        return f"Bearer {signed}"

    return made


def _under_an_unknown_key(stage: Stage) -> str:
    return f"Bearer {a_stranger().token(service_url=stage.service_url)}"


def _of_a_withdrawn_key(stage: Stage) -> str:
    return f"Bearer {stage.microsoft.withdrawn.token(service_url=stage.service_url)}"


def _encoded(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def _public_pem(stage: Stage) -> bytes:
    public = stage.microsoft.issuer._key.public_key()
    pem, spki = serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    return public.public_bytes(pem, spki)


def _strangers_jwk() -> Mapping[str, object]:
    return RSAAlgorithm.to_jwk(a_stranger()._key.public_key(), as_dict=True)


def _nothing(_: Stage) -> bytes:
    return b""


def _cut(after: Callable[[str], str]) -> Header:
    return lambda stage: after(stage.good_header())


EMULATOR = "d6d49420-f39b-4df7-a1dc-d59a935871db"
WRONG: Mapping[str, Header] = {
    "no header": lambda _: None,
    "an empty header": lambda _: "",
    "another scheme": _cut(lambda good: good.replace("Bearer", "Basic")),
    "no token": lambda _: "Bearer ",
    "garbage": lambda _: "Bearer garbage",
    "garbage in three parts": lambda _: "Bearer a.b.c",
    "garbage beyond ASCII": lambda _: "Bearer é.é.é",
    "two tokens": _cut(lambda good: f"{good} {good.split()[1]}"),
    "wrong audience": _with(aud="another-app"),
    "audience a list": _with(aud=[APP_ID, "another-app"]),
    "no audience": _with(aud=None),
    "wrong issuer": _with(iss="https://login.example.com"),
    "no issuer": _with(iss=None),
    "emulator issuer, v1": _with(iss=f"https://sts.windows.net/{EMULATOR}/"),
    "emulator issuer, v2": _with(iss=f"https://login.microsoftonline.com/{EMULATOR}/v2.0"),
    "emulator issuer, Microsoft's own tenant": _with(
        iss="https://sts.windows.net/72f988bf-86f1-41af-91ab-2d7cd011db47/"
    ),
    "emulator issuer, government": _with(
        iss="https://login.microsoftonline.us/cab8a31a-1906-4287-a0d8-4eef66b95f6e/v2.0"
    ),
    "wrong signature": _cut(lambda good: good[:-8] + "AAAAAAAA"),
    "no signature": _cut(lambda good: good.rpartition(".")[0] + "."),
    "a stranger's signature under Microsoft's key id": _by_a_stranger(),
    "a stranger's key in the token itself": _by_a_stranger(jwk=_strangers_jwk()),
    "a stranger's key at an address": _by_a_stranger(jku="https://example.com/keys"),
    "an unknown key": _under_an_unknown_key,
    "a withdrawn key": _of_a_withdrawn_key,
    "no key id": _by_hand("RS256", _nothing, kid=None),
    "key id a number": _by_hand("RS256", _nothing, kid=7),
    "algorithm none": _by_hand("none", _nothing),
    "HS256 with the public key": _by_hand("HS256", _public_pem),
    "wrong algorithm, RS384": _signed_as("RS384"),
    "wrong algorithm, PS256": _signed_as("PS256"),
    "expired": _at("exp", minutes=-5),
    "no exp": _with(exp=None),
    "exp a text": _with(exp="tomorrow"),
    "exp for ever": _with(exp=float("inf")),
    "not yet valid": _at("nbf", minutes=5, seconds=1),
    "no serviceurl in the token": _with(serviceurl=None),
    "serviceurl of the token a list": _with(serviceurl=["https://smba.trafficmanager.net/"]),
}
"""None of these proves anything: 401, before the body is read."""
