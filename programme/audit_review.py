"""The case's team manager has reviewed an audit: its actions are completed, its learning shared
(WC-08)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from programme.action import Action
from programme.audit import Audit
from programme.errors import CorrectAndRepeat, ShowAsItIsNow
from programme.personal_data import problem_with

SHARED_AT_MOST = 1_000


@dataclass(frozen=True, slots=True)
class AuditReview:
    """That the audit was reviewed, and with whom and how its learning was `shared`.

    `reviewed_at` is UTC.
    """

    audit_id: str
    shared: str
    reviewed_by: str
    reviewed_at: datetime


def may_be_reviewed(audit: Audit, actions: Iterable[Action]) -> bool:
    """Whether there is nothing more to do: the audit is submitted, and every action completed."""
    return audit.is_submitted and not any(action.is_open for action in actions)


def review(
    audit: Audit, actions: Iterable[Action], *, shared: str, by: str, today: date, now: datetime
) -> AuditReview:
    """The review. Raises ShowAsItIsNow while an action is open, CorrectAndRepeat for the words."""
    if not may_be_reviewed(audit, actions):
        raise ShowAsItIsNow(
            "Not all actions of this audit are completed; please complete them, then record this."
        )
    problem = problem_with(shared, most=SHARED_AT_MOST, today=today)
    if problem:
        raise CorrectAndRepeat("This was not recorded yet: please see below.", {"shared": problem})
    return AuditReview(audit.id, shared.strip(), by, now)
