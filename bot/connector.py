"""The Bot Connector's REST API over the connections of one aiohttp session.

The SDK's client runs `requests` in threads, opens a session for every turn and loses the status
of a failed edit (platform notes, the SDK). Nothing is sent again here: what to do next is said by
the kind of error, and done by whoever called.

    ConnectorError
    ├── TryLater        it may go through later
    ├── Unreachable     it goes through when the person, or their administrator, has acted
    └── Refused         it will never go through like this
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from functools import lru_cache
from math import isfinite
from typing import Final, NoReturn
from urllib.parse import quote

import aiohttp
import orjson
from yarl import URL

from bot import telemetry
from bot.authentication import NoTokenYet, TokenSource
from bot.exchange import Answer, Exchanges
from programme.cause import CAUSE

TIMEOUT: Final = aiohttp.ClientTimeout(total=30, sock_connect=5)
ERROR_BODY_LIMIT: Final = 16 * 1024
ANSWER_LIMIT: Final = 64 * 1024
LONGEST_RETRY_AFTER: Final = 3600.0  # one answer must not silence a council for a year

REQUEST_ID: Final = "x-ms-client-request-id"
"""What Microsoft's support finds a request by."""

# The platform notes have no retry for 401; but it is said of our token, and once the app's
# credentials are put right the same message goes through.
TRY_LATER: Final = frozenset({401, 412, 429, 502, 503, 504})
# The most telling first: Teams gives the general code with one of the others inside its message.
UNREACHABLE: Final = (
    "BotNotInConversationRoster",
    "ConversationBlockedByUser",
    "BotDisabledByAdmin",
    "MessageWritesBlocked",
    "ForbiddenOperationException",
)

MICROSOFT_HOSTS: Final = frozenset({"smba.trafficmanager.net"})
MICROSOFT_DOMAINS: Final = (
    ".botframework.com",
    ".botframework.azure.us",
    ".teams.microsoft.com",
    ".teams.microsoft.us",
)

_CODE = re.compile(r"[A-Za-z0-9_.-]{1,64}")
# What no resolver takes raises what it likes there, and an address may end in a zone of any name.
_HOST_NAME = re.compile(r"(?:[a-z0-9-]{1,63}\.)+[a-z]+")


class ConnectorError(Exception):
    """A message did not go through. It never holds a token, an address or what was sent."""


class TryLater(ConnectorError):
    """It may go through later: not before `retry_after` seconds, if Teams said so.

    `status` is None when no answer came.
    """

    def __init__(self, retry_after: float | None, status: int | None, reason: str = "") -> None:
        super().__init__(f"Teams may take it later ({reason or status}).")
        self.retry_after = retry_after
        self.status = status


class Unreachable(ConnectorError):
    """The person cannot be reached until they, or their administrator, change something.

    `code` is one of UNREACHABLE (platform notes: Teams, 403 codes).
    """

    def __init__(self, code: str) -> None:
        super().__init__(f"Teams does not let the bot write to this person ({code}).")
        self.code = code


class Refused(ConnectorError):
    """It will not go through however often it is sent.

    `status` is None when it was not even sent, because the service URL is not allowed.
    """

    def __init__(self, status: int | None, code: str | None) -> None:
        super().__init__(f"Teams refuses it ({status}, {code or 'no code'}).")
        self.status = status
        self.code = code


@dataclass(frozen=True, slots=True)
class Member:
    """A person as the Connector knows them; what it does not give is None."""

    object_id: str | None
    email: str | None
    user_principal_name: str | None
    name: str | None
    tenant_id: str | None


@lru_cache(maxsize=256)
def allowed_service_url(url: str) -> bool:
    """Whether `url` is one of Microsoft's Bot Connectors, the government clouds' included.

    Anyone may have a name under trafficmanager.net: of these only Teams' own counts.
    """
    try:
        parsed = URL(url)
        host, port = parsed.raw_host or "", parsed.port
    except ValueError:
        return False
    if parsed.scheme != "https" or port != 443 or parsed.user is not None:
        return False
    if not _HOST_NAME.fullmatch(host):
        return False
    return host in MICROSOFT_HOSTS or host.endswith(MICROSOFT_DOMAINS)


