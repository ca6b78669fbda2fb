"""Signing in by a certificate and by a managed identity, over real HTTP."""

from collections.abc import AsyncIterator
from functools import partial
from pathlib import Path

import msal
import pytest

from bot.authentication import (
    MsalToken,
    NoTokenYet,
    client_certificate,
    client_secret,
    managed_identity,
    read_certificate,
)
from tests.bot.entra import TENANT, Entra, Machine, certificate, entra, key, machine, pem
from tests.bot.serving import APP_ID, Clock

AZURE = (
    "AZURE_POD_IDENTITY_AUTHORITY_HOST",
    "IDENTITY_ENDPOINT",
    "IDENTITY_HEADER",
    "IDENTITY_SERVER_THUMBPRINT",
    "IMDS_ENDPOINT",
    "MSI_ENDPOINT",
    "MSI_SECRET",
)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "app.pem"


def keep(file: Path, content: bytes | None) -> None:
    """Writes the file, or takes it away."""
    file.unlink() if content is None else file.write_bytes(content)


@pytest.fixture
async def there(
    tmp_path: Path, file: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Entra]:
    """Entra, where the certificate of `file` is registered."""
    own = certificate(key())
    keep(file, pem(key(), own))
    async with entra(tmp_path, own) as running:
        # MSAL asks Microsoft about an authority that it doesn't know.
        offline = partial(msal.ConfidentialClientApplication, instance_discovery=False)
        monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(running.authority_file))
        monkeypatch.setenv("NO_PROXY", "127.0.0.1")
        monkeypatch.setattr(msal, "ConfidentialClientApplication", offline)
        yield running


def tokens(there: Entra, file: Path, clock: Clock) -> MsalToken:
    certificate_of_now = partial(read_certificate, file)
    acquire = client_certificate(APP_ID, certificate_of_now, TENANT, login=there.url)
    return MsalToken(acquire, clock)


async def test_a_certificate_signs_an_assertion_that_entra_can_check(
    there: Entra, file: Path, clock: Clock
) -> None:
    assert await tokens(there, file, clock).bearer() == "token 1"

    (claims,) = there.assertions
    assert claims["iss"] == APP_ID
    form = there.forms[0]
    assert form["scope"] == "https://api.botframework.com/.default"
    assert form["client_assertion_type"].endswith(":jwt-bearer")
    assert "client_secret" not in form


async def test_a_password_is_exchanged_for_a_token_at_the_apps_tenant(
    there: Entra, clock: Clock
) -> None:
    acquire = client_secret(APP_ID, lambda: "a password", TENANT, login=there.url)
    assert there.forms == []

    assert await MsalToken(acquire, clock).bearer() == "token for a password"

    assert there.forms[0]["client_secret"] == "a password"
    assert there.forms[0]["scope"] == "https://api.botframework.com/.default"


async def test_a_rotated_certificate_is_taken_up_without_a_restart(
    there: Entra, file: Path, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    signed_in = tokens(there, file, clock)
    await signed_in.bearer()
    new = certificate(key(1))
    there.registered = new
    clock.advance(hours=2)
    keep(file, pem(key(2)))
    with pytest.raises(NoTokenYet, match=r"invalid_client \(AADSTS700027\)"):
        await signed_in.bearer()

    keep(file, pem(key(1), new))
    clock.advance(seconds=6)

    assert await signed_in.bearer() == "token 2"
    assert "PRIVATE" not in caplog.text


async def test_a_certificate_that_is_gone_is_a_token_that_cannot_be_had_yet(
    there: Entra, file: Path, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    signed_in = tokens(there, file, clock)
    await signed_in.bearer()
    keep(file, None)
    clock.advance(hours=2)

    with pytest.raises(NoTokenYet, match="CorrectAndRepeat"):
        await signed_in.bearer()
    assert str(file) not in caplog.text


@pytest.fixture
async def host(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Machine]:
    for name in AZURE:
        monkeypatch.delenv(name, raising=False)
    # What reaches for a proxy reaches nothing.
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    async with machine() as running:
        yield running


async def test_a_virtual_machines_identity_gives_the_token(
    host: Machine, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AZURE_POD_IDENTITY_AUTHORITY_HOST", host.url)

    assert await MsalToken(managed_identity(APP_ID), clock).bearer() == "of the machine"

    ((path, query, _),) = host.asked
    assert path == "/metadata/identity/oauth2/token"
    assert query["client_id"] == APP_ID
    assert query["resource"] == "https://api.botframework.com"


async def test_an_app_services_identity_gives_the_token(
    host: Machine, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("IDENTITY_ENDPOINT", f"{host.url}/msi/token")
    monkeypatch.setenv("IDENTITY_HEADER", "of this host alone")

    assert await MsalToken(managed_identity(APP_ID), clock).bearer() == "of the machine"

    ((path, query, headers),) = host.asked
    assert path == "/msi/token"
    assert query["client_id"] == APP_ID
    assert headers["X-IDENTITY-HEADER"] == "of this host alone"


async def test_an_identity_that_is_not_assigned_is_named_by_its_code_alone(
    host: Machine,
    clock: Clock,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setenv("AZURE_POD_IDENTITY_AUTHORITY_HOST", host.url)
    host.failing = True

    with pytest.raises(NoTokenYet, match="invalid_request") as refusal:
        await MsalToken(managed_identity(APP_ID), clock).bearer()

    assert "secret" not in str(refusal.value) + caplog.text
