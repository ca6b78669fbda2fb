"""The answers to the questions of submitted audits, as reports count them."""

from collections.abc import Mapping
from datetime import datetime
from typing import Protocol

from programme.audit_answers import AnswerCount


class AuditAnswers(Protocol):
    """What was chosen in answer to the questions of submitted audits (BD-04, WC-10)."""

    async def add(self, audit_id: str, answers: Mapping[str, str]) -> None:
        """Keeps the answers of an audit that is submitted, by question."""

    async def counted(self, first: datetime, before: datetime) -> tuple[AnswerCount, ...]:
        """How often each question was answered how, in audits submitted from `first` on and
        before `before`; by tool, question, team and answer."""
