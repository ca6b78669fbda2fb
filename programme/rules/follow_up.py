"""What follows an audit: alerts, re-audits, the closed loop, results, celebration."""

from dataclasses import dataclass
from typing import Literal

from programme.people import Role, Verb
from programme.rules.rule import Ours, Rule, between, fit, may, once, some

_OPENS_BEFORE, _REMIND_BEFORE = Ours(10), Ours(2)

Recipient = Literal[
    "case_worker",
    "team_manager",
    "service_manager",
    "head_of_service",
    "line_manager_of_team_manager",
    "lead_auditor",
    "qa_officers",
]
"""Someone who stands to the audited case in a certain way."""


@dataclass(frozen=True, slots=True)
class GradeAlert(Rule):
    """Told at once when an audit is submitted with one of the grades (WB-08, SW-06, KT-07).

    With `answer_within_working_days` whoever is told says what they have done (KT-07).
    """

    grades: tuple[str, ...]
    to: tuple[Recipient, ...]
    answer_within_working_days: int | None = None

    def __post_init__(self) -> None:
        once("grades", self.grades)
        some("grades", self.grades)
        some("to", self.to)
        once("to", self.to)
        if self.answer_within_working_days is not None:
            between("answer_within_working_days", self.answer_within_working_days, 1, 60)


@dataclass(frozen=True, slots=True)
class ReAudit(Rule):
    """A short audit of the same file after one with such a grade (SW-06).

    Due `weeks` after the original audit was submitted, on the working day on or before; the
    original lead auditor does it, with `tool`. Its card comes `opens_before` working days before
    that, and once more `remind_before`.
    """

    grades: tuple[str, ...]
    weeks: int
    tool: str
    opens_before: int = _OPENS_BEFORE
    remind_before: int = _REMIND_BEFORE

    def __post_init__(self) -> None:
        some("grades", self.grades)
        once("grades", self.grades)
        between("weeks", self.weeks, 1, 52)
        most = min(60, self.weeks * 5)
        remind = 0 if isinstance(self.remind_before, Ours) else self.remind_before
        fit(self, "opens_before", _OPENS_BEFORE, min(remind + 1, most), most)
        between("opens_before", self.opens_before, 1, most)
        fit(self, "remind_before", _REMIND_BEFORE, 0, self.opens_before - 1)
        between("remind_before", self.remind_before, 0, self.opens_before)


@dataclass(frozen=True, slots=True)
class LoopCheck(Rule):
    """Someone checks that the actions were completed, and the loop is closed (WC-09).

    Due `weeks` after the audit was moderated, on the working day on or after. `by` are tried in
    this order: someone of the case's team, then of its service area, then of the whole council.
    While something is still open they check again after so many working days, and are reminded so
    often until they have.
    """

    weeks: int
    by: tuple[Role, ...]
    again_after: int = 10
    remind_after_every: int = 5

    def __post_init__(self) -> None:
        between("weeks", self.weeks, 1, 52)
        between("again_after", self.again_after, 1, 60)
        between("remind_after_every", self.remind_after_every, 1, 60)
        some("by", self.by)
        once("by", self.by)
        may("by", self.by, Verb.CHECK_LOOP)


@dataclass(frozen=True, slots=True)
class ResultCopies(Rule):
    """Who gets an audit's result besides its auditors (BD-06)."""

    to: tuple[Recipient, ...]

    def __post_init__(self) -> None:
        some("to", self.to)
        once("to", self.to)


@dataclass(frozen=True, slots=True)
class Celebration(Rule):
    """Outstanding work is told to those whose it is, and offered to training (BD-09)."""

    grades: tuple[str, ...]
    to: tuple[Recipient, ...]
    training_to: tuple[Role, ...] = ()

    def __post_init__(self) -> None:
        some("grades", self.grades)
        once("grades", self.grades)
        some("to", self.to)
        once("to", self.to)
        once("training_to", self.training_to)
        may("training_to", self.training_to, Verb.USE_AS_EXAMPLE)
