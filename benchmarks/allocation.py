"""How long a month's draw takes, and how that grows: `python -m benchmarks.allocation`."""

import resource
from datetime import date
from math import log10
from random import Random
from time import perf_counter

from bot.solver import ScipySolver
from programme.allocation import draw_allocation
from programme.calendar import Calendar, Month
from programme.case import Case, Cohort
from programme.draw import Draw
from programme.draw_lists import DrawLists
from programme.frameworks.load import load_shipped, shipped
from programme.people import Person, Role, Team
from programme.round_period import round_period

MONTH = Month(2026, 12)
AREAS = 12
"""The same at every size: with more areas for more people the peers would be an easier problem."""

COHORTS = {
    Cohort.REFERRAL: 8,
    Cohort.ASSESSMENT: 20,
    Cohort.SECTION_47: 6,
    Cohort.CHILD_IN_NEED: 32,
    Cohort.CHILD_PROTECTION: 12,
    Cohort.CHILD_IN_CARE: 15,
    Cohort.CARE_LEAVER: 6,
    Cohort.ADOPTION: 1,
}


def council(auditors: int, cases: int) -> tuple[list[Person], list[Team], list[Case]]:
    """A council with three team managers a team."""
    chance = Random(1)
    teams = [Team(f"Team {n:04}", f"Area {n % AREAS:02}") for n in range(auditors // 3)]
    people = [
        Person(
            f"p{n:05}",
            f"Manager {n}",
            f"p{n}@council.example",
            frozenset({Role.TEAM_MANAGER}),
            teams[n // 3].name,
        )
        for n in range(auditors)
    ]
    cohorts = chance.choices(list(COHORTS), list(COHORTS.values()), k=cases)
    listed = [
        Case(f"C{n:06}", cohort, chance.choice(teams).name) for n, cohort in enumerate(cohorts)
    ]
    return people, teams, listed


def timed_draw(auditors: int, cases: int) -> tuple[float, Draw]:
    """Seconds that one draw takes, and the draw."""
    people, teams, listed = council(auditors, cases)
    audited = {case.reference: date(2026, 6, 1) for case in listed[::4]}
    earlier = {(people[n - 1].id, people[n - 4].id): 1 for n in range(auditors)}
    framework = next(f for f in map(load_shipped, shipped()) if f.allocation.peer)
    began = perf_counter()
    lists = DrawLists(
        of=round_period(framework, framework.allocation, MONTH),
        framework=framework,
        calendar=Calendar(frozenset()),
        people=people,
        teams=teams,
        cases=listed,
        last_audited=audited,
        earlier_pairs=earlier,
        last_turns={},
    )
    draw = draw_allocation(lists, seed=1, solver=ScipySolver())
    return perf_counter() - began, draw


def main() -> None:
    """Draws at both sizes and prints the table."""
    ScipySolver().assign([[0.0]])  # SciPy's import, half a second once, is not the draw's
    print(f"{'auditors':>9} {'cases':>8} {'audits':>7} {'gaps':>5} {'seconds':>8} {'peak MB':>8}")
    seconds: list[float] = []
    for auditors, cases in ((300, 10_000), (3_000, 100_000)):
        took, draw = min((timed_draw(auditors, cases) for _ in range(3)), key=lambda run: run[0])
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(
            f"{auditors:>9,} {cases:>8,} {len(draw.pairings):>7,} {len(draw.gaps):>5}"
            f" {took:>8.3f} {peak:>8,.0f}"
        )
        seconds.append(took)
    growth = seconds[1] / seconds[0]
    print(f"ten times the council: {growth:.1f} times as long (power {log10(growth):.2f})")


if __name__ == "__main__":
    main()
