"""Since when somebody isn't on the staff list any more, or a case on the case list."""

from collections.abc import Mapping
from datetime import date

from sqlalchemy import (
    Column,
    ColumnElement,
    Date,
    String,
    Table,
    and_,
    delete,
    false,
    insert,
    select,
    true,
)

from programme.erasing import NAME_ERASED
from storage.cases import cases
from storage.columns import metadata, tenant_id
from storage.people import people
from storage.transaction import OF_TENANT, Transaction

off_lists = Table(
    "off_lists",
    metadata,
    tenant_id(),
    Column("kind", String, primary_key=True),
    Column("key", String, primary_key=True),
    Column("since", Date, nullable=False),
)

LEAVER, CASE = "leaver", "case"

_LISTED: Mapping[str, tuple[Column[str], ColumnElement[bool]]] = {
    # Whoever was erased has left for good.
    LEAVER: (people.c.id, people.c.name != NAME_ERASED),
    CASE: (cases.c.reference, true()),
}
_ADD = insert(off_lists)


def _gone(kind: str) -> ColumnElement[bool]:
    key, counts = _LISTED[kind]
    return and_(key.table.c.tenant_id == OF_TENANT, key.table.c.active == false(), counts)


_NEW = {
    kind: select(key).where(
        _gone(kind),
        key.not_in(
            select(off_lists.c.key).where(
                off_lists.c.tenant_id == OF_TENANT, off_lists.c.kind == kind
            )
        ),
    )
    for kind, (key, _) in _LISTED.items()
}
_BACK = {
    kind: delete(off_lists).where(
        off_lists.c.tenant_id == OF_TENANT,
        off_lists.c.kind == kind,
        off_lists.c.key.not_in(select(key).where(_gone(kind))),
    )
    for kind, (key, _) in _LISTED.items()
}


async def note_departures(transaction: Transaction, today: date) -> None:
    """Notes those that are new, and forgets those that are back on their list or gone."""
    for kind in _LISTED:
        await transaction.change(_BACK[kind])
        new = await transaction.rows(_NEW[kind])
        await transaction.add_each(
            _ADD, ({"kind": kind, "key": row[0], "since": today} for row in new)
        )
