"""Drawing cases from the lists: which are open to audit, how many of each cohort, which ones."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import log
from random import Random
from typing import TypeVar

from programme.assignment import FORBIDDEN, Claim, Seats, Solver, place
from programme.calendar import Month
from programme.case import Case, Cohort
from programme.people import Person

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class CohortShare:
    """A cohort in a month's draw: the council's cases of it that are open to audit, the audits
    that its share of those comes to, and the audits drawn from it."""

    cohort: Cohort
    open_to_audit: int
    wanted: int
    drawn: int


@dataclass(frozen=True, slots=True)
class DrawnCase:
    """A case with its lead auditor, drawn from among `out_of` of its cohort in its team."""

    case: Case
    lead: Person
    out_of: int


@dataclass(frozen=True, slots=True)
class Sample:
    """A month's cases, and how the cohorts came out."""

    cases: tuple[DrawnCase, ...]
    cohorts: tuple[CohortShare, ...]


def open_to_audit(
    cases: Iterable[Case], last_audited: Mapping[str, date], month: Month, not_again_within: int
) -> tuple[Case, ...]:
    """Active cases without an audit in the `not_again_within` months before `month`, nor since,
    by reference (WC-01)."""
    since = month.plus(-not_again_within).first
    found = (
        case for case in cases if case.active and last_audited.get(case.reference, date.min) < since
    )
    return tuple(sorted(found, key=lambda case: case.reference))


def apportion(total: int, weights: Mapping[Cohort, int]) -> dict[Cohort, int]:
    """`total` divided in proportion to `weights` by largest remainder; the first in
    `weights` wins a tie. Each part is its exact share rounded up or down."""
    whole = sum(weights.values())
    if not whole:
        return dict.fromkeys(weights, 0)
    parts = {cohort: total * weight // whole for cohort, weight in weights.items()}
    by_remainder = sorted(weights, key=lambda cohort: -(total * weights[cohort] % whole))
    for cohort in by_remainder[: total - sum(parts.values())]:
        parts[cohort] += 1
    return parts


def draw_cases(
    cases: Sequence[Case],
    leads: Mapping[str, Sequence[Person]],
    cases_a_lead: int,
    chance: Random,
    solver: Solver,
) -> Sample:
    """Cases for each team's leads, the cohorts in proportion to all of `cases` (WC-01).

    `leads` has the lead auditors of each team by its name. Each gets `cases_a_lead` cases; a team
    with too few shares them out evenly. A team that has no case of a cohort that is still wanted
    gives one of another, rather than none.
    """
    stock = _stock(cases)
    places = _places(stock, leads, cases_a_lead, chance)
    in_lists = Counter(case.cohort for case in cases)
    open_cases = {cohort: in_lists[cohort] for cohort in Cohort if in_lists[cohort]}
    wanted = apportion(len(places), open_cases)
    cohorts = _cohorts(places, stock, wanted, chance, solver)
    drawn = Counter(cohorts)
    return Sample(
        _draw(places, cohorts, stock, chance),
        tuple(
            CohortShare(cohort, open_cases[cohort], wanted[cohort], drawn[cohort])
            for cohort in open_cases
        ),
    )


_Stock = Mapping[str, Mapping[Cohort, Sequence[Case]]]


@dataclass(frozen=True, slots=True)
class _Place:
    team: str
    lead: Person


def _stock(cases: Iterable[Case]) -> _Stock:
    stock: dict[str, dict[Cohort, list[Case]]] = defaultdict(lambda: defaultdict(list))
    for case in cases:
        stock[case.team][case.cohort].append(case)
    return {
        team: {cohort: by_cohort[cohort] for cohort in Cohort if cohort in by_cohort}
        for team, by_cohort in stock.items()
    }


def in_any_order(things: Iterable[T], chance: Random) -> list[T]:
    # Random promises the same numbers in later versions of Python for random() alone, not for
    # shuffle() or sample(); and a recorded seed must give the same draw after an upgrade.
    return sorted(things, key=lambda _: chance.random())


def _places(
    stock: _Stock, leads: Mapping[str, Sequence[Person]], cases_a_lead: int, chance: Random
) -> list[_Place]:
    """The lead audits to fill: round the team's leads in turn, as far as its cases go."""
    places: list[_Place] = []
    for team in sorted(leads):
        turn = in_any_order(leads[team], chance)
        cases = sum(map(len, stock.get(team, {}).values()))
        places += [_Place(team, lead) for lead in (turn * cases_a_lead)[:cases]]
    return places


def _cohorts(
    places: Sequence[_Place],
    stock: _Stock,
    wanted: Mapping[Cohort, int],
    chance: Random,
    solver: Solver,
) -> list[Cohort]:
    """The cohort that each place draws from, as near to what is wanted as the stocks allow."""
    costs = [_cohort_costs(stock[p.team], chance) for p in places]
    placed = place(
        [Claim(p.team, cost) for p, cost in zip(places, costs, strict=True)],
        [Seats(cohort, count) for cohort, count in wanted.items()],
        most=lambda team, cohort: len(stock[team][Cohort(cohort)]),
        beyond=FORBIDDEN,
        solver=solver,
    )
    taken = Counter((p.team, kind) for p, kind in zip(places, placed, strict=True) if kind)
    cohorts: list[Cohort] = []
    for p, kind, cost in zip(places, placed, costs, strict=True):
        chosen = kind
        if chosen is None:
            left = [c for c, cases in stock[p.team].items() if len(cases) > taken[p.team, c]]
            chosen = min(left, key=cost.__getitem__)
            taken[p.team, chosen] += 1
        cohorts.append(Cohort(chosen))
    return cohorts


def _cohort_costs(own: Mapping[Cohort, Sequence[Case]], chance: Random) -> dict[str, float]:
    # The least of exponential variables falls on each cohort as often as its share of the team's
    # cases: so, but for the quotas, every case is as likely to be drawn as the next.
    return {cohort: -log(1 - chance.random()) / len(cases) for cohort, cases in own.items()}


def _draw(
    places: Sequence[_Place], cohorts: Sequence[Cohort], stock: _Stock, chance: Random
) -> tuple[DrawnCase, ...]:
    drawn: list[DrawnCase] = []
    piles: dict[tuple[str, Cohort], list[Case]] = {}
    for p, cohort in zip(places, cohorts, strict=True):
        cases = stock[p.team][cohort]
        if (p.team, cohort) not in piles:
            piles[p.team, cohort] = in_any_order(cases, chance)
        drawn.append(DrawnCase(piles[p.team, cohort].pop(), p.lead, len(cases)))
    return tuple(drawn)
