"""Microsoft's newer SDKs, each in an environment of its own that only the benchmarks install."""

import asyncio
import os
import sys
from asyncio.subprocess import DEVNULL, PIPE
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Final

from benchmarks.processes import free_port, running

HERE: Final = Path(__file__).parent / "other_sdks"
TEAMS_SDK: Final = "microsoft-teams-apps"
AGENTS_SDK: Final = "microsoft-agents-hosting-aiohttp"
PUSHING: Final = {
    "Teams SDK for Python, App.send": (TEAMS_SDK, "teams_apps.py"),
    "Agents SDK, continue_conversation": (AGENTS_SDK, "agents.py"),
}
ECHOING: Final = {
    "Teams SDK for Python, a constant": (TEAMS_SDK, "teams_apps_echo.py"),
    "Agents SDK, a constant": (AGENTS_SDK, "agents_echo.py"),
}
INSTALL_SECONDS: Final = 300
PUSH_SECONDS: Final = 120


async def newer_pushes(url: str, count: int, at_once: int, body: bytes) -> dict[str, float | None]:
    """Pushes a second to the Connector at `url`, by SDK; None where it can't be installed."""
    found: dict[str, float | None] = {}
    for name, (package, program) in PUSHING.items():
        python = await _with(package)
        arguments = (str(HERE / program), url, str(count), str(at_once))
        said = await _run(PUSH_SECONDS, str(python), *arguments, given=body) if python else None
        found[name] = float(said.split()[-1]) if said else None
    return found


@asynccontextmanager
async def newer_echoes() -> AsyncIterator[Mapping[str, str]]:
    """Servers that answer every press with a constant card, and look at no token: the URL of each,
    by SDK; without one that can't be installed."""
    async with AsyncExitStack() as servers:
        found: dict[str, str] = {}
        for name, (package, program) in ECHOING.items():
            if python := await _with(package):
                port = free_port()
                url = f"http://127.0.0.1:{port}"
                command = [str(python), "-W", "ignore", str(HERE / program), str(port)]
                await servers.enter_async_context(running(command, url))
                found[name] = f"{url}/api/messages"
        yield found


async def _with(package: str) -> Path | None:
    """The interpreter of an environment that has the package, kept in the user's cache."""
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    python = cache / "sightline-benchmarks" / package / "bin" / "python"
    environment = str(python.parents[1])
    if await _run(INSTALL_SECONDS, str(python), "-m", "pip", "show", "--quiet", package) is None:
        await _run(INSTALL_SECONDS, sys.executable, "-m", "venv", environment)
        install = ("-m", "pip", "install", "--quiet", package)
        if await _run(INSTALL_SECONDS, str(python), *install) is None:
            return None
    return python


async def _run(seconds: float, *command: str, given: bytes = b"") -> str | None:
    """What a program says; None when it fails, isn't there, or takes too long."""
    try:
        process = await asyncio.create_subprocess_exec(
            *command, stdin=PIPE, stdout=PIPE, stderr=DEVNULL
        )
    except OSError:
        return None
    try:
        async with asyncio.timeout(seconds):
            said, _ = await process.communicate(given)
    except TimeoutError:
        process.kill()
        await process.wait()
        return None
    return said.decode() or " " if process.returncode == 0 else None
