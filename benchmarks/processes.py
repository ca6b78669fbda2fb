"""A server in a process of its own, so that what is measured doesn't share its interpreter."""

import asyncio
import socket
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

import aiohttp

TRIES = 200
PAUSE_SECONDS = 0.05


def free_port() -> int:
    """A port on loopback that nobody has."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@asynccontextmanager
async def serving(module: Sequence[str], health: str) -> AsyncIterator[None]:
    """Runs `python -m MODULE ARGUMENTS` until the end; ready once `health` answers.

    Raises RuntimeError when it doesn't come up.
    """
    async with running([sys.executable, "-m", *module], health):
        yield


@asynccontextmanager
async def running(command: Sequence[str], health: str) -> AsyncIterator[None]:
    """As `serving`, of any program that answers over HTTP."""
    process = await asyncio.create_subprocess_exec(*command)
    try:
        await _up(health)
        yield
    finally:
        if process.returncode is None:
            process.terminate()
        await process.wait()


async def _up(health: str) -> None:
    async with aiohttp.ClientSession() as session:
        for _ in range(TRIES):
            try:
                async with session.get(health):
                    return
            except aiohttp.ClientConnectionError:
                await asyncio.sleep(PAUSE_SECONDS)
    raise RuntimeError("the server to be measured did not come up")
