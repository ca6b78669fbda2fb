"""SQLite's commits share the disk's sync, and none is answered for before its own."""

import asyncio
import gc
import os
import threading
from pathlib import Path

import pytest

from storage.engine import Engine, create_engine
from storage.migrations import migrate
from storage.sqlite_disk import ENOUGH, FILE_AT_MOST, LOG_AT_MOST, Disk


class SlowDisk:
    """Syncs one after the other, each only when it is let."""

    def __init__(self) -> None:
        self.begun = 0
        self.may_end = threading.Semaphore(0)
        self.fails = False

    def sync(self, _: int) -> None:
        self.begun += 1
        self.may_end.acquire()
        if self.fails:
            raise OSError("the disk is gone")


@pytest.fixture
def database(tmp_path: Path) -> Path:
    _begin_log(tmp_path / "some.db")
    return tmp_path / "some.db"


async def _until_begun(slow: SlowDisk, count: int) -> None:
    async with asyncio.timeout(10):
        while slow.begun < count:  # noqa: ASYNC110 - it begins in a thread, which sets no event
            await asyncio.sleep(0.001)


async def test_who_commits_during_a_sync_waits_for_the_next_one(database: Path) -> None:
    slow = SlowDisk()
    disk = Disk(database, slow.sync)
    first = asyncio.create_task(disk.synced())
    await _until_begun(slow, 1)
    late = [asyncio.create_task(disk.synced()) for _ in range(20)]
    slow.may_end.release()
    await first
    await _until_begun(slow, 2)
    assert not any(one.done() for one in late)
    slow.may_end.release()
    await asyncio.gather(*late)
    assert slow.begun == 2, "twenty commits shared one sync"


async def test_those_who_come_one_after_the_other_share_a_sync(database: Path) -> None:
    slow = SlowDisk()
    disk = Disk(database, slow.sync)
    waiting = []
    for _ in range(20):
        waiting.append(asyncio.create_task(disk.synced()))
        for _ in range(3):
            await asyncio.sleep(0)
    slow.may_end.release(len(waiting))
    await asyncio.gather(*waiting)
    assert slow.begun == 1


async def test_those_who_are_enough_do_not_wait_for_more(database: Path) -> None:
    slow = SlowDisk()
    disk = Disk(database, slow.sync)
    waiting = [asyncio.create_task(disk.synced()) for _ in range(ENOUGH)]
    async with asyncio.timeout(10):
        while not waiting[0].done():
            waiting.append(asyncio.create_task(disk.synced()))
            slow.may_end.release()
            await asyncio.sleep(0)
    await asyncio.gather(*waiting)


async def test_what_is_to_be_committed_before_a_sync_is_covered_by_it(database: Path) -> None:
    slow = SlowDisk()
    disk = Disk(database, slow.sync)
    covered: list[asyncio.Future[None]] = []

    async def commit() -> None:
        assert slow.begun == 0
        covered.append(disk.next_sync())

    disk.before_each_sync = commit
    slow.may_end.release()
    await disk.synced()
    assert [one.done() for one in covered] == [True]


async def test_what_fails_before_a_sync_is_told_to_all_who_wait(database: Path) -> None:
    slow = SlowDisk()
    disk = Disk(database, slow.sync)

    async def fail() -> None:
        raise ValueError("nothing was committed")

    disk.before_each_sync = fail
    async with asyncio.timeout(10):
        told = await asyncio.gather(disk.synced(), disk.synced(), return_exceptions=True)
    assert [type(one) for one in told] == [ValueError] * 2
    assert slow.begun == 0


async def test_whoever_went_on_and_then_failed_need_not_hear_of_the_disk(database: Path) -> None:
    told: list[object] = []
    asyncio.get_running_loop().set_exception_handler(lambda _, context: told.append(context))
    slow = SlowDisk()
    slow.fails = True
    disk = Disk(database, slow.sync)
    disk.next_sync()
    slow.may_end.release(2)
    with pytest.raises(OSError, match="the disk is gone"):
        await disk.synced()

    gc.collect()
    assert told == []


async def test_a_disk_that_refuses_is_told_to_all_who_waited_and_asked_again(
    database: Path,
) -> None:
    slow = SlowDisk()
    disk = Disk(database, slow.sync)
    slow.fails = True
    waiting = [asyncio.create_task(disk.synced()) for _ in range(3)]
    slow.may_end.release()
    ended = await asyncio.gather(*waiting, return_exceptions=True)
    assert [type(one) for one in ended] == [OSError] * 3
    slow.fails = False
    slow.may_end.release()
    await disk.synced()


async def test_a_sync_that_cannot_begin_is_told_to_all_who_waited(database: Path) -> None:
    disk = Disk(database)
    await asyncio.get_running_loop().shutdown_default_executor()
    waiting = [asyncio.create_task(disk.synced()) for _ in range(3)]
    async with asyncio.timeout(10):
        told = await asyncio.gather(*waiting, return_exceptions=True)
    assert [type(one) for one in told] == [RuntimeError] * 3


