"""What something is still to be done about, however old it is: it stays, and so does what keeps a
tick from asking for it a second time."""

from sqlalchemy import Column, ColumnElement, Table, and_, exists, func, or_

from programme.action import ActionState
from programme.audit import AuditState
from programme.follow_up import LoopState
from programme.message import Delivery, MessageKind
from programme.moderation import ModerationState
from storage import tables
from storage.transaction import OF_TENANT

_audits, _actions, _outbox, _ticks = tables.audits, tables.actions, tables.outbox, tables.ticks
_moderations, _practice = tables.moderations, tables.practice_acknowledgements

_OVER = or_(
    *(_audits.c.state == each.value for each in (AuditState.SUBMITTED, AuditState.WITHDRAWN))
)
_UNCONFIRMED = and_(
    _actions.c.state == ActionState.COMPLETED.value, _actions.c.confirmed_at.is_(None)
)
_WAITING = _moderations.c.state == ModerationState.WAITING.value


def _any(table: Table, *where: ColumnElement[bool]) -> ColumnElement[bool]:
    return exists().where(table.c.tenant_id == OF_TENANT, *where)


_IS_OPEN = _actions.c.state == ActionState.OPEN.value


def no_open_action(of: Table) -> ColumnElement[bool]:
    """Whether all that was to be done about an audit or a dip sample is done."""
    return ~_any(_actions, _actions.c.audit_id == of.c.id, _IS_OPEN)


_reference = tables.off_lists.c.key
CASE_IS_OVER = and_(
    ~_any(_audits, _audits.c.case_reference == _reference, ~_OVER),
    ~_any(_actions, _actions.c.case_reference == _reference, _IS_OPEN),
)
"""Of a case that is off its list: an audit of it tells its worker, an action of it its team."""


def _follows(audit_id: ColumnElement[str]) -> ColumnElement[bool]:
    """Whether something that followed from the audit waits for somebody."""
    loops, alerts, hand_overs = tables.loops, tables.alerts, tables.hand_overs
    return or_(
        _any(loops, loops.c.id == audit_id, loops.c.state == LoopState.OPEN.value),
        _any(_moderations, _moderations.c.id == audit_id, _WAITING),
        _any(
            alerts,
            alerts.c.audit_id == audit_id,
            alerts.c.answer_by.is_not(None),
            alerts.c.answered_at.is_(None),
        ),
        _any(hand_overs, hand_overs.c.audit_id == audit_id, hand_overs.c.ended_at.is_(None)),
    )


AUDIT_IS_OVER = and_(
    _OVER,
    no_open_action(_audits),
    ~_follows(_audits.c.id),
    # The re-audit goes first, and tells until then what it is of.
    ~_any(tables.re_audits, tables.re_audits.c.original_id == _audits.c.id),
)


def _about(key: Column[str], *where: ColumnElement[bool]) -> ColumnElement[bool]:
    return _any(key.table, key == _outbox.c.subject, *where)


# By its key, a message is queued once for as long as it is kept.
MESSAGE_IS_OVER = and_(
    _outbox.c.state != Delivery.WAITING.value,
    _outbox.c.state != Delivery.SENDING.value,
    ~and_(
        _outbox.c.kind == MessageKind.WELCOME.value,
        _about(tables.people.c.id, tables.people.c.active),
    ),
    ~and_(
        _outbox.c.kind == MessageKind.FINDINGS.value,
        _about(_audits.c.id, _audits.c.acknowledged_at.is_(None)),
    ),
    ~and_(
        _outbox.c.kind == MessageKind.CONFIRM_ACTIONS.value,
        _about(_actions.c.audit_id, _UNCONFIRMED),
    ),
    # A reminder is about a period and a day.
    ~and_(
        _outbox.c.kind == MessageKind.AUDITS_DUE.value,
        _any(_audits, _audits.c.lead_id == _outbox.c.person_id, _audits.c.round_id != "", ~_OVER),
    ),
    ~_about(_audits.c.id, ~_OVER),
    ~_about(_practice.c.id, _practice.c.acknowledged_at.is_(None)),
    ~_about(tables.disputes.c.id, tables.disputes.c.ended_at.is_(None)),
    ~_follows(_outbox.c.subject),
)

_CONFIRM, _MODERATION = "confirm:", "moderation:"
CLAIM_IS_OVER = and_(
    ~and_(
        _ticks.c.job.like(f"{_CONFIRM}%"),
        _any(
            _actions,
            _actions.c.audit_id == func.substr(_ticks.c.job, len(_CONFIRM) + 1),
            _UNCONFIRMED,
        ),
    ),
    ~and_(
        _ticks.c.job.like(f"{_MODERATION}%"),
        _any(_moderations, _ticks.c.job.like(_MODERATION + _moderations.c.id + ":%"), _WAITING),
    ),
)
"""Of a tick's claims the two that are about one record, made when it last changed."""
