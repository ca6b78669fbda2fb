"""A round's periods: which month lies in which, and what they are called."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programme.calendar import Month
from programme.errors import CorrectAndRepeat, LookElsewhere
from programme.round_period import read_subject, round_period, round_periods, rounds_beginning
from tests.little_council import DECEMBER, FRAMEWORK

MAIN = FRAMEWORK.allocation
QUARTERLY = replace(MAIN, id="quarterly", title="Targeted audits", every_months=3)
RULES = replace(FRAMEWORK, rounds=(MAIN, QUARTERLY))
MONTHS = st.builds(Month, st.integers(2025, 2029), st.integers(1, 12))


@given(MONTHS, st.sampled_from(RULES.rounds))
def test_a_subject_names_its_period_and_no_other(month: Month, rule: object) -> None:
    of = next(of for of in round_periods(RULES, month) if of.rule == rule)
    assert read_subject(RULES, of.subject) == of


def test_the_main_rounds_subject_and_claims_are_those_of_before_there_were_rounds() -> None:
    main, other = round_periods(RULES, DECEMBER)
    assert (main.subject, main.job("announce")) == ("2026-12", "announce")
    assert (other.subject, other.job("announce")) == ("quarterly/2026-10", "announce:quarterly")


def test_a_card_names_the_round_where_there_are_several() -> None:
    assert [of.named for of in round_periods(RULES, DECEMBER)] == [
        f"December 2026, {MAIN.title}",
        "October to December 2026, Targeted audits",
    ]
    alone = replace(FRAMEWORK, rounds=(MAIN,))
    assert round_period(alone, MAIN, DECEMBER).named == "December 2026"


@pytest.mark.rule("WB-01")
def test_a_longer_round_begins_in_the_first_month_of_its_period_alone() -> None:
    assert [of.round_id for of in rounds_beginning(RULES, DECEMBER)] == [MAIN.id]
    assert [of.round_id for of in rounds_beginning(RULES, Month(2027, 1))] == [MAIN.id, "quarterly"]


def test_a_round_that_the_framework_has_no_more_is_named() -> None:
    with pytest.raises(LookElsewhere, match=r"“gone”.*quarterly"):
        read_subject(RULES, "gone/2026-12")
    with pytest.raises(CorrectAndRepeat, match="not a month"):
        read_subject(RULES, "quarterly/soon")
