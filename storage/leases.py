"""Which process sends a council's messages.

Processes that share a PostgreSQL go by its clock alone, for their machines' may differ by more than
a lease: whoever is ahead would take what another holds. Those that share a file share a machine.
"""

from datetime import datetime, timedelta
from functools import cache

from sqlalchemy import (
    Column,
    ColumnElement,
    Insert,
    Interval,
    String,
    Table,
    and_,
    bindparam,
    delete,
    func,
    not_,
    or_,
)

from storage.columns import Instant, metadata, tenant_id
from storage.transaction import OF_TENANT, Transaction
from storage.upsert import insert

LONGEST = timedelta(minutes=10)
"""Nobody takes a lease for so long: one that is, was taken before the clock was set back, or for as
long as Teams wants a council left alone; then whoever asks next is told so by Teams."""

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


def _now(dialect: str) -> ColumnElement[datetime]:
    return func.now() if dialect == "postgresql" else bindparam("now", type_=Instant)


def _too_far(dialect: str) -> ColumnElement[datetime]:
    if dialect == "postgresql":
        return func.now() + LONGEST
    return bindparam("too_far", type_=Instant)


def is_held(dialect: str) -> ColumnElement[bool]:
    """Whether a lease holds; give `at` of the present instant with it."""
    return and_(leases.c.until > _now(dialect), leases.c.until <= _too_far(dialect))


def at(now: datetime) -> dict[str, object]:
    """What statements about leases compare with, where the database's own clock doesn't do."""
    return {"now": now, "too_far": now + LONGEST}


@cache
def _taking(dialect: str) -> Insert:
    adding = insert(dialect, leases)
    if dialect == "postgresql":
        adding = adding.values(until=func.now() + bindparam("lasts", type_=Interval))
    return adding.on_conflict_do_update(
        index_elements=[*leases.primary_key],
        set_={"owner": adding.excluded.owner, "until": adding.excluded.until},
        where=or_(leases.c.owner == adding.excluded.owner, not_(is_held(dialect))),
    )


async def take_lease(transaction: Transaction, owner: str, now: datetime, until: datetime) -> bool:
    """Takes or prolongs the council's lease; False while another's holds.

    On PostgreSQL it lasts as long as from `now` to `until`, from the server's present on.
    """
    lasting = {"lasts": until - now} if transaction.dialect == "postgresql" else {"until": until}
    row = {"owner": owner, **lasting, **at(now)}
    return await transaction.add(_taking(transaction.dialect), row) == 1


async def release_lease(transaction: Transaction, owner: str) -> None:
    """Gives the lease back, if it is the owner's."""
    await transaction.change(_RELEASE, of_owner=owner)
