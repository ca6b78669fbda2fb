"""The service's HTTP face: Teams' activities come in here, and nothing is read unauthenticated.

The SDK answers 500 for a bad token and for every invoke with a body (platform notes, the SDK);
here a refusal is a 4xx with one sentence, and no answer carries an exception's text.
"""

import asyncio
import logging
import re
from collections.abc import Awaitable, Callable
from secrets import token_hex
from typing import Final

import orjson
from aiohttp import web

from bot.adapter import ActivityMalformed, Adapter, Bot, to_json
from bot.authentication import (
    Authentication,
    AuthenticationUnavailable,
    Forbidden,
    Unauthenticated,
)
from bot.delivery.rendering import place_of
from bot.link_pages import add_link_pages
from programme.cause import CAUSE

LARGEST_BODY: Final = 1024 * 1024
DEEPEST_NESTING: Final = 64
BODY_SECONDS: Final = 10
JSON: Final = "application/json"
_NUL: Final = re.compile(rb"(?<!\\)(?:\\\\)*\\u0000")
"""Escaped, and not behind an escaped backslash; bare, it isn't JSON."""
_JSON_HEADERS: Final = {"Content-Type": f"{JSON}; charset=utf-8"}

Ready = Callable[[], Awaitable[bool]]

log = logging.getLogger(__name__)


def application(
    *, authenticator: Authentication, adapter: Adapter, bot: Bot, ready: Ready
) -> web.Application:
    """The web application, to which others may add routes: /api/messages, /healthz, /readyz,
    and what a browser shows for links.

    `ready` says whether the service can do its work now (its database answers, say).
    """
    messages = _Messages(authenticator, adapter, bot)

    async def healthz(_: web.Request) -> web.Response:
        return _json(200, {"status": "ok"})

    async def readyz(_: web.Request) -> web.Response:
        try:
            is_ready = await ready()
        except Exception as error:  # noqa: BLE001 - whatever it is, the service is not ready
            log.error("The readiness check failed: %s.", place_of(error))  # noqa: TRY400 - as below
            is_ready = False
        return _json(200, {"status": "ready"}) if is_ready else _json(503, {"status": "not ready"})

    app = web.Application(client_max_size=LARGEST_BODY)
    app.router.add_post("/api/messages", messages.handle)
    app.router.add_get("/healthz", healthz)
    app.router.add_get("/readyz", readyz)
    add_link_pages(app)
    return app


class _Refusal(Exception):
    """An HTTP status and a sentence for whoever calls."""

    def __init__(self, status: int, sentence: str) -> None:
        super().__init__(sentence)
        self.status = status
        self.sentence = sentence


class _Messages:
    """POST /api/messages."""

    def __init__(self, authenticator: Authentication, adapter: Adapter, bot: Bot) -> None:
        self._authenticator = authenticator
        self._adapter = adapter
        self._bot = bot

    async def handle(self, request: web.Request) -> web.Response:
        CAUSE.set(token_hex(16))  # one connection's requests come one after the other
        try:
            return await self._answer(request)
        except Unauthenticated as error:
            log.info("401: %s", error)
            return _json(401, {"error": "Not authenticated."}, {"WWW-Authenticate": "Bearer"})
        except Forbidden as error:
            log.info("403: %s", error)
            return _json(403, {"error": "The token is not for this activity."})
        except AuthenticationUnavailable as error:
            log.warning("503: %s", error)
            sentence = "Callers cannot be checked at the moment: try again shortly."
            return _json(503, {"error": sentence}, {"Retry-After": "5"})
        except _Refusal as refusal:
            return _json(refusal.status, {"error": refusal.sentence})
        except Exception as error:  # noqa: BLE001 - the text of it may not leave this machine
            # Its words and values may hold a case reference.
            log.error("A request failed: %s.", place_of(error))  # noqa: TRY400 - as above
            return _json(500, {"error": "Something went wrong on our side."})

    async def _answer(self, request: web.Request) -> web.Response:
        claims = await self._authenticator.verify(request.headers.get("Authorization"))
        if request.content_type != JSON:
            raise _Refusal(415, "Only application/json is understood.")
        if request.headers.get("Content-Encoding", "identity").lower() != "identity":
            # Teams packs nothing, and a small body could unpack to a large one.
            raise _Refusal(415, "A body is only understood as it is, not packed.")
        activity = _parse(await _body(request))
        try:
            outcome = await self._adapter.process(claims, activity, self._bot)
        except ActivityMalformed as error:
            raise _Refusal(400, str(error)) from None
        if outcome is None:
            return web.Response(status=202)
        return _json(outcome.status, outcome.body)


async def _body(request: web.Request) -> bytes:
    content = request.content
    try:
        if content.is_eof() and content.total_bytes <= LARGEST_BODY:
            return content.read_nowait()  # all of it came with the headers: nothing to wait for
        async with asyncio.timeout(BODY_SECONDS):
            return await request.read()
    except TimeoutError:
        raise _Refusal(408, "The body did not come in time.") from None
    except web.HTTPRequestEntityTooLarge:
        raise _Refusal(413, "The body is over 1 MB.") from None
    except web.RequestPayloadError:
        raise _Refusal(400, "The body is damaged.") from None


def _parse(body: bytes) -> dict[str, object]:
    try:
        activity = orjson.loads(body)
    except orjson.JSONDecodeError:
        raise _Refusal(400, "The body is not JSON.") from None
    if not isinstance(activity, dict):
        raise _Refusal(400, "The body is not a JSON object.")
    if b"\\u0000" in body and _NUL.search(body):
        raise _Refusal(400, "The body holds a NUL character.")  # PostgreSQL keeps none
    # Few brackets cannot nest deeply, and an activity has few.
    if body.count(b"{") + body.count(b"[") > DEEPEST_NESTING and _too_deep(activity):
        raise _Refusal(413, "The body is nested too deeply.")
    return activity


def _too_deep(document: object) -> bool:
    level = [document]
    for _ in range(DEEPEST_NESTING):
        level = [
            inner
            for outer in level
            for inner in (outer.values() if isinstance(outer, dict) else outer)  # type: ignore[attr-defined]  # a level holds dicts and lists alone
            if isinstance(inner, dict | list)
        ]
        if not level:
            return False
    return True


def _json(status: int, body: object, headers: dict[str, str] | None = None) -> web.Response:
    if body is None:
        return web.Response(status=status, headers=headers)
    return web.Response(
        status=status, body=to_json(body), headers={**_JSON_HEADERS, **(headers or {})}
    )
