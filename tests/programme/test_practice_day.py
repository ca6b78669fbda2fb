"""A practice day, and who hears its feedback."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from programme.errors import CorrectAndRepeat
from programme.people import Absence, Role
from programme.practice_day import PracticeDay, require_whole, who_hears
from tests.little_council import STAFF, person

TODAY = date(2026, 12, 10)
DAY = PracticeDay("1" * 32, "ann", TODAY, "South", "Warm.", datetime(2026, 12, 10, tzinfo=UTC))
SUE = person("Sue", Role.SERVICE_MANAGER, area="South")
HAL = person("Hal", Role.HEAD_OF_SERVICE, area="South")
pytestmark = pytest.mark.rule("WB-11")


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"on": date(2026, 12, 11)}, "on"),
        ({"service": "West"}, "service"),
        ({"feedback": ""}, "feedback"),
        ({"feedback": "DOB 3.5.2019"}, "feedback"),
    ],
)
def test_each_thing_that_lacks_is_said(changes: dict[str, object], field: str) -> None:
    require_whole(DAY, services=("North", "South"), today=TODAY)
    changed = replace(DAY, **changes)  # type: ignore[arg-type]  # by name
    with pytest.raises(CorrectAndRepeat) as refused:
        require_whole(changed, services=("North", "South"), today=TODAY)
    assert set(refused.value.problems) == {field}


def _hears(*away: str, but: str = "ann") -> list[str]:
    everyone = [
        replace(one, absences=(Absence(TODAY, TODAY),)) if one.id in away else one
        for one in (*STAFF, SUE, HAL)
    ]
    return sorted(one.id for one in who_hears("South", everyone, TODAY, but=but))


def test_the_services_managers_hear_then_its_head_then_the_qa_officers() -> None:
    assert _hears() == ["gus", "sue"]
    assert _hears("gus") == ["sue"]
    assert _hears("gus", "sue") == ["hal"]
    assert _hears("gus", "sue", "hal") == ["quinn"]
    assert _hears("gus", "sue", "hal", "quinn") == ["gus", "sue"]


def test_nobody_gets_their_own_feedback() -> None:
    assert _hears("gus", but="sue") == ["hal"]


def test_a_service_without_managers_is_heard_of_by_the_qa_officers() -> None:
    found = who_hears("Fostering", STAFF, TODAY, but="ann")
    assert [one.id for one in found] == ["quinn"]
