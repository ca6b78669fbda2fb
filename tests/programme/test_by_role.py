"""Rounds that ask people of roles: own cases, others' cases, or any."""

from collections import Counter

import pytest

from programme.case import Cohort
from programme.draw import Draw, GapKind
from programme.people import Person, Role, Team
from programme.rules.round import Quota
from tests.programme.councils import Lists, cases
from tests.programme.rounds import (
    ANN,
    AP,
    BO,
    CASES,
    CHAIR,
    CY,
    DI,
    HAL,
    HOS,
    IRO,
    IVY,
    SM,
    TEAMS,
    TM,
    a_round,
    drawn,
    rules_of,
    staff,
)


def _teams_of(draw: Draw, person: Person) -> set[str]:
    return {pairing.team for pairing in draw.pairings if pairing.lead_id == person.id}


@pytest.mark.rule("SW-01")
def test_every_holder_of_a_named_role_gets_one_case_a_month() -> None:
    quotas = [Quota(role) for role in (TM, CHAIR, IRO, SM, HOS, Role.DIRECTOR)]
    chair = staff("Cora", CHAIR, IRO)
    sam = staff("Sam", Role.SOCIAL_WORKER, team="Ash")
    draw = drawn(a_round(*quotas), ANN, BO, CY, HAL, DI, IVY, chair, sam)
    assert Counter(p.lead_id for p in draw.pairings) == Counter(
        ["ann", "bo", "cora", "cy", "di", "hal", "ivy"]
    )
    assert len({p.case_reference for p in draw.pairings}) == 7
    (gap,) = draw.gaps
    assert (gap.kind, gap.sentence) == (
        GapKind.NO_AUDITOR,
        "The staff list has no service manager, so none audits in December 2026.",
    )


@pytest.mark.rule("BD-03")
@pytest.mark.parametrize("seed", range(10))
def test_team_managers_and_practitioners_audit_cases_that_are_not_their_own(seed: int) -> None:
    abi = staff("Abi", AP, team="Ash")
    draw = drawn(a_round(Quota(TM, 2), Quota(AP, 2), cases="not_own"), ANN, BO, abi, seed=seed)
    assert len(draw.pairings) == 6
    assert "Ash" not in _teams_of(draw, ANN) | _teams_of(draw, abi)
    assert "Elm" not in _teams_of(draw, BO)
    why = next(p.why for p in draw.pairings if p.lead_id == "abi")
    assert any("for which Abi is not directly responsible" in sentence for sentence in why)


@pytest.mark.rule("BD-02")
@pytest.mark.parametrize("seed", range(10))
def test_who_stands_above_teams_audits_none_that_they_manage_where_there_are_others(
    seed: int,
) -> None:
    rule = a_round(Quota(HOS, 3), cases="not_own")
    assert _teams_of(drawn(rule, ANN, BO, CY, HAL, seed=seed), HAL) == {"Fir"}
    only = [case for case in CASES if case.team != "Fir"]
    draw = drawn(rule, ANN, BO, CY, HAL, listed=only, seed=seed)
    assert len(draw.pairings) == 3
    assert "whose manager Hal manages" in draw.pairings[0].why[1]


@pytest.mark.rule("KT-01")
@pytest.mark.parametrize("seed", range(10))
def test_operational_managers_audit_their_own_work(seed: int) -> None:
    draw = drawn(a_round(Quota(TM), Quota(HOS, 2), cases="own"), ANN, BO, HAL, seed=seed)
    assert (_teams_of(draw, ANN), _teams_of(draw, BO)) == ({"Ash"}, {"Elm"})
    assert _teams_of(draw, HAL) <= {"Ash", "Elm"}
    assert "The case is of Ann's own team, Ash." in next(
        p.why for p in draw.pairings if p.lead_id == "ann"
    )


def test_a_service_area_of_ones_own_bounds_a_team_manager_too() -> None:
    draws = [
        drawn(a_round(Quota(TM), cases="own_service_area"), ANN, seed=seed) for seed in range(20)
    ]
    assert {team for draw in draws for team in _teams_of(draw, ANN)} == {"Ash", "Elm"}


def test_a_director_without_a_service_area_answers_for_all_of_them() -> None:
    draw = drawn(a_round(Quota(Role.DIRECTOR, 18), cases="own"), DI)
    assert len(draw.pairings) == 18


def test_who_belongs_nowhere_has_no_own_cases_and_is_named() -> None:
    lost = staff("Lee", TM, team="Gone")
    (gap,) = drawn(a_round(Quota(TM), cases="own"), lost).gaps
    assert gap.kind is GapKind.MANAGER_WITHOUT_TEAM
    assert gap.sentence.startswith("Lee, team manager, belongs to no team")


@pytest.mark.rule("WC-05")
@pytest.mark.parametrize("seed", range(5))
def test_a_peer_manager_of_the_residential_service_audits_and_there_is_no_pair(seed: int) -> None:
    oak, yew = Team("Oak", "Residential"), Team("Yew", "Residential")
    oli, yan = staff("Oli", TM, team="Oak"), staff("Yan", TM, team="Yew")
    homes = cases("Oak", Cohort.CHILD_IN_CARE, "O1", "O2")
    homes += cases("Yew", Cohort.CHILD_IN_CARE, "Y1")
    quota = Quota(TM, service_areas=("Residential",))
    rule = a_round(quota, cases="not_own", service_areas=("Residential",))
    draw = Lists(
        (*TEAMS, oak, yew), (ANN, oli, yan), [*CASES, *homes], framework=rules_of(rule)
    ).draw(seed)
    assert {(p.lead_id, p.team, p.peer_id) for p in draw.pairings} == {
        ("oli", "Yew", None),
        ("yan", "Oak", None),
    }


@pytest.mark.rule("WB-02")
@pytest.mark.parametrize("seed", range(8))
def test_a_general_tool_leaves_the_files_that_have_a_tool_of_their_own(seed: int) -> None:
    listed = [*CASES[:1], *cases("Fir", Cohort.FOSTER_CARER, "R1", "R2", "R3")]
    rule = a_round(Quota(SM, tool="learning"))
    draw = drawn(rule, staff("Sal", SM, area="Locality"), listed=listed, seed=seed)
    assert [(p.case_reference, p.tool_id) for p in draw.pairings] == [("A0", "learning")]
