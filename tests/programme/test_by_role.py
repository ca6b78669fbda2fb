"""Rounds that ask people: each gets their cases, none that can't be theirs, or a gap says why."""

from collections import Counter
from dataclasses import replace
from datetime import date
from random import Random
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import maximum_bipartite_matching

from programme.calendar import Month
from programme.case import Case, Cohort
from programme.draw import Draw, GapKind
from programme.people import Absence, Person, Role, Team
from programme.places import share_out
from programme.rules.duty import Theme
from programme.rules.round import Quota, Round
from tests.programme.councils import ASH, DECEMBER, ELM, FIR, Lists, cases
from tests.programme.rounds import a_round, role_councils, rules_of, staff

TM, AP, SM, HOS = (
    Role.TEAM_MANAGER,
    Role.ADVANCED_PRACTITIONER,
    Role.SERVICE_MANAGER,
    Role.HEAD_OF_SERVICE,
)
IRO, CHAIR = Role.INDEPENDENT_REVIEWING_OFFICER, Role.CONFERENCE_CHAIR
ANN = staff("Ann", TM, team="Ash", manager="hal")
BO = staff("Bo", TM, team="Elm", manager="hal")
CY = staff("Cy", TM, team="Fir")
HAL = staff("Hal", HOS, area="Locality")
DI = staff("Di", Role.DIRECTOR)
IVY = staff("Ivy", IRO)
TEAMS = (ASH, ELM, FIR)
CASES = [
    *cases("Ash", Cohort.CHILD_IN_NEED, *(f"A{n}" for n in range(6))),
    *cases("Elm", Cohort.CHILD_PROTECTION, *(f"E{n}" for n in range(6))),
    *cases("Fir", Cohort.CHILD_IN_CARE, *(f"F{n}" for n in range(6))),
]
OWN = ("Ash", "Elm")
LEAVE = Absence(date(2026, 11, 30), date(2026, 12, 4))


def _draw(
    rule: Round,
    *people: Person,
    listed: list[Case] | None = None,
    seed: int = 1,
    **more: Any,  # any field of the lists
) -> Draw:
    lists = Lists(TEAMS, people, CASES if listed is None else listed, framework=rules_of(rule))
    return replace(lists, **more).draw(seed)


def _teams_of(draw: Draw, person: Person) -> set[str]:
    return {pairing.team for pairing in draw.pairings if pairing.lead_id == person.id}


@pytest.mark.rule("SW-01")
def test_every_holder_of_a_named_role_gets_one_case_a_month() -> None:
    quotas = [Quota(role) for role in (TM, CHAIR, IRO, SM, HOS, Role.DIRECTOR)]
    chair = staff("Cora", CHAIR, IRO)
    sam = staff("Sam", Role.SOCIAL_WORKER, team="Ash")
    draw = _draw(a_round(*quotas), ANN, BO, CY, HAL, DI, IVY, chair, sam)
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
    draw = _draw(a_round(Quota(TM, 2), Quota(AP, 2), cases="not_own"), ANN, BO, abi, seed=seed)
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
    assert _teams_of(_draw(rule, ANN, BO, CY, HAL, seed=seed), HAL) == {"Fir"}
    only = [case for case in CASES if case.team != "Fir"]
    draw = _draw(rule, ANN, BO, CY, HAL, listed=only, seed=seed)
    assert len(draw.pairings) == 3
    assert "whose manager Hal manages" in draw.pairings[0].why[1]


@pytest.mark.rule("KT-01")
@pytest.mark.parametrize("seed", range(10))
def test_operational_managers_audit_their_own_work(seed: int) -> None:
    draw = _draw(a_round(Quota(TM), Quota(HOS, 2), cases="own"), ANN, BO, HAL, seed=seed)
    assert (_teams_of(draw, ANN), _teams_of(draw, BO)) == ({"Ash"}, {"Elm"})
    assert _teams_of(draw, HAL) <= {"Ash", "Elm"}
    assert "The case is of Ann's own team, Ash." in next(
        p.why for p in draw.pairings if p.lead_id == "ann"
    )


def test_a_service_area_of_ones_own_bounds_a_team_manager_too() -> None:
    draws = [
        _draw(a_round(Quota(TM), cases="own_service_area"), ANN, seed=seed) for seed in range(20)
    ]
    assert {team for draw in draws for team in _teams_of(draw, ANN)} == {"Ash", "Elm"}


