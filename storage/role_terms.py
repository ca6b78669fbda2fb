"""Since when people hold the roles of duties."""

from collections.abc import Mapping
from datetime import date

from sqlalchemy import Column, Date, String, Table, delete, insert, select

from storage.columns import metadata, tenant_id
from storage.transaction import OF_TENANT, Transaction

role_terms = Table(
    "role_terms",
    metadata,
    tenant_id(),
    Column("duty_id", String, primary_key=True),
    Column("person_id", String, primary_key=True),
    Column("since", Date, nullable=False),
)

_ALL = select(role_terms).where(role_terms.c.tenant_id == OF_TENANT)
_NONE = delete(role_terms).where(role_terms.c.tenant_id == OF_TENANT)
_ADD = insert(role_terms)


class StoredRoleTerms:
    """programme.ports.RoleTerms."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    async def all(self) -> Mapping[tuple[str, str], date]:
        """(duty id, person id) to the day."""
        rows = await self._transaction.rows(_ALL)
        return {(row.duty_id, row.person_id): row.since for row in rows}

    async def replace(self, terms: Mapping[tuple[str, str], date]) -> None:
        """These and no others."""
        await self._transaction.change(_NONE)
        await self._transaction.add_each(
            _ADD,
            (
                {"duty_id": duty_id, "person_id": person_id, "since": since}
                for (duty_id, person_id), since in sorted(terms.items())
            ),
        )
