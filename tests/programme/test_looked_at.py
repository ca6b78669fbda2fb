"""Targeted audits of reviewing officers' and chairs' practice (WC-12)."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace

import pytest

from programme.calendar import Month
from programme.case import Case, Cohort
from programme.draw import GapKind
from programme.people import Person, Role
from programme.rules.round import Quota, Round
from tests.programme.rounds import ANN, CHAIR, IRO, IVY, a_round, drawn, staff

pytestmark = pytest.mark.rule("WC-12")

PRACTICE_MANAGER = Role.PRACTICE_MANAGER
CORA, OLU = staff("Cora", CHAIR), staff("Olu", IRO)
OFFICERS = (IVY, CORA, OLU)
PAM, PAT = staff("Pam", PRACTICE_MANAGER), staff("Pat", PRACTICE_MANAGER)
LISTED = [
    *(Case(f"I{n}", Cohort.CHILD_IN_CARE, "Ash", iro="Ivy") for n in range(9)),
    Case("C1", Cohort.CHILD_PROTECTION, "Elm", iro="cora "),
    Case("O1", Cohort.CHILD_IN_CARE, "Fir", iro="Olu"),
    *(Case(f"N{n}", Cohort.CHILD_IN_CARE, "Ash") for n in range(9)),
    *(Case(f"A{n}", Cohort.CHILD_IN_CARE, "Ash", iro="Ann") for n in range(9)),
]


def practice(cases: int = 1) -> Round:
    return a_round(Quota(PRACTICE_MANAGER, cases), practice_of=(IRO, CHAIR), every_months=3)


def looked_at(
    *people: Person, cases: int = 1, seed: int = 1, before: Mapping[str, Month] | None = None
) -> list[tuple[str, str | None, str]]:
    draw = drawn(practice(cases), *people, listed=LISTED, seed=seed, last_practice=before or {})
    return [(p.lead_id, p.practice_of, p.case_reference) for p in draw.pairings]


@pytest.mark.parametrize("seed", range(12))
def test_every_audit_looks_at_a_reviewing_officer_or_chair_on_a_case_of_theirs(seed: int) -> None:
    draw = drawn(practice(), ANN, *OFFICERS, PAM, PAT, listed=LISTED, seed=seed)
    assert {p.lead_id for p in draw.pairings} == {"pam", "pat"}
    officers = [p.practice_of for p in draw.pairings]
    assert len(set(officers)) == 2
    for pairing in draw.pairings:
        assert pairing.practice_of in ("ivy", "cora", "olu")
        assert pairing.case_reference[0] == str(pairing.practice_of)[0].upper()
        name = str(pairing.practice_of).capitalize()
        assert pairing.why[0] == (f"It looks at the practice of {name}, whom the case list names.")


def test_nobody_is_looked_at_twice_before_everybody_once() -> None:
    for seed in range(12):
        found = looked_at(*OFFICERS, PAM, PAT, cases=2, seed=seed)
        assert Counter(officer for _, officer, _ in found) in (
            {"ivy": 2, "cora": 1, "olu": 1},
            {"ivy": 1, "cora": 1, "olu": 1},
        )


def test_who_was_looked_at_longest_ago_comes_first() -> None:
    before = {"ivy": Month(2026, 7), "cora": Month(2026, 4), "olu": Month(2026, 7)}
    for seed in range(12):
        ((_, officer, _),) = looked_at(*OFFICERS, PAM, before=before, seed=seed)
        assert officer == "cora"
        ((_, officer, _),) = looked_at(IVY, CORA, PAM, before={"cora": Month(2026, 1)}, seed=seed)
        assert officer == "ivy"


def test_nobody_looks_at_their_own_practice() -> None:
    both = replace(PAM, name="Ivy", roles=frozenset({PRACTICE_MANAGER, IRO}))
    for seed in range(12):
        found = looked_at(both, CORA, OLU, PAT, seed=seed)
        assert len(found) == 2
        assert all(lead != officer for lead, officer, _ in found)
    (gap, *_) = drawn(practice(), both, listed=LISTED[:9]).gaps
    assert gap.kind is GapKind.NO_CASE


def test_names_that_are_no_reviewing_officers_and_officers_without_a_case_are_told() -> None:
    idle, gone = staff("Idle", IRO), replace(staff("Gone", CHAIR), active=False)
    stranger = Case("S1", Cohort.CHILD_IN_CARE, "Elm", iro="Gone")
    draw = drawn(practice(), ANN, IVY, idle, gone, PAM, listed=[*LISTED, stranger])
    told = {gap.kind: gap.sentence for gap in draw.gaps}
    assert told[GapKind.REVIEWING_OFFICER_UNKNOWN] == (
        "Cases open to audit name Ann, Gone, Olu, cora as reviewing officer, but nobody of that "
        "name alone is an independent reviewing officer or a child protection conference chair in "
        "the staff list, so their practice isn't looked at."
    )
    assert "names Idle as its reviewing officer or chair, so their" in told[GapKind.NO_CASE]


def test_a_council_without_a_case_that_names_anybody_draws_none_and_says_so() -> None:
    draw = drawn(practice(), *OFFICERS, PAM, listed=LISTED[11:20])
    assert draw.pairings == ()
    assert any("Pam has no audit in October to December 2026" in g.sentence for g in draw.gaps)