def test_a_director_without_a_service_area_answers_for_all_of_them() -> None:
    draw = _draw(a_round(Quota(Role.DIRECTOR, 18), cases="own"), DI)
    assert len(draw.pairings) == 18


def test_who_belongs_nowhere_has_no_own_cases_and_is_named() -> None:
    lost = staff("Lee", TM, team="Gone")
    (gap,) = _draw(a_round(Quota(TM), cases="own"), lost).gaps
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


@pytest.mark.rule("WB-05")
def test_the_foster_carer_reviewing_officer_audits_a_carers_file_with_its_own_tool() -> None:
    quotas = Quota(TM), Quota(IRO, tool="carers")
    listed = [*CASES[:3], *cases("Fir", Cohort.FOSTER_CARER, "R1")]
    draw = _draw(a_round(*quotas, every_months=2), ANN, IVY, listed=listed)
    assert {(p.lead_id, p.tool_id) for p in draw.pairings} == {
        ("ann", "general"),
        ("ivy", "carers"),
    }
    assert next(p.case_reference for p in draw.pairings if p.lead_id == "ivy") == "R1"


@pytest.mark.rule("WB-02")
@pytest.mark.parametrize("seed", range(8))
def test_a_general_tool_leaves_the_files_that_have_a_tool_of_their_own(seed: int) -> None:
    listed = [*CASES[:1], *cases("Fir", Cohort.FOSTER_CARER, "R1", "R2", "R3")]
    rule = a_round(Quota(SM, tool="learning"))
    draw = _draw(rule, staff("Sal", SM, area="Locality"), listed=listed, seed=seed)
    assert [(p.case_reference, p.tool_id) for p in draw.pairings] == [("A0", "learning")]


def test_two_quotas_with_one_tool_ask_once_and_with_two_tools_twice() -> None:
    both = staff("Bea", TM, SM, team="Ash")
    once = _draw(a_round(Quota(SM), Quota(TM)), both)
    assert [p.lead_id for p in once.pairings] == ["bea"]
    assert "service manager" in once.pairings[0].why[0]
    twice = _draw(a_round(Quota(SM, tool="learning"), Quota(TM)), both)
    assert sorted(p.tool_id for p in twice.pairings) == ["general", "learning"]


@pytest.mark.rule("SW-01")
def test_whoever_is_away_on_the_day_gets_none_and_is_named() -> None:
    draw = _draw(a_round(Quota(TM)), replace(ANN, absences=(LEAVE,)), BO)
    assert [p.lead_id for p in draw.pairings] == ["bo"]
    (gap,) = draw.gaps
    assert gap.sentence == (
        "Ann, team manager, is away until Friday 4 December 2026, and has no audit in December"
        " 2026."
    )


@pytest.mark.rule("BD-10")
def test_on_a_rota_it_is_whose_turn_is_longest_ago() -> None:
    people = [staff(name, HOS, area="Locality") for name in ("Una", "Vic", "Wyn")]
    rule = a_round(Quota(HOS, people_a_period=2))
    turns = {"una": Month(2026, 9), "vic": Month(2026, 11), "wyn": Month(2026, 10)}
    draw = _draw(rule, *people, last_turns=turns)
    assert sorted(p.lead_id for p in draw.pairings) == ["una", "wyn"]
    assert draw.gaps == ()
    why = next(p.why[0] for p in draw.pairings if p.lead_id == "una")
    assert "in turn with 3 in all, and last had a turn in September 2026" in why


@pytest.mark.rule("BD-10")
def test_who_never_had_a_turn_comes_first_and_ties_are_chance() -> None:
    people = [staff(name, HOS, area="Locality") for name in ("Una", "Vic", "Wyn")]
    rule = a_round(Quota(HOS, people_a_period=1))
    chosen = {
        _draw(rule, *people, last_turns={"una": DECEMBER.plus(-30)}, seed=seed).pairings[0].lead_id
        for seed in range(20)
    }
    assert chosen == {"vic", "wyn"}


