"""Who can audit in a period: the team managers of each team and service area who are there."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from programme.calendar import Calendar, Month, day_in_words
from programme.people import Person, Role, Team, working_people
from programme.period import Period


@dataclass(frozen=True, slots=True)
class Absentee:
    """Someone who can't audit in a period: away for `days_away` of its `working_days`, and
    `until` that day when away on the day of the allocation."""

    person: Person
    until: date | None
    days_away: int
    working_days: int

    @property
    def how_long(self) -> str:
        """ "until Wednesday 10 March 2027", "for 10 of 20 working days"."""
        if self.until is None:
            return f"for {self.days_away} of {self.working_days} working days"
        return f"until {day_in_words(self.until)}"


@dataclass(frozen=True, slots=True)
class Auditors:
    """The team managers of a council in a period (WC-03).

    `leads` has those who are there by the name of their team, `peers` by service area; each in
    the order of their ids. `unplaced` manage no team that the council has.
    """

    leads: Mapping[str, tuple[Person, ...]]
    peers: Mapping[str, tuple[Person, ...]]
    absent: tuple[Absentee, ...]
    unplaced: tuple[Person, ...]


def auditors_of(
    people: Iterable[Person],
    teams: Mapping[str, Team],
    day: date,
    calendar: Calendar,
    months: int = 1,
) -> Auditors:
    """Sorts the team managers into who leads where, who can be a peer where, and who is away.

    `day` is the day of the allocation, in the first of the period's `months`; who is away, see
    `Presence`.
    """
    presence = Presence(day, months, calendar)
    leads: dict[str, list[Person]] = defaultdict(list)
    peers: dict[str, list[Person]] = defaultdict(list)
    absent: list[Absentee] = []
    unplaced: list[Person] = []
    managers = (p for p in working_people(people) if p.has(Role.TEAM_MANAGER))
    for person in sorted(managers, key=lambda p: p.id):
        team = teams.get(person.team or "")
        area = area_of(person, teams)
        if team is None:
            unplaced.append(person)
        absentee = presence.absentee(person)
        if absentee is not None:
            absent.append(absentee)
            continue
        if team is not None:
            leads[team.name].append(person)
        if area is not None:
            peers[area].append(person)
    return Auditors(
        {team: tuple(found) for team, found in leads.items()},
        {area: tuple(found) for area, found in peers.items()},
        tuple(absent),
        tuple(unplaced),
    )


def area_of(person: Person, teams: Mapping[str, Team]) -> str | None:
    """The service area of the person's team; without a team, the one in the staff list."""
    team = teams.get(person.team or "")
    return person.service_area if team is None else team.service_area


class Presence:
    """Who is there to audit: not away on the day of the allocation (on the next working day when
    it is none), nor for half of the period's working days or more."""

    def __init__(self, day: date, months: int, calendar: Calendar) -> None:
        self._first = calendar.working_day_on_or_after(day)
        period = Period(Month.of(day), months)
        self._working = period.working_days(calendar)

    def absentee(self, person: Person) -> Absentee | None:
        """How the person is away; None for someone who is there."""
        away = sum(map(person.is_away, self._working))
        until = max(
            (absence.last for absence in person.absences if absence.covers(self._first)),
            default=None,
        )
        if until is None and 2 * away < len(self._working):
            return None
        return Absentee(person, until, away, len(self._working))
