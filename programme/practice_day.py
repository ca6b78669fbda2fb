"""A day that a manager spends with a service, and what they tell it of what they saw (WB-11)."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from programme.errors import CorrectAndRepeat
from programme.people import Person, Role, working_people
from programme.personal_data import problem_with
from programme.practice_observation import WORDS_AT_MOST, problem_with_past_day
from programme.taken_back import Recorded


@dataclass(frozen=True, slots=True)
class PracticeDay:
    """A manager's day with the service area `service`; `feedback` is for that service."""

    id: str
    person_id: str
    on: date
    service: str
    feedback: str
    recorded_at: datetime
    taken_back_at: datetime | None = None

    @property
    def recorded(self) -> Recorded:
        """Who may take it back, and what stands against that."""
        return Recorded(self.person_id, self.recorded_at, taken_back_at=self.taken_back_at)


def require_whole(day: PracticeDay, *, services: Collection[str], today: date) -> None:
    """Raises CorrectAndRepeat with a sentence for each field that must be mended."""
    found: Mapping[str, str | None] = {
        "on": problem_with_past_day(day.on, today),
        "service": None
        if day.service in services
        else "Please choose the service that you were with.",
        "feedback": problem_with(day.feedback, most=WORDS_AT_MOST, today=today),
    }
    problems = {field: sentence for field, sentence in found.items() if sentence}
    if problems:
        raise CorrectAndRepeat("The practice day was not recorded yet: please see below.", problems)


def who_hears(
    service: str, people: Sequence[Person], today: date, *, but: str
) -> tuple[Person, ...]:
    """Who gets a service's feedback: its service and group managers; while they are away, or
    where there are none, its heads of service, then the QA officers (WB-11).

    Never the one who gives it (`but`). When all of them are away, the first rung that has people
    at all gets it nevertheless.
    """
    staff = [one for one in working_people(people) if one.id != but]
    managers = {Role.SERVICE_MANAGER, Role.GROUP_MANAGER}
    rungs = (
        [p for p in staff if p.service_area == service and not managers.isdisjoint(p.roles)],
        [p for p in staff if p.service_area == service and p.has(Role.HEAD_OF_SERVICE)],
        [p for p in staff if p.has(Role.QA_OFFICER)],
    )
    for rung in rungs:
        present = tuple(person for person in rung if not person.is_away(today))
        if present:
            return present
    return next((tuple(rung) for rung in rungs if rung), ())
