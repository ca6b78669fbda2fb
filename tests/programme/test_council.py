"""A council's framework is the version that holds on the day."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programme.council import Council
from tests.little_council import CALENDAR, FRAMEWORK, TENANT

FIRST = date(2026, 1, 1)
VERSIONS = tuple(
    replace(FRAMEWORK, version=str(number), holds_from=FIRST + timedelta(days=100 * number))
    for number in range(3)
)
COUNCIL = Council(TENANT, VERSIONS[0], CALENDAR, VERSIONS)


@given(st.integers(-400, 800))
def test_each_day_has_the_newest_version_that_holds(days: int) -> None:
    day = FIRST + timedelta(days=days)
    held = COUNCIL.on(day).framework
    assert held is COUNCIL.framework_on(day)
    assert held.version == str(min(max(days // 100, 0), 2))


def test_a_version_is_found_long_after_another_holds() -> None:
    today = COUNCIL.on(date(2027, 1, 1))
    assert today.framework.version == "2"
    assert [today.framework_of(version.version) for version in VERSIONS] == [*VERSIONS]
    with pytest.raises(KeyError):
        today.framework_of("3")


def test_a_council_with_one_version_has_it_every_day() -> None:
    council = Council(TENANT, FRAMEWORK, CALENDAR)
    assert council.on(date(2000, 1, 1)) is council
    assert council.framework_of(FRAMEWORK.version) is FRAMEWORK
