"""SciPy's solver keeps the port's promise: most rows first, then least cost, nothing forbidden."""

from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.solver import ScipySolver
from programme.assignment import FORBIDDEN

COSTS = st.one_of(st.integers(-50, 50).map(float), st.just(FORBIDDEN))


@st.composite
def matrices(draw: st.DrawFn) -> list[list[float]]:
    width = draw(st.integers(1, 4))
    return draw(st.lists(st.lists(COSTS, min_size=width, max_size=width), min_size=1, max_size=4))


def _best(costs: list[list[float]]) -> tuple[int, float]:
    """The most rows that can be placed and the least they then cost, by trying everything."""
    spare: list[int | None] = [None] * len(costs)
    found = []
    for columns in set(permutations([*range(len(costs[0])), *spare], len(costs))):
        taken = [costs[row][at] for row, at in enumerate(columns) if at is not None]
        if FORBIDDEN not in taken:
            found.append((-len(taken), sum(taken)))
    rows, cost = min(found)
    return -rows, cost


@settings(deadline=None)
@given(matrices())
def test_it_places_as_many_rows_as_can_be_at_the_least_cost(costs: list[list[float]]) -> None:
    columns = ScipySolver().assign(costs)
    placed = [(row, at) for row, at in enumerate(columns) if at is not None]
    assert len({at for _, at in placed}) == len(placed)
    assert (len(placed), sum(costs[row][at] for row, at in placed)) == _best(costs)


def test_a_row_is_placed_dearly_rather_than_not_at_all() -> None:
    assert ScipySolver().assign([[1.0, 1_000_000.0], [1.0, FORBIDDEN]]) == [1, 0]


def test_rows_without_an_allowed_column_get_none() -> None:
    assert ScipySolver().assign([[FORBIDDEN], [FORBIDDEN]]) == [None, None]
    assert ScipySolver().assign([[], []]) == [None, None]
    assert ScipySolver().assign([]) == []


def test_columns_are_plain_numbers() -> None:
    assert [type(at) for at in ScipySolver().assign([[0.0]])] == [int]


def test_rows_of_different_length_are_refused() -> None:
    with pytest.raises(ValueError, match="inhomogeneous"):
        ScipySolver().assign([[1.0], [1.0, 2.0]])