@pytest.mark.rule("BD-10")
def test_who_is_away_on_their_turn_is_named_and_the_next_one_audits() -> None:
    una = staff("Una", HOS, area="Locality", away=LEAVE)
    vic, wyn = (staff(name, HOS, area="Locality") for name in ("Vic", "Wyn"))
    rule = a_round(Quota(HOS, people_a_period=1))
    draw = _draw(rule, una, vic, wyn, last_turns={"vic": Month(2026, 9), "wyn": Month(2026, 10)})
    assert [p.lead_id for p in draw.pairings] == ["vic"]
    assert [gap.kind for gap in draw.gaps] == [GapKind.AUDITOR_AWAY]


@pytest.mark.rule("WC-10")
def test_a_reviewing_officer_audits_one_of_their_own_cases() -> None:
    listed = [
        Case("C1", Cohort.CHILD_IN_CARE, "Ash", iro="Ivy"),
        Case("C2", Cohort.CHILD_IN_CARE, "Elm", iro=" ivy"),
        Case("C3", Cohort.CHILD_IN_CARE, "Elm", iro="Cora"),
        Case("C4", Cohort.CHILD_IN_CARE, "Elm", iro="Nobody Known"),
        Case("C5", Cohort.CHILD_IN_CARE, "Elm", iro="Twin"),
        Case("C6", Cohort.CHILD_IN_CARE, "Elm"),
    ]
    twins = [replace(staff("Twin", IRO), id=f"twin{n}") for n in (1, 2)]
    rule = a_round(auditors="reviewing_officers", cases="own")
    draw = _draw(rule, IVY, staff("Cora", CHAIR), ANN, *twins, listed=listed)
    assert {p.lead_id for p in draw.pairings} == {"cora", "ivy"}
    assert next(p.case_reference for p in draw.pairings if p.lead_id == "cora") == "C3"
    assert "Ivy audits the case as its reviewing officer" in next(
        p.why[0] for p in draw.pairings if p.lead_id == "ivy"
    )
    told = [gap.sentence for gap in draw.gaps]
    assert any("Nobody Known is not in the staff list" in sentence for sentence in told)
    assert any("Twin stands in the staff list more than once" in sentence for sentence in told)


@pytest.mark.rule("WC-10")
def test_a_reviewing_officer_without_a_case_is_named() -> None:
    (gap,) = _draw(a_round(auditors="reviewing_officers", cases="own"), IVY).gaps
    assert "names Ivy as its reviewing officer, so Ivy has no audit" in gap.sentence


@pytest.mark.rule("SW-11")
def test_early_help_audits_are_of_cases_that_are_open_two_months() -> None:
    listed = [
        Case("H1", Cohort.EARLY_HELP, "Ash", opened=date(2026, 10, 1)),
        Case("H2", Cohort.EARLY_HELP, "Ash", opened=date(2026, 10, 2)),
        Case("H3", Cohort.EARLY_HELP, "Ash"),
        Case("N1", Cohort.CHILD_IN_NEED, "Ash", opened=date(2026, 1, 5)),
    ]
    rule = a_round(Quota(TM, 4), cohorts=("early_help",), open_at_least_months=2)
    draw = _draw(rule, ANN, listed=listed)
    assert [p.case_reference for p in draw.pairings] == ["H1"]
    told = {gap.kind: gap.sentence for gap in draw.gaps}
    assert told[GapKind.NO_OPENING_DATE].startswith("1 case can't be drawn, because")
    assert "Ann has only 1 of 4 audits" in told[GapKind.TOO_FEW_CASES]


@pytest.mark.rule("BD-01")
@pytest.mark.rule("KT-04")
def test_a_themed_round_says_the_theme_and_misses_one_that_is_not_set() -> None:
    rule = a_round(Quota(TM), themed=True)
    lists = Lists(TEAMS, [ANN], CASES, framework=rules_of(rule, Theme(12, "chronologies")))
    draw = lists.draw()
    assert draw.theme == "chronologies"
    assert draw.pairings[0].why[-1] == "The theme of December 2026 is chronologies."
    unset = replace(lists, framework=rules_of(rule, Theme(11, "chronologies"))).draw()
    assert unset.theme is None
    assert [gap.kind for gap in unset.gaps] == [GapKind.NO_THEME]


@pytest.mark.rule("BD-01")
def test_another_seed_draws_other_cases_of_every_cohort_by_its_share() -> None:
    draws = [_draw(a_round(Quota(TM, 3)), ANN, seed=seed) for seed in range(30)]
    assert len({p.case_reference for draw in draws for p in draw.pairings}) > 14
    assert all(share.drawn == share.wanted == 1 for draw in draws for share in draw.cohorts)


