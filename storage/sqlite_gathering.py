"""Units of work that end at about the same time share one transaction of SQLite.

A commit writes whole pages of the log, and most are the same for all who press at once: kept
together they are written once, and so is what each would write last (`storage.written_last`). A
unit that fails is undone alone, by a savepoint; the others are all kept or none of them, just
before the sync of the disk that they wait for.

Until then they alone see what the others among them have written: a unit that may have read it ends
when it is committed, and whoever answers from it waits until it is on the disk.
"""

import asyncio
import sqlite3
from collections.abc import Callable, Sequence

from programme.event import Event
from storage.event_chain import Recorded
from storage.sqlite_connection import SqliteConnection
from storage.sqlite_disk import Disk, tell
from storage.touching import Touched
from storage.written_last import Left

Joined = Callable[[asyncio.Future[None], asyncio.Future[None]], None]
"""Told what is done once a unit is committed, and what is done once that is on the disk."""


class Gathering:
    """The transaction of one database file that units share, while there is one."""

    def __init__(self, open_connection: Callable[[], SqliteConnection], disk: Disk) -> None:
        self.disk = disk
        self.fault: Exception | None = None
        """Why what was written could not be kept, the last time."""
        self.left = Left()
        self._open_connection = open_connection
        self._shared: SqliteConnection | None = None
        self._is_lent = False
        self._is_ending = False
        self._in_unit: asyncio.Future[None] | None = None
        self._joined: list[asyncio.Future[None]] = []
        disk.before_each_sync = self._keep

    def lend(self) -> SqliteConnection:
        """The connection of the shared transaction, or where that isn't to be had another."""
        if self._shared is None or self._is_lent or self._is_ending:
            return self._open_connection()
        self._is_lent = True
        return self._shared

    def events_left(self, connection: SqliteConnection, tenant_id: str) -> Sequence[Event]:
        """Those of the council that are not written yet, of units that the connection sees."""
        return self.left.events(tenant_id) if connection is self._shared else ()

    async def begin_unit(self, connection: SqliteConnection) -> None:
        """What follows on the connection is a unit of the shared transaction, which begins if there
        is none. Raises as `SqliteConnection.begin_writing`."""
        if connection is not self._shared:
            await connection.begin_writing()  # in line, so there is none any more
            self._shared, self._is_lent = connection, True
        connection.begin_unit()
        self._in_unit = asyncio.get_running_loop().create_future()

    def join(self, connection: SqliteConnection, told: Joined) -> None:
        """The unit has ended well. `told` gets what is done once it is committed, and once that is
        on the disk; both raise when it can't be."""
        connection.end_unit()
        self._unit_is_over()
        self.follow(told)

    def follow(self, told: Joined) -> asyncio.Future[None]:
        """As `join`, for a unit that has only read what others have joined; what is done once that
        is committed."""
        committed = asyncio.get_running_loop().create_future()
        self._joined.append(committed)
        told(committed, self.disk.next_sync())
        return committed

    def undo(self, connection: SqliteConnection) -> None:
        """The unit has failed."""
        try:
            connection.undo_unit()
        finally:
            self._unit_is_over()

    async def give_back(self, connection: SqliteConnection) -> bool:
        """A unit needs the connection no more. Whether it has others' units on it that have ended,
        and aren't committed yet: all of them are told where the transaction was undone."""
        if connection is not self._shared:
            await connection.close()
            return False
        self._is_lent = False
        try:
            connection.require_transaction()
        except sqlite3.Error as lost:
            self._tell(lost)
        if not self._joined and not self._is_ending:
            self._shared = None
            await connection.close()
        return bool(self._joined)

    async def close(self) -> None:
        """Undoes what is shared and was to be committed by somebody who has given up."""
        shared, self._shared = self._shared, None
        if shared is not None:
            await shared.close()
            self._tell(sqlite3.OperationalError("the database was closed"))

    async def _keep(self) -> None:
        """Commits what is shared, once the unit that is being written has ended."""
        if self._shared is None:
            return
        self._is_ending = True
        try:
            if self._in_unit is not None:
                await asyncio.wait({self._in_unit})  # itself, it would be cancelled with this
        finally:
            self._is_ending = False
        shared, self._shared = self._shared, None
        fault: Exception | None = None
        try:
            shared.require_transaction()  # or what was left would be kept without the units
            await self.left.write(Gathered(self), shared)
            await shared.commit()
        except Exception as error:  # noqa: BLE001 - whatever it is, none of them is kept
            fault = error
        try:
            await (shared.end_writing() if self._is_lent else shared.close())
        finally:
            self._tell(fault)

    def _unit_is_over(self) -> None:
        if self._in_unit is not None:
            self._in_unit.set_result(None)
            self._in_unit = None

    def _tell(self, fault: Exception | None) -> None:
        joined, self._joined = self._joined, []
        if fault is not None:
            self.left.forget()
        if fault is not None and joined:
            self.fault = fault
        tell(joined, fault)


