"""The staff list."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from functools import cache, lru_cache
from operator import itemgetter

import orjson
from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    ColumnElement,
    Insert,
    Integer,
    String,
    Table,
    Text,
    and_,
    bindparam,
    cast,
    func,
    select,
    text,
    type_coerce,
)
from sqlalchemy import update as update_of
from sqlalchemy.exc import IntegrityError

from programme.errors import CorrectAndRepeat
from programme.message import Conversation
from programme.people import Absence, Person, Role
from storage.among import among
from storage.columns import index_where, metadata, tenant_id
from storage.conversations import conversation_of, conversations
from storage.prepared import Found, Values
from storage.transaction import OF_TENANT, Transaction
from storage.upsert import insert

people = Table(
    "people",
    metadata,
    tenant_id(),
    Column("id", String, primary_key=True),
    Column("name", String, nullable=False),
    Column("email", String, nullable=False),
    # Folded here, because the two databases differ in what they take for lower case.
    Column("email_folded", String, nullable=False),
    Column("roles", JSON, nullable=False),
    Column("team", String),
    Column("service_area", String),
    Column("line_manager_email", String),
    Column("object_id", String),
    Column("absences", JSON, nullable=False),
    Column("active", Boolean, nullable=False),
    # The account that Teams' directory named, while no staff list has named it.
    Column("linked_object_id", String),
)
# SQLite uses the partial indexes only where a statement has their condition word for word.
_ACTIVE = text("people.active")
for _unique in ("email_folded", "object_id"):
    index_where(
        f"uq_people_{_unique}", text("active"), people.c.tenant_id, people.c[_unique], unique=True
    )

# As the database has them: a row that was read before is a person already (see _person).
_CELLS = (
    *(people.c[name] for name in ("id", "name", "email", "team", "service_area")),
    *(people.c[name] for name in ("line_manager_email", "object_id")),
    *(cast(people.c[name], Text).label(name) for name in ("roles", "absences")),
    type_coerce(people.c.active, Integer).label("active"),
)
_PEOPLE_KEPT = 20_000
_ALL = select(*_CELLS).where(people.c.tenant_id == OF_TENANT)
_ONE = _ALL.where(people.c.id == bindparam("of_id"))
_BY_EMAIL = _ALL.where(people.c.email_folded == bindparam("of_email"), _ACTIVE)
_BY_OBJECT_ID = _ALL.where(people.c.object_id == bindparam("of_object_id"), _ACTIVE)
_SOME = _ALL.where(among(people.c.id, "of_ids"))
_MET = (
    select(*_CELLS, *(c for c in conversations.columns if c.name != "tenant_id"))
    .join_from(
        people,
        conversations,
        and_(
            conversations.c.tenant_id == people.c.tenant_id,
            conversations.c.person_id == people.c.id,
        ),
        isouter=True,
    )
    .where(
        people.c.tenant_id == OF_TENANT,
        among(people.c.object_id, "of_object_ids"),
        _ACTIVE,
    )
)
_LINK = (
    update_of(people)
    .where(
        people.c.tenant_id == OF_TENANT,
        people.c.id == bindparam("of_id"),
        people.c.object_id.is_not_distinct_from(bindparam("old_object_id", type_=String())),
    )
    .values(object_id=bindparam("new_object_id"), linked_object_id=bindparam("new_object_id"))
)
_LISTED = (
    update_of(people)
    .where(people.c.tenant_id == OF_TENANT, people.c.id == bindparam("of_id"))
    .values(linked_object_id=None)
)
_LINKED = select(people.c.id).where(
    people.c.tenant_id == OF_TENANT,
    people.c.id == bindparam("of_id"),
    people.c.object_id == people.c.linked_object_id,
)


@cache
def _saving(dialect: str) -> Insert:
    adding = insert(dialect, people)
    new = adding.excluded
    replaced: dict[str, ColumnElement[object]] = {
        c.name: new[c.name]
        for c in people.columns
        if not c.primary_key and c.name != "linked_object_id"
    }
    # A staff list without object ids must not undo the links that were made since.
    replaced["object_id"] = func.coalesce(new.object_id, people.c.object_id)
    return adding.on_conflict_do_update(index_elements=[*people.primary_key], set_=replaced)


class StoredPeople:
    """programme.ports.People."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction
        self._save = _saving(transaction.dialect)

    async def all(self) -> tuple[Person, ...]:
        """Everyone, those who left included, by name."""
        found = [_read(*row[: len(_CELLS)]) for row in await self._transaction.rows(_ALL)]
        return tuple(person for _, person in sorted(found, key=itemgetter(0)))

    async def get(self, person_id: str) -> Person | None:
        """The person of that id, whether they still work here or not."""
        return _maybe(await self._transaction.first(_ONE, of_id=person_id))

    async def some(self, person_ids: Collection[str]) -> tuple[Person, ...]:
        """Those of the ids that there are, in no order."""
        return tuple(map(_person, await self._transaction.rows_for(_SOME, "of_ids", person_ids)))

    async def met(
        self, object_ids: Collection[str]
    ) -> Mapping[str, tuple[Person, Conversation | None]]:
        """Entra object id to the active person linked to it, and where they have been met; a
        stranger's is left out."""
        rows = await self._transaction.rows_for(_MET, "of_object_ids", object_ids)
        return {
            row.object_id: (_person(row), conversation_of(row) if row.person_id else None)
            for row in rows
        }

    async def by_email(self, email: str) -> Person | None:
        """The active person of that e-mail address, whatever its case."""
        return _maybe(await self._transaction.first(_BY_EMAIL, of_email=email.casefold()))

    async def by_object_id(self, object_id: str) -> Person | None:
        """The active person who is linked to that Entra object id."""
        return _maybe(await self._transaction.first(_BY_OBJECT_ID, of_object_id=object_id))

    async def save(self, people: Sequence[Person]) -> None:
        """Adds or replaces each by id; a person without an object id keeps the stored one.

        Raises CorrectAndRepeat when two active people would share an e-mail address or an
        object id.
        """
        # Who leaves goes first, for their address may be somebody else's in the same list.
        in_turn = sorted(people, key=lambda person: person.active)
        try:
            await self._transaction.add_each(self._save, map(_values, in_turn))
        except IntegrityError:
            raise CorrectAndRepeat(
                "Two active people have the same e-mail address or Entra object id; "
                "each must have their own."
            ) from None

    async def link(self, person_id: str, object_id: str, was: str | None = None) -> bool:
        """Links the person to an Entra object id; False when theirs isn't what it `was` any more.

        Raises CorrectAndRepeat when another active person has it.
        """
        ids = {"old_object_id": was, "new_object_id": object_id}
        try:
            return await self._transaction.change(_LINK, of_id=person_id, **ids) == 1
        except IntegrityError:
            raise CorrectAndRepeat(
                "This Teams account is linked to somebody else in the staff list; "
                "please ask for the staff list to be corrected."
            ) from None

    async def list_accounts(self, person_ids: Collection[str]) -> None:
        """Notes that a staff list names these people's Entra object ids."""
        await self._transaction.change_each(_LISTED, [{"of_id": each} for each in person_ids])

    async def is_linked(self, person_id: str) -> bool:
        """Whether the person's Entra object id is the directory's word alone."""
        return await self._transaction.first(_LINKED, of_id=person_id) is not None


