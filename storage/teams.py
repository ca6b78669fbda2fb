"""The council's teams."""

from collections.abc import Sequence

from sqlalchemy import Column, String, Table, delete, insert, select

from programme.people import Team
from storage.columns import metadata, tenant_id
from storage.transaction import OF_TENANT, Transaction

teams = Table(
    "teams",
    metadata,
    tenant_id(),
    Column("name", String, primary_key=True),
    Column("service_area", String, nullable=False),
)

_ALL = select(teams).where(teams.c.tenant_id == OF_TENANT)
_NONE = delete(teams).where(teams.c.tenant_id == OF_TENANT)
_ADD = insert(teams)


class StoredTeams:
    """programme.ports.Teams."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    async def all(self) -> tuple[Team, ...]:
        """By name."""
        found = [Team(row.name, row.service_area) for row in await self._transaction.rows(_ALL)]
        return tuple(sorted(found, key=lambda team: team.name.casefold()))

    async def replace(self, teams: Sequence[Team]) -> None:
        """These and no others."""
        await self._transaction.change(_NONE)
        await self._transaction.add_each(
            _ADD, ({"name": team.name, "service_area": team.service_area} for team in teams)
        )
