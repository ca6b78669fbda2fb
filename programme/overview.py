"""Overviews of a period: when they fall due, whose turn it is, and what they count."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from programme.calendar import Calendar
from programme.people import Person, working_people
from programme.period import Period
from programme.rules.overview import OverviewRule

_NEVER = datetime.min.replace(tzinfo=UTC)


def overview_day(rule: OverviewRule, period: Period, calendar: Calendar) -> date:
    """The working day on which the overview of `period` goes out."""
    return calendar.plus_working_days(period.last_day, rule.working_days_after)


def holders(rule: OverviewRule, people: Iterable[Person]) -> tuple[Person, ...]:
    """Those who hold one of the roles that the overview goes to."""
    return tuple(p for p in working_people(people) if not p.roles.isdisjoint(rule.to))


def next_in_turn(
    people: Collection[Person], taken: Mapping[str, datetime], today: date
) -> Person | None:
    """Whose turn it is: who never had one, else whose was longest ago (WB-10).

    `taken` has a person's last turn by id. Those who are away today are passed over unless all
    of them are; None without anybody.
    """
    present = [person for person in people if not person.is_away(today)] or [*people]
    return min(
        present,
        key=lambda person: (taken.get(person.id, _NEVER), person.name, person.id),
        default=None,
    )


@dataclass(frozen=True, slots=True)
class TeamGrades:
    """How often each grade (by its title) was given in a team's audits."""

    team: str
    grades: tuple[tuple[str, int], ...]

    @property
    def total(self) -> int:
        """All of the team's audits."""
        return sum(count for _, count in self.grades)


def by_team(given: Iterable[tuple[str, str]], scale: Sequence[str]) -> tuple[TeamGrades, ...]:
    """Of (team, grade) pairs the counts by team, the grades in the order of the scale."""
    counted: dict[str, Counter[str]] = {}
    for team, grade in given:
        counted.setdefault(team, Counter())[grade] += 1
    return tuple(TeamGrades(team, _ordered(counted[team], scale)) for team in sorted(counted))


def _ordered(counts: Counter[str], scale: Sequence[str]) -> tuple[tuple[str, int], ...]:
    known = [grade for grade in scale if counts[grade]]
    others = sorted(grade for grade in counts if grade not in scale)
    return tuple((grade, counts[grade]) for grade in (*known, *others))
