"""What is old enough to go, and what hangs on it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from sqlalchemy import (
    Column,
    ColumnElement,
    Select,
    Table,
    bindparam,
    delete,
    exists,
    or_,
    select,
)

from programme.calendar import LONDON, Month
from programme.dip_sample import DipState
from programme.retention import Kept, months_before
from storage import tables
from storage.among import among
from storage.columns import Instant
from storage.erasing import OF_AUDIT, StoredSubjects, remove_from
from storage.off_lists import CASE, LEAVER, note_departures, off_lists
from storage.people import StoredPeople
from storage.still_open import (
    AUDIT_IS_OVER,
    CASE_IS_OVER,
    CLAIM_IS_OVER,
    MESSAGE_IS_OVER,
    no_open_action,
)
from storage.transaction import OF_TENANT, Transaction

_audits, _actions, _outbox, _ticks = tables.audits, tables.actions, tables.outbox, tables.ticks

_Place = tuple[Table, str]
_BEFORE = bindparam("before", type_=Instant)
_FOR_GOOD = datetime(2001, 1, 1, tzinfo=UTC)
"""What was claimed at a time before this was claimed once for all times."""


@dataclass(frozen=True, slots=True)
class _Old:
    """How to find the keys of what is old, and from where everything of those keys goes."""

    find: tuple[Select[str], ...]
    goes: tuple[_Place, ...]


def _oldest(key: Column[str], age: Column[str], *over: ColumnElement[bool]) -> Select[str]:
    of_council = key.table.c.tenant_id == OF_TENANT
    return select(key).where(of_council, *over).order_by(age).limit(bindparam("at_most"))


def _by_instant(table: Table, name: str, *over: ColumnElement[bool]) -> _Old:
    """What has an id, and is old from an instant on that is kept of it."""
    at = table.c[name]
    return _Old((_oldest(table.c.id, at, at < _BEFORE, *over),), (_CARDS, (table, "id")))


def _by_month(table: Table, *over: ColumnElement[bool]) -> Select[str]:
    key = table.c.id if "id" in table.c else table.c.month
    return _oldest(key, table.c.month, table.c.month < bindparam("before_month"), *over)


def _no_audit_of(table: Table) -> ColumnElement[bool]:
    return ~exists().where(_audits.c.tenant_id == OF_TENANT, _audits.c.month == table.c.month)


def _off_list(kind: str, *over: ColumnElement[bool]) -> Select[str]:
    since = off_lists.c.since
    return _oldest(
        off_lists.c.key, since, off_lists.c.kind == kind, since < bindparam("before_day"), *over
    )


_CARDS: _Place = (tables.live_cards, "subject")
_ACTIONS: _Place = (_actions, "audit_id")
_AUDITS = _Old(
    (_by_month(_audits, AUDIT_IS_OVER),),
    (
        *((table, column) for table, column in OF_AUDIT if table is not tables.escalations),
        _ACTIONS,
        (tables.hand_overs, "audit_id"),
        (tables.reassignments, "audit_id"),
        _CARDS,
        (_audits, "id"),
    ),
)
_BY_MONTH = (tables.allocations, tables.chosen_cases)
_ALLOCATIONS = _Old(
    tuple(_by_month(table, _no_audit_of(table)) for table in _BY_MONTH),
    tuple(
        (table, "month") for table in (*_BY_MONTH, tables.acknowledgements, tables.choices_of_cases)
    ),
)
_DIP_SAMPLES = _Old(
    (
        _by_month(
            tables.dip_samples,
            tables.dip_samples.c.state == DipState.SUBMITTED.value,
            no_open_action(tables.dip_samples),
        ),
    ),
    (_ACTIONS, _CARDS, (tables.dip_samples, "id")),
)
_MESSAGES = _Old(
    (
        _oldest(
            _outbox.c.key, _outbox.c.settled_at, _outbox.c.settled_at < _BEFORE, MESSAGE_IS_OVER
        ),
    ),
    ((_outbox, "key"),),
)
_CLOSED_CASES = _Old(
    (_off_list(CASE, CASE_IS_OVER),), ((tables.cases, "reference"), (off_lists, "key"))
)
_OLD: Mapping[Kept, _Old] = {
    Kept.AUDITS: _AUDITS,
    Kept.ALLOCATIONS: _ALLOCATIONS,
    Kept.DIP_SAMPLES: _DIP_SAMPLES,
    Kept.OBSERVATIONS: _by_instant(
        tables.observations,
        "recorded_at",
        or_(tables.observations.c.discussed, tables.observations.c.taken_back_at.is_not(None)),
    ),
    Kept.PRACTICE_DAYS: _by_instant(tables.practice_days, "recorded_at"),
    Kept.CHAIRS_REPORTS: _by_instant(tables.chairs_reports, "recorded_at"),
    Kept.GOOD_PRACTICE: _by_instant(
        tables.practice_acknowledgements,
        "recorded_at",
        tables.practice_acknowledgements.c.acknowledged_at.is_not(None),
    ),
    Kept.DISPUTES: _by_instant(tables.disputes, "ended_at"),
    Kept.MESSAGES: _MESSAGES,
    Kept.CLOSED_CASES: _CLOSED_CASES,
    Kept.LEAVERS: _Old((_off_list(LEAVER),), ((off_lists, "key"),)),
}
_OLD_TICKS = delete(_ticks).where(
    _ticks.c.tenant_id == OF_TENANT,
    _ticks.c.due_at >= _FOR_GOOD,
    _ticks.c.due_at < _BEFORE,
    or_(
        _ticks.c.job.not_like("overview:%"),
        _ticks.c.due_at < bindparam("before_overview", type_=Instant),
    ),
    CLAIM_IS_OVER,
)
_OVERVIEWS_LONGER = 12
"""Months: a tick catches up the overview of the last year but one."""
_ACTIONS_OF = select(_actions.c.id).where(
    _actions.c.tenant_id == OF_TENANT, among(_actions.c.audit_id, "of_audits")
)
_LEAVERS_AT_ONCE = 20
"""Each of whom is looked for in every text that the council has."""


class StoredRetained:
    """programme.ports.retention.Retained."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    async def note_departures(self, today: date) -> None:
        """See the port."""
        await note_departures(self._transaction, today)

    async def remove(self, kind: Kept, before: date, at_most: int, now: datetime) -> int:
        """See the port."""
        old = _OLD[kind]
        if kind is Kept.LEAVERS:
            at_most = min(at_most, _LEAVERS_AT_ONCE)
        keys = await self._find(old, before, at_most)
        if kind is Kept.MESSAGES:
            overview = _start(months_before(before, _OVERVIEWS_LONGER))
            await self._transaction.change(
                _OLD_TICKS, before=_start(before), before_overview=overview
            )
        if not keys:
            return 0
        if kind is Kept.LEAVERS:
            await self._erase(keys, now)
        if _ACTIONS in old.goes:
            await self._forget_escalations(keys)
        for table, column in old.goes:
            await self._transaction.change(remove_from(table, column), among_these=keys)
        return len(keys)

    async def _find(self, old: _Old, before: date, at_most: int) -> Collection[str]:
        values = {
            "before": _start(before),
            "before_day": before,
            "before_month": str(Month.of(before)),
            "at_most": at_most,
        }
        found: set[str] = set()
        for find in old.find:
            rows = await self._transaction.rows(find, **values)
            found.update(row[0] for row in rows)
        return found

    async def _erase(self, keys: Collection[str], now: datetime) -> None:
        people = [p for p in await StoredPeople(self._transaction).all() if p.id in keys]
        await StoredSubjects(self._transaction).erase_people(people, now)

    async def _forget_escalations(self, of: Collection[str]) -> None:
        rows = await self._transaction.rows(_ACTIONS_OF, of_audits=of)
        forget = remove_from(tables.escalations, "action_id")
        await self._transaction.change(forget, among_these=[row.id for row in rows])


def _start(day: date) -> datetime:
    return datetime.combine(day, time(0), LONDON)
