"""How units of work are opened."""

from storage.engine import Engine
from storage.event_chain import EventChains
from storage.transaction import Connections
from storage.unit_of_work import StoredUnitOfWork


class StoredWork:
    """programme.ports.Work on the database: `async with work(tenant_id) as unit:`."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._chains = EventChains()

    def __call__(self, tenant_id: str) -> StoredUnitOfWork:
        return StoredUnitOfWork(self._engine, tenant_id, self._chains)

    def early(self, tenant_id: str) -> StoredUnitOfWork:
        """Opens a unit that only reads, for answers that wait until they are `kept`."""
        connections = self._engine.gathered(early=True) or self._engine
        return StoredUnitOfWork(connections, tenant_id, self._chains)

    def keeping(self) -> "StoredKeeping":
        """programme.ports.Keeping."""
        return StoredKeeping(self._engine, self._chains)


class StoredKeeping:
    """programme.ports.Keeping: SQLite's units are kept together with those of others who answer at
    the same time, and PostgreSQL's commits wait for its disk themselves."""

    def __init__(self, engine: Engine, chains: EventChains) -> None:
        self._gathered = engine.gathered()
        self._connections: Connections = self._gathered or engine
        self._chains = chains

    def work(self, tenant_id: str) -> StoredUnitOfWork:
        """See Keeping.work."""
        return StoredUnitOfWork(self._connections, tenant_id, self._chains)

    async def kept(self) -> None:
        """See Keeping.kept. Raises sqlite3.Error or OSError when the disk refuses."""
        if self._gathered is not None:
            await self._gathered.kept()
