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
from collections.abc import Awaitable, Callable, Iterable
from contextlib import suppress
from pathlib import Path

logger = logging.getLogger(__name__)

LOG_AT_MOST = 32 * 1024 * 1024
"""Bytes of the log beyond which it is moved into the database, after a sync. The file stays as long
as that, for one that is written over is on the disk sooner than one that grows."""

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
        self.before_each_sync: Callable[[], Awaitable[None]] = _nothing
        """Commits what is to be on the disk with it; what it raises is told to all who wait."""
        self._sync_file = sync
        self._database = database
        self._log_path = Path(f"{database}-wal")
        self._log: int | None = None
        self._waiting: list[asyncio.Future[None]] = []
        self._syncing: asyncio.Task[None] | None = None

    async def synced(self) -> None:
        """Returns once all that was committed before the call is on the disk.

        Raises OSError when the disk refuses.
        """
        await self.next_sync()

    async def settled(self) -> None:
        """As `synced`, for one who has committed nothing: at once while nobody waits for it."""
        if self._under_way:
            await self.next_sync()

    def next_sync(self) -> asyncio.Future[None]:
        """What is done when the sync that covers what was committed so far has ended."""
        done = asyncio.get_running_loop().create_future()
        self._waiting.append(done)
        if not self._under_way:
            self._syncing = asyncio.create_task(self._sync_while_waited_for())
        return done

    async def close(self) -> None:
        """Lets the log go, once nobody waits for it; whoever still comes finds it again."""
        while under_way := self._under_way:
            await asyncio.wait({under_way})
        if self._log is not None:
            os.close(self._log)
            self._log = None

    @property
    def _under_way(self) -> asyncio.Task[None] | None:
        return None if self._syncing is None or self._syncing.done() else self._syncing

    async def _sync_while_waited_for(self) -> None:
        while self._waiting:
            await self._all_who_are_coming()
            fault = await _fault_in(self.before_each_sync)
            waiting, self._waiting = self._waiting, []
            fault = fault or await _fault_in(self._sync)
            if unmoved := await _fault_in(self._shorten):
                # What was committed is on the disk; after the next sync it is tried again.
                why = getattr(unmoved, "sqlite_errorname", type(unmoved).__name__)
                logger.warning("The database's log could not be moved: %s.", why)
            tell(waiting, fault)

    async def _all_who_are_coming(self) -> None:
        quiet = 0
        while quiet < QUIET_ROUNDS and (came := len(self._waiting)) < ENOUGH:
            await asyncio.sleep(0)
            quiet = 0 if len(self._waiting) > came else quiet + 1

    async def _sync(self) -> None:
        log = self._opened()
        if log is not None:
            await asyncio.get_running_loop().run_in_executor(None, self._sync_file, log)

    def _opened(self) -> int | None:
        if self._log is not None and not _is_at(self._log_path, self._log):
            os.close(self._log)
            self._log = None
        if self._log is None:
            # Without one, the last connection has moved all of it into the database.
            with suppress(FileNotFoundError):
                self._log = os.open(self._log_path, os.O_RDONLY)
        return self._log

    async def _shorten(self) -> None:
        if self._log is None or not _is_long(self._log):
            return
        how = "TRUNCATE" if os.fstat(self._log).st_size > FILE_AT_MOST else "RESTART"
        await asyncio.to_thread(self._move_log, how)

    def _move_log(self, how: str) -> None:
        # Where somebody reads or writes at the moment, it moves what it can and the next one more.
        local = sqlite3.connect(self._database, timeout=0, isolation_level=None)
        try:
            local.execute("PRAGMA synchronous=NORMAL")
            local.execute(f"PRAGMA wal_checkpoint({how})")
        finally:
            local.close()


def _is_at(path: Path, log: int) -> bool:
    with suppress(FileNotFoundError):
        return os.path.samestat(path.stat(), os.fstat(log))
    return False


def _is_long(log: int) -> bool:
    """Whether the log, by its file's descriptor, has been written as far as LOG_AT_MOST since it
    was last begun anew."""
    frame = int.from_bytes(os.pread(log, 4, _PAGE_SIZE_AT)) + _FRAME_HEADER
    farthest = _HEADER + LOG_AT_MOST // frame * frame
    written = os.pread(log, _SALTS, farthest + _SALTS_OF_FRAME_AT)
    return written != b"" and written == os.pread(log, _SALTS, _SALTS_AT)


async def _nothing() -> None:
    pass


async def _fault_in(work: Callable[[], Awaitable[None]]) -> Exception | None:
    try:
        await work()
    except Exception as error:  # noqa: BLE001 - it is for those who wait
        return error
    return None


def tell(waiting: Iterable[asyncio.Future[None]], fault: Exception | None) -> None:
    """Tells all who wait that it is done, or why it can't be."""
    for done in waiting:
        if done.done():  # whoever waited has given up
            continue
        if fault is None:
            done.set_result(None)
        else:
            done.set_exception(fault)
            # Whoever went on may fail before it asks: asyncio would complain that nobody did.
            done.exception()
