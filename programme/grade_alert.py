"""An alert of an audit's grade, and what was done about it (WB-08, SW-06, KT-07)."""

from dataclasses import dataclass
from datetime import date, datetime

from programme.changed_copy import replace
from programme.errors import CorrectAndRepeat, ShowAsItIsNow
from programme.personal_data import problem_with

ANSWER_AT_MOST = 1_000
"""Characters of what somebody says that they have done."""


@dataclass(frozen=True, slots=True)
class Alert:
    """One person was told of one audit's grade.

    With `answer_by` (a working day) they are asked what they have done. Instants are UTC.
    """

    audit_id: str
    person_id: str
    told_at: datetime
    answer_by: date | None = None
    version: int = 1
    answer: str | None = None
    answered_at: datetime | None = None
    reminded_on: date | None = None

    @property
    def awaits_answer(self) -> bool:
        """Whether the person has still to say what they have done."""
        return self.answer_by is not None and self.answered_at is None


def earliest(*days: date | None) -> date | None:
    """The first of the days; None when none is given."""
    return min((day for day in days if day), default=None)


def with_answer(alert: Alert, *, answer: str, today: date, now: datetime) -> Alert:
    """The alert with what the person has done (KT-07).

    Raises ShowAsItIsNow when nothing is asked any more, CorrectAndRepeat for the words.
    """
    if not alert.awaits_answer:
        raise ShowAsItIsNow("Nothing more is asked of you here; this is how it stands now.")
    problem = problem_with(answer, most=ANSWER_AT_MOST, today=today)
    if problem:
        raise CorrectAndRepeat("Please say what has been done.", {"answer": problem})
    return replace(alert, answer=answer.strip(), answered_at=now, version=alert.version + 1)
