"""What follows an audit, as the use cases need it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from programme.grade_alert import Alert
from programme.outside_rounds import CommissionedAudit, FollowedAudit


class Alerts(Protocol):
    """Who was told of an audit's grade, and what they answered."""

    async def get(self, audit_id: str, person_id: str) -> Alert | None: ...
    async def of_audits(self, audit_ids: Collection[str]) -> tuple[Alert, ...]:
        """By audit and person."""

    async def unanswered_before(self, day: date) -> tuple[Alert, ...]:
        """Those whose answer was due before `day`, has not come, and was not reminded of."""

    async def add(self, alerts: Sequence[Alert]) -> None:
        """Adds those that are not there yet."""

    async def save(self, alert: Alert) -> None:
        """Replaces version - 1 of it. Raises ShowAsItIsNow when another change came first."""

    async def mark_reminded(self, alerts: Sequence[Alert], day: date) -> None:
        """Keeps that they were reminded of on `day`; the version stays."""


class OutsideRounds(Protocol):
    """Re-audits, and audits that were asked for."""

    async def re_audits(self, audit_ids: Collection[str]) -> Mapping[str, FollowedAudit]:
        """By the re-audit's id, those of the ids that are re-audits."""

    async def commissioned(self, audit_ids: Collection[str]) -> Mapping[str, CommissionedAudit]:
        """By the audit's id, those of the ids that somebody asked for."""

    async def add_re_audit(self, followed: FollowedAudit) -> None: ...
    async def add_commissioned(self, commissioned: CommissionedAudit) -> bool:
        """Keeps who asked for it, and why; False when it was asked for already."""


class OverviewTurns(Protocol):
    """Who took an overview to its meeting, and when."""

    async def last(self, overview_id: str) -> Mapping[str, datetime]:
        """Person id to their last turn."""

    async def take(self, overview_id: str, period: str, person_id: str, at: datetime) -> None: ...


@dataclass(frozen=True, slots=True)
class TrainingExample:
    """An audit that somebody uses as an example in training (BD-09). `at` is UTC."""

    audit_id: str
    person_id: str
    at: datetime


class TrainingExamples(Protocol):
    """Audits that serve as examples."""

    async def of_audits(self, audit_ids: Collection[str]) -> Mapping[str, TrainingExample]:
        """By audit id."""

    async def add(self, example: TrainingExample) -> bool:
        """Keeps it; False when the audit is an example already."""