class Gathered:
    """Opens the connections of the units that one answer is made from."""

    dialect = "sqlite"

    def __init__(self, gathering: Gathering, *, early: bool = False) -> None:
        """`early` for units that only read, and don't wait until that is committed."""
        self._gathering = gathering
        self._early = early
        self._fault = gathering.fault
        self._awaited: list[tuple[asyncio.Future[None], asyncio.Future[None]]] = []

    async def open(self) -> "GatheredConnection":
        """A connection, to be closed; it sees what the others who are gathered have written."""
        joined = None if self._early else self._joined
        return GatheredConnection(self._gathering, self._gathering.lend(), joined, self.check)

    def check(self) -> None:
        """Raises sqlite3.Error where what may have been read since the first was opened is lost."""
        fault = self._gathering.fault
        if fault is not None and fault is not self._fault:
            raise fault

    async def synced(self) -> None:
        """Waits until what was written last is committed, and its sync begins.

        Raises sqlite3.Error when it can't be kept.
        """
        committed, _ = self._awaited[-1]
        await committed

    async def kept(self) -> None:
        """Waits until all that was written, or may have been read of what others had joined, is on
        the disk. For what others have committed alone, only who has written nothing waits.

        Raises sqlite3.Error or OSError when it can't be.
        """
        for committed, synced in self._awaited:
            await committed
            await synced
        if not self._awaited:
            await self._gathering.disk.settled()
        self.check()

    def _joined(self, committed: asyncio.Future[None], synced: asyncio.Future[None]) -> None:
        self._awaited.append((committed, synced))


class GatheredConnection:
    """A connection for one unit: that of the shared transaction, or one that begins it."""

    __slots__ = (
        "_check",
        "_connection",
        "_ended_well",
        "_gathering",
        "_joined",
        "_leaves",
        "_writes",
        "execute",
        "execute_each",
    )

    def __init__(
        self,
        gathering: Gathering,
        connection: SqliteConnection,
        joined: Joined | None,
        check: Callable[[], None],
    ) -> None:
        """`joined` is told when what was written or read is committed, and on the disk; without it
        the unit only reads, and waits for nobody. `check` is asked before anything is written."""
        self._gathering = gathering
        self._connection = connection
        self._joined = joined
        self._check = check
        self._leaves: tuple[str, Touched, Recorded] | None = None
        self._writes = self._ended_well = False
        self.execute = connection.execute
        self.execute_each = connection.execute_each

    async def begin_writing(self) -> None:
        """See SqliteConnection.begin_writing. Raises RuntimeError for a unit that only reads, and
        sqlite3.Error where what it may go by is lost."""
        if self._joined is None:
            raise RuntimeError("A unit that was opened early only reads.")
        await self._gathering.begin_unit(self._connection)
        self._writes = True
        self._check()

    async def turn(self, name: str, *, shared: bool) -> None:
        """See SqliteConnection.turn."""

    def leave(self, tenant_id: str, touched: Touched, recorded: Recorded) -> None:
        """Once the unit has ended well, that is written with what others leave."""
        self._leaves = tenant_id, touched, recorded

    def events_left(self, tenant_id: str) -> Sequence[Event]:
        """See Gathering.events_left."""
        return self._gathering.events_left(self._connection, tenant_id)

    async def commit(self) -> None:
        """Makes what was written a part of what is kept together."""
        if self._writes and self._joined is not None:
            self._gathering.join(self._connection, self._joined)
            self._writes, self._ended_well = False, True
            if self._leaves:
                self._gathering.left.add(*self._leaves)
                self._leaves = None

    async def close(self) -> None:
        """Gives the connection back; what was not committed is undone. What it may have read is
        then committed: raises sqlite3.Error when it can't be."""
        if self._writes:
            self._writes = False
            self._gathering.undo(self._connection)
        is_pending = await self._gathering.give_back(self._connection)
        if is_pending and self._joined is not None and not self._ended_well and not _gives_up():
            await self._gathering.follow(self._joined)


def _gives_up() -> bool:
    task = asyncio.current_task()
    return task is not None and task.cancelling() > 0
