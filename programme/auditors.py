"""Who can audit in a period: the team managers of each team and service area who are there."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from programme.calendar import Calendar, day_in_words
from programme.people import Person, Role, Team, working_people
from programme.period import Period
from programme.rules.round import Round
from programme.timetable import announcement, due_day


@dataclass(frozen=True, slots=True)
class Absentee:
    """Someone who can't audit in a period: away for `days_away` of the `working_days` from its
    announcement to its due day, and `until` that day when one absence, which covers the
    announcement, is enough for that."""

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
    people: Iterable[Person], teams: Mapping[str, Team], presence: "Presence"
) -> Auditors:
    """Sorts the team managers into who leads where, who can be a peer where, and who is away."""
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
    """Who is there to audit in a period: on as many of the working days from the announcement to
    the due day as the round asks for, or on all of them where they are fewer. The documents say
    who audits, and nothing of those who are away."""

    def __init__(self, rule: Round, period: Period, calendar: Calendar) -> None:
        announced = calendar.today(announcement(period.first, rule, calendar))
        due = due_day(period, rule, calendar)
        days = period.working_days(calendar)
        self._working = [day for day in days if announced <= day <= due]
        self._enough = min(rule.working_days_to_audit, len(self._working))

    def absentee(self, person: Person) -> Absentee | None:
        """How the person is away; None for someone who is there."""
        there = self._there(person)
        if len(there) >= self._enough:
            return None
        first = self._working[0]
        until = max((one.last for one in person.absences if one.covers(first)), default=None)
        if until and sum(day > until for day in self._working) >= self._enough:
            until = None
        return Absentee(person, until, len(self._working) - len(there), len(self._working))

    def why_drawn(self, person: Person) -> str | None:
        """Why somebody who is away when the auditors hear audits nevertheless; None for others."""
        there = self._there(person)
        if not there or there[0] == self._working[0]:
            return None
        return (
            f"{person.name} is away when the audits are announced, back on "
            f"{day_in_words(there[0])}, and there on {len(there)} working days before the audit is "
            "due."
        )

    def _there(self, person: Person) -> list[date]:
        return [day for day in self._working if not person.is_away(day)]
