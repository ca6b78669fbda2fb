"""Rows of what people are told: each has one live card for a person, a kind and a subject."""

from collections.abc import Collection
from typing import TypeVarTuple

import orjson
from sqlalchemy import (
    JSON,
    Dialect,
    Select,
    String,
    Table,
    bindparam,
    cast,
    func,
    select,
    tuple_,
)
from sqlalchemy.types import TypeDecorator

from programme.message import Message
from storage.transaction import OF_TENANT

About = tuple[str, str, str]
"""Person, kind, subject: what a person has one live card for."""


class _Abouts(TypeDecorator[Collection[About]]):
    """Many as one parameter: JSON."""

    impl = String
    cache_ok = True

    def process_bind_param(
        self,
        value: Collection[About] | None,
        dialect: Dialect,  # noqa: ARG002 # SQLAlchemy names it
    ) -> str:
        """What the driver is given."""
        return orjson.dumps(sorted({*(value or ())})).decode()


Ts = TypeVarTuple("Ts")
_GIVEN = bindparam("of_abouts", type_=_Abouts)


def about_of(message: Message) -> About:
    """What the message is about."""
    return message.person_id, message.kind.value, message.subject


def about_these(rows: Select[*Ts], table: Table, dialect: str) -> Select[*Ts]:
    """Of the table's rows, the council's about what the parameter `of_abouts` has.

    Each is found by all three together, however much its person was ever told, and others of its
    subject.
    """
    rows = rows.where(table.c.tenant_id == OF_TENANT)
    return _among_these(rows, table) if dialect == "sqlite" else _one_by_one(rows, table)


def _among_these(rows: Select[*Ts], table: Table) -> Select[*Ts]:
    given = func.json_each(_GIVEN).table_valued("value")
    parts = (func.json_extract(given.c.value, f"$[{place}]") for place in range(3))
    about = tuple_(table.c.person_id, table.c.kind, table.c.subject)
    return rows.where(about.in_(select(*parts)))


def _one_by_one(rows: Select[*Ts], table: Table) -> Select[*Ts]:
    # Joined, PostgreSQL would read all that the council has while it knows little of how much that
    # is; OFFSET has it take what is given row by row.
    given = func.json_array_elements(cast(_GIVEN, JSON)).table_valued("value")
    person_id, kind, subject = (given.c.value.op("->>")(place) for place in range(3))
    found = (
        rows.where(table.c.person_id == person_id, table.c.kind == kind, table.c.subject == subject)
        .offset(0)
        .correlate(given)
        .lateral("found")
    )
    return select(*found.c).select_from(given, found)
