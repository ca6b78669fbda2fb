"""An audit that was withdrawn by mistake: it stands again, as far as it was recorded."""

from collections.abc import Collection

from programme.audit import Audit, AuditState
from programme.audit_record import AuditRecord
from programme.changed_copy import replace
from programme.event import Event
from programme.taken_back import Recorded

WITHDRAWN = "withdraw_audit"
"""The verb of the event that says who withdrew it."""


def recorded(
    audit: Audit, events: Collection[Event], of_case: Collection[Audit]
) -> Recorded | None:
    """Who withdrew it last and when, of its `events` in order; None where it isn't withdrawn.

    It has been acted on once the case has another audit of the same month.
    """
    withdrawals = [event for event in events if event.verb == WITHDRAWN]
    if not audit.is_withdrawn or not withdrawals:
        return None
    another = any(
        each.id != audit.id and each.month == audit.month and not each.is_withdrawn
        for each in of_case
    )
    return Recorded(withdrawals[-1].who, withdrawals[-1].at, another)


def stands_again(audit: Audit) -> Audit:
    """The audit as it was before it was withdrawn."""
    begun = audit.record != AuditRecord() or audit.views_recorded_at is not None
    return replace(
        audit,
        state=AuditState.IN_PROGRESS if begun else AuditState.ALLOCATED,
        withdrawn_reason=None,
        version=audit.version + 1,
    )
