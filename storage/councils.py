"""Every council of the deployment."""

from sqlalchemy import Column, String, Table, select

from programme.council import CouncilRecord
from storage.columns import Instant, metadata, tenant_id
from storage.engine import Engine
from storage.prepared import Found
from storage.transaction import OF_TENANT, Transaction
from storage.upsert import add_if_new

councils = Table(
    "councils",
    metadata,
    tenant_id(),
    Column("framework_id", String, nullable=False),
    Column("framework_version", String, nullable=False),
    Column("rules", String, nullable=False),
    Column("added_at", Instant, nullable=False),
)

_ALL = select(councils).order_by(councils.c.added_at, councils.c.tenant_id)
_ONE = select(councils).where(councils.c.tenant_id == OF_TENANT)


class StoredCouncils:
    """programme.ports.Councils."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    async def all(self) -> tuple[CouncilRecord, ...]:
        """Every council, in the order in which they were added."""
        async with self._engine.connect() as connection:
            return tuple(map(_record, await connection.execute(_ALL)))

    async def get(self, tenant_id: str) -> CouncilRecord | None:
        """The council of that tenant."""
        async with Transaction(self._engine, tenant_id) as transaction:
            row = await transaction.first(_ONE)
        return None if row is None else _record(row)

    async def add(self, record: CouncilRecord) -> bool:
        """Keeps it, in a transaction of its own; False when the tenant is there already."""
        async with Transaction(self._engine, record.tenant_id) as transaction:
            added = await transaction.add(
                add_if_new(transaction.dialect, councils),
                {
                    "framework_id": record.framework_id,
                    "framework_version": record.framework_version,
                    "rules": record.rules,
                    "added_at": record.added_at,
                },
            )
            await transaction.commit()
        return added == 1


def _record(row: Found) -> CouncilRecord:
    return CouncilRecord(
        tenant_id=row.tenant_id,
        framework_id=row.framework_id,
        framework_version=row.framework_version,
        rules=row.rules,
        added_at=row.added_at,
    )