def _values(person: Person) -> Values:
    return {
        "id": person.id,
        "name": person.name,
        "email": person.email,
        "email_folded": person.email.casefold(),
        "roles": sorted(person.roles),
        "team": person.team,
        "service_area": person.service_area,
        "line_manager_email": person.line_manager_email,
        "object_id": person.object_id,
        "absences": [(absence.first, absence.last) for absence in person.absences],
        "active": person.active,
    }


def _maybe(row: Found | None) -> Person | None:
    return None if row is None else _person(row)


def _person(row: Found) -> Person:
    _, person = _read(*row[: len(_CELLS)])
    return person


# A use case that asks who answers for whom reads the whole staff list, which hardly ever changes.
@lru_cache(maxsize=_PEOPLE_KEPT)
def _read(
    person_id: str,
    name: str,
    email: str,
    team: str | None,
    service_area: str | None,
    line_manager_email: str | None,
    object_id: str | None,
    roles: str,
    absences: str,
    active: int,
) -> tuple[tuple[str, str], Person]:
    """Their place among all, by name, and the person."""
    person = Person(
        id=person_id,
        name=name,
        email=email,
        roles=frozenset(map(Role, orjson.loads(roles))),
        team=team,
        service_area=service_area,
        line_manager_email=line_manager_email,
        object_id=object_id,
        absences=tuple(Absence(*map(date.fromisoformat, days)) for days in orjson.loads(absences)),
        active=bool(active),
    )
    return (name.casefold(), person_id), person
