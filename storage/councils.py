"""Every council of the deployment."""

from collections.abc import Iterable

from sqlalchemy import Column, Date, String, Table, UniqueConstraint, select

from programme.council import CouncilRecord, FrameworkVersion
from storage.columns import Instant, metadata, tenant_id
from storage.engine import Engine
from storage.prepared import Found
from storage.transaction import OF_TENANT, Transaction
from storage.upsert import add_if_new, insert

councils = Table(
    "councils",
    metadata,
    tenant_id(),
    Column("framework_id", String, nullable=False),
    Column("framework_version", String, nullable=False),
    Column("rules", String, nullable=False),
    Column("added_at", Instant, nullable=False),
    Column("id_key", String, nullable=False, server_default=""),
)

framework_versions = Table(
    "framework_versions",
    metadata,
    tenant_id(),
    Column("version", String, primary_key=True),
    Column("holds_from", Date, nullable=False),
    Column("rules", String, nullable=False),
    Column("adopted_at", Instant, nullable=False),
    UniqueConstraint("tenant_id", "holds_from"),
)

_ALL = select(councils).order_by(councils.c.added_at, councils.c.tenant_id)
_ONE = select(councils).where(councils.c.tenant_id == OF_TENANT)
_ALL_LATER = select(framework_versions).order_by(framework_versions.c.holds_from)
_LATER = _ALL_LATER.where(framework_versions.c.tenant_id == OF_TENANT)


class StoredCouncils:
    """programme.ports.Councils."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    async def all(self) -> tuple[CouncilRecord, ...]:
        """Every council, in the order in which they were added."""
        async with self._engine.connect() as connection:
            rows = [*await connection.execute(_ALL)]
            later = [*await connection.execute(_ALL_LATER)]
        return tuple(_record(row, later) for row in rows)

    async def get(self, tenant_id: str) -> CouncilRecord | None:
        """The council of that tenant."""
        async with Transaction(self._engine, tenant_id) as transaction:
            row = await transaction.first(_ONE)
            later = await transaction.rows(_LATER)
        return None if row is None else _record(row, later)

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
                    "id_key": record.id_key,
                },
            )
            await transaction.commit()
        return added == 1

    async def adopt(self, tenant_id: str, version: FrameworkVersion) -> bool:
        """Keeps a later version; False when its name or its day is taken already."""
        async with Transaction(self._engine, tenant_id) as transaction:
            adding = insert(transaction.dialect, framework_versions).on_conflict_do_nothing()
            added = await transaction.add(
                adding,
                {
                    "version": version.version,
                    "holds_from": version.holds_from,
                    "rules": version.rules,
                    "adopted_at": version.adopted_at,
                },
            )
            await transaction.commit()
        return added == 1


def _record(row: Found, later: Iterable[Found]) -> CouncilRecord:
    return CouncilRecord(
        tenant_id=row.tenant_id,
        framework_id=row.framework_id,
        framework_version=row.framework_version,
        rules=row.rules,
        added_at=row.added_at,
        id_key=row.id_key,
        later=tuple(
            FrameworkVersion(each.version, each.holds_from, each.rules, each.adopted_at)
            for each in later
            if each.tenant_id == row.tenant_id
        ),
    )
