"""Who stands at a level of a dispute: the holder of its role for the case's team."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from programme.calendar import Calendar
from programme.people import Person, Role, Team, rank, working_people
from programme.rules.dispute import Level

_OF_THE_WHOLE_COUNCIL = rank(Role.ASSISTANT_DIRECTOR)
"""Whoever ranks so high or higher answers for every service area, whichever the list gives."""


@dataclass(frozen=True, slots=True)
class Office:
    """The council as a dispute meets it at `now` (UTC): its staff, whoever left included, and its
    calendar."""

    people: Sequence[Person]
    calendar: Calendar
    now: datetime

    @property
    def today(self) -> date:
        """The council's date."""
        return self.calendar.today(self.now)

    def person(self, person_id: str) -> Person | None:
        """The person, whether or not they still work for the council."""
        return next((person for person in self.people if person.id == person_id), None)

    @property
    def qa_officers(self) -> tuple[Person, ...]:
        """The QA officers; those at work today, if any is."""
        officers = tuple(p for p in working_people(self.people) if p.has(Role.QA_OFFICER))
        return _present(officers, self.today) or officers


@dataclass(frozen=True, slots=True)
class Standing:
    """Who answers at a level; `why_nobody` is the reason in a phrase when `people` is empty."""

    people: tuple[Person, ...]
    why_nobody: str = ""


def standing(level: Level, team: Team, raised_by: str, due: date, office: Office) -> Standing:
    """Who answers for `team` at `level` until `due`, whoever raised it left out.

    Of a team's managers and their assistants, and otherwise of a role's holders for the service
    area, those at work today; if none is, those who are back by `due`.
    """
    rungs = _rungs(level.role, team, working_people(office.people))
    held = next((rung for rung in rungs if rung), [])
    others = [[p for p in rung if p.id != raised_by] for rung in rungs]
    for rung in others:
        if here := _present(rung, office.today):
            return Standing(here)
    for rung in others:
        if back := tuple(p for p in rung if _is_back(p, due, office)):
            return Standing(back)
    return Standing((), _why_nobody(level.role, team, any(others), bool(held)))


def _rungs(role: Role, team: Team, staff: Sequence[Person]) -> list[list[Person]]:
    """The holders, the nearest to the team first; each rung stands in for the one before it."""
    holders = [person for person in staff if person.has(role)]
    if role in (Role.TEAM_MANAGER, Role.ASSISTANT_TEAM_MANAGER):
        assistants = [p for p in staff if p.has(Role.ASSISTANT_TEAM_MANAGER)]
        found = [holders, assistants] if role is Role.TEAM_MANAGER else [assistants]
        return [[p for p in rung if p.team == team.name] for rung in found]
    if rank(role) >= _OF_THE_WHOLE_COUNCIL:
        return [holders]
    near = [
        [p for p in holders if p.team == team.name],
        [p for p in holders if p.service_area == team.service_area and p.team != team.name],
        [p for p in holders if p.service_area is None and p.team is None],
    ]
    # A head of the whole council's service doesn't stand in for the area's own while away.
    return [next((rung for rung in near if rung), [])]


def _present(people: Iterable[Person], today: date) -> tuple[Person, ...]:
    return tuple(person for person in people if not person.is_away(today))


def _is_back(person: Person, due: date, office: Office) -> bool:
    """Whether the person is at work on a working day after today, by `due`."""
    for day in office.calendar.working_days_from(office.today):
        if day > due:
            return False
        if not person.is_away(day):
            return True
    return False


def _why_nobody(role: Role, team: Team, others: bool, held: bool) -> str:
    if others:
        return f"every {role.words} for {team.name} is away until the time would be up"
    if held:
        return f"the {role.words} for {team.name} is who raised it"
    return f"nobody is {role.words} for {team.name}"
