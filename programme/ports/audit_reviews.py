"""Team managers' reviews of audits, as the use cases need them."""

from collections.abc import Collection, Mapping
from typing import Protocol

from programme.audit_review import AuditReview


class AuditReviews(Protocol):
    """Which audits their teams have reviewed (WC-08)."""

    async def of_audits(self, audit_ids: Collection[str]) -> Mapping[str, AuditReview]:
        """By audit id."""

    async def add(self, review: AuditReview) -> bool:
        """Keeps it; False when the audit has one already."""
