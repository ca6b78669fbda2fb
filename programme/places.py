"""Filling places with cases: the cohorts in fair shares, every place that can be filled filled."""

from collections import Counter, deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import log
from random import Random

from programme.assignment import FORBIDDEN, Claim, Seats, Solver, place
from programme.case import Case, Cohort
from programme.people import Person
from programme.sampling import CohortShare, in_any_order


@dataclass(frozen=True, slots=True)
class Choice:
    """The open cases that a place may be filled from, by reference. `key` is the same for places
    that share them; `is_own_reviews` when they are a reviewing officer's own."""

    key: str
    cases: tuple[Case, ...]
    is_own_reviews: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """A case that `person` is to audit: one of the choice but for those `barred`, by reference."""

    person: Person
    choice: Choice
    barred: frozenset[str]


@dataclass(frozen=True, slots=True)
class Filled:
    """The case of each place, None for one that can have none; `out_of` how many of each cohort it
    could have been; how the cohorts came out."""

    cases: tuple[Case | None, ...]
    out_of: tuple[Mapping[Cohort, int], ...]
    cohorts: tuple[CohortShare, ...]


_Stocks = Mapping[str, Counter[Cohort]]
"""How many cases of each cohort a choice has, by its key."""


def fill(places: Sequence[Place], chance: Random, solver: Solver) -> Filled:
    """Cases for the places, no case twice; the earlier places first where cases are few.

    As many places as possible get a case. The cohorts are in proportion to all cases that the
    places can be filled from, as near as that allows; within them chance decides.
    """
    choices = {one.choice.key: one.choice for one in places}
    by_reference = {case.reference: case for one in choices.values() for case in one.cases}
    reached = [by_reference[reference] for reference in sorted(by_reference)]
    counts = Counter(case.cohort for case in reached)
    open_cases = {cohort: counts[cohort] for cohort in Cohort if counts[cohort]}
    wanted = share_out(min(len(places), len(reached)), open_cases, chance)
    stocks = {key: Counter(case.cohort for case in one.cases) for key, one in choices.items()}
    out_of = _out_of(places, choices, stocks, by_reference)
    cohorts = _cohorts(places, out_of, stocks, wanted, chance, solver)
    turn = {case.reference: n for n, case in enumerate(in_any_order(reached, chance))}
    given = _match(places, _Piles(choices, turn), cohorts)
    drawn = Counter(by_reference[reference].cohort for reference in given.values())
    return Filled(
        tuple(by_reference[given[n]] if n in given else None for n in range(len(places))),
        out_of,
        tuple(CohortShare(c, open_cases[c], wanted[c], drawn[c]) for c in open_cases),
    )


def share_out(total: int, weights: Mapping[Cohort, int], chance: Random) -> dict[Cohort, int]:
    """`total` divided in proportion to `weights`, each part its exact share rounded up or down as
    chance has it: a round of few audits would else never reach the smaller cohorts (BD-01)."""
    whole = sum(weights.values())
    if not whole:
        return dict.fromkeys(weights, 0)
    upto = int(chance.random() * whole)
    parts: dict[Cohort, int] = {}
    for cohort, weight in weights.items():
        before, upto = upto, upto + total * weight
        parts[cohort] = upto // whole - before // whole
    return parts


def _out_of(
    places: Sequence[Place],
    choices: Mapping[str, Choice],
    stocks: _Stocks,
    by_reference: Mapping[str, Case],
) -> tuple[Mapping[Cohort, int], ...]:
    within = {key: {case.reference for case in one.cases} for key, one in choices.items()}
    return tuple(
        stocks[one.choice.key]
        - Counter(by_reference[ref].cohort for ref in one.barred & within[one.choice.key])
        for one in places
    )


def _cohorts(
    places: Sequence[Place],
    out_of: Sequence[Mapping[Cohort, int]],
    stocks: _Stocks,
    wanted: Mapping[Cohort, int],
    chance: Random,
    solver: Solver,
) -> list[Cohort | None]:
    """The cohort that each place is to draw from; None leaves it open."""
    claims = []
    for one, counts in zip(places, out_of, strict=True):
        # As in sampling: so, but for the shares, every case is as likely to be drawn as the next.
        costs: dict[str, float] = {
            cohort: -log(1 - chance.random()) / counts[cohort]
            for cohort in Cohort
            if counts.get(cohort)
        }
        claims.append(Claim(one.choice.key, costs))
    placed = place(
        claims,
        [Seats(cohort, count) for cohort, count in wanted.items()],
        most=lambda key, cohort: stocks[key][Cohort(cohort)],
        beyond=FORBIDDEN,
        solver=solver,
    )
    return [None if kind is None else Cohort(kind) for kind in placed]


class _Piles:
    """The references of a choice in the order in which they are drawn; most are never asked for."""

    def __init__(self, choices: Mapping[str, Choice], turn: Mapping[str, int]) -> None:
        self._choices = choices
        self._turn = turn
        self._made: dict[tuple[str, Cohort | None], Sequence[str]] = {}

    def of(self, key: str, cohort: Cohort | None) -> Sequence[str]:
        """Those of a cohort; without one all."""
        if (key, cohort) not in self._made:
            cases = self._choices[key].cases
            found = [c.reference for c in cases if cohort is None or c.cohort is cohort]
            self._made[key, cohort] = sorted(found, key=self._turn.__getitem__)
        return self._made[key, cohort]


def _match(
    places: Sequence[Place], piles: _Piles, cohorts: Sequence[Cohort | None]
) -> dict[int, str]:
    """The reference that each place gets: of its cohort where that can be, else of its whole
    choice. Whoever has one keeps one, be it another, when a later place needs it."""
    given: dict[int, str] = {}
    taken: dict[str, int] = {}

    def wanted(place: int) -> Sequence[str]:
        return piles.of(places[place].choice.key, cohorts[place])

    def whole(place: int) -> Sequence[str]:
        return piles.of(places[place].choice.key, None)

    for offers in (wanted, whole):
        for start in range(len(places)):
            if start not in given:
                _seat(start, places, offers, given, taken)
    return given


def _seat(
    start: int,
    places: Sequence[Place],
    offers: Callable[[int], Sequence[str]],
    given: dict[int, str],
    taken: dict[str, int],
) -> None:
    """Gives `start` one of its offers along the shortest chain of places that move over."""
    asked_by: dict[str, int] = {}
    asking = deque([start])
    while asking:
        here = asking.popleft()
        for reference in offers(here):
            if reference in asked_by or reference in places[here].barred:
                continue
            asked_by[reference] = here
            if reference in taken:
                asking.append(taken[reference])
            else:
                _move_over(reference, asked_by, given, taken)
                return


def _move_over(
    free: str, asked_by: Mapping[str, int], given: dict[int, str], taken: dict[str, int]
) -> None:
    while True:
        here = asked_by[free]
        left = given.get(here)
        given[here], taken[free] = free, here
        if left is None:
            return
        free = left
