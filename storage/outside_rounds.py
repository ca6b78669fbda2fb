"""Re-audits, and audits that were asked for."""

from collections.abc import Collection, Mapping

from sqlalchemy import Column, Date, String, Table, select

from programme.outside_rounds import CommissionedAudit, FollowedAudit
from storage.among import among
from storage.columns import Instant, metadata, tenant_id
from storage.transaction import OF_TENANT, Transaction
from storage.upsert import add_if_new

re_audits = Table(
    "re_audits",
    metadata,
    tenant_id(),
    Column("audit_id", String, primary_key=True),
    Column("original_id", String, nullable=False),
    Column("opens_on", Date, nullable=False),
    Column("remind_on", Date, nullable=False),
)
commissioned_audits = Table(
    "commissioned_audits",
    metadata,
    tenant_id(),
    Column("audit_id", String, primary_key=True),
    Column("commission_id", String, nullable=False),
    Column("topic", String, nullable=False),
    Column("asked_by", String, nullable=False),
    Column("asked_at", Instant, nullable=False),
    Column("remind_on", Date, nullable=False),
)

_RE_AUDITS = select(re_audits).where(
    re_audits.c.tenant_id == OF_TENANT, among(re_audits.c.audit_id, "of_ids")
)
_COMMISSIONED = select(commissioned_audits).where(
    commissioned_audits.c.tenant_id == OF_TENANT, among(commissioned_audits.c.audit_id, "of_ids")
)


class StoredOutsideRounds:
    """programme.ports.OutsideRounds."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    async def re_audits(self, audit_ids: Collection[str]) -> Mapping[str, FollowedAudit]:
        """By the re-audit's id, those of the ids that are re-audits."""
        rows = await self._transaction.rows_for(_RE_AUDITS, "of_ids", audit_ids)
        return {
            row.audit_id: FollowedAudit(row.audit_id, row.original_id, row.opens_on, row.remind_on)
            for row in rows
        }

    async def commissioned(self, audit_ids: Collection[str]) -> Mapping[str, CommissionedAudit]:
        """By the audit's id, those of the ids that somebody asked for."""
        rows = await self._transaction.rows_for(_COMMISSIONED, "of_ids", audit_ids)
        return {
            row.audit_id: CommissionedAudit(
                audit_id=row.audit_id,
                commission_id=row.commission_id,
                topic=row.topic,
                asked_by=row.asked_by,
                asked_at=row.asked_at,
                remind_on=row.remind_on,
            )
            for row in rows
        }

    async def add_re_audit(self, followed: FollowedAudit) -> None:
        """Keeps which audit it follows."""
        await self._transaction.add(
            add_if_new(self._transaction.dialect, re_audits),
            {
                "audit_id": followed.audit_id,
                "original_id": followed.original_id,
                "opens_on": followed.opens_on,
                "remind_on": followed.remind_on,
            },
        )

    async def add_commissioned(self, commissioned: CommissionedAudit) -> bool:
        """Keeps who asked for it, and why; False when it was asked for already."""
        added = await self._transaction.add(
            add_if_new(self._transaction.dialect, commissioned_audits),
            {
                "audit_id": commissioned.audit_id,
                "commission_id": commissioned.commission_id,
                "topic": commissioned.topic,
                "asked_by": commissioned.asked_by,
                "asked_at": commissioned.asked_at,
                "remind_on": commissioned.remind_on,
            },
        )
        return added == 1
