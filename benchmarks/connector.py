"""A Connector that takes everything, as cheaply as aiohttp can: `python -m benchmarks.connector
PORT SECONDS`, where an answer stays away for so many seconds."""

import asyncio
import logging
import sys

from aiohttp import web

TAKEN = b'{"id":"1700000000000"}'


def main() -> None:
    """Serves until it is stopped."""
    asyncio.run(_serve(int(sys.argv[1]), float(sys.argv[2])))


async def _serve(port: int, seconds: float) -> None:
    async def take(request: web.BaseRequest) -> web.Response:
        await request.read()
        if seconds:
            await asyncio.sleep(seconds)
        return web.Response(body=TAKEN, status=201, content_type="application/json")

    logging.disable()
    runner = web.ServerRunner(web.Server(take))
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port, backlog=1024).start()
    await asyncio.Event().wait()


if __name__ == "__main__":
    main()
