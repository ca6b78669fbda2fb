"""Whom a round's quotas ask: once a tool, in turn on a rota, and not who is away."""

from dataclasses import replace

import pytest

from programme.calendar import Month
from programme.case import Cohort
from programme.draw import GapKind
from programme.rules.round import Quota
from tests.programme.councils import ASH, DECEMBER, ELM, FIR, cases
from tests.programme.rounds import (
    ANN,
    BO,
    CASES,
    HOS,
    IRO,
    IVY,
    LEAVE,
    SM,
    TM,
    a_round,
    drawn,
    staff,
)


@pytest.mark.rule("WB-05")
def test_the_foster_carer_reviewing_officer_audits_a_carers_file_with_its_own_tool() -> None:
    quotas = Quota(TM), Quota(IRO, tool="carers")
    listed = [*CASES[:3], *cases("Fir", Cohort.FOSTER_CARER, "R1")]
    draw = drawn(a_round(*quotas, every_months=2), ANN, IVY, listed=listed)
    assert {(p.lead_id, p.tool_id) for p in draw.pairings} == {
        ("ann", "general"),
        ("ivy", "carers"),
    }
    assert next(p.case_reference for p in draw.pairings if p.lead_id == "ivy") == "R1"


def test_own_reviews_are_audited_with_a_tool_of_their_own_where_it_is_for_them() -> None:
    reviewed = [replace(case, iro=IVY.name) for case in cases("Fir", Cohort.FOSTER_CARER, "R1")]
    others = [replace(case, iro=IVY.name) for case in CASES[:9]]
    rule = a_round(Quota(IRO, tool="carers"), cases="own")
    for seed in range(5):
        (pairing,) = drawn(rule, IVY, listed=[*others, *reviewed], seed=seed).pairings
        assert (pairing.case_reference, pairing.tool_id) == ("R1", "carers")


def test_two_quotas_with_one_tool_ask_once_and_with_two_tools_twice() -> None:
    both = staff("Bea", TM, SM, team="Ash")
    once = drawn(a_round(Quota(SM), Quota(TM)), both)
    assert [p.lead_id for p in once.pairings] == ["bea"]
    assert "service manager" in once.pairings[0].why[0]
    twice = drawn(a_round(Quota(SM, tool="learning"), Quota(TM)), both)
    assert sorted(p.tool_id for p in twice.pairings) == ["general", "learning"]


@pytest.mark.rule("SW-01")
def test_whoever_is_away_for_too_long_gets_none_and_is_named() -> None:
    draw = drawn(a_round(Quota(TM)), replace(ANN, absences=(LEAVE,)), BO)
    assert [p.lead_id for p in draw.pairings] == ["bo"]
    (gap,) = draw.gaps
    assert gap.sentence == (
        "Ann, team manager, is away until Thursday 17 December 2026, and has no audit in"
        " December 2026."
    )


@pytest.mark.rule("BD-10")
def test_on_a_rota_it_is_whose_turn_is_longest_ago() -> None:
    people = [staff(name, HOS, area="Locality") for name in ("Una", "Vic", "Wyn")]
    rule = a_round(Quota(HOS, people_a_period=2))
    turns = {"una": Month(2026, 9), "vic": Month(2026, 11), "wyn": Month(2026, 10)}
    draw = drawn(rule, *people, last_turns=turns)
    assert sorted(p.lead_id for p in draw.pairings) == ["una", "wyn"]
    assert draw.gaps == ()
    why = next(p.why[0] for p in draw.pairings if p.lead_id == "una")
    assert "3 take turns, Una's last turn was in September 2026" in why


@pytest.mark.rule("BD-10")
def test_who_never_had_a_turn_comes_first_and_ties_are_chance() -> None:
    people = [staff(name, HOS, area="Locality") for name in ("Una", "Vic", "Wyn")]
    rule = a_round(Quota(HOS, people_a_period=1))
    chosen = {
        drawn(rule, *people, last_turns={"una": DECEMBER.plus(-30)}, seed=seed).pairings[0].lead_id
        for seed in range(20)
    }
    assert chosen == {"vic", "wyn"}


@pytest.mark.rule("BD-10")
def test_who_is_away_on_their_turn_is_named_and_the_next_one_audits() -> None:
    una = staff("Una", HOS, area="Locality", away=LEAVE)
    vic, wyn = (staff(name, HOS, area="Locality") for name in ("Vic", "Wyn"))
    rule = a_round(Quota(HOS, people_a_period=1))
    draw = drawn(rule, una, vic, wyn, last_turns={"vic": Month(2026, 9), "wyn": Month(2026, 10)})
    assert [p.lead_id for p in draw.pairings] == ["vic"]
    assert [gap.kind for gap in draw.gaps] == [GapKind.AUDITOR_AWAY]


@pytest.mark.rule("SW-11")
def test_people_of_an_area_with_a_round_of_its_own_are_not_asked() -> None:
    area = next(team.service_area for team in (ASH, ELM, FIR) if team.name == ANN.team)
    for left_out, asked in (((), {"ann", "bo"}), ((area,), set())):
        draw = drawn(a_round(Quota(TM, not_service_areas=left_out)), ANN, BO)
        assert {pairing.lead_id for pairing in draw.pairings} == asked