class Connector:
    """Sends to, edits in and asks about conversations.

    Every method raises TryLater, Unreachable or Refused, and nothing else, when it fails.
    """

    def __init__(
        self,
        session: aiohttp.ClientSession,
        tokens: TokenSource,
        allowed: Callable[[str], bool] = allowed_service_url,
        timeout: aiohttp.ClientTimeout = TIMEOUT,
    ) -> None:
        """`session` stays the caller's, and its pool bounds what is in flight.

        Nothing is sent to a service URL that `allowed` does not pass.
        """
        self._exchanges = Exchanges(session, timeout)
        self._tokens = tokens
        self._allowed = allowed

    def posts_to(self, service_url: object) -> bool:
        """Whether anything is ever sent to this service URL."""
        return isinstance(service_url, str) and self._allowed(service_url)

    async def send(self, service_url: str, conversation_id: str, body: bytes) -> str | None:
        """Post an activity, as JSON; its id, or None where Teams gives none (text and card)."""
        path = f"conversations/{_part(conversation_id)}/activities"
        return _text(_object(await self._call("POST", service_url, path, body)), "id")

    async def edit(
        self, service_url: str, conversation_id: str, activity_id: str, body: bytes
    ) -> None:
        """Put an activity, as JSON, in the place of one sent earlier."""
        path = f"conversations/{_part(conversation_id)}/activities/{_part(activity_id)}"
        await self._call("PUT", service_url, path, body)

    async def delete(self, service_url: str, conversation_id: str, activity_id: str) -> None:
        """Take back an activity sent earlier."""
        path = f"conversations/{_part(conversation_id)}/activities/{_part(activity_id)}"
        await self._call("DELETE", service_url, path)

    async def member(self, service_url: str, conversation_id: str, user_id: str) -> Member:
        """Who a member of a conversation is, in Microsoft's word rather than the message's."""
        path = f"conversations/{_part(conversation_id)}/members/{_part(user_id)}"
        found = _object(await self._call("GET", service_url, path))
        return Member(
            object_id=_text(found, "aadObjectId") or _text(found, "objectId"),
            email=_text(found, "email"),
            user_principal_name=_text(found, "userPrincipalName"),
            name=_text(found, "name"),
            tenant_id=_text(found, "tenantId"),
        )

    async def _call(
        self, method: str, service_url: str, path: str, body: bytes | None = None
    ) -> bytes:
        if not self.posts_to(service_url):
            raise Refused(None, "ServiceUrlNotAllowed")
        try:
            headers = await self._headers()
            answer = await self._exchanges.ask(method, service_url, f"v3/{path}", headers, body)
            try:
                if answer.status >= 300:
                    await _fail(answer)
                return await _what_came(answer)
            finally:
                answer.end()
        except (aiohttp.ClientError, OSError) as error:
            # Cut off: aiohttp's errors carry the request's headers, and so the token.
            raise TryLater(None, None, type(error).__name__) from None
        except NoTokenYet as error:
            raise TryLater(None, None, f"no token: {error.code}") from None

    async def _headers(self) -> dict[str, str]:
        bearer = await self._tokens.bearer()
        headers = {} if bearer is None else {"Authorization": f"Bearer {bearer}"}
        if cause := CAUSE.get():
            headers[REQUEST_ID] = cause
        return headers


async def _what_came(answer: Answer) -> bytes:
    try:
        return await answer.read(ANSWER_LIMIT)
    except (aiohttp.ClientError, OSError):
        # Teams has taken it and only its answer was lost: sending again would double it.
        return b""


async def _fail(answer: Answer) -> NoReturn:
    status = answer.status
    if status == 429:
        telemetry.TOO_MANY_REQUESTS.inc()
    if status in TRY_LATER:
        raise TryLater(_retry_after(answer.headers), status)
    text = await answer.read(ERROR_BODY_LIMIT)
    code = _error_code(text)
    if status == 403:
        for known in UNREACHABLE:
            if known == code or known.encode() in text:
                raise Unreachable(known)
    raise Refused(status, code)


def _retry_after(headers: Mapping[str, str]) -> float | None:
    """Seconds to wait, from either form of Retry-After; a date is measured from their clock."""
    value = headers.get("Retry-After", "")
    try:
        seconds = float(value)
    except ValueError:
        try:
            until = parsedate_to_datetime(value) - parsedate_to_datetime(headers.get("Date", ""))
            seconds = until.total_seconds()
        except (ValueError, TypeError):
            return None
    return min(max(seconds, 0.0), LONGEST_RETRY_AFTER) if isfinite(seconds) else None


def _error_code(text: bytes) -> str | None:
    """The code in an error's JSON; None for an HTML page, or for what is no code."""
    document = _object(text)
    error = document.get("error", document)
    code = error.get("code") if isinstance(error, dict) else None
    return code if isinstance(code, str) and _CODE.fullmatch(code) else None


def _object(text: bytes) -> Mapping[str, object]:
    """The JSON object of an answer; an empty one for an empty answer or a page."""
    try:
        document: object = orjson.loads(text)
    except orjson.JSONDecodeError:
        return {}
    return document if isinstance(document, dict) else {}


def _text(document: Mapping[str, object], key: str) -> str | None:
    value = document.get(key)
    # PostgreSQL keeps no NUL character.
    return value if isinstance(value, str) and value and "\0" not in value else None


@lru_cache(maxsize=8192)  # the same conversations come again and again
def _part(value: str) -> str:
    return quote(value, safe="")
