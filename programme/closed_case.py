"""A case closes before its audit is begun: the audit waits for what a QA officer decides."""

from datetime import date

from programme.audit import Audit, AuditState
from programme.calendar import day_in_words
from programme.changed_copy import replace

_CLOSED = "The case closed on"


def case_has_closed(audit: Audit) -> bool:
    """Whether the case closed, and nothing of the audit is recorded. Whoever begins it all the same
    audits the file as it was left."""
    return audit.case_closed_on is not None and audit.state is AuditState.ALLOCATED


def with_case_closed(audit: Audit, today: date) -> Audit:
    """The audit, whose case has closed."""
    told = f"{_CLOSED} {day_in_words(today)}."
    return _changed(audit, today, told)


def times_closed(audit: Audit) -> int:
    """How often its case has closed since the audit was made."""
    return sum(each.startswith(_CLOSED) for each in audit.why)


def made_with_case_closed(audit: Audit, today: date) -> Audit:
    """The audit, made just now of a case that has closed already, nobody knows when."""
    told = f"The case had closed by {day_in_words(today)}."
    return replace(audit, case_closed_on=today, why=(*audit.why, told))


def with_case_open(audit: Audit, today: date) -> Audit:
    """The audit, whose case is open again."""
    return _changed(audit, None, f"The case was open again on {day_in_words(today)}.")


def _changed(audit: Audit, closed_on: date | None, told: str) -> Audit:
    return replace(
        audit, case_closed_on=closed_on, why=(*audit.why, told), version=audit.version + 1
    )
