"""Who was told of an audit's grade, and what they answered."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date

from sqlalchemy import Column, Date, Integer, String, Table, bindparam, select, text, update

from programme.grade_alert import Alert
from storage.among import among
from storage.columns import Instant, index_where, metadata, tenant_id
from storage.prepared import Found, Values
from storage.transaction import OF_TENANT, Transaction
from storage.upsert import add_if_new
from storage.versioned import Versioned

alerts = Table(
    "alerts",
    metadata,
    tenant_id(),
    Column("audit_id", String, primary_key=True),
    Column("person_id", String, primary_key=True),
    Column("told_at", Instant, nullable=False),
    Column("answer_by", Date),
    Column("version", Integer, nullable=False),
    Column("answer", String),
    Column("answered_at", Instant),
    Column("reminded_on", Date),
)
_UNANSWERED = text("answered_at IS NULL")
index_where("ix_alerts_unanswered", _UNANSWERED, alerts.c.tenant_id, alerts.c.answer_by)

_ALL = select(alerts).where(alerts.c.tenant_id == OF_TENANT)
_OF_AUDITS = _ALL.where(among(alerts.c.audit_id, "of_audits"))
_UNANSWERED_BEFORE = _ALL.where(
    _UNANSWERED, alerts.c.answer_by < bindparam("day"), alerts.c.reminded_on.is_(None)
)
_MARK = (
    update(alerts)
    .where(
        alerts.c.tenant_id == OF_TENANT,
        alerts.c.audit_id == bindparam("of_audit"),
        alerts.c.person_id == bindparam("of_person"),
    )
    .values(reminded_on=bindparam("on_day"))
)


class StoredAlerts:
    """programme.ports.Alerts."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction
        self._add = add_if_new(transaction.dialect, alerts)

    async def get(self, audit_id: str, person_id: str) -> Alert | None:
        """The person's alert of that audit."""
        return await _ALERTS.get(self._transaction, audit_id, person_id)

    async def of_audits(self, audit_ids: Collection[str]) -> tuple[Alert, ...]:
        """By audit and person."""
        return _in_order(await self._transaction.rows_for(_OF_AUDITS, "of_audits", audit_ids))

    async def unanswered_before(self, day: date) -> tuple[Alert, ...]:
        """Those whose answer was due before `day`, has not come, and was not reminded of."""
        return _in_order(await self._transaction.rows(_UNANSWERED_BEFORE, day=day))

    async def add(self, alerts: Sequence[Alert]) -> None:
        """Adds those that are not there yet."""
        await self._transaction.add_each(self._add, map(_ALERTS.row, alerts))

    async def save(self, alert: Alert) -> None:
        """Replaces version - 1 of it. Raises ShowAsItIsNow when another change came first."""
        await _ALERTS.save(self._transaction, alert)

    async def mark_reminded(self, alerts: Sequence[Alert], day: date) -> None:
        """Keeps that they were reminded of on `day`; the version stays."""
        await self._transaction.change_each(
            _MARK,
            ({"of_audit": a.audit_id, "of_person": a.person_id, "on_day": day} for a in alerts),
        )


def _in_order(rows: Iterable[Found]) -> tuple[Alert, ...]:
    return tuple(sorted(map(_alert, rows), key=lambda alert: (alert.audit_id, alert.person_id)))


def _fixed(alert: Alert) -> Values:
    return {"told_at": alert.told_at, "reminded_on": alert.reminded_on}


def _changing(alert: Alert) -> Values:
    return {
        "version": alert.version,
        "answer_by": alert.answer_by,
        "answer": alert.answer,
        "answered_at": alert.answered_at,
    }


def _alert(row: Found) -> Alert:
    return Alert(
        audit_id=row.audit_id,
        person_id=row.person_id,
        told_at=row.told_at,
        answer_by=row.answer_by,
        version=row.version,
        answer=row.answer,
        answered_at=row.answered_at,
        reminded_on=row.reminded_on,
    )


_ALERTS = Versioned(
    alerts,
    _alert,
    _changing,
    fixed=_fixed,
    stale="This was answered just now; here it is as it stands.",
)
