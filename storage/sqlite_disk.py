"""What SQLite has committed reaches the disk before it is answered for, many commits at a time.

SQLite's own synchronous=FULL waits for the disk in every commit, one after the other. Here a commit
writes the log (synchronous=NORMAL), and whoever committed waits for one sync of the log that all
who committed meanwhile share. The log is written in order, so a sync covers every commit before
it: whoever acts on what another has written has it on the disk with their own commit.
"""

import asyncio
import os
import sqlite3
from collections.abc import Callable
from pathlib import Path

LOG_AT_MOST = 8 * 1024 * 1024
"""Bytes of the log beyond which it is moved into the database, by the thread that syncs."""


class Disk:
    """The log of one database file."""

    def __init__(self, database: Path, sync: Callable[[int], None] = os.fdatasync) -> None:
        """`sync` brings a file, by its descriptor, onto the disk."""
        self._sync_file = sync
        self._database = database
        self._log = Path(f"{database}-wal")
        self._running: asyncio.Task[None] | None = None
        self._next: asyncio.Task[None] | None = None

    async def synced(self) -> None:
        """Returns once all that was committed before the call is on the disk.

        Raises OSError when the disk refuses.
        """
        if self._next is None:
            self._next = asyncio.create_task(self._sync_after(self._running))
        await asyncio.shield(self._next)

    async def _sync_after(self, running: asyncio.Task[None] | None) -> None:
        if running is not None:
            await asyncio.wait({running})
        self._running, self._next = self._next, None
        await asyncio.to_thread(self._sync)

    def _sync(self) -> None:
        try:
            log = os.open(self._log, os.O_RDONLY)
        except FileNotFoundError:
            return  # the last connection has moved all of it into the database
        try:
            self._sync_file(log)
            size = os.fstat(log).st_size
        finally:
            os.close(log)
        if size > LOG_AT_MOST:
            self._move_log()

    def _move_log(self) -> None:
        # Where somebody reads or writes at the moment, it moves what it can and the next one more.
        local = sqlite3.connect(self._database, timeout=0, isolation_level=None)
        try:
            local.execute("PRAGMA synchronous=NORMAL")
            local.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        finally:
            local.close()
