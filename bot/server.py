"""Serves a web application, and logs nothing of what it is asked for: the path of a link holds a
case reference."""

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from aiohttp import web

from bot.delivery.rendering import place_of
from bot.settings import Settings


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
async def serving(app: web.Application, settings: Settings) -> AsyncIterator[None]:
    """Listens at the address of the settings while it is open."""
    runner = web.AppRunner(app, access_log=None, logger=_log)
    await runner.setup()
    try:
        await web.TCPSite(runner, settings.host, settings.port).start()
        yield
    finally:
        await runner.cleanup()
