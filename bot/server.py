"""Serves a web application, and logs nothing of what it is asked for: the path of a link holds a
case reference."""

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from errno import errorcode
from typing import Final

from aiohttp import web

from bot.delivery.rendering import place_of
from bot.settings import Settings
from programme.errors import CorrectAndRepeat

REQUESTS_FINISH_IN: Final = 15.0
"""Seconds; Teams itself waits no longer for an answer."""

REQUESTS_COME_IN: Final = 300.0
"""Seconds that a connection is kept without a whole request's headers. Proxies let go of idle ones
sooner, so that none sends a request on a connection that is closed at that moment."""


class _WithoutWords(logging.Filter):
    """A record without what came in: aiohttp quotes the request that it could not read."""

    def filter(self, record: logging.LogRecord) -> bool:
        error = record.exc_info[1] if record.exc_info else None
        why = f": {place_of(error)}" if error else ""
        record.msg, record.args = f"A request could not be answered{why}.", ()
        record.exc_info = record.exc_text = record.stack_info = None
        return True


_log = logging.getLogger(__name__)
_log.addFilter(_WithoutWords())


@asynccontextmanager
async def serving(
    app: web.Application, settings: Settings, *, requests_come_in: float = REQUESTS_COME_IN
) -> AsyncIterator[None]:
    """Listens at the address of the settings while it is open; at the end it takes no more, and
    finishes what it has taken. A connection is closed where no request has come whole within
    `requests_come_in` seconds, be it silent or slow.

    Raises CorrectAndRepeat where nothing can listen.
    """
    runner = web.AppRunner(
        app,
        access_log=None,
        logger=_log,
        shutdown_timeout=REQUESTS_FINISH_IN,
        keepalive_timeout=requests_come_in,
        # Before anybody is asked who they are, a megabyte would be unpacked to a thousand.
        auto_decompress=False,
    )
    await runner.setup()
    try:
        try:
            await web.TCPSite(runner, settings.host, settings.port).start()
        except OSError as error:
            raise CorrectAndRepeat(
                f"Nothing can listen on {settings.host}:{settings.port} "
                f"({errorcode.get(error.errno or 0, 'not an address')}); stop what does, or set "
                "SIGHTLINE_HOST and SIGHTLINE_PORT."
            ) from None
        yield
    finally:
        await runner.cleanup()
