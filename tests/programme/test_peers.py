"""Peers: everyone a fair share, nobody their own, and new pairs before old ones."""

from collections import Counter
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.solver import ScipySolver
from programme.case import Case, Cohort
from programme.peers import choose_peers
from programme.people import Person
from programme.sampling import DrawnCase
from tests.programme.councils import manager

ANN, BO, CY, DI = (
    manager(name, team)
    for name, team in (("Ann A", "Ash"), ("Bo B", "Beech"), ("Cy C", "Cedar"), ("Di D", "Elm"))
)


def _audit(lead: Person, worker: str | None = None, iro: str | None = None) -> DrawnCase:
    case = Case(f"C-{lead.id}", Cohort.REFERRAL, lead.team or "", worker=worker, iro=iro)
    return DrawnCase(case, lead, 1)


def _peers(
    audits: list[DrawnCase],
    pool: list[Person],
    each: int = 1,
    earlier: dict[tuple[str, str], int] | None = None,
    seed: int = 1,
) -> list[str | None]:
    return choose_peers(audits, pool, each, earlier or {}, Random(seed), ScipySolver())


@pytest.mark.rule("WC-03")
@pytest.mark.parametrize("earlier", [{("ann", "bo"): 1}, {("bo", "ann"): 1}])
def test_who_audited_together_before_is_paired_with_others(
    earlier: dict[tuple[str, str], int],
) -> None:
    for seed in range(20):
        assert _peers([_audit(ANN)], [ANN, BO, CY], earlier=earlier, seed=seed) == ["cy"]


def test_the_pair_that_met_less_often_is_chosen_where_all_have_met() -> None:
    earlier = {("ann", "bo"): 3, ("ann", "cy"): 2, ("di", "ann"): 3}
    assert _peers([_audit(ANN)], [ANN, BO, CY, DI], earlier=earlier) == ["cy"]


def test_an_even_share_matters_more_than_a_new_pair() -> None:
    earlier = {("ann", "bo"): 9, ("cy", "bo"): 9}
    peers = _peers([_audit(ANN), _audit(CY)], [ANN, BO, CY], 2, earlier)
    assert len(set(peers)) == 2


def test_a_peer_comes_from_another_team_where_there_is_one() -> None:
    colleague = manager("Al A", "Ash")
    for seed in range(20):
        assert _peers([_audit(ANN)], [ANN, BO, colleague], seed=seed) == ["bo"]
    assert _peers([_audit(ANN)], [ANN, colleague]) == ["al"]


@pytest.mark.parametrize("audit", [_audit(ANN, worker="Bo B"), _audit(ANN, iro="Bo B")])
def test_nobody_is_the_peer_of_a_case_that_they_work_on(audit: DrawnCase) -> None:
    assert _peers([audit], [ANN, BO]) == [None]
    assert _peers([audit], [ANN, BO, CY]) == ["cy"]


def test_a_lead_of_several_cases_has_a_different_peer_for_each() -> None:
    audits = [_audit(lead) for lead in (ANN, BO, CY, DI) for _ in range(3)]
    for seed in range(20):
        peers = _peers(audits, [ANN, BO, CY, DI], 3, seed=seed)
        pairs = Counter((a.lead.id, peer) for a, peer in zip(audits, peers, strict=True))
        assert set(pairs.values()) == {1}


def test_two_managers_alone_audit_together_as_often_as_they_must() -> None:
    assert _peers([_audit(ANN), _audit(ANN)], [ANN, BO], 2) == ["bo", "bo"]


@pytest.mark.rule("WC-03")
@settings(deadline=None)
@given(
    st.lists(st.sampled_from([ANN, BO, CY, DI]), min_size=1, max_size=8),
    st.sampled_from([[ANN, BO], [ANN, BO, CY], [ANN, BO, CY, DI]]),
    st.dictionaries(
        st.tuples(st.sampled_from(["ann", "bo"]), st.sampled_from(["cy", "di"])), st.integers(1, 20)
    ),
    st.integers(0, 5),
)
def test_no_one_could_hand_an_audit_down_to_somebody_with_two_fewer(
    leads: list[Person], pool: list[Person], earlier: dict[tuple[str, str], int], seed: int
) -> None:
    each = max(Counter(lead.id for lead in leads).values())
    peers = _peers([_audit(lead) for lead in leads], pool, each, earlier, seed)
    load = Counter(peer for peer in peers if peer)
    may = {
        (peer, other.id)
        for lead, peer in zip(leads, peers, strict=True)
        for other in pool
        if peer and other.id not in {lead.id, peer}
    }
    for start in load:
        reached, fresh = {start}, {start}
        while fresh:
            fresh = {b for a, b in may if a in fresh} - reached
            reached |= fresh
        assert all(load[start] - load[other] < 2 for other in reached)
    assert max(load.values(), default=0) <= each


@pytest.mark.rule("WC-03")
@pytest.mark.parametrize("named", [{"worker": "bo b"}, {"iro": "BO  B"}])
def test_however_the_case_list_spells_the_name_nobody_audits_their_own_work(
    named: dict[str, str],
) -> None:
    for seed in range(20):
        assert _peers([_audit(ANN, **named)], [ANN, BO, CY], seed=seed) == ["cy"]
