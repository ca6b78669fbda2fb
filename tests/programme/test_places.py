"""Filling places: the cohorts in fair shares, nobody without a case who could have one."""

from collections import Counter
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import maximum_bipartite_matching

from programme.case import Case, Cohort
from programme.people import Role
from programme.places import share_out
from programme.rules.round import Quota
from tests.programme.rounds import (
    ANN,
    BO,
    DI,
    OWN,
    TM,
    a_round,
    drawn,
)


@pytest.mark.rule("BD-01")
def test_another_seed_draws_other_cases_of_every_cohort_by_its_share() -> None:
    draws = [drawn(a_round(Quota(TM, 3)), ANN, seed=seed) for seed in range(30)]
    assert len({p.case_reference for draw in draws for p in draw.pairings}) > 14
    assert all(share.drawn == share.wanted == 1 for draw in draws for share in draw.cohorts)


@pytest.mark.rule("BD-01")
def test_even_one_audit_a_month_comes_from_every_cohort_in_the_end() -> None:
    teams = Counter(
        drawn(a_round(Quota(Role.DIRECTOR)), DI, seed=seed).pairings[0].team for seed in range(60)
    )
    assert set(teams) == {"Ash", "Elm", "Fir"}
    assert min(teams.values()) > 8


@given(
    st.dictionaries(st.sampled_from(Cohort), st.integers(0, 50)), st.integers(0, 60), st.integers()
)
def test_shares_by_chance_are_the_exact_ones_rounded_up_or_down(
    weights: dict[Cohort, int], total: int, seed: int
) -> None:
    parts = share_out(total, weights, Random(seed))
    whole = sum(weights.values())
    assert sum(parts.values()) == (total if whole else 0)
    for cohort, part in parts.items():
        assert whole == 0 or abs(part - total * weights[cohort] / whole) < 1


@settings(deadline=None)
@given(st.data())
def test_no_place_stays_empty_that_another_choice_would_fill(data: st.DataObject) -> None:
    """Where one team's managers may audit their own and a director any, nobody goes without."""
    listed = [
        Case(f"C{n}", data.draw(st.sampled_from(Cohort)), data.draw(st.sampled_from(OWN)))
        for n in range(data.draw(st.integers(0, 8)))
    ]
    counts = {role: data.draw(st.integers(1, 4)) for role in (TM, Role.DIRECTOR)}
    rule = a_round(*(Quota(role, number) for role, number in counts.items()), cases="own")
    draw = drawn(rule, ANN, BO, DI, listed=listed, seed=data.draw(st.integers(0, 3)))
    reach = [{"Ash"}] * counts[TM] + [{"Elm"}] * counts[TM]
    reach += [{"Ash", "Elm"}] * counts[Role.DIRECTOR]
    graph = np.array([[case.team in teams for case in listed] for teams in reach], dtype=int)
    most = maximum_bipartite_matching(csr_matrix(graph)) if listed else np.array([])
    assert len(draw.pairings) == int((most >= 0).sum())
