"""What a council has kept long enough."""

from dataclasses import fields
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programme.framework import Framework
from programme.frameworks.load import load_shipped, parse, read_shipped, shipped
from programme.retention import Kept, kept_from, months_before
from programme.rules.retention import Retention

TODAY = date(2026, 12, 1)


def test_each_kind_is_kept_for_its_own_time() -> None:
    rule = Retention(audits=24, duties=36, disputes=13, messages=14, closed_cases=1, leavers=2)
    kept = kept_from(rule, TODAY)
    assert set(kept) == set(Kept)
    assert kept[Kept.AUDITS] == kept[Kept.ALLOCATIONS] == date(2024, 12, 1)
    assert kept[Kept.OBSERVATIONS] == kept[Kept.DIP_SAMPLES] == date(2023, 12, 1)
    assert kept[Kept.DISPUTES] == date(2025, 11, 1)
    assert kept[Kept.CLOSED_CASES] == date(2026, 11, 1)
    assert kept[Kept.LEAVERS] == date(2026, 10, 1)


@given(st.dates(date(2000, 1, 1), date(2099, 12, 31)), st.integers(1, 300))
def test_months_before_is_the_same_day_or_the_months_last(day: date, months: int) -> None:
    before = months_before(day, months)
    assert (day.year - before.year) * 12 + day.month - before.month == months
    assert before.day == day.day or (before.day < day.day and before.day >= 28)


@pytest.mark.parametrize(
    ("kept", "told"),
    [
        ({"audits": 12}, "audits: months is from 13 to 300, not 12"),
        ({"closed_cases": 0}, "closed_cases: months is from 1 to 300, not 0"),
        ({"events": 71, "audits": 72}, "for 72 months at least"),
        ({"leavers": 100, "events": 84}, "for 100 months at least"),
    ],
)
def test_a_time_that_will_not_do_is_refused(kept: dict[str, int], told: str) -> None:
    with pytest.raises(ValueError, match=told):
        Retention(**kept)


@pytest.mark.parametrize("framework_id", shipped())
def test_every_framework_says_how_long_and_that_it_is_our_default(framework_id: str) -> None:
    framework = load_shipped(framework_id)
    assert framework.retention == Retention()
    for field in fields(Retention):
        assert framework.where(f"retention.{field.name}").source == "default"


def test_a_file_that_says_nothing_of_it_has_our_default() -> None:
    text, _, _ = read_shipped(shipped()[0]).partition("[retention]")
    framework: Framework = parse(text, "x.toml")
    assert framework.retention == Retention()
    assert framework.where("retention.audits").source == "default"
