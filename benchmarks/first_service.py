"""The service of `benchmarks.the_first`, as `sightline run` has it, on the 1st at nine.

`/tick` does what the scheduler does at nine, `/used` says what the process has used.
"""

import asyncio
import resource
import sys
import time

from aiohttp import web

from benchmarks.council import THE_FIRST
from bot.authentication import FixedToken, is_loopback_url
from bot.clock import clock_starting_at
from bot.interpreter import tune_for_serving
from bot.server import serving
from bot.settings import Settings
from bot.wiring import Outside, Service, open_service, open_session
from tests.unauthenticated import NoAuthentication


def main() -> None:
    """Serves until it is stopped."""
    asyncio.run(_serve(sys.argv[1], int(sys.argv[2])))


async def _serve(url: str, port: int) -> None:
    settings = Settings(_env_file=None, database_url=url, port=port)  # type: ignore[call-arg]  # pydantic-settings' own argument
    async with open_session() as session:
        outside = Outside(session, NoAuthentication("127.0.0.1"), FixedToken(None), is_loopback_url)
        async with open_service(settings, outside, clock_starting_at(THE_FIRST)) as service:
            _add_routes(service)
            tune_for_serving()
            async with serving(service.app, settings):
                await asyncio.Event().wait()


def _add_routes(service: Service) -> None:
    async def tick(_: web.Request) -> web.Response:
        start = time.perf_counter()
        await service.jobs.tick_all()
        return web.json_response({"seconds": time.perf_counter() - start})

    async def used(_: web.Request) -> web.Response:
        mine = resource.getrusage(resource.RUSAGE_SELF)
        return web.json_response(
            {"megabytes": mine.ru_maxrss / 1024, "cpu": mine.ru_utime + mine.ru_stime}
        )

    service.app.router.add_get("/tick", tick)
    service.app.router.add_get("/used", used)


if __name__ == "__main__":
    main()
