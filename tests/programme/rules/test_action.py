"""The rules of an audit's actions."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programme.people import Role
from programme.rules.action import ActionRule, Confirmation, Priority

RULE = ActionRule(
    most=10,
    due_within=10,
    clock_from="the_audit",
    remind_before=(5, 1),
    remind_on_the_day=True,
    remind_after_every=5,
    extension_at_most=10,
    extensions_allowed=1,
)


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"most": 0}, "most is from 1 to 20"),
        ({"due_within": 131}, "due_within is from 1 to 130"),
        ({"remind_after_every": 0}, "remind_after_every is from 1"),
        ({"extension_at_most": -1}, "extension_at_most is from 0"),
        ({"extensions_allowed": 11}, "extensions_allowed is from 0 to 10"),
        ({"remind_before": (5, -1)}, "remind_before is from 0"),
        ({"remind_before": (5, 5)}, "remind_before: 5 stands there twice"),
        ({"due_at_most": 9}, "due_at_most is not below due_within"),
    ],
)
def test_a_rule_that_cannot_be_is_refused(changed: dict[str, Any], told: str) -> None:
    with pytest.raises(ValueError, match=told):
        replace(RULE, **changed)


@given(st.lists(st.integers(1, 130), max_size=5))
def test_priorities_go_from_the_most_urgent_to_the_least(due: list[int]) -> None:
    ladder = tuple(Priority(f"p{n}", "P", days) for n, days in enumerate(due))
    if due == sorted(due):
        assert replace(RULE, priorities=ladder).priorities == ladder
    else:
        with pytest.raises(ValueError, match="priorities go from the most urgent"):
            replace(RULE, priorities=ladder)


def test_a_priority_stands_there_once_and_has_an_id() -> None:
    with pytest.raises(ValueError, match="priorities: high stands there twice"):
        replace(RULE, priorities=(Priority("high", "High", 5), Priority("high", "High", 6)))
    with pytest.raises(ValueError, match="is no id"):
        Priority("High!", "High", 5)
    with pytest.raises(ValueError, match="due_within is from 1"):
        Priority("high", "High", 0)


def test_an_action_is_passed_on_never_or_so_often() -> None:
    for often in (0, 10):
        assert replace(RULE, passed_on_at_most=often).passed_on_at_most == often
    for often in (-1, 11):
        with pytest.raises(ValueError, match=f"passed_on_at_most is from 0 to 10, not {often}"):
            replace(RULE, passed_on_at_most=often)


def test_a_confirmation_has_its_days() -> None:
    with pytest.raises(ValueError, match="remind_after is from 0 to 60"):
        Confirmation(61, 5, (Role.HEAD_OF_SERVICE,))
    with pytest.raises(ValueError, match="escalate_after is from 0 to 60"):
        Confirmation(1, -1, (Role.HEAD_OF_SERVICE,))
    for days in (-1, 61):
        with pytest.raises(ValueError, match=f"back_within is from 0 to 60, not {days}"):
            Confirmation(1, 5, (Role.HEAD_OF_SERVICE,), back_within=days)
