"""Which cases a round takes in, and what its theme is."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest

from programme.case import Case, Cohort
from programme.draw import Draw, GapKind
from programme.rules.duty import Theme
from programme.rules.round import Quota
from tests.programme.councils import ELM, Lists
from tests.programme.rounds import ANN, BO, CASES, CY, TEAMS, TM, a_round, drawn, rules_of


@pytest.mark.rule("SW-11")
def test_early_help_audits_are_of_cases_that_are_open_two_months() -> None:
    listed = [
        Case("H1", Cohort.EARLY_HELP, "Ash", opened=date(2026, 10, 1)),
        Case("H2", Cohort.EARLY_HELP, "Ash", opened=date(2026, 10, 2)),
        Case("H3", Cohort.EARLY_HELP, "Ash"),
        Case("N1", Cohort.CHILD_IN_NEED, "Ash", opened=date(2026, 1, 5)),
    ]
    rule = a_round(Quota(TM, 4), cohorts=("early_help",), open_at_least_months=2)
    draw = drawn(rule, ANN, listed=listed)
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


SAID = "The theme of December 2026 is Children in care"
CARE = Theme(12, "Children in care", cohorts=("child_in_care",))


def _about(theme: Theme, listed: Sequence[Case] = CASES, seed: int = 1) -> Draw:
    framework = rules_of(a_round(Quota(TM), themed=True), theme)
    return Lists(TEAMS, [ANN, BO, CY], listed, framework=framework).draw(seed)


@pytest.mark.rule("BD-01")
def test_the_cases_that_the_theme_is_about_are_drawn_first_which_of_them_by_chance() -> None:
    seen = set()
    for seed in range(8):
        draw = _about(CARE, seed=seed)
        assert [pairing.cohort for pairing in draw.pairings] == ["child_in_care"] * 3
        assert {pairing.why[-1] for pairing in draw.pairings} == {
            f"{SAID}, whose cases are drawn first: this is one of them."
        }
        assert draw.gaps == ()
        assert _about(CARE, CASES[::-1], seed).pairings == draw.pairings
        seen |= {pairing.case_reference for pairing in draw.pairings}
    assert len(seen) > 3


@pytest.mark.rule("BD-01")
def test_a_theme_may_be_about_a_service_area() -> None:
    theme = Theme(12, "Carers", service_areas=(ELM.service_area,))
    of_area = {team.name for team in TEAMS if team.service_area == ELM.service_area}
    assert {pairing.team for pairing in _about(theme).pairings} <= of_area
    nowhere = _about(replace(theme, cohorts=("care_leaver",)))
    assert [gap.kind for gap in nowhere.gaps] == [GapKind.THEME_SHORT]


@pytest.mark.rule("BD-01")
def test_where_the_theme_has_too_few_cases_others_are_drawn_and_it_is_said() -> None:
    few = [case for case in CASES if case.reference not in {"F1", "F2", "F3", "F4", "F5"}]
    draw = _about(CARE, few)
    (of_it,) = [one for one in draw.pairings if one.cohort == "child_in_care"]
    assert (of_it.case_reference, len(draw.pairings)) == ("F0", 3)
    (gap,) = draw.gaps
    assert gap.kind is GapKind.THEME_SHORT
    assert gap.sentence == (
        f"{SAID}, and too few of its cases can be audited by those who are asked: 1 of 3 cases "
        "drawn is of it."
    )
    told = {pairing.why[-1] for pairing in draw.pairings if pairing != of_it}
    assert told == {f"{SAID}, and none of its cases was left that this auditor can be given."}


@pytest.mark.rule("BD-01")
def test_cases_of_the_theme_that_others_alone_may_audit_are_not_said_to_be_none() -> None:
    framework = rules_of(a_round(Quota(TM), cases="own", themed=True), CARE)
    draw = Lists(TEAMS, [ANN, CY], CASES, framework=framework).draw()
    drawn_of = {pairing.lead_id: pairing for pairing in draw.pairings}
    assert drawn_of["cy"].cohort == "child_in_care"
    assert drawn_of["ann"].cohort == "child_in_need", (
        "five of the theme are left, not hers to audit"
    )
    assert drawn_of["ann"].why[-1] == (
        f"{SAID}, and none of its cases was left that this auditor can be given."
    )


@pytest.mark.rule("BD-01")
def test_a_theme_that_names_no_cases_or_a_round_without_one_is_drawn_as_before() -> None:
    plain = rules_of(a_round(Quota(TM)))
    without = Lists(TEAMS, [ANN, BO, CY], CASES, framework=plain).draw()
    chosen = [pairing.case_reference for pairing in without.pairings]
    unsteered = _about(Theme(12, "Chronologies"))
    assert [pairing.case_reference for pairing in unsteered.pairings] == chosen


@pytest.mark.rule("BD-01")
def test_a_theme_names_cases_only_where_a_round_is_drawn_by_it() -> None:
    with pytest.raises(ValueError, match=r"themes.0: no round draws cases by a theme"):
        rules_of(a_round(Quota(TM)), CARE)
    with pytest.raises(ValueError, match=r"themes.0.cohorts"):
        rules_of(a_round(Quota(TM), themed=True), replace(CARE, cohorts=("children",)))
