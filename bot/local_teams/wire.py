"""What the routes of local Teams share: JSON, refusals in the Connector's shape, the guard."""

from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import urlsplit

import orjson
from aiohttp import web

from bot.authentication.addresses import is_loopback

Json = dict[str, Any]
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Refused(Exception):
    """A request that Teams would refuse: answered as `{"error": {"code", "message"}}`."""

    def __init__(
        self, status: int, code: str, message: str, *, retry_after: float | None = None
    ) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.message = message
        self.retry_after = retry_after

    def response(self) -> web.Response:
        headers = {} if self.retry_after is None else {"Retry-After": f"{self.retry_after:g}"}
        body = {"error": {"code": self.code, "message": self.message}}
        return answer(body, status=self.status, headers=headers)


def answer(
    body: object, *, status: int = 200, headers: dict[str, str] | None = None
) -> web.Response:
    return web.Response(
        body=orjson.dumps(body), status=status, headers=headers, content_type="application/json"
    )


def require_loopback(what: str, url: str) -> str:
    """Return `url` without a trailing slash. Raises ValueError if it leaves this machine."""
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not is_loopback(parts.hostname):
        raise ValueError(
            f"Local Teams stays on this machine: {what} is {url!r}, "
            "where http://127.0.0.1 and a port belong."
        )
    return url.rstrip("/")


def guarded(handler: Handler) -> Handler:
    """Answer only this machine's own pages and programs, and turn `Refused` into its response.

    A foreign Host is DNS rebinding; a foreign Origin is another site's page posting here.
    """

    async def guard(request: web.Request) -> web.StreamResponse:
        origin = request.headers.get("Origin")
        try:
            host = urlsplit(f"//{request.headers.get('Host', '')}").hostname
            foreign = not is_loopback(host) or (
                origin is not None and urlsplit(origin).netloc != request.headers["Host"]
            )
        except ValueError:
            foreign = True
        if foreign:
            return Refused(403, "NotLoopback", "Local Teams answers only this machine.").response()
        try:
            return await handler(request)
        except Refused as refused:
            return refused.response()
        except web.HTTPRequestEntityTooLarge:
            return too_large().response()

    return guard


def too_large() -> Refused:
    return Refused(413, "MessageSizeTooBig", "Message size too large.")


async def read_object(request: web.Request, *, at_most: int | None = None) -> Json:
    """The body as a JSON object. Raises Refused: 413 over `at_most` bytes, 415, 400."""
    body = await request.read()
    if at_most is not None and len(body) > at_most:
        raise too_large()
    if request.content_type != "application/json":
        # A form of another site can post text/plain without asking; it cannot post JSON.
        raise Refused(415, "UnsupportedMediaType", "Send application/json.")
    try:
        parsed = orjson.loads(body)
    except orjson.JSONDecodeError as error:
        raise bad_argument(f"The body is not JSON: {error}.") from error
    if not isinstance(parsed, dict):
        raise bad_argument("The body must be a JSON object.")
    return parsed


def bad_argument(message: str) -> Refused:
    return Refused(400, "BadArgument", message)


def where(body: Json) -> dict[str, str | None]:
    """The "channel" and "thread" that a page's request is about, if any. Raises Refused 400."""
    found = {name: body.get(name) for name in ("channel", "thread")}
    if not all(value is None or isinstance(value, str) for value in found.values()):
        raise bad_argument("channel and thread must be strings.")
    return found
