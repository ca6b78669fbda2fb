"""The case list: references, and nothing that identifies a child."""

from collections.abc import Collection, Sequence
from operator import attrgetter

from sqlalchemy import Boolean, Column, Date, Index, String, Table, bindparam, select

from programme.case import Case, Cohort
from storage.among import among
from storage.columns import metadata, tenant_id
from storage.prepared import Found, Values
from storage.transaction import OF_TENANT, Transaction
from storage.upsert import add_or_replace

cases = Table(
    "cases",
    metadata,
    tenant_id(),
    Column("reference", String, primary_key=True),
    Column("cohort", String, nullable=False),
    Column("team", String, nullable=False),
    Column("worker", String),
    Column("iro", String),
    Column("opened", Date),
    Column("last_reviewed", Date),
    Column("active", Boolean, nullable=False),
)
Index(None, cases.c.tenant_id, cases.c.team)

_ALL = select(cases).where(cases.c.tenant_id == OF_TENANT)
_OF_TEAMS = _ALL.where(among(cases.c.team, "of_teams"))
_ONE = _ALL.where(cases.c.reference == bindparam("of_reference"))
_SOME = _ALL.where(among(cases.c.reference, "of_references"))

# A draw reads every case of the council.
_COHORTS = {cohort.value: cohort for cohort in Cohort}
_BY_REFERENCE = attrgetter("reference")


class StoredCases:
    """programme.ports.Cases."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction
        self._save = add_or_replace(transaction.dialect, cases)

    async def all(self) -> tuple[Case, ...]:
        """Every case, the inactive included, by reference."""
        found = map(_case, await self._transaction.rows(_ALL))
        return tuple(sorted(found, key=_BY_REFERENCE))

    async def of_teams(self, teams: Collection[str]) -> tuple[Case, ...]:
        """Every case of the teams, the inactive included, by reference."""
        found = map(_case, await self._transaction.rows_for(_OF_TEAMS, "of_teams", teams))
        return tuple(sorted(found, key=_BY_REFERENCE))

    async def get(self, reference: str) -> Case | None:
        """The case of that reference."""
        row = await self._transaction.first(_ONE, of_reference=reference)
        return None if row is None else _case(row)

    async def some(self, references: Collection[str]) -> tuple[Case, ...]:
        """Those of the references that there are, in no order."""
        return tuple(
            map(_case, await self._transaction.rows_for(_SOME, "of_references", references))
        )

    async def save(self, cases: Sequence[Case]) -> None:
        """Adds or replaces each by reference."""
        await self._transaction.add_each(self._save, map(_values, cases))


def _values(case: Case) -> Values:
    return {
        "reference": case.reference,
        "cohort": case.cohort,
        "team": case.team,
        "worker": case.worker,
        "iro": case.iro,
        "opened": case.opened,
        "last_reviewed": case.last_reviewed,
        "active": case.active,
    }


def _case(row: Found) -> Case:
    return Case(
        reference=row.reference,
        cohort=_COHORTS[row.cohort],
        team=row.team,
        worker=row.worker,
        iro=row.iro,
        opened=row.opened,
        last_reviewed=row.last_reviewed,
        active=row.active,
    )
