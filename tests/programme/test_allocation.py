"""A month's draw: the right auditors, a fair share, and the same again from the same seed."""

from collections import Counter
from dataclasses import replace
from datetime import date
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from programme.case import Case, Cohort
from programme.draw import GapKind
from programme.errors import CorrectAndRepeat
from programme.people import Team
from tests.programme.councils import (
    ANN,
    ASH,
    ASH_CASES,
    BO,
    CY,
    ELM,
    ELM_CASES,
    FIR,
    FIR_CASES,
    LOCALITY,
    Lists,
    cases,
    councils,
    days_there,
    framework,
    manager,
)


def test_pairings_stand_by_service_area_and_team() -> None:
    people = [replace(BO, id="a"), replace(CY, id="b"), replace(ANN, id="c")]
    draw = Lists([ELM, ASH, FIR], people, [*ELM_CASES, *FIR_CASES, *ASH_CASES]).draw()
    assert [p.team for p in draw.pairings] == ["Fir", "Ash", "Elm"]


def test_a_service_area_with_a_tool_of_its_own_is_audited_with_it() -> None:
    draw = Lists([FIR], [CY], FIR_CASES).draw()
    assert [p.tool_id for p in draw.pairings] == ["foster"]


def test_a_framework_without_peers_has_none_and_misses_none() -> None:
    draw = replace(LOCALITY, framework=framework(peers=False)).draw()
    assert [p.peer_id for p in draw.pairings] == [None, None]
    assert all(len(p.why) == 4 for p in draw.pairings)
    assert all(gap.kind is not GapKind.NO_PEER for gap in draw.gaps)


def test_a_case_that_is_listed_twice_is_refused() -> None:
    twice = replace(LOCALITY, cases=[*ASH_CASES, *cases("Elm", Cohort.REFERRAL, "A1")])
    with pytest.raises(CorrectAndRepeat, match="import the lists again"):
        twice.draw()


def test_another_seed_draws_other_cases() -> None:
    listed = Lists([ASH], [ANN], cases("Ash", Cohort.REFERRAL, *(f"A{n}" for n in range(50))))
    assert len({listed.draw(seed).pairings[0].case_reference for seed in range(20)}) > 10


def test_a_seed_recorded_long_ago_still_draws_the_same() -> None:
    teams = [Team(name, "Locality") for name in ("Ash", "Beech", "Elm")]
    people = [manager(f"{name}-tm Smith", name) for name in ("Ash", "Beech", "Elm")]
    listed = [Case(f"C{n:02}", list(Cohort)[n % 5], teams[n % 3].name) for n in range(60)]
    draw = Lists(teams, people, listed).draw(seed=2026)
    assert [(p.case_reference, p.lead_id, p.peer_id) for p in draw.pairings] == [
        ("C27", "ash-tm", "elm-tm"),
        ("C31", "beech-tm", "ash-tm"),
        ("C20", "elm-tm", "beech-tm"),
    ]


@pytest.mark.rule("WC-03")
@settings(deadline=None)
@given(councils(), st.integers(0, 3))
def test_every_audit_is_led_by_the_team_and_peered_from_the_service_area(
    lists: Lists, seed: int
) -> None:
    people = {person.id: person for person in lists.people}
    areas = {team.name: team.service_area for team in lists.teams}
    listed = {case.reference: case for case in lists.cases}
    draw = lists.draw(seed)
    for pairing in draw.pairings:
        case, lead = listed[pairing.case_reference], people[pairing.lead_id]
        assert (case.team, case.cohort) == (pairing.team, pairing.cohort)
        assert (lead.team, areas[pairing.team]) == (case.team, pairing.service_area)
        assert lead.name not in {case.worker, case.iro}
        if pairing.peer_id is not None:
            peer = people[pairing.peer_id]
            assert peer != lead
            assert areas.get(peer.team or "", peer.service_area) == pairing.service_area
            assert peer.name not in {case.worker, case.iro}
    for person in (people[i] for p in draw.pairings for i in (p.lead_id, p.peer_id) if i):
        assert person.active
        assert days_there(person, lists.framework.allocation)[0] >= 10


@pytest.mark.rule("WC-01")
@settings(deadline=None)
@given(councils(), st.integers(0, 3))
def test_a_case_is_audited_once_and_not_again_within_twelve_months(lists: Lists, seed: int) -> None:
    drawn = Counter(pairing.case_reference for pairing in lists.draw(seed).pairings)
    active = {case.reference for case in lists.cases if case.active}
    assert set(drawn.values()) <= {1}
    assert set(drawn) <= active
    assert all(lists.last_audited.get(c, date.min) < date(2025, 12, 1) for c in drawn)


@pytest.mark.rule("WC-03")
@settings(deadline=None)
@given(councils(), st.integers(0, 3))
def test_no_one_has_more_than_a_fair_load(lists: Lists, seed: int) -> None:
    each = lists.framework.allocation.cases_a_lead
    draw = lists.draw(seed)
    leads = Counter((p.team, p.lead_id) for p in draw.pairings)
    peers = Counter(p.peer_id for p in draw.pairings if p.peer_id)
    assert max([*leads.values(), *peers.values()], default=0) <= each
    for team in {team for team, _ in leads}:
        loads = [count for (of, _), count in leads.items() if of == team]
        assert max(loads) - min(loads) < 2


@settings(deadline=None)
@given(councils(), st.integers(0, 3))
def test_every_team_and_every_audit_has_what_it_needs_or_a_named_gap(
    lists: Lists, seed: int
) -> None:
    draw = lists.draw(seed)
    named = {gap.team for gap in draw.gaps}
    assert all(team.name in named | {p.team for p in draw.pairings} for team in lists.teams)
    alone = {p.case_reference for p in draw.pairings if p.peer_id is None}
    assert alone == {gap.case_reference for gap in draw.gaps if gap.kind is GapKind.NO_PEER}
    short = {share.cohort for share in draw.cohorts if share.drawn < share.wanted}
    assert len(short) == sum(gap.kind is GapKind.COHORT_SHORT for gap in draw.gaps)
    assert {c.team for c in lists.cases if c.active} <= {t.name for t in lists.teams} | named


@settings(deadline=None)
@given(councils(), st.integers(0, 3), st.randoms(use_true_random=False))
def test_the_order_of_the_lists_makes_no_difference(
    lists: Lists, seed: int, chance: Random
) -> None:
    assert lists.shuffled(chance).draw(seed) == lists.draw(seed)
