"""Checks that audits' actions were completed."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date

from sqlalchemy import Column, Date, Integer, String, Table, bindparam, select, text

from programme.follow_up import Loop, LoopState
from storage.among import among
from storage.columns import Instant, index_where, metadata, tenant_id
from storage.prepared import Found, Values
from storage.transaction import OF_TENANT, Transaction
from storage.versioned import Versioned

loops = Table(
    "loops",
    metadata,
    tenant_id(),
    Column("id", String, primary_key=True),
    Column("due", Date, nullable=False),
    Column("checker_id", String),
    Column("state", String, nullable=False),
    Column("version", Integer, nullable=False),
    Column("checks", Integer, nullable=False),
    Column("found", String, nullable=False),
    Column("checked_by", String),
    Column("checked_at", Instant),
)
_OPEN = text("state = 'open'")
index_where("ix_loops_open_due", _OPEN, loops.c.tenant_id, loops.c.due)

_ALL = select(loops).where(loops.c.tenant_id == OF_TENANT)
_SOME = _ALL.where(among(loops.c.id, "of_ids"))
# The state stands in the statement itself, or neither database would use the partial index.
_OPEN_DUE = _ALL.where(_OPEN, loops.c.due <= bindparam("by_day"))


class StoredLoops:
    """programme.ports.Loops."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    async def get(self, audit_id: str) -> Loop | None:
        """The audit's."""
        return await _LOOPS.get(self._transaction, audit_id)

    async def some(self, audit_ids: Collection[str]) -> tuple[Loop, ...]:
        """Those of the audits that have one."""
        return _by_urgency(await self._transaction.rows_for(_SOME, "of_ids", audit_ids))

    async def open_due_by(self, day: date) -> tuple[Loop, ...]:
        """Every open one that is due by `day`, the most urgent first."""
        return _by_urgency(await self._transaction.rows(_OPEN_DUE, by_day=day))

    async def add(self, loops: Sequence[Loop]) -> None:
        """Adds new ones."""
        await _LOOPS.add(self._transaction, loops)

    async def save(self, loop: Loop) -> None:
        """Replaces version - 1 of it. Raises ShowAsItIsNow when another change came first."""
        await _LOOPS.save(self._transaction, loop)


def _by_urgency(rows: Iterable[Found]) -> tuple[Loop, ...]:
    return tuple(sorted(map(_loop, rows), key=lambda loop: (loop.due, loop.id)))


def _values(loop: Loop) -> Values:
    return {
        "due": loop.due,
        "checker_id": loop.checker_id,
        "state": loop.state.value,
        "version": loop.version,
        "checks": loop.checks,
        "found": loop.found,
        "checked_by": loop.checked_by,
        "checked_at": loop.checked_at,
    }


def _loop(row: Found) -> Loop:
    return Loop(
        id=row.id,
        due=row.due,
        checker_id=row.checker_id,
        state=LoopState(row.state),
        version=row.version,
        checks=row.checks,
        found=row.found,
        checked_by=row.checked_by,
        checked_at=row.checked_at,
    )


_LOOPS = Versioned(
    loops,
    _loop,
    _values,
    stale="Somebody else changed this check just now; here it is as it is.",
)