async def test_one_who_gives_up_does_not_spoil_the_sync_for_the_others(database: Path) -> None:
    slow = SlowDisk()
    disk = Disk(database, slow.sync)
    given_up = asyncio.create_task(disk.synced())
    await asyncio.sleep(0)
    stays = asyncio.create_task(disk.synced())
    await _until_begun(slow, 1)
    given_up.cancel()
    slow.may_end.release()
    await stays


async def test_without_a_log_there_is_nothing_to_sync(tmp_path: Path) -> None:
    slow = SlowDisk()
    await Disk(tmp_path / "none.db", slow.sync).synced()
    assert slow.begun == 0


async def test_a_log_that_was_begun_anew_in_another_file_is_found(database: Path) -> None:
    synced: list[int] = []
    disk = Disk(database, lambda log: synced.append(os.fstat(log).st_ino))
    first = _begin_log(database)
    await disk.synced()
    _remove_log(database)
    await disk.synced()
    another = _begin_log(database)
    await disk.synced()
    await disk.close()
    await disk.synced()
    await disk.close()
    assert synced == [first, another, another]


async def test_a_log_that_stays_under_another_name_is_not_taken_for_the_one_begun_anew(
    database: Path,
) -> None:
    synced: list[int] = []
    disk = Disk(database, lambda log: synced.append(os.fstat(log).st_ino))
    first = _begin_log(database)
    await disk.synced()
    _set_log_aside(database)
    another = _begin_log(database)
    await disk.synced()
    await disk.close()
    assert synced == [first, another]


def _set_log_aside(database: Path) -> None:
    Path(f"{database}-wal").rename(f"{database}-aside")


def _begin_log(database: Path) -> int:
    """Which file it is."""
    log = Path(f"{database}-wal")
    log.write_bytes(b"log")
    return log.stat().st_ino


def _remove_log(database: Path) -> None:
    Path(f"{database}-wal").unlink()


async def test_a_log_is_let_go_once_nobody_waits_for_it(database: Path) -> None:
    slow = SlowDisk()
    disk = Disk(database, slow.sync)
    waiting = asyncio.create_task(disk.synced())
    await _until_begun(slow, 1)
    closing = asyncio.create_task(disk.close())
    await asyncio.sleep(0)
    assert not closing.done()
    slow.may_end.release()
    await closing
    assert waiting.done()


async def test_a_log_is_not_let_go_while_the_next_wait_for_it(database: Path) -> None:
    slow = SlowDisk()
    disk = Disk(database, slow.sync)
    waiting = asyncio.create_task(disk.synced())
    next_ones: list[asyncio.Future[None]] = []
    waiting.add_done_callback(lambda _: next_ones.append(disk.next_sync()))
    await _until_begun(slow, 1)
    closing = asyncio.create_task(disk.close())
    slow.may_end.release()
    await _until_begun(slow, 2)
    let_go = closing.done()
    slow.may_end.release()
    await closing
    assert not let_go
    assert [one.done() for one in next_ones] == [True]


async def _write(engine: Engine, table: str, size: int) -> None:
    filled = f"CREATE TABLE {table} AS SELECT randomblob({size}) AS x"
    async with engine.writing() as connection:
        await connection.run_sync(lambda c: c.exec_driver_sql(filled))


async def test_a_long_log_is_moved_into_the_database_and_written_over(tmp_path: Path) -> None:
    path, log = tmp_path / "long.db", tmp_path / "long.db-wal"
    engine = create_engine(f"sqlite+aiosqlite:///{path}")
    await migrate(engine)
    await _write(engine, "first", LOG_AT_MOST)
    moved, length = _size(path), _size(log)
    assert moved > LOG_AT_MOST
    for number in range(3):
        await _write(engine, f"small_{number}", 100_000)
    assert (_size(path), _size(log)) == (moved, length), "the log has room again, and is as long"
    await _write(engine, "second", LOG_AT_MOST)
    assert _size(path) > 2 * LOG_AT_MOST
    await engine.dispose()


async def test_a_log_that_many_rows_made_very_long_is_cut(tmp_path: Path) -> None:
    path, log = tmp_path / "long.db", tmp_path / "long.db-wal"
    engine = create_engine(f"sqlite+aiosqlite:///{path}")
    await migrate(engine)
    await _write(engine, "very_many", FILE_AT_MOST)
    assert _size(log) < LOG_AT_MOST < _size(path)
    await engine.dispose()


async def test_a_log_that_cannot_be_moved_fails_nobody_whose_commit_is_on_the_disk(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    database = tmp_path / "some.db"
    database.mkdir()  # which SQLite can't open
    (tmp_path / "some.db-wal").write_bytes(bytes(LOG_AT_MOST + 4096))
    disk = Disk(database)
    await disk.synced()
    await disk.close()
    assert "could not be moved: SQLITE_CANTOPEN" in caplog.text


def _size(path: Path) -> int:
    return path.stat().st_size
