"""Sightline as an operator has it: its command in processes of their own."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import aiohttp

UP_WITHIN_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Ran:
    """How a command ended."""

    code: int
    out: str
    err: str


@dataclass(frozen=True, slots=True)
class Sightline:
    """Commands on one database, in one folder; the demo serves on `port`."""

    folder: Path
    port: int

    @property
    def _environment(self) -> dict[str, str]:
        return {
            **os.environ,
            "SIGHTLINE_DATABASE_URL": f"sqlite+aiosqlite:///{self.folder}/sightline.db",
        }

    async def run(self, *arguments: str) -> Ran:
        """Runs `sightline ARGUMENTS` to its end."""
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "bot", *arguments),
            env=self._environment,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )
        out, err = await process.communicate()
        return Ran(process.returncode or 0, out.decode(), err.decode())

    @asynccontextmanager
    async def demo(self, day: str) -> AsyncIterator[str]:
        """`sightline demo` on that day; gives its address once everyone has been introduced."""
        url = f"http://127.0.0.1:{self.port}"
        log = (self.folder / f"demo-{day}.log").open("wb")
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "bot", "demo", "--date", day, "--folder", str(self.folder)),
            env={**self._environment, "SIGHTLINE_PORT": str(self.port)},
            stdout=log,
            stderr=log,
        )
        try:
            await _up(url)
            yield url
        finally:
            process.terminate()
            await process.wait()
            log.close()


async def _up(url: str) -> None:
    async with asyncio.timeout(UP_WITHIN_SECONDS), aiohttp.ClientSession() as session:
        while True:
            try:
                async with session.get(f"{url}/readyz") as response:
                    if response.status == 200:
                        return
            except aiohttp.ClientConnectionError:
                await asyncio.sleep(0.1)
