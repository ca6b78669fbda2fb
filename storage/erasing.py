"""Erasing a case or people: what is theirs goes, and what else names them names them no more."""

from collections.abc import Collection, Mapping
from datetime import datetime
from functools import cache

from sqlalchemy import (
    ColumnElement,
    Delete,
    String,
    Table,
    Update,
    bindparam,
    delete,
    func,
    or_,
    select,
    true,
    update,
)

from programme.erasing import NAME_ERASED, Words
from programme.message import Delivery
from programme.people import Person
from programme.ports.subjects import Erased, Held
from programme.shown import AUDITORS, DISPUTES, DUTIES
from storage import tables
from storage.among import among
from storage.columns import Instant
from storage.outbox_table import WAITING
from storage.people import StoredPeople
from storage.subjects import (
    SEARCHED,
    WITH_REFERENCE,
    ids_of_case,
    mentioning,
    on_case,
    on_person,
    words_of_case,
    words_of_people,
)
from storage.touching import overtake, share_changing
from storage.transaction import OF_TENANT, Transaction

OF_AUDIT: tuple[tuple[Table, str], ...] = (
    (tables.audit_answers, "audit_id"),
    (tables.audit_reviews, "audit_id"),
    (tables.alerts, "audit_id"),
    (tables.moderations, "id"),
    (tables.loops, "id"),
    (tables.re_audits, "audit_id"),
    (tables.re_audits, "original_id"),
    (tables.commissioned_audits, "audit_id"),
    (tables.training_examples, "audit_id"),
    (tables.hand_overs, "swap_audit_id"),
    (tables.escalations, "action_id"),
)
"""What is about an audit or an action, and goes with it."""

_OF_PERSON: tuple[tuple[Table, str], ...] = (
    (tables.conversations, "person_id"),
    (tables.role_terms, "person_id"),
    (tables.live_cards, "person_id"),
    (tables.observations, "observed_id"),
)
"""What is about a person, and goes with them; what they did stays under their id."""

_NAMES: Mapping[Table, Collection[str]] = {
    tables.people: ("name", "email", "email_folded", "line_manager_email"),
    tables.cases: ("worker", "iro"),
    tables.practice_acknowledgements: ("practitioner",),
}
"""Where a cell is one name or address, by which people are told from each other."""

_SORTS = (
    *("audit", "action", "alert", "example", "hand_over", "practice", "dispute", "moderation"),
    *("loop", "chairs_report", "dip_sample", "observation", "practice_day", "duty", "reported"),
    "theme",
)
"""What stands before an id where cards say what they show (programme.shown)."""

_NAMED_ON_CARDS = ("id", "audit_id", "observer_id")
"""Columns with the ids that cards name where they show something of the row."""

_cards, _shows, _outbox = tables.live_cards, tables.card_shows, tables.outbox
_OF_MANY = or_(
    _shows.c.entity.like("allocation:%"),
    _shows.c.entity.like("chosen:%"),
)
_SHOWING = select(_shows.c.card_id).where(
    _shows.c.tenant_id == OF_TENANT, or_(among(_shows.c.entity, "of_entities"), _OF_MANY)
)
_RETIRE_CARDS = (
    update(_cards)
    .where(
        _cards.c.tenant_id == OF_TENANT,
        or_(among(_cards.c.subject, "of_ids"), _cards.c.id.in_(_SHOWING)),
    )
    .values(wanted=_cards.c.wanted + 1, erased=true())
)
_SUPERSEDE = (
    update(_outbox)
    .where(
        _outbox.c.tenant_id == OF_TENANT,
        WAITING,
        or_(among(_outbox.c.subject, "of_ids"), among(_outbox.c.person_id, "of_people")),
    )
    .values(state=Delivery.SUPERSEDED.value, settled_at=bindparam("now", type_=Instant))
)
_audits = tables.audits
_AUDITS_OF = select(_audits.c.id).where(
    _audits.c.tenant_id == OF_TENANT, among(_audits.c.case_reference, "of_references")
)
_BLANK_PEOPLE = (
    update(tables.people)
    .where(tables.people.c.tenant_id == OF_TENANT, among(tables.people.c.id, "of_people"))
    .values(
        name=NAME_ERASED,
        email="",
        email_folded="",
        roles=[],
        team=None,
        service_area=None,
        line_manager_email=None,
        object_id=None,
        linked_object_id=None,
        absences=[],
        active=False,
    )
)


_ON_CARDS = [
    table
    for table in SEARCHED
    if table not in (tables.events, _cards, _shows, _outbox, tables.people, tables.ticks)
]
"""Of what is kept, that which cards show."""


