"""What follows an audit, and its moderation."""

from collections.abc import Callable

import pytest

from programme.people import Role
from programme.rules.action import Confirmation
from programme.rules.duty import PracticeWeek
from programme.rules.follow_up import (
    Celebration,
    GradeAlert,
    LoopCheck,
    ReAudit,
    ResultCopies,
)
from programme.rules.moderation import ModerationRule


def test_an_alert_names_grades_once_and_somebody() -> None:
    with pytest.raises(ValueError, match="grades: inadequate stands there twice"):
        GradeAlert(("inadequate", "inadequate"), ("team_manager",))
    with pytest.raises(ValueError, match="to is empty; name at least one"):
        GradeAlert(("inadequate",), ())
    with pytest.raises(ValueError, match="answer_within_working_days is from 1"):
        GradeAlert(("inadequate",), ("team_manager",), 0)


@pytest.mark.parametrize("weeks", [0, 53])
def test_a_re_audit_and_a_check_fall_within_the_year(weeks: int) -> None:
    with pytest.raises(ValueError, match="weeks is from 1 to 52"):
        ReAudit(("inadequate",), weeks, "short")
    with pytest.raises(ValueError, match="weeks is from 1 to 52"):
        LoopCheck(weeks, (Role.ADVANCED_SOCIAL_WORK_PRACTITIONER,))


def test_a_check_and_a_moderation_name_who_does_them() -> None:
    with pytest.raises(ValueError, match="by is empty; name at least one"):
        LoopCheck(8, ())
    with pytest.raises(ValueError, match="by names the roles that moderate"):
        ModerationRule("a_share", (), 10, 5)


@pytest.mark.parametrize(
    ("within", "answer", "share", "each", "told"),
    [
        (0, 5, 20, 1, "within_working_days is from 1"),
        (10, 61, 20, 1, "answer_within_working_days is from 1 to 60"),
        (10, 5, 0, 1, "share_percent is from 1 to 100"),
        (10, 5, 101, 1, "share_percent is from 1 to 100"),
        (10, 5, 20, 0, "each is from 1 to 20"),
    ],
)
def test_a_moderation_that_cannot_be_is_refused(
    within: int, answer: int, share: int, each: int, told: str
) -> None:
    with pytest.raises(ValueError, match=told):
        ModerationRule("a_share", (Role.QA_OFFICER,), within, answer, share, each)


@pytest.mark.parametrize(
    ("build", "told"),
    [
        (lambda: GradeAlert((), ("team_manager",)), "grades is empty"),
        (lambda: ReAudit((), 6, "short"), "grades is empty"),
        (lambda: ResultCopies(()), "to is empty"),
        (lambda: Celebration((), ("case_worker",)), "grades is empty"),
        (lambda: Celebration(("outstanding",), ()), "to is empty"),
        (lambda: Confirmation(3, 5, ()), "escalate_to is empty"),
        (lambda: PracticeWeek(3, 1, (), 20), "roles is empty"),
    ],
)
def test_a_rule_of_nobody_or_of_nothing_is_refused(build: Callable[[], object], told: str) -> None:
    with pytest.raises(ValueError, match=f"{told}; name at least one, or leave its table out"):
        build()
