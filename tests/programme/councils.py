"""Small councils to draw from: one spelt out by hand, and any number generated."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from random import Random
from typing import TypeVar

from hypothesis import strategies as st

from bot.solver import ScipySolver
from programme.allocation import draw_allocation
from programme.calendar import Calendar, Month
from programme.case import Case, Cohort
from programme.council import Council
from programme.draw import Draw
from programme.draw_lists import DrawLists
from programme.framework import Framework
from programme.frameworks.load import load_shipped, shipped
from programme.people import Absence, Person, Role, Team
from programme.period import Period
from programme.round_period import round_period
from programme.rules.round import Round
from programme.rules.tool import AuditTool
from programme.theme import theme_of_period

T = TypeVar("T")

DECEMBER = Month(2026, 12)
CALENDAR = Calendar(frozenset({date(2026, 12, 25), date(2026, 12, 28)}))
"""December 2026 has 21 working days in it."""


def framework(cases_a_lead: int = 1, months: int = 12, *, peers: bool = True) -> Framework:
    """A framework with lead and peer, and a tool of its own for Fostering."""
    found = next(f for f in map(load_shipped, shipped()) if f.allocation.peer)
    rule = replace(found.allocation, cases_a_lead=cases_a_lead, not_again_within_months=months)
    if not peers:
        rule = replace(rule, peer=None)
    tools = (AuditTool("general", "General", ()), AuditTool("foster", "Foster", (), ("Fostering",)))
    rule = replace(rule, tools=tuple(tool.id for tool in tools))
    return replace(
        found,
        rounds=(replace(rule, cohorts=(), not_service_areas=()),),
        tools=tools,
        moderation=(),
        loop_check=None,
        commissions=(),
    )


def manager(
    name: str, team: str | None, *absences: Absence, area: str | None = None, active: bool = True
) -> Person:
    """A team manager; the first name is the id."""
    return Person(
        id=name.split()[0].lower(),
        name=name,
        email=f"{name.split()[0].lower()}@council.example",
        roles=frozenset({Role.TEAM_MANAGER}),
        team=team,
        service_area=area,
        absences=absences,
        active=active,
    )


def cases(team: str, cohort: Cohort, *references: str) -> list[Case]:
    """Active cases of a team and cohort."""
    return [Case(reference, cohort, team) for reference in references]


@dataclass(frozen=True)
class Lists:
    """What a draw reads."""

    teams: Sequence[Team]
    people: Sequence[Person]
    cases: Sequence[Case]
    last_audited: Mapping[str, date] = field(default_factory=dict)
    earlier_pairs: Mapping[tuple[str, str], int] = field(default_factory=dict)
    framework: Framework = field(default_factory=framework)
    last_turns: Mapping[str, Month] = field(default_factory=dict)
    last_practice: Mapping[str, Month] = field(default_factory=dict)
    chosen: Mapping[str, str] = field(default_factory=dict)
    conflicts: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def draw(self, seed: int = 1) -> Draw:
        """The main round's draw of the period that December lies in."""
        of = round_period(self.framework, self.framework.allocation, DECEMBER)
        council = Council("", self.framework, CALENDAR)
        lists = DrawLists(
            of=of,
            framework=self.framework,
            calendar=CALENDAR,
            people=self.people,
            teams=self.teams,
            cases=self.cases,
            last_audited=self.last_audited,
            earlier_pairs=self.earlier_pairs,
            last_turns=self.last_turns,
            last_practice=self.last_practice,
            themed=theme_of_period(council, of, {}),
            chosen=self.chosen,
            conflicts=self.conflicts,
        )
        return draw_allocation(lists, seed=seed, solver=ScipySolver())

    def shuffled(self, chance: Random) -> "Lists":
        """The same lists in another order."""

        def mixed(things: Sequence[T]) -> list[T]:
            return chance.sample(things, len(things))

        return replace(
            self,
            teams=mixed(self.teams),
            people=mixed(self.people),
            cases=mixed(self.cases),
            last_audited=dict(mixed(list(self.last_audited.items()))),
            earlier_pairs=dict(mixed(list(self.earlier_pairs.items()))),
            last_turns=dict(mixed(list(self.last_turns.items()))),
        )


ASH, ELM, FIR = Team("Ash", "Locality"), Team("Elm", "Locality"), Team("Fir", "Fostering")
ANN, BO, CY, DI = (
    manager(name, team)
    for name, team in (("Ann Bell", "Ash"), ("Bo Day", "Elm"), ("Cy Eld", "Fir"), ("Di Fox", "Elm"))
)
ASH_CASES = cases("Ash", Cohort.CHILD_PROTECTION, "A1")
ELM_CASES = cases("Elm", Cohort.CHILD_IN_NEED, "E1", "E2", "E3")
FIR_CASES = cases("Fir", Cohort.CHILD_IN_CARE, "F1")
LOCALITY = Lists([ASH, ELM], [ANN, BO], [*ASH_CASES, *ELM_CASES])


def days_there(person: Person, rule: Round) -> tuple[int, int]:
    """On how many of how many working days the person is there, from the announcement in the
    period of December to its due day; the slow way."""
    period = Period.of(DECEMBER.first, rule.every_months)
    first = period.first.first.replace(day=rule.day)
    due = CALENDAR.plus_working_days(
        CALENDAR.working_day_on_or_before(period.last_day), -rule.due_working_days_before_end
    )
    days = [first + timedelta(days=n) for n in range((due - first).days + 1)]
    working = [day for day in days if CALENDAR.is_working_day(day)]
    return sum(not person.is_away(day) for day in working), len(working)


AREAS = ("Fostering", "Locality", "Through Care")
TEAMS = ("Ash", "Beech", "Cedar", "Elm", "Fir")
DAYS = st.dates(date(2025, 10, 1), date(2026, 12, 31))


@st.composite
def absences(draw: st.DrawFn) -> Absence:
    first, last = sorted((draw(DAYS), draw(DAYS)))
    return Absence(first, last)


@st.composite
def councils(draw: st.DrawFn, most_cases: int = 24) -> Lists:
    """Any council: teams without managers, managers without teams, leave, thin stocks."""
    names = draw(st.lists(st.sampled_from(TEAMS), min_size=1, unique=True))
    teams = [Team(name, draw(st.sampled_from(AREAS))) for name in names]
    posts = draw(st.lists(st.sampled_from([*names, *names, "Gone", None]), max_size=9))
    people = [
        manager(
            f"P{n} {team}",
            team,
            *draw(st.lists(absences(), max_size=1)),
            area=draw(st.sampled_from([None, *AREAS])),
            active=draw(st.integers(0, 9)) > 0,
        )
        for n, team in enumerate(posts)
    ]
    listed = [
        Case(
            f"C{n:02}",
            draw(st.sampled_from(Cohort)),
            draw(st.sampled_from([*names, *names, "Gone"])),
            worker=draw(st.sampled_from([None, *(p.name for p in people)])),
            active=draw(st.integers(0, 9)) > 0,
        )
        for n in range(draw(st.integers(0, most_cases)))
    ]
    references = [case.reference for case in listed] or ["C99"]
    ids = [person.id for person in people] or ["p0"]
    return Lists(
        teams,
        people,
        listed,
        draw(st.dictionaries(st.sampled_from(references), DAYS, max_size=8)),
        draw(
            st.dictionaries(
                st.tuples(st.sampled_from(ids), st.sampled_from(ids)), st.integers(1, 3), max_size=6
            )
        ),
        framework(draw(st.integers(1, 3))),
    )
