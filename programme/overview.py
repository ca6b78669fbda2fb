"""Overviews of a period: when they fall due, whose turn it is, and what they count."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from programme.calendar import Calendar, Month
from programme.people import Person, working_people
from programme.rules.clock import Hours
from programme.rules.overview import OverviewRule

_NEVER = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Period:
    """So many calendar months from `first` on."""

    first: Month
    months: int

    @classmethod
    def ended_before(cls, day: date, months: int) -> "Period":
        """The last period that is over on `day`; periods begin with January."""
        this = Month.of(day)
        begun = Month(this.year, (this.number - 1) // months * months + 1)
        return cls(begun.plus(-months), months)

    @property
    def before(self) -> "Period":
        """The period before this one."""
        return Period(self.first.plus(-self.months), self.months)

    @property
    def each_month(self) -> tuple[Month, ...]:
        """Its months, in order."""
        return tuple(self.first.plus(n) for n in range(self.months))

    @property
    def last_day(self) -> date:
        """Its last day."""
        return self.first.plus(self.months - 1).last

    @property
    def title(self) -> str:
        """ "November 2026", "November to December 2026", "December 2026 to January 2027"."""
        last = self.first.plus(self.months - 1)
        if self.months == 1:
            return last.title
        since = self.first.title if self.first.year != last.year else f"{self.first.first:%B}"
        return f"{since} to {last.title}"

    def instants(self, calendar: Calendar) -> tuple[datetime, datetime]:
        """From its first instant to the first one after it, UTC."""
        after = self.first.plus(self.months).first
        return calendar.at(self.first.first, time(0)), calendar.at(after, time(0))


def overview_due(rule: OverviewRule, period: Period, hours: Hours, calendar: Calendar) -> datetime:
    """When the overview of `period` goes out, UTC: on a working day, when the digest does."""
    day = calendar.plus_working_days(period.last_day, rule.working_days_after)
    return calendar.at(day, hours.digest)


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
