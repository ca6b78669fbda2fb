"""Mid-way audits: each reviewing officer audits cases of their own (WC-10)."""

from dataclasses import replace

import pytest

from programme.case import Case, Cohort
from tests.programme.rounds import ANN, CHAIR, IRO, IVY, a_round, drawn, staff


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
    draw = drawn(rule, IVY, staff("Cora", CHAIR), ANN, *twins, listed=listed)
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
    (gap,) = drawn(a_round(auditors="reviewing_officers", cases="own"), IVY).gaps
    assert "names Ivy as its reviewing officer, so Ivy has no audit" in gap.sentence


@pytest.mark.rule("WC-10")
def test_what_their_own_cases_are_falls_short_of_nothing() -> None:
    """Reviewing officers have children in care and chairs have protection plans: of which there
    are more says nothing of who audits, and nobody could mend it."""
    listed = [Case(f"C{n}", Cohort.CHILD_IN_CARE, "Ash", iro="Ivy") for n in range(9)]
    listed += [Case(f"P{n}", Cohort.CHILD_PROTECTION, "Ash", iro="Cora") for n in range(3)]
    listed += [Case("P9", Cohort.CHILD_PROTECTION, "Ash", iro="Cleo")]
    rule = a_round(auditors="reviewing_officers", cases="own")
    draw = drawn(rule, IVY, staff("Cora", CHAIR), staff("Cleo", CHAIR), ANN, listed=listed)
    assert {p.lead_id for p in draw.pairings} == {"cleo", "cora", "ivy"}
    assert draw.gaps == ()
