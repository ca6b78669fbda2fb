"""What one lead auditor has to submit of a round's period by one day, for its reminder's card."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from programme.closed_case import case_has_closed
from programme.council import Council
from programme.errors import LookElsewhere
from programme.people import Person
from programme.ports import UnitOfWork
from programme.round_period import RoundPeriod
from programme.use_cases.rounds_in_force import period_of
from programme.use_cases.show_allocation import AllocatedAudit, PassedOn, show_allocations


@dataclass(frozen=True, slots=True)
class AuditsDueView:
    """The audits of a period that the reader leads and that are due on one day, whatever became of
    them, and what of the period was theirs and has passed to somebody else."""

    of: RoundPeriod
    reader: Person
    due: date
    today: date
    lines: tuple[AllocatedAudit, ...]
    passed_on: tuple[PassedOn, ...] = ()

    @property
    def to_submit(self) -> tuple[AllocatedAudit, ...]:
        """Those that the reader has still to submit, but for those that wait."""
        return tuple(
            line
            for line in self.lines
            if line.audit.is_to_submit and not case_has_closed(line.audit)
        )

    @property
    def waits(self) -> bool:
        """Whether the QA officers decide what becomes of one of them, whose case has closed."""
        return any(case_has_closed(line.audit) for line in self.lines)

    @property
    def is_overdue(self) -> bool:
        """Whether the day has passed."""
        return self.today > self.due


def due_subject(of: RoundPeriod, due: date) -> str:
    """What the card of that day is about: "2026-12/2026-12-31"."""
    return f"{of.subject}/{due}"


async def show_audits_due(
    council: Council, w: UnitOfWork, asked: Collection[tuple[str, str]], today: date
) -> Mapping[tuple[str, str], AuditsDueView]:
    """For each (reader id, subject); left out for those who lead, and led, nothing of it, and for
    what is no day or no round.

    Raises CorrectAndRepeat for what is no month.
    """
    views = {}
    for subject in {subject for _, subject in asked}:
        period, _, day = subject.rpartition("/")
        try:
            due, of = date.fromisoformat(day), await period_of(council, w, period)
        except (ValueError, LookElsewhere):
            continue
        readers = [reader for reader, about in asked if about == subject]
        for reader_id, view in (await show_allocations(council, w, of, readers)).items():
            lines = tuple(
                line for line in view.lines if line.part == "lead" and line.audit.due == due
            )
            if lines or view.passed_on:
                views[reader_id, subject] = AuditsDueView(
                    of, view.reader, due, today, lines, view.passed_on
                )
    return views
