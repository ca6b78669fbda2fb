"""What SQLite has committed reaches the disk before it is answered for, many commits at a time.

SQLite's own synchronous=FULL waits for the disk in every commit, one after the other. Here a commit
writes the log (synchronous=NORMAL), and whoever committed waits for one sync of the log that all
who committed meanwhile share. The log is written in order, so a sync covers every commit before
it: whoever acts on what another has written has it on the disk with their own commit.
"""

import asyncio
import logging
import os
import sqlite3
from collections.abc import Callable, Iterable
from pathlib import Path

logger = logging.getLogger(__name__)

LOG_AT_MOST = 32 * 1024 * 1024
"""Bytes of the log beyond which it is moved into the database, by the thread that syncs. The file
stays as long as that, for one that is written over is on the disk sooner than one that grows."""

QUIET_ROUNDS = 6
"""Rounds of the event loop without another commit after which a sync begins. Those who came in at
once have then all committed; they share the sync, and go on in the same round."""

ENOUGH = 64
"""So many who wait for a sync don't wait for more."""

FILE_AT_MOST = 2 * LOG_AT_MOST
"""Bytes of the file beyond which it is cut: many rows at once have made it so long."""

# SQLite's file format, 4: a header, then for each page a frame with a header of its own; both have
# the salts of when the log was last begun anew, and what is left from before has others.
_HEADER, _FRAME_HEADER = 32, 24
_PAGE_SIZE_AT, _SALTS_AT, _SALTS_OF_FRAME_AT, _SALTS = 8, 16, 8, 8


class Disk:
    """The log of one database file."""

    def __init__(self, database: Path, sync: Callable[[int], None] = os.fdatasync) -> None:
        """`sync` brings a file, by its descriptor, onto the disk."""
        self._sync_file = sync
        self._database = database
        self._log = Path(f"{database}-wal")
        self._committed: list[asyncio.Future[None]] = []
        self._waiting: list[asyncio.Future[None]] = []
        self._syncing: asyncio.Task[None] | None = None

    async def synced(self) -> None:
        """Returns once all that was committed before the call is on the disk.

        Raises OSError when the disk refuses.
        """
        await self._next_sync()

    async def syncing(self) -> asyncio.Future[None]:
        """Returns once the sync of all that was committed before the call begins, with what is done
        when it has ended: what needn't wait for the disk has this time.

        Raises nothing; the future has what `synced` raises.
        """
        begun = asyncio.get_running_loop().create_future()
        self._committed.append(begun)
        done = self._next_sync()
        done.add_done_callback(_heard)
        await begun
        return done

    async def settled(self) -> None:
        """As `synced`, for one who has committed nothing: at once while nobody waits for it."""
        if self._syncing is not None:
            await self._next_sync()

    def _next_sync(self) -> asyncio.Future[None]:
        done = asyncio.get_running_loop().create_future()
        self._waiting.append(done)
        if self._syncing is None:
            self._syncing = asyncio.create_task(self._sync_while_waited_for())
        return done

    async def _sync_while_waited_for(self) -> None:
        loop = asyncio.get_running_loop()
        try:
            while self._waiting:
                await self._all_who_are_coming()
                waiting, self._waiting = self._waiting, []
                begun, self._committed = self._committed, []
                _tell(begun, None)  # they go on when this task waits, and by then it has begun
                fault: Exception | None = None
                try:
                    await loop.run_in_executor(None, self._sync)
                except Exception as error:  # noqa: BLE001 - it is for those who wait
                    fault = error
                _tell(waiting, fault)
        finally:
            self._syncing = None

    async def _all_who_are_coming(self) -> None:
        quiet = 0
        while quiet < QUIET_ROUNDS and (came := len(self._waiting)) < ENOUGH:
            await asyncio.sleep(0)
            quiet = 0 if len(self._waiting) > came else quiet + 1

    def _sync(self) -> None:
        try:
            log = os.open(self._log, os.O_RDONLY)
        except FileNotFoundError:
            return  # the last connection has moved all of it into the database
        try:
            self._sync_file(log)
            is_long = _is_long(log)
            file_too = os.fstat(log).st_size > FILE_AT_MOST
        finally:
            os.close(log)
        if is_long:
            try:
                self._move_log("TRUNCATE" if file_too else "RESTART")
            except sqlite3.Error as error:
                # Those who wait have what they committed on the disk; the next sync tries again.
                logger.warning("The database's log could not be moved: %s.", error.sqlite_errorname)

    def _move_log(self, how: str) -> None:
        # Where somebody reads or writes at the moment, it moves what it can and the next one more.
        local = sqlite3.connect(self._database, timeout=0, isolation_level=None)
        try:
            local.execute("PRAGMA synchronous=NORMAL")
            local.execute(f"PRAGMA wal_checkpoint({how})")
        finally:
            local.close()


def _is_long(log: int) -> bool:
    """Whether the log, by its file's descriptor, has been written as far as LOG_AT_MOST since it
    was last begun anew."""
    frame = int.from_bytes(os.pread(log, 4, _PAGE_SIZE_AT)) + _FRAME_HEADER
    farthest = _HEADER + LOG_AT_MOST // frame * frame
    written = os.pread(log, _SALTS, farthest + _SALTS_OF_FRAME_AT)
    return written != b"" and written == os.pread(log, _SALTS, _SALTS_AT)


def _heard(done: asyncio.Future[None]) -> None:
    # Whoever went on may have failed before it asked: asyncio would complain that nobody did.
    if not done.cancelled():
        done.exception()


def _tell(waiting: Iterable[asyncio.Future[None]], fault: Exception | None) -> None:
    for done in waiting:
        if done.done():  # whoever waited has given up
            continue
        if fault is None:
            done.set_result(None)
        else:
            done.set_exception(fault)
