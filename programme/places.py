"""Filling places with cases: the cohorts in fair shares, every place that can be filled filled."""

from collections import Counter, deque
from collections.abc import Mapping, Sequence
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

    @property
    def may_be(self) -> tuple[Case, ...]:
        """The cases that the place can be filled with."""
        if self.barred.isdisjoint(case.reference for case in self.choice.cases):
            return self.choice.cases
        return tuple(case for case in self.choice.cases if case.reference not in self.barred)


@dataclass(frozen=True, slots=True)
class Filled:
    """The case of each place, None for one that can have none; how the cohorts came out."""

    cases: tuple[Case | None, ...]
    cohorts: tuple[CohortShare, ...]


def fill(places: Sequence[Place], chance: Random, solver: Solver) -> Filled:
    """Cases for the places, no case twice; the earlier places first where cases are few.

    As many places as possible get a case. The cohorts are in proportion to all cases that the
    places can be filled from, as near as that allows; within them chance decides.
    """
    distinct = {(one.choice.key, one.barred): one.may_be for one in places}
    options = [distinct[one.choice.key, one.barred] for one in places]
    in_reach = {case.reference: case for cases in distinct.values() for case in cases}
    reached = [in_reach[reference] for reference in sorted(in_reach)]
    counts = Counter(case.cohort for case in reached)
    open_cases = {cohort: counts[cohort] for cohort in Cohort if counts[cohort]}
    wanted = share_out(min(len(places), len(reached)), open_cases, chance)
    cohorts = _cohorts(places, options, wanted, chance, solver)
    turn = {case.reference: n for n, case in enumerate(in_any_order(reached, chance))}
    shuffled = {
        kind: sorted((case.reference for case in cases), key=turn.__getitem__)
        for kind, cases in distinct.items()
    }
    piles = [shuffled[one.choice.key, one.barred] for one in places]
    given = _match(piles, [_of_cohort(p, c, in_reach) for p, c in zip(piles, cohorts, strict=True)])
    drawn = Counter(in_reach[reference].cohort for reference in given.values())
    return Filled(
        tuple(in_reach[given[n]] if n in given else None for n in range(len(places))),
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


def _cohorts(
    places: Sequence[Place],
    options: Sequence[Sequence[Case]],
    wanted: Mapping[Cohort, int],
    chance: Random,
    solver: Solver,
) -> list[Cohort | None]:
    """The cohort that each place is to draw from; None leaves it open."""
    stocks = {one.choice.key: Counter(case.cohort for case in one.choice.cases) for one in places}
    claims = []
    for one, cases in zip(places, options, strict=True):
        counts = Counter(case.cohort for case in cases)
        # As in sampling: so, but for the shares, every case is as likely to be drawn as the next.
        costs: dict[str, float] = {
            cohort: -log(1 - chance.random()) / counts[cohort]
            for cohort in Cohort
            if counts[cohort]
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


def _of_cohort(
    pile: Sequence[str], cohort: Cohort | None, cases: Mapping[str, Case]
) -> Sequence[str]:
    return pile if cohort is None else [ref for ref in pile if cases[ref].cohort is cohort]


def _match(piles: Sequence[Sequence[str]], wanted: Sequence[Sequence[str]]) -> dict[int, str]:
    """The reference that each place gets: of those wanted for it where that can be, else of its
    whole pile. Whoever has one keeps one, be it another, when a later place needs it."""
    given: dict[int, str] = {}
    taken: dict[str, int] = {}
    for offers in (wanted, piles):
        for start in range(len(piles)):
            if start not in given:
                _seat(start, offers, given, taken)
    return given


def _seat(
    start: int, offers: Sequence[Sequence[str]], given: dict[int, str], taken: dict[str, int]
) -> None:
    """Gives `start` one of its offers along the shortest chain of places that move over."""
    asked_by: dict[str, int] = {}
    asking = deque([start])
    while asking:
        here = asking.popleft()
        for reference in offers[here]:
            if reference in asked_by:
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
