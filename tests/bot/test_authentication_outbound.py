import asyncio
import gc
import json
import logging
import threading
from dataclasses import dataclass, field
from functools import partial

import msal
import pytest

from bot.authentication import MsalToken, NoTokenYet, client_secret
from tests.bot.serving import Clock


@pytest.fixture
def clock() -> Clock:
    return Clock()


class Entra:
    """Gives out tokens like MSAL, from whichever thread it is called in."""

    def __init__(self) -> None:
        self.calls = 0
        self.failing: Exception | str | None = None
        self.threads: set[int] = set()

    def __call__(self) -> dict[str, object]:
        self.calls += 1
        self.threads.add(threading.get_ident())
        if isinstance(self.failing, Exception):
            raise self.failing
        if self.failing:
            return {"error": self.failing, "error_description": "a secret"}
        return {"access_token": f"token {self.calls}", "expires_in": 3600}


# The SDK builds a new MSAL app a turn: a token request for every push.
async def test_one_token_serves_until_shortly_before_it_expires(clock: Clock) -> None:
    entra = Entra()
    tokens = MsalToken(entra, clock)

    assert set(await asyncio.gather(*(tokens.bearer() for _ in range(10)))) == {"token 1"}
    clock.advance(minutes=54)
    assert await tokens.bearer() == "token 1"
    clock.advance(minutes=2)
    assert await tokens.bearer() == "token 1"
    assert tokens._renewal.under_way
    await tokens._renewal.result()
    assert await tokens.bearer() == "token 2"

    assert entra.calls == 2
    assert threading.get_ident() not in entra.threads


async def test_a_failed_renewal_goes_unnoticed_while_the_token_lasts(
    clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    entra = Entra()
    tokens = MsalToken(entra, clock)
    await tokens.bearer()
    clock.advance(minutes=56)
    entra.failing = ConnectionError("https://login.example/secret")
    with caplog.at_level(logging.ERROR):
        assert await tokens.bearer() == "token 1"
        clock.advance(minutes=5)
        with pytest.raises(NoTokenYet) as refusal:
            await tokens.bearer()

    assert "secret" not in str(refusal.value) + caplog.text
    clock.advance(seconds=5)
    entra.failing = None
    assert (await tokens.bearer() or "").startswith("token")


async def test_an_expired_password_is_named_by_its_code_alone(
    clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    entra = Entra()
    entra.failing = "invalid_client"
    with pytest.raises(NoTokenYet, match="invalid_client") as refusal:
        await MsalToken(entra, clock).bearer()

    assert "secret" not in str(refusal.value) + caplog.text


async def test_a_failure_that_nobody_waits_for_is_not_complained_of(clock: Clock) -> None:
    complaints: list[object] = []
    asyncio.get_running_loop().set_exception_handler(lambda _, told: complaints.append(told))
    entra = Entra()
    tokens = MsalToken(entra, clock)
    await tokens.bearer()
    clock.advance(minutes=56)
    entra.failing = "temporarily_unavailable"
    await tokens.bearer()
    renewal = tokens._renewal.start()
    await asyncio.wait({renewal})
    del tokens, renewal
    gc.collect()

    assert complaints == []


@dataclass
class HttpAnswer:
    text: str
    status_code: int = 200
    headers: dict[str, str] = field(default_factory=dict)

    def raise_for_status(self) -> None: ...


class EntraOverHttp:
    """What MSAL asks of its HTTP client, answered as Entra answers."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, dict[str, str]]] = []

    def get(self, url: str, **_: object) -> HttpAnswer:
        self.asked.append((url, {}))
        root = url.partition("/v2.0/")[0]
        return HttpAnswer(
            json.dumps(
                {
                    "issuer": f"{root}/v2.0",
                    "authorization_endpoint": f"{root}/oauth2/v2.0/authorize",
                    "token_endpoint": f"{root}/oauth2/v2.0/token",
                }
            )
        )

    def post(self, url: str, data: dict[str, str], **_: object) -> HttpAnswer:
        self.asked.append((url, data))
        return HttpAnswer(
            json.dumps({"token_type": "Bearer", "expires_in": 3600, "access_token": "from Entra"})
        )

    def close(self) -> None: ...


async def test_a_password_is_exchanged_for_a_token_at_the_apps_tenant(
    clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    entra = EntraOverHttp()
    application = msal.ConfidentialClientApplication
    offline = partial(application, instance_discovery=False, http_client=entra)
    monkeypatch.setattr(msal, "ConfidentialClientApplication", offline)
    acquire = client_secret("app", "a password", "22222222-2222-4222-8222-222222222222")
    assert entra.asked == []

    assert await MsalToken(acquire, clock).bearer() == "from Entra"

    url, form = entra.asked[-1]
    assert url.startswith("https://login.microsoftonline.com/22222222-2222-4222-8222-222222222222/")
    assert form["client_secret"] == "a password"
    assert form["scope"] == "https://api.botframework.com/.default"
