"""How the database and what waits in it are. Nothing here writes."""

import sqlite3
from datetime import datetime
from pathlib import Path

from sqlalchemy import ColumnElement, ScalarSelect, TextClause, bindparam, func, select, text

from programme.ports.health import DatabaseState, QueueState
from storage.columns import Instant
from storage.councils import councils
from storage.engine import Engine
from storage.leases import leases
from storage.migrations import HEAD, revision_of
from storage.outbox_table import SENDING, UNDELIVERABLE, WAITING, outbox


def _count(*where: ColumnElement[bool] | TextClause) -> ScalarSelect[int]:
    of = outbox.c.tenant_id == councils.c.tenant_id
    return select(func.count()).select_from(outbox).where(of, *where).scalar_subquery()


_TRIED = outbox.c.attempts > 0
_DUE = outbox.c.not_before <= bindparam("now", type_=Instant)
# Each is read from an index of what stands so, however long the history.
_QUEUES = select(
    councils.c.tenant_id,
    _count(WAITING).label("waiting"),
    _count(WAITING, _DUE).label("due"),
    select(func.min(outbox.c.not_before))
    .where(outbox.c.tenant_id == councils.c.tenant_id, WAITING, _DUE)
    .scalar_subquery()
    .label("oldest_due"),
    # Unless the key is bounded too, SQLite reads all that the council was ever sent.
    _count(SENDING, outbox.c.key > "").label("sending"),
    _count(UNDELIVERABLE).label("undeliverable"),
    select(leases.c.until)
    .where(leases.c.tenant_id == councils.c.tenant_id)
    .scalar_subquery()
    .label("leased_until"),
    _count(WAITING, _TRIED).label("retrying"),
    select(func.min(outbox.c.first_due))
    .where(outbox.c.tenant_id == councils.c.tenant_id, WAITING, _TRIED)
    .scalar_subquery()
    .label("retrying_since"),
).order_by(councils.c.tenant_id)


class StoredHealth:
    """programme.ports.Health; the database need not have the present schema for `database`."""

    def __init__(self, engine: Engine, file: Path | None) -> None:
        """`file` is the database's own, where it is one."""
        self._engine = engine
        self._file = file

    async def database(self) -> DatabaseState:
        """Which database answers. Raises what its driver raises when none does."""
        if self._file is not None:
            return await self._sqlite(self._file)
        async with self._engine.connect() as connection:
            version = await connection.scalar(text("SHOW server_version"))
            now = await connection.scalar(select(func.clock_timestamp(type_=Instant)))
        its_own = now if isinstance(now, datetime) else None
        return DatabaseState(
            "PostgreSQL", str(version), await revision_of(self._engine), HEAD, its_own
        )

    async def _sqlite(self, file: Path) -> DatabaseState:
        async with self._engine.connect() as connection:
            await connection.scalar(text("SELECT count(*) FROM sqlite_master"))
        size = file.stat().st_size  # noqa: ASYNC240 - of one file, once
        revision = await revision_of(self._engine)
        return DatabaseState("SQLite", sqlite3.sqlite_version, revision, HEAD, file=file, size=size)

    async def queues(self, now: datetime) -> tuple[QueueState, ...]:
        """What waits to be sent for every council."""
        async with self._engine.connect() as connection:
            rows = await connection.execute(_QUEUES, {"now": now})
            return tuple(
                QueueState(
                    tenant_id=row.tenant_id,
                    waiting=row.waiting,
                    due=row.due,
                    oldest_due=row.oldest_due,
                    sending=row.sending,
                    undeliverable=row.undeliverable,
                    leased_until=row.leased_until,
                    retrying=row.retrying,
                    retrying_since=row.retrying_since,
                )
                for row in rows
            )
