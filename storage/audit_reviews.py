"""Team managers' reviews of audits."""

from collections.abc import Collection, Mapping

from sqlalchemy import Column, String, Table, select

from programme.audit_review import AuditReview
from storage.among import among
from storage.columns import Instant, metadata, tenant_id
from storage.transaction import OF_TENANT, Transaction
from storage.upsert import add_if_new

audit_reviews = Table(
    "audit_reviews",
    metadata,
    tenant_id(),
    Column("audit_id", String, primary_key=True),
    Column("shared", String, nullable=False),
    Column("reviewed_by", String, nullable=False),
    Column("reviewed_at", Instant, nullable=False),
)
_OF_AUDITS = select(audit_reviews).where(
    audit_reviews.c.tenant_id == OF_TENANT, among(audit_reviews.c.audit_id, "of_ids")
)


class StoredAuditReviews:
    """programme.ports.AuditReviews."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    async def of_audits(self, audit_ids: Collection[str]) -> Mapping[str, AuditReview]:
        """By audit id."""
        rows = await self._transaction.rows_for(_OF_AUDITS, "of_ids", audit_ids)
        return {
            row.audit_id: AuditReview(row.audit_id, row.shared, row.reviewed_by, row.reviewed_at)
            for row in rows
        }

    async def add(self, review: AuditReview) -> bool:
        """Keeps it; False when the audit has one already."""
        added = await self._transaction.add(
            add_if_new(self._transaction.dialect, audit_reviews),
            {
                "audit_id": review.audit_id,
                "shared": review.shared,
                "reviewed_by": review.reviewed_by,
                "reviewed_at": review.reviewed_at,
            },
        )
        return added == 1
