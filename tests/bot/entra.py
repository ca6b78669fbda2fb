"""Entra on loopback: over https it takes a client assertion, over http it is a machine's identity
endpoint. Keys and certificates are made for the test."""

import json
import ssl
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from ipaddress import ip_address
from pathlib import Path

import jwt
from aiohttp import web
from aiohttp.test_utils import TestServer
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
)
from cryptography.x509.oid import NameOID

from tests.bot.serving import serving

TENANT = "22222222-2222-4222-8222-222222222222"


@cache
def key(number: int = 0) -> RSAPrivateKey:
    """A key of one's own for each number."""
    del number
    return generate_private_key(65537, 2048)


def certificate(
    of: RSAPrivateKey, *, begins: datetime | None = None, ends: datetime | None = None
) -> x509.Certificate:
    """A certificate for loopback, signed by its own key."""
    now = datetime.now(UTC)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "sightline")])
    return (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(of.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(begins or now - timedelta(days=1))
        .not_valid_after(ends or now + timedelta(days=365))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False
        )
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(of, SHA256())
    )


def key_pem(of: RSAPrivateKey, passphrase: bytes | None = None) -> bytes:
    locked = BestAvailableEncryption(passphrase) if passphrase else NoEncryption()
    return of.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, locked)


def pem(of: RSAPrivateKey, *certificates: x509.Certificate) -> bytes:
    """A file as it is given to Sightline: the certificates, then the key."""
    listed = certificates or (certificate(of),)
    return b"".join(each.public_bytes(Encoding.PEM) for each in listed) + key_pem(of)


@dataclass
class Entra:
    """Gives a token for an assertion that `registered` signed, as Entra does."""

    url: str
    authority_file: Path
    registered: x509.Certificate
    forms: list[dict[str, str]] = field(default_factory=list)
    assertions: list[dict[str, object]] = field(default_factory=list)

    async def token(self, request: web.Request) -> web.Response:
        form = {name: str(value) for name, value in (await request.post()).items()}
        self.forms.append(form)
        if form.get("client_secret") == "a password":
            return _token("token for a password")
        try:
            claims = self._check(form["client_assertion"])
        except (jwt.PyJWTError, AssertionError) as wrong:
            error = {"error": "invalid_client", "error_codes": [700027], "why": str(wrong)}
            return web.json_response(error, status=401)
        self.assertions.append(claims)
        return _token(f"token {len(self.assertions)}")

    def _check(self, assertion: str) -> dict[str, object]:
        header = jwt.get_unverified_header(assertion)
        assert header["x5t#S256"]
        claims: dict[str, object] = jwt.decode(
            assertion,
            self.registered.public_key(),  # type: ignore[arg-type]  # an RSA key: it is made above
            algorithms=["PS256"],
            audience=f"{self.url}/{TENANT}/oauth2/v2.0/token",
            options={"require": ["exp", "iss", "sub", "jti"]},
        )
        assert claims["iss"] == claims["sub"]
        return claims

    async def about(self, request: web.Request) -> web.Response:
        root = f"{self.url}/{request.match_info['tenant']}"
        return web.json_response(
            {
                "issuer": f"{root}/v2.0",
                "authorization_endpoint": f"{root}/oauth2/v2.0/authorize",
                "token_endpoint": f"{root}/oauth2/v2.0/token",
            }
        )


def _token(text: str) -> web.Response:
    return web.json_response({"token_type": "Bearer", "expires_in": 3600, "access_token": text})


@asynccontextmanager
async def entra(folder: Path, registered: x509.Certificate) -> AsyncIterator[Entra]:
    """Entra over https; `authority_file` is what its own certificate is checked against."""
    file = folder / "entra.pem"
    file.write_bytes(pem(key(-1)))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    there = Entra("", file, registered)
    app = web.Application()
    app.router.add_get("/{tenant}/v2.0/.well-known/openid-configuration", there.about)
    app.router.add_post("/{tenant}/oauth2/v2.0/token", there.token)
    server = TestServer(app, scheme="https")
    await server.start_server(ssl=context)
    there.url = f"https://127.0.0.1:{server.port}"
    try:
        yield there
    finally:
        await server.close()


@dataclass
class Machine:
    """The identity endpoint of a virtual machine, and of an App Service."""

    url: str = ""
    asked: list[tuple[str, dict[str, str], dict[str, str]]] = field(default_factory=list)
    failing: bool = False

    async def answer(self, request: web.Request) -> web.Response:
        self.asked.append((request.path, dict(request.query), dict(request.headers)))
        if self.failing or request.headers.get("Metadata") != "true":
            return web.json_response(
                {"error": "invalid_request", "error_description": "a secret"}, status=400
            )
        made = {
            "access_token": "of the machine",
            "expires_in": "3600",
            "expires_on": str(int(time.time()) + 3600),
            "resource": request.query["resource"],
            "token_type": "Bearer",
        }
        return web.Response(text=json.dumps(made), content_type="application/json")


@asynccontextmanager
async def machine() -> AsyncIterator[Machine]:
    there = Machine()
    app = web.Application()
    app.router.add_get("/metadata/identity/oauth2/token", there.answer)
    app.router.add_get("/msi/token", there.answer)
    async with serving(app) as url:
        there.url = url
        yield there
