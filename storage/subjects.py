"""What is held on one case or one person, wherever it stands."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime
from functools import cache

from sqlalchemy import (
    JSON,
    Column,
    ColumnElement,
    Select,
    String,
    Table,
    Text,
    cast,
    func,
    or_,
    select,
)
from sqlalchemy import bindparam as given

from programme.erasing import Words
from programme.people import Person
from programme.ports.subjects import Held
from storage import tables
from storage.among import among
from storage.people import StoredPeople
from storage.prepared import Found
from storage.transaction import OF_TENANT, Transaction

_OF_THE_COUNCIL = {"councils", "framework_versions", "leases", "event_heads"}
"""What holds rules and positions, nothing on anybody."""

SEARCHED = tuple(
    table for table in tables.metadata.sorted_tables if table.name not in _OF_THE_COUNCIL
)

WITH_REFERENCE: tuple[tuple[Table, str], ...] = (
    (tables.cases, "reference"),
    (tables.audits, "case_reference"),
    (tables.actions, "case_reference"),
    (tables.chairs_reports, "case_reference"),
    (tables.chosen_cases, "case_reference"),
    (tables.disputes, "case_reference"),
    (tables.hand_overs, "case_reference"),
    (tables.practice_acknowledgements, "case_reference"),
    (tables.reassignments, "case_reference"),
)
"""The tables whose rows are about one case each, and which column says which."""


async def ids_of_case(transaction: Transaction, reference: str) -> frozenset[str]:
    """The ids of the audits, actions and so on that are about the case."""
    found: set[str] = set()
    for table, column in WITH_REFERENCE:
        if "id" in table.c:
            rows = await transaction.rows(_ids(table, column), of_reference=reference.lower())
            found.update(row.id for row in rows)
    return frozenset(found)


async def on_case(transaction: Transaction, reference: str) -> Held:
    """Every row that has the reference in it, or is about what has."""
    ids = await ids_of_case(transaction, reference)
    return await _held(transaction, await words_of_case(transaction, reference), ids)


async def on_person(transaction: Transaction, person: Person) -> Held:
    """Every row that has the person's id, name or address in it."""
    others = [one for one in await StoredPeople(transaction).all() if one.id != person.id]
    words = words_of_people([person], others, [person.id])
    return await _held(transaction, words, {person.id})


async def words_of_case(transaction: Transaction, reference: str) -> Words:
    """Its reference, and those of other cases that have it in them: "MC-1" in "MC-1-A"."""
    others: set[str] = set()
    for table, column in WITH_REFERENCE:
        rows = await transaction.rows(_containing(table, column), of_reference=reference.lower())
        others.update(row[0] for row in rows)
    return Words([reference], {one for one in others if one.lower() != reference.lower()})


def words_of_people(
    people: Iterable[Person], others: Iterable[Person], ids: Collection[str] = ()
) -> Words:
    """What names the people to whoever reads it, and `ids`; and the names and addresses of others
    that have one of theirs in them: "Ann Lee" in "Mary Ann Lee"."""
    words = {word.casefold(): word for one in people for word in _particulars(one) if word}
    longer = [
        word
        for one in others
        for word in (one.name, one.email)
        if word.casefold() not in words and any(part in word.casefold() for part in words)
    ]
    return Words([*words.values(), *ids], longer)


def _particulars(person: Person) -> list[str]:
    return [person.name, person.email, person.object_id or ""]


async def mentioning(
    transaction: Transaction,
    table: Table,
    words: Words,
    ids: Collection[str] = (),
    *,
    to_change: bool = False,
) -> list[dict[str, object]]:
    """The rows of a table in which one of the words stands, or a cell of which is one of the ids;
    with `to_change` nobody else changes them meanwhile."""
    patterns = {f"pattern_{n}": pattern for n, pattern in enumerate(words.patterns)}
    find = _mentioning(table, len(patterns), to_change)
    rows = await transaction.rows(find, of_ids=ids, **patterns)
    wanted = frozenset(ids)
    return [row for row in (_cells(table, row) for row in rows) if _speaks_of(row, words, wanted)]


def _speaks_of(row: Mapping[str, object], words: Words, ids: frozenset[str]) -> bool:
    cells = [cell for name, cell in row.items() if name != "tenant_id"]
    return any((isinstance(c, str) and c in ids) or words.stand_in(c) for c in cells)


async def _held(transaction: Transaction, words: Words, ids: Collection[str]) -> Held:
    held = {}
    for table in SEARCHED:
        rows = await mentioning(transaction, table, words, ids)
        if rows:
            held[str(table.name)] = [
                {str(name): _readable(cell) for name, cell in row.items() if name != "tenant_id"}
                for row in rows
            ]
    return held


def _readable(cell: object) -> object:
    return cell.isoformat() if isinstance(cell, datetime | date) else cell


def _cells(table: Table, row: Found) -> dict[str, object]:
    return dict(zip(table.c.keys(), row, strict=True))


@cache
def _ids(table: Table, column: str) -> Select[tuple[str]]:
    of_case = func.lower(table.c[column], type_=String()) == given("of_reference")
    return select(table.c.id).where(table.c.tenant_id == OF_TENANT, of_case)


@cache
def _containing(table: Table, column: str) -> Select[tuple[str]]:
    told = func.lower(table.c[column], type_=String())
    has_it = func.replace(told, given("of_reference", type_=String()), "") != told
    return select(table.c[column]).where(table.c.tenant_id == OF_TENANT, has_it).distinct()


@cache
def _mentioning(table: Table, patterns: int, to_change: bool) -> Select[*tuple[object, ...]]:
    found: list[ColumnElement[bool]] = []
    for column in _texts(table):
        is_json = isinstance(column.type, JSON)
        told: ColumnElement[str] = cast(column, Text) if is_json else column
        found += [told.ilike(given(f"pattern_{n}", type_=String())) for n in range(patterns)]
        if not is_json:
            found.append(among(column, "of_ids"))
    find = select(table).where(table.c.tenant_id == OF_TENANT, or_(*found))
    return find.with_for_update() if to_change else find


def _texts(table: Table) -> list[Column[str]]:
    return [
        column
        for column in table.c
        if isinstance(column.type, String | JSON) and column.name != "tenant_id"
    ]
