"""How the bot says who it is: the bearer that it sends to the Bot Connector.

The SDK builds a new MSAL app, and so asks for a token, on every turn (platform notes, the SDK).
"""

import asyncio
import logging
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Final, Protocol, TypeAlias

from bot.authentication.single_flight import SingleFlight
from bot.telemetry import TOKEN_FAILURES

RENEW_BEFORE: Final = timedelta(minutes=5)
FAILURE_PAUSE: Final = timedelta(seconds=5)

log = logging.getLogger(__name__)

Acquire: TypeAlias = Callable[[], Mapping[str, object]]


class NoTokenYet(Exception):
    """Entra gave no token; `code` is its error code, or the kind of failure. Try later."""

    def __init__(self, code: str) -> None:
        super().__init__(f"Entra gave the bot no token: {code}.")
        self.code = code


class TokenSource(Protocol):
    """Where the connector has its bearer from."""

    async def bearer(self) -> str | None:
        """The token to send, or None to send none.

        Raises:
            NoTokenYet: there should be one, and it cannot be had at the moment.
        """


class FixedToken:
    """One token for good, or none: what local Teams asks for."""

    def __init__(self, token: str | None = None) -> None:
        self._token = token

    async def bearer(self) -> str | None:
        return self._token


class MsalToken:
    """A token from Entra, kept until shortly before it expires.

    Within five minutes of its end it is renewed behind the back of those who send.
    """

    def __init__(self, acquire: Acquire, clock: Callable[[], datetime]) -> None:
        """`acquire` blocks and gives MSAL's answer: `access_token` and `expires_in`, or `error`."""
        self._acquire = acquire
        self._clock = clock
        self._renewal = SingleFlight(self._renew)
        self._token = ""
        self._expires = datetime.min.replace(tzinfo=clock().tzinfo)
        self._failed_at: datetime | None = None

    async def bearer(self) -> str | None:
        left = self._expires - self._clock()
        if left <= timedelta(0):
            if self._paused():
                raise NoTokenYet("a moment ago")
            await self._renewal.result()
        elif left <= RENEW_BEFORE and not self._paused():
            self._renewal.start()
        return self._token

    def _paused(self) -> bool:
        if self._renewal.under_way or self._failed_at is None:
            return False
        return timedelta(0) <= self._clock() - self._failed_at < FAILURE_PAUSE

    async def _renew(self) -> None:
        asked_at = self._clock()
        try:
            token, lifetime = await ask_for_token(self._acquire)
        except NoTokenYet as error:
            self._failed_at = self._clock()
            TOKEN_FAILURES.inc()
            log.error("no token for the Bot Connector: %s", error.code)  # noqa: TRY400 - the code alone
            raise
        self._token = token
        self._expires = asked_at + timedelta(seconds=lifetime)
        self._failed_at = None


async def ask_for_token(acquire: Acquire) -> tuple[str, int]:
    """A new token, and for how many seconds it holds. Raises NoTokenYet."""
    try:
        answer = await asyncio.to_thread(acquire)
    except Exception as error:  # noqa: BLE001 - MSAL lets through whatever its HTTP client raises
        raise NoTokenYet(type(error).__name__) from None
    token, lifetime = answer.get("access_token"), answer.get("expires_in")
    if not isinstance(token, str) or not isinstance(lifetime, int):
        raise NoTokenYet(_code_of(answer))
    return token, lifetime


def _code_of(answer: Mapping[str, object]) -> str:
    """Entra's error code, with the number that its documentation explains; never its sentence."""
    numbers = answer.get("error_codes")
    known = f" (AADSTS{numbers[0]})" if isinstance(numbers, list) and numbers else ""
    return f"{answer.get('error', 'an answer without a token')}{known}"
