"""Audits of every month."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime

from sqlalchemy import (
    bindparam,
    func,
    or_,
    select,
)

from programme.audit import Audit, AuditState
from programme.audit_in_brief import AuditInBrief
from programme.calendar import Month
from storage.among import among
from storage.audit_rows import audit_of, audit_values, in_brief
from storage.audit_table import CLOSED, NOT_ACKNOWLEDGED, OUTSIDE_UNSUBMITTED, audits
from storage.columns import Instant
from storage.prepared import Found
from storage.transaction import OF_TENANT, Transaction
from storage.versioned import Versioned

# A round's counts, and its next draw, know nothing of the audits beside it.
_IN_A_ROUND = audits.c.round_id != ""
_ALL = select(audits).where(audits.c.tenant_id == OF_TENANT)
_AUDITS = Versioned(
    audits,
    audit_of,
    audit_values,
    stale="Somebody else changed this audit just now; here it is as it stands.",
)
_SOME = _ALL.where(among(audits.c.id, "of_ids"))
_COUNTS = audits.c.state != AuditState.WITHDRAWN.value
_OF_MONTH = _ALL.where(audits.c.month == bindparam("of_month"), _IN_A_ROUND, _COUNTS)
_ANY_OF_ROUND = _ALL.where(
    audits.c.month == bindparam("of_month"), audits.c.round_id == bindparam("of_round")
)
_OF_ROUND = _ANY_OF_ROUND.where(_COUNTS)
_OF_ROUND_IN_BRIEF = select(
    *(audits.c[name] for name in ("id", "lead_id", "peer_id", "service_area", "state")),
    audits.c.views_recorded_at,
).where(
    audits.c.tenant_id == OF_TENANT,
    audits.c.month == bindparam("of_month"),
    audits.c.round_id == bindparam("of_round"),
    _COUNTS,
)
_WITHDRAWN_OF_ROUND = _ANY_OF_ROUND.where(~_COUNTS)
_SUBMITTED_BETWEEN = _ALL.where(
    audits.c.submitted_at >= bindparam("first", type_=Instant),
    audits.c.submitted_at < bindparam("before", type_=Instant),
)
_UNSUBMITTED_OUTSIDE = _ALL.where(OUTSIDE_UNSUBMITTED).order_by(audits.c.due)
# By when it was submitted: of all that the council's rounds drew, few never were.
_UNSUBMITTED_OF_ROUNDS = _ALL.where(
    audits.c.submitted_at.is_(None),
    _IN_A_ROUND,
    _COUNTS,
    audits.c.state != AuditState.SUBMITTED.value,
)
_BEING_AUDITED = (
    select(audits.c.case_reference.label("reference"))
    .distinct()
    .where(audits.c.tenant_id == OF_TENANT, _COUNTS, audits.c.state != AuditState.SUBMITTED.value)
)
_UNACKNOWLEDGED = _ALL.where(NOT_ACKNOWLEDGED, among(audits.c.round_id, "of_rounds"))
_OF_CLOSED_CASES = _ALL.where(CLOSED).order_by(audits.c.case_closed_on)
_OF_CASE = _ALL.where(audits.c.case_reference == bindparam("of_reference")).order_by(
    audits.c.month.desc()
)
_LED = _ANY_OF_ROUND.where(among(audits.c.lead_id, "of_people"))
_PEERED = _ANY_OF_ROUND.where(among(audits.c.peer_id, "of_people"))
_STILL_OPEN = _ALL.where(
    _COUNTS,
    or_(audits.c.state != AuditState.SUBMITTED.value, audits.c.views_recorded_at.is_(None)),
)
_UNFINISHED_LED = _STILL_OPEN.where(among(audits.c.lead_id, "of_people"))
_UNFINISHED_PEERED = _STILL_OPEN.where(among(audits.c.peer_id, "of_people"))
_LOAD = (
    select(audits.c.lead_id, audits.c.peer_id, func.count().label("times"))
    .where(
        audits.c.tenant_id == OF_TENANT,
        audits.c.month == bindparam("of_month"),
        _COUNTS,
        _IN_A_ROUND,
    )
    .group_by(audits.c.lead_id, audits.c.peer_id)
)
_LAST_AUDITED = (
    select(audits.c.case_reference, func.max(audits.c.month).label("month"))
    .where(audits.c.tenant_id == OF_TENANT, _COUNTS, _IN_A_ROUND)
    .group_by(audits.c.case_reference)
)
_PAIRS = (
    select(audits.c.lead_id, audits.c.peer_id, func.count().label("times"))
    .where(
        audits.c.tenant_id == OF_TENANT,
        _COUNTS,
        audits.c.month >= bindparam("since"),
        audits.c.peer_id.is_not(None),
        _IN_A_ROUND,
    )
    .group_by(audits.c.lead_id, audits.c.peer_id)
)
_LAST_TURNS = (
    select(audits.c.lead_id, func.max(audits.c.month).label("month"))
    .where(audits.c.tenant_id == OF_TENANT, audits.c.round_id == bindparam("of_round"), _COUNTS)
    .group_by(audits.c.lead_id)
)
_LAST_PRACTICE = (
    select(audits.c.practice_of, func.max(audits.c.month).label("month"))
    .where(
        audits.c.tenant_id == OF_TENANT,
        audits.c.round_id == bindparam("of_round"),
        audits.c.practice_of.is_not(None),
        _COUNTS,
    )
    .group_by(audits.c.practice_of)
)


class StoredAudits:
    """programme.ports.Audits."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    async def get(self, audit_id: str) -> Audit | None:
        """The audit of that id."""
        return await _AUDITS.get(self._transaction, audit_id)

    async def some(self, audit_ids: Collection[str]) -> tuple[Audit, ...]:
        """Those of the ids that there are, by month and reference."""
        return _in_order(await self._transaction.rows_for(_SOME, "of_ids", audit_ids))

    async def of_month(self, month: Month) -> tuple[Audit, ...]:
        """The month's of every round that count, by reference."""
        return _in_order(await self._transaction.rows(_OF_MONTH, of_month=str(month)))

    async def of_round(self, round_id: str, month: Month) -> tuple[Audit, ...]:
        """The round's of the period that begins with the month, by reference."""
        return _in_order(
            await self._transaction.rows(_OF_ROUND, of_round=round_id, of_month=str(month))
        )

    async def of_round_in_brief(self, round_id: str, month: Month) -> tuple[AuditInBrief, ...]:
        """The same, in no order."""
        rows = await self._transaction.rows(
            _OF_ROUND_IN_BRIEF, of_round=round_id, of_month=str(month)
        )
        return tuple(map(in_brief, rows))

    async def withdrawn_of(self, round_id: str, month: Month) -> tuple[Audit, ...]:
        """The round's others, by reference."""
        return _in_order(
            await self._transaction.rows(
                _WITHDRAWN_OF_ROUND, of_round=round_id, of_month=str(month)
            )
        )

    async def submitted_between(self, first: datetime, before: datetime) -> tuple[Audit, ...]:
        """Every audit that was submitted from `first` on and before `before`."""
        return _in_order(
            await self._transaction.rows(_SUBMITTED_BETWEEN, first=first, before=before)
        )

    async def unsubmitted_outside_rounds(self) -> tuple[Audit, ...]:
        """Re-audits and audits that were asked for, still to be submitted."""
        return _in_order(await self._transaction.rows(_UNSUBMITTED_OUTSIDE))

    async def unsubmitted_of_rounds(self) -> tuple[Audit, ...]:
        """Those that a round drew, of any period, still to be submitted."""
        return _in_order(await self._transaction.rows(_UNSUBMITTED_OF_ROUNDS))

    async def unacknowledged_of(self, round_ids: Collection[str]) -> tuple[Audit, ...]:
        """The rounds' submitted ones whose findings nobody has acknowledged."""
        return _in_order(await self._transaction.rows_for(_UNACKNOWLEDGED, "of_rounds", round_ids))

    async def of_case(self, case_reference: str) -> tuple[Audit, ...]:
        """The latest month first."""
        rows = await self._transaction.rows(_OF_CASE, of_reference=case_reference)
        return tuple(map(audit_of, rows))

    async def of_closed_cases(self) -> tuple[Audit, ...]:
        """Those that nobody has begun, whose case has closed."""
        return _in_order(await self._transaction.rows(_OF_CLOSED_CASES))

    async def of_auditors(
        self, person_ids: Collection[str], round_id: str, month: Month
    ) -> tuple[Audit, ...]:
        """The period's that one of the people leads or peers, by reference."""
        found: dict[str, Found] = {}
        for statement in (_LED, _PEERED):
            rows = await self._transaction.rows_for(
                statement, "of_people", person_ids, of_round=round_id, of_month=str(month)
            )
            found |= {row.id: row for row in rows}
        return _in_order(found.values())

    async def unfinished_of(self, person_id: str) -> tuple[Audit, ...]:
        """Every audit, of any month, that the person leads or peers and that is not complete."""
        # Two looks at an index cost less than one at every audit that there is.
        return await self.unfinished_of_some([person_id])

    async def unfinished_of_some(self, person_ids: Collection[str]) -> tuple[Audit, ...]:
        """As `unfinished_of`, of several people."""
        found: dict[str, Found] = {}
        for statement in (_UNFINISHED_LED, _UNFINISHED_PEERED):
            rows = await self._transaction.rows_for(statement, "of_people", person_ids)
            found |= {row.id: row for row in rows}
        return _in_order(found.values())

    async def load(self, month: Month) -> Mapping[str, int]:
        """Person id to how many of `of_month` they lead or peer; who has none is left out."""
        found: Counter[str] = Counter()
        for row in await self._transaction.rows(_LOAD, of_month=str(month)):
            found.update({each: row.times for each in (row.lead_id, row.peer_id) if each})
        return found

    async def being_audited(self) -> frozenset[str]:
        """References of the cases with an audit that is still to submit."""
        rows = await self._transaction.rows(_BEING_AUDITED)
        return frozenset(row.reference for row in rows)

    async def last_audited(self) -> Mapping[str, date]:
        """Case reference to the 1st of the last month that a round allocated it in."""
        rows = await self._transaction.rows(_LAST_AUDITED)
        return {row.case_reference: Month.parse(row.month).first for row in rows}

    async def pairs_since(self, month: Month) -> Mapping[tuple[str, str], int]:
        """(lead id, peer id) to how often in a round, from `month` on."""
        rows = await self._transaction.rows(_PAIRS, since=str(month))
        return {(row.lead_id, row.peer_id): row.times for row in rows}

    async def last_turns(self, round_id: str) -> Mapping[str, Month]:
        """Lead id to the last period of the round that they had an audit in."""
        rows = await self._transaction.rows(_LAST_TURNS, of_round=round_id)
        return {row.lead_id: Month.parse(row.month) for row in rows}

    async def last_practice(self, round_id: str) -> Mapping[str, Month]:
        """Person id to the last period of the round that looked at their practice."""
        rows = await self._transaction.rows(_LAST_PRACTICE, of_round=round_id)
        return {row.practice_of: Month.parse(row.month) for row in rows}

    async def add(self, audits: Sequence[Audit]) -> None:
        """Adds new audits."""
        await _AUDITS.add(self._transaction, audits)

    async def save(self, audit: Audit) -> None:
        """Replaces version - 1 of it. Raises ShowAsItIsNow when another change came first."""
        await _AUDITS.save(self._transaction, audit)


def _in_order(rows: Iterable[Found]) -> tuple[Audit, ...]:
    return tuple(sorted(map(audit_of, rows), key=lambda audit: (audit.month, audit.case_reference)))