@pytest.mark.rule("BD-01")
def test_even_one_audit_a_month_comes_from_every_cohort_in_the_end() -> None:
    drawn = Counter(
        _draw(a_round(Quota(Role.DIRECTOR)), DI, seed=seed).pairings[0].team for seed in range(60)
    )
    assert set(drawn) == {"Ash", "Elm", "Fir"}
    assert min(drawn.values()) > 8


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


def _may_audit(person: Person, case: Case, lists: Lists) -> bool:
    """Straight from the rules, the slow way."""
    rule = lists.framework.allocation
    areas = {team.name: team.service_area for team in lists.teams}
    own = areas.get(person.team or "", person.service_area)
    if rule.auditors == "reviewing_officers":
        return case.iro == person.name and case.worker != person.name
    reviews = rule.cases == "own" and person.has(IRO)
    if case.worker == person.name or (case.iro == person.name and not reviews):
        return False
    if rule.cases in {"own", "own_service_area"}:
        above = person.has(HOS) and own is None
        return (reviews and case.iro == person.name) or above or areas[case.team] == own
    return rule.cases == "any" or case.team != person.team


@settings(deadline=None)
@given(role_councils(), st.integers(0, 3))
def test_nobody_audits_what_they_may_not_and_nothing_is_audited_twice(
    lists: Lists, seed: int
) -> None:
    draw, rule = lists.draw(seed), lists.framework.allocation
    people = {person.id: person for person in lists.people}
    listed = {case.reference: case for case in lists.cases}
    first = draw.of.month.first
    assert max(Counter(p.case_reference for p in draw.pairings).values(), default=0) <= 1
    for pairing in draw.pairings:
        case, person = listed[pairing.case_reference], people[pairing.lead_id]
        assert case.active
        assert person.active
        assert not person.is_away(first if first.weekday() < 5 else date(2026, 11, 2))
        assert not person.roles.isdisjoint(rule.asked) or rule.auditors == "reviewing_officers"
        assert _may_audit(person, case, lists)
        assert not rule.cohorts or case.cohort in rule.cohorts
        assert pairing.service_area not in rule.not_service_areas
        before = draw.of.month.plus(-rule.not_again_within_months).first
        assert lists.last_audited.get(case.reference, date.min) < before
        if rule.open_at_least_months:
            assert case.opened == date(2026, 1, 5)
        assert (pairing.tool_id == "carers") is (case.cohort is Cohort.FOSTER_CARER)
        assert len(pairing.why) >= 4


@settings(deadline=None)
@given(role_councils(), st.integers(0, 3))
def test_every_quota_is_met_or_a_gap_names_the_person(lists: Lists, seed: int) -> None:
    draw, rule = lists.draw(seed), lists.framework.allocation
    told = " ".join(gap.sentence for gap in draw.gaps)
    got = Counter(p.lead_id for p in draw.pairings)
    rota = any(quota.people_a_period for quota in rule.quotas)
    for person in lists.people:
        owed = [quota.cases for quota in rule.quotas if person.has(quota.role)]
        if person.active and owed and not rota and got[person.id] < max(owed[:1]):
            assert f"{person.name}" in told
    for quota in rule.quotas:
        assert any(p.active and p.has(quota.role) for p in lists.people) or quota.role.words in told


@settings(deadline=None)
@given(role_councils(), st.integers(0, 3), st.randoms(use_true_random=False))
def test_the_order_of_the_lists_makes_no_difference(
    lists: Lists, seed: int, chance: Random
) -> None:
    assert lists.shuffled(chance).draw(seed) == lists.draw(seed)


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
    draw = _draw(rule, ANN, BO, DI, listed=listed, seed=data.draw(st.integers(0, 3)))
    reach = [{"Ash"}] * counts[TM] + [{"Elm"}] * counts[TM]
    reach += [{"Ash", "Elm"}] * counts[Role.DIRECTOR]
    graph = np.array([[case.team in teams for case in listed] for teams in reach], dtype=int)
    most = maximum_bipartite_matching(csr_matrix(graph)) if listed else np.array([])
    assert len(draw.pairings) == int((most >= 0).sum())
