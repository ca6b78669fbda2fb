"""What was chosen in answer to the questions of submitted audits, to count by question."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Column, String, Table, bindparam, func, insert, select

from programme.audit_answers import AnswerCount
from storage.audit_table import audits
from storage.columns import Instant, metadata, tenant_id
from storage.transaction import OF_TENANT, Transaction

audit_answers = Table(
    "audit_answers",
    metadata,
    tenant_id(),
    Column("audit_id", String, primary_key=True),
    Column("question_id", String, primary_key=True),
    Column("answer", String, nullable=False),
)

_ADD = insert(audit_answers)
_OF = (audits.c.tool_id, audit_answers.c.question_id, audits.c.team, audit_answers.c.answer)
_COUNTED = (
    select(*_OF, func.count().label("audits"))
    .where(
        audits.c.tenant_id == OF_TENANT,
        audits.c.submitted_at >= bindparam("first", type_=Instant),
        audits.c.submitted_at < bindparam("before", type_=Instant),
        audit_answers.c.tenant_id == audits.c.tenant_id,
        audit_answers.c.audit_id == audits.c.id,
    )
    .group_by(*_OF)
    .order_by(*_OF)
)


class StoredAuditAnswers:
    """programme.ports.AuditAnswers."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    async def add(self, audit_id: str, answers: Mapping[str, str]) -> None:
        """Keeps the answers of an audit that is submitted, by question."""
        await self._transaction.add_each(
            _ADD,
            (
                {"audit_id": audit_id, "question_id": question, "answer": answer}
                for question, answer in answers.items()
            ),
        )

    async def counted(self, first: datetime, before: datetime) -> tuple[AnswerCount, ...]:
        """How often each question was answered how, in audits submitted in that time."""
        rows = await self._transaction.rows(_COUNTED, first=first, before=before)
        return tuple(
            AnswerCount(row.tool_id, row.question_id, row.team, row.answer, row.audits)
            for row in rows
        )
