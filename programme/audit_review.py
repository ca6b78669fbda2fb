"""The case's team manager has reviewed an audit: its actions are completed, its learning shared
(WC-08)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from programme.action import Action
from programme.audit import Audit
from programme.errors import CorrectAndRepeat, ShowAsItIsNow
from programme.framework import Framework
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


def is_to_be_reviewed(framework: Framework, audit: Audit) -> bool:
    """Whether the case's team manager is asked to record that.

    Not of an audit whose findings they acknowledge (WC-10), nor of one that looks at somebody
    else's practice (WC-12).
    """
    acknowledged = {rule.id for rule in framework.rounds if rule.tells_team_manager}
    is_theirs = audit.practice_of is None and audit.round_id not in acknowledged
    return framework.actions.reviewed and audit.is_submitted and is_theirs


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
