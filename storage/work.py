"""How units of work are opened."""

import asyncio

from storage.engine import Engine
from storage.event_chain import EventChains
from storage.unit_of_work import StoredUnitOfWork


class StoredWork:
    """programme.ports.Work on the database: `async with work(tenant_id) as unit:`."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._chains = EventChains()

    def __call__(self, tenant_id: str) -> StoredUnitOfWork:
        return StoredUnitOfWork(self._engine, tenant_id, self._chains)

    def keeping(self) -> "StoredKeeping":
        """programme.ports.Keeping."""
        return StoredKeeping(self._engine, self._chains)


class StoredKeeping:
    """programme.ports.Keeping: SQLite's commits go on once the sync that covers them begins, and
    PostgreSQL's, which wait for its disk themselves, when they have."""

    def __init__(self, engine: Engine, chains: EventChains) -> None:
        self._engine = engine
        self._chains = chains
        self._syncs: list[asyncio.Future[None]] = []

    def work(self, tenant_id: str) -> StoredUnitOfWork:
        """See Keeping.work."""
        return StoredUnitOfWork(self._engine, tenant_id, self._chains, self._syncing)

    async def kept(self) -> None:
        """See Keeping.kept. Raises OSError when the disk refuses."""
        for sync in self._syncs:
            await sync
        if not self._syncs:
            await self._engine.settled()

    async def _syncing(self) -> None:
        sync = await self._engine.syncing()
        if sync is not None:
            self._syncs.append(sync)
