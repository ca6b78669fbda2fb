"""Claims are placed in seats under limits that a plain assignment problem does not know."""

from collections import Counter
from collections.abc import Sequence
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.solver import ScipySolver
from programme.assignment import FORBIDDEN, Claim, Seats, place

KINDS = ("a", "b", "c")
SOLVER = ScipySolver()
ONE_OF_A = {("x", "a"): 1}


def _place(
    claims: Sequence[Claim],
    seats: Sequence[Seats],
    most: dict[tuple[str, str], int],
    beyond: float = FORBIDDEN,
) -> list[str | None]:
    return place(claims, seats, most=lambda *pair: most.get(pair, 9), beyond=beyond, solver=SOLVER)


def _worth(
    placed: Sequence[str | None],
    claims: Sequence[Claim],
    seats: Sequence[Seats],
    most: dict[tuple[str, str], int],
    beyond: float,
) -> tuple[int, float] | None:
    """How many are left standing and what the others cost; None where it may not be."""
    pairs = [(c, k) for c, k in zip(claims, placed, strict=True) if k is not None]
    cost = sum(claim.costs.get(kind, FORBIDDEN) for claim, kind in pairs)
    for kind, count in Counter(kind for _, kind in pairs).items():
        prices = sorted(s.cost for s in seats if s.kind == kind for _ in range(s.count))
        cost += FORBIDDEN if count > len(prices) else sum(prices[:count])
    for pair, count in Counter((claim.by, kind) for claim, kind in pairs).items():
        over = count - most.get(pair, 9)
        cost += over * beyond if over > 0 else 0
    return None if cost == FORBIDDEN else (len(claims) - len(pairs), cost)


@settings(deadline=None)
@given(
    st.lists(
        st.builds(
            Claim, st.sampled_from("xy"), st.dictionaries(st.sampled_from(KINDS), st.integers(0, 9))
        ),
        max_size=4,
    ),
    st.lists(st.builds(Seats, st.sampled_from(KINDS), st.integers(0, 2), st.integers(0, 30))),
    st.dictionaries(st.tuples(st.sampled_from("xy"), st.sampled_from(KINDS)), st.integers(0, 2)),
    st.sampled_from([FORBIDDEN, 5.0]),
)
def test_no_other_placing_seats_more_or_costs_less(
    claims: list[Claim],
    seats: list[Seats],
    most: dict[tuple[str, str], int],
    beyond: float,
) -> None:
    found = _worth(_place(claims, seats, most, beyond), claims, seats, most, beyond)
    every = (
        _worth(placed, claims, seats, most, beyond)
        for placed in product((None, *KINDS), repeat=len(claims))
    )
    assert found == min(worth for worth in every if worth is not None)


def test_a_claimant_gets_no_more_of_a_kind_than_the_limit() -> None:
    claims = [Claim("x", {"a": 0, "b": 5}), Claim("x", {"a": 0, "b": 7})]
    assert _place(claims, [Seats("a", 2), Seats("b", 2)], ONE_OF_A) == ["b", "a"]


@pytest.mark.parametrize(("beyond", "last"), [(FORBIDDEN, None), (100.0, "a")])
def test_beyond_the_limit_a_claim_stands_or_pays(beyond: float, last: str | None) -> None:
    claims = [Claim("x", {"a": 0}), Claim("x", {"a": 0})]
    placed = _place(claims, [Seats("a", 2)], ONE_OF_A, beyond)
    assert Counter(placed) == Counter(["a", last])


def test_without_claims_nothing_is_placed() -> None:
    assert _place([], [Seats("a", 1)], {}) == []


class _Scripted:
    """A solver that gives the answers it was told to."""

    def __init__(self, *answers: Sequence[int | None]) -> None:
        self._answers = list(answers)

    def assign(self, costs: Sequence[Sequence[float]]) -> Sequence[int | None]:
        answer = self._answers.pop(0)
        assert len(answer) == len(costs)
        return answer


def test_of_equally_good_answers_none_seats_more_than_there_are_seats() -> None:
    claims = [Claim(by, {"a": 0}) for by in "xxyy"]
    # The second answer leaves a claim of x on its ticket and the ticket without a seat.
    solver = _Scripted([0, 1, None, None], [2, None, 0, 1, None])
    placed = place(
        claims,
        [Seats("a", 2)],
        most=lambda *pair: ONE_OF_A.get(pair, 9),
        beyond=FORBIDDEN,
        solver=solver,
    )
    assert placed == [None, None, "a", "a"]
