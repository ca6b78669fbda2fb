"""Audits that serve as examples in training."""

from collections.abc import Collection, Mapping

from sqlalchemy import Column, String, Table, select

from programme.ports import TrainingExample
from storage.among import among
from storage.columns import Instant, metadata, tenant_id
from storage.transaction import OF_TENANT, Transaction
from storage.upsert import add_if_new

training_examples = Table(
    "training_examples",
    metadata,
    tenant_id(),
    Column("audit_id", String, primary_key=True),
    Column("person_id", String, nullable=False),
    Column("at", Instant, nullable=False),
)
_OF_AUDITS = select(training_examples).where(
    training_examples.c.tenant_id == OF_TENANT, among(training_examples.c.audit_id, "of_audits")
)


class StoredTrainingExamples:
    """programme.ports.TrainingExamples."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    async def of_audits(self, audit_ids: Collection[str]) -> Mapping[str, TrainingExample]:
        """By audit id."""
        rows = await self._transaction.rows_for(_OF_AUDITS, "of_audits", audit_ids)
        return {row.audit_id: TrainingExample(row.audit_id, row.person_id, row.at) for row in rows}

    async def add(self, example: TrainingExample) -> bool:
        """Keeps it; False when the audit is an example already."""
        added = await self._transaction.add(
            add_if_new(self._transaction.dialect, training_examples),
            {"audit_id": example.audit_id, "person_id": example.person_id, "at": example.at},
        )
        return added == 1
