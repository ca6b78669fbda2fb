"""Which cases a round takes in, and what its theme is."""

from dataclasses import replace
from datetime import date

import pytest

from programme.case import Case, Cohort
from programme.draw import GapKind
from programme.rules.duty import Theme
from programme.rules.round import Quota
from tests.programme.councils import Lists
from tests.programme.rounds import ANN, CASES, TEAMS, TM, a_round, drawn, rules_of


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
