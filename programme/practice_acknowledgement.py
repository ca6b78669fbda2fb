"""Good practice on a child's record, recorded by who reviews it and acknowledged by who manages the
team (WC-13)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from programme.case import Case
from programme.changed_copy import replace
from programme.errors import CorrectAndRepeat
from programme.people import Person, working_people
from programme.personal_data import problem_with
from programme.rules.acknowledgement import AcknowledgementRule
from programme.taken_back import Recorded

GOOD_AT_MOST = 500
"""Characters of what was good: a line or two."""
THE_WORKER = "worker"
"""Names the case's worker where the staff list doesn't have them."""


@dataclass(frozen=True, slots=True)
class PracticeAcknowledgement:
    """What was good in a case, against which of the council's standards.

    `practitioner` is a name as it was then, `practitioner_id` None for who isn't in the staff list.
    `thank` says whether the practitioner is told. Instants are UTC.
    """

    id: str
    case_reference: str
    team: str
    service_area: str
    practitioner: str
    practitioner_id: str | None
    standard: str
    good: str
    thank: bool
    recorded_by: str
    recorded_at: datetime
    acknowledged_by: str | None = None
    acknowledged_at: datetime | None = None
    taken_back_at: datetime | None = None

    @property
    def recorded(self) -> Recorded:
        """Who may take it back, and what stands against that."""
        return Recorded(
            self.recorded_by, self.recorded_at, self.is_acknowledged, self.taken_back_at
        )

    @property
    def is_acknowledged(self) -> bool:
        """Whether the team's manager has acknowledged it."""
        return self.acknowledged_at is not None


@dataclass(frozen=True, slots=True)
class Practitioner:
    """Whose practice it may have been; `id` is "worker" for who isn't in the staff list."""

    id: str
    name: str
    is_the_worker: bool


def practitioners(case: Case, people: Sequence[Person]) -> tuple[Practitioner, ...]:
    """The case's worker first, then everyone else of the case's team, by name."""
    worker = (case.worker or "").strip()
    team = [person for person in working_people(people) if person.team == case.team]
    found = [
        Practitioner(p.id, p.name, p.name.casefold() == worker.casefold())
        for p in sorted(team, key=lambda p: p.name)
    ]
    if worker and not any(one.is_the_worker for one in found):
        found.append(Practitioner(THE_WORKER, worker, is_the_worker=True))
    return tuple(sorted(found, key=lambda one: not one.is_the_worker))


def record(
    *,
    acknowledgement_id: str,
    rule: AcknowledgementRule,
    case: Case,
    area: str,
    of: Sequence[Practitioner],
    practitioner: str,
    standard: str,
    good: str,
    thank: bool,
    by: str,
    today: date,
    now: datetime,
) -> PracticeAcknowledgement:
    """The acknowledgement as recorded by person `by`; `of` are those whose practice it may be.

    Raises CorrectAndRepeat with a sentence for each field that must be mended.
    """
    chosen = next((one for one in of if one.id == practitioner), None)
    known = standard in [one.id for one in rule.standards]
    problems = {
        "practitioner": None if chosen else "Please choose whose practice it was.",
        "standard": None if known else "Please choose a standard.",
        "good": problem_with(good, most=GOOD_AT_MOST, today=today),
    }
    found = {field: sentence for field, sentence in problems.items() if sentence}
    if found or chosen is None:
        raise CorrectAndRepeat("It was not recorded yet: please see below.", found)
    return PracticeAcknowledgement(
        id=acknowledgement_id,
        case_reference=case.reference,
        team=case.team,
        service_area=area,
        practitioner=chosen.name,
        practitioner_id=None if chosen.id == THE_WORKER else chosen.id,
        standard=standard,
        good=good.strip(),
        thank=thank,
        recorded_by=by,
        recorded_at=now,
    )


def acknowledge(
    practice: PracticeAcknowledgement, *, by: str, now: datetime
) -> PracticeAcknowledgement:
    """It as acknowledged by person `by`; as it was when somebody has acknowledged it before, or it
    was taken back."""
    if practice.is_acknowledged or practice.taken_back_at:
        return practice
    return replace(practice, acknowledged_by=by, acknowledged_at=now)
