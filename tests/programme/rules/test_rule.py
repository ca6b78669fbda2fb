"""What every rule shares."""

from datetime import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programme.people import Role
from programme.rules.acknowledgement import AcknowledgementRule
from programme.rules.clock import outside_the_clock_change
from programme.rules.commission import CommissionRule
from programme.rules.overview import OverviewRule
from programme.rules.rule import Choice, between, is_id


@given(st.from_regex(r"[a-z][a-z0-9_]{0,59}", fullmatch=True))
def test_lower_case_letters_digits_and_underscores_are_an_id(text: str) -> None:
    is_id(text)


@pytest.mark.parametrize("text", ["", "_a", "1a", "A", "a b", "a-b", "a.b"])
def test_anything_else_is_no_id(text: str) -> None:
    with pytest.raises(ValueError, match="is no id"):
        is_id(text)


@given(st.integers(), st.integers(), st.integers())
def test_a_number_is_between_its_bounds_or_refused(value: int, least: int, most: int) -> None:
    if least <= value <= most:
        between("it", value, least, most)
    else:
        with pytest.raises(ValueError, match=f"it is from {least} to {most}, not {value}"):
            between("it", value, least, most)


@given(st.times())
def test_only_the_hour_in_which_the_clocks_change_is_refused(wall: time) -> None:
    if wall.hour == 1:
        with pytest.raises(ValueError, match="at: between 01:00 and 02:00"):
            outside_the_clock_change("at", wall)
    else:
        outside_the_clock_change("at", wall)


def test_a_choice_has_a_title_that_fits() -> None:
    with pytest.raises(ValueError, match="title: its length is from 1 to 120"):
        Choice("voice", "")


def test_an_acknowledgement_names_who_and_each_standard_once() -> None:
    voice = Choice("voice", "Voice")
    with pytest.raises(ValueError, match="by is empty; name at least one"):
        AcknowledgementRule((), (voice,))
    with pytest.raises(ValueError, match="standards is empty; name at least one"):
        AcknowledgementRule((Role.CONFERENCE_CHAIR,), ())
    with pytest.raises(ValueError, match="standards: voice stands there twice"):
        AcknowledgementRule((Role.CONFERENCE_CHAIR,), (voice, voice))


def test_a_commission_names_who_and_its_days() -> None:
    with pytest.raises(ValueError, match="by says who may ask"):
        CommissionRule("themed", "Themed", (), "file", 10)
    with pytest.raises(ValueError, match="due_within is from 1 to 60"):
        CommissionRule("themed", "Themed", (Role.DIRECTOR,), "file", 0)


def test_an_overview_names_who_and_its_period() -> None:
    with pytest.raises(ValueError, match="to says who gets it"):
        OverviewRule("cycle", "Cycle", (), "the_council", 2, 3)
    with pytest.raises(ValueError, match="every_months is a part of the year"):
        OverviewRule("cycle", "Cycle", (Role.DIRECTOR,), "the_council", 5, 3)
    with pytest.raises(ValueError, match="working_days_after is from 1"):
        OverviewRule("cycle", "Cycle", (Role.DIRECTOR,), "the_council", 2, 0)
