"""Which process sends a council's messages."""

from datetime import datetime, timedelta
from functools import cache

from sqlalchemy import Column, Insert, String, Table, bindparam, delete, or_

from storage.columns import Instant, metadata, tenant_id
from storage.transaction import OF_TENANT, Transaction
from storage.upsert import insert

LONGEST = timedelta(hours=1)
"""Nobody takes a lease for so long: one that is, was taken before the clock was set back."""

leases = Table(
    "leases",
    metadata,
    tenant_id(),
    Column("owner", String, nullable=False),
    Column("until", Instant, nullable=False),
)

_RELEASE = delete(leases).where(
    leases.c.tenant_id == OF_TENANT, leases.c.owner == bindparam("of_owner")
)


@cache
def _taking(dialect: str) -> Insert:
    adding = insert(dialect, leases)
    return adding.on_conflict_do_update(
        index_elements=[*leases.primary_key],
        set_={"owner": adding.excluded.owner, "until": adding.excluded.until},
        where=or_(
            leases.c.owner == adding.excluded.owner,
            leases.c.until <= bindparam("now", type_=Instant),
            leases.c.until > bindparam("too_far", type_=Instant),
        ),
    )


async def take_lease(transaction: Transaction, owner: str, now: datetime, until: datetime) -> bool:
    """Takes or prolongs the council's lease; False while another's holds."""
    return (
        await transaction.add(
            _taking(transaction.dialect),
            {"owner": owner, "until": until, "now": now, "too_far": now + LONGEST},
        )
        == 1
    )


async def release_lease(transaction: Transaction, owner: str) -> None:
    """Gives the lease back, if it is the owner's."""
    await transaction.change(_RELEASE, of_owner=owner)
