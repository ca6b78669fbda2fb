import asyncio
import gc
import logging
import threading

import pytest

from bot.authentication import MsalToken, NoTokenYet
from tests.bot.counted import Counted
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
            return {
                "error": self.failing,
                "error_codes": [7000222],
                "error_description": "a secret",
            }
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
    failures = Counted("sightline_token_failures_total")
    with pytest.raises(NoTokenYet, match=r"invalid_client \(AADSTS7000222\)") as refusal:
        await MsalToken(entra, clock).bearer()

    assert failures.more == 1
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