class StoredSubjects:
    """programme.ports.Subjects."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    async def of_case(self, reference: str) -> Held:
        """See the port."""
        return await on_case(self._transaction, reference)

    async def of_person(self, person: Person) -> Held:
        """See the port."""
        return await on_person(self._transaction, person)

    async def erase_case(self, reference: str, now: datetime) -> Erased:
        """See the port."""
        await self._transaction.begin()
        ids = await ids_of_case(self._transaction, reference)
        words = await words_of_case(self._transaction, reference)
        await self._retire(words, ids, (), now)
        removed = 0
        for table, column in OF_AUDIT:
            removed += await self._transaction.change(remove_from(table, column), among_these=ids)
        for table, column in WITH_REFERENCE:
            of_case = remove_from(table, column, folded=True)
            removed += await self._transaction.change(of_case, among_these=[reference.lower()])
        return await self._take_out(words, removed)

    async def erase_people(self, people: Collection[Person], now: datetime) -> Erased:
        """See the port."""
        await self._transaction.begin()
        ids = [person.id for person in people]
        others = [p for p in await StoredPeople(self._transaction).all() if p.id not in ids]
        words = words_of_people(people, others)
        await self._retire(words, (), ids, now)
        removed = 0
        for table, column in _OF_PERSON:
            removed += await self._transaction.change(remove_from(table, column), among_these=ids)
        blanked = await self._transaction.change(_BLANK_PEOPLE, of_people=ids)
        of_others = {word.casefold() for one in others for word in (one.name, one.email)}
        return await self._take_out(words, removed, blanked, of_others)

    async def _retire(
        self, words: Words, ids: Collection[str], people: Collection[str], now: datetime
    ) -> None:
        """What waits about these ids, or for these people, isn't sent; the cards that show them, or
        anything that names them, are drawn afresh, and say that it was erased where nothing else is
        on them."""
        await self._transaction.change(_SUPERSEDE, of_ids=ids, of_people=people, now=now)
        records, months = await self._naming(words, [*ids, *people])
        shown = [f"{sort}:{one}" for sort in _SORTS for one in (*ids, *records, *months)]
        entities = [AUDITORS, DISPUTES, DUTIES, *shown]
        await share_changing(self._transaction)
        await overtake(self._transaction, entities, erased=True)
        about = {*ids, *records}
        await self._transaction.change(_RETIRE_CARDS, of_ids=about, of_entities=entities)

    async def _naming(self, words: Words, ids: Collection[str]) -> tuple[set[str], set[str]]:
        """The ids of the records in which one of the words stands, or a cell of which is one of the
        ids, and the months whose theme is such a record."""
        found: set[str] = set()
        rows = {
            table: await mentioning(self._transaction, table, words, ids) for table in _ON_CARDS
        }
        for name in _NAMED_ON_CARDS:
            found |= {str(row[name]) for told in rows.values() for row in told if row.get(name)}
        references = [str(row["reference"]) for row in rows[tables.cases]]
        of_cases = await self._transaction.rows(_AUDITS_OF, of_references=references)
        months = {str(row["month"]) for row in rows[tables.month_themes]}
        return found | {row.id for row in of_cases}, months

    async def _take_out(
        self, words: Words, removed: int, blanked: int = 0, of_others: Collection[str] = ()
    ) -> Erased:
        """A cell of _NAMES that is one `of_others`, in folded case, stays: somebody else is meant
        there, or may be."""
        for table in SEARCHED:
            if table is tables.events:
                continue  # it never held any of them
            keys = [c.name for c in table.primary_key if c.name != "tenant_id"]
            for row in await mentioning(self._transaction, table, words, to_change=True):
                key = {f"of_{name}": row[name] for name in keys}
                new = {
                    name: words.taken_out_of(_without_looks(cell, words))
                    for name, cell in row.items()
                    if name != "tenant_id"
                    and words.stand_in(cell)
                    and not (name in _NAMES.get(table, ()) and str(cell).casefold() in of_others)
                }
                if new.keys() & set(keys):
                    removed += await self._transaction.change(_remove_one(table), **key)
                elif new:
                    if "version" in table.c and "version" not in keys:
                        # Whoever has read it before isn't to write it back.
                        new["version"] = table.c.version + 1
                    change = _change_one(table).values(new)
                    blanked += await self._transaction.change(change, **key)
        return Erased(removed, blanked)


def _without_looks(cell: object, words: Words) -> object:
    """Of a dip sample's cases, what was written about one that is erased goes with its reference;
    any other cell is as it was."""
    if not isinstance(cell, list):
        return cell
    return [
        {**case, "look": {**case["look"], "line": "", "found_line": ""}}
        if isinstance(case, dict) and case.get("look") and words.stand_in(case.get("reference"))
        else case
        for case in cell
    ]


@cache
def remove_from(table: Table, column: str, *, folded: bool = False) -> Delete:
    of = func.lower(table.c[column], type_=String()) if folded else table.c[column]
    return delete(table).where(table.c.tenant_id == OF_TENANT, among(of, "among_these"))


@cache
def _remove_one(table: Table) -> Delete:
    return delete(table).where(table.c.tenant_id == OF_TENANT, *_this(table))


def _change_one(table: Table) -> Update:
    return update(table).where(table.c.tenant_id == OF_TENANT, *_this(table))


def _this(table: Table) -> list[ColumnElement[bool]]:
    return [c == bindparam(f"of_{c.name}") for c in table.primary_key if c.name != "tenant_id"]
