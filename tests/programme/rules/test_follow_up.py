"""What follows an audit, and its moderation."""

import pytest

from programme.people import Role
from programme.rules.follow_up import GradeAlert, LoopCheck, ReAudit
from programme.rules.moderation import ModerationRule


def test_an_alert_names_grades_once_and_somebody() -> None:
    with pytest.raises(ValueError, match="grades: inadequate stands there twice"):
        GradeAlert(("inadequate", "inadequate"), ("team_manager",))
    with pytest.raises(ValueError, match="to names who is told"):
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
    with pytest.raises(ValueError, match="by names who checks"):
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
