"""Cards of what follows a grade say when another grade was agreed, whichever is the better."""

from dataclasses import replace

import pytest

from dialogs import audit_result, grade_alert, outcome, re_audit
from dialogs.live_card import After
from programme.grade_alert import Alert
from programme.outside_rounds import FollowedAudit
from programme.use_cases.audit_result import AuditResult
from programme.use_cases.show_alerts import AlertAnswersView, AlertView
from programme.use_cases.show_outcomes import CelebrationView
from programme.use_cases.show_re_audits import ReAuditView
from tests.cards import council as c
from tests.cards.follow_up_cards import SAM, result
from tests.dialogs.auditing import words_of

SAID = "This was agreed in moderation; it was first graded “{}”."


def _agreed(first: str, agreed: str) -> AuditResult:
    return replace(result(grade=first), agreed=agreed)


@pytest.mark.rule("WB-08", "SW-06", "KT-07", "BD-09")
@pytest.mark.parametrize(("first", "agreed"), [("Good", "Inadequate"), ("Inadequate", "Good")])
def test_alerts_answers_and_thanks_name_the_grade_that_was_agreed_and_the_first(
    first: str, agreed: str
) -> None:
    found = _agreed(first, agreed)
    alert = AlertView(c.TODAY, Alert(found.audit.id, c.PRIYA.id, c.NOW), found)
    cards = (
        grade_alert.alert_card(alert, After()),
        grade_alert.answers_card(AlertAnswersView(c.TODAY, found, ()), After()),
        outcome.celebration_card(CelebrationView(SAM, found, SAM, None), After()),
    )
    for card in cards:
        words = words_of(card)
        assert SAID.format(first) in words
        assert f"“{agreed}”" in words
        assert words.count(f"“{first}”") == 1


@pytest.mark.rule("SW-06")
def test_a_re_audit_says_both_grades_of_the_audit_before() -> None:
    found = _agreed("Good", "Inadequate")
    followed = FollowedAudit("9" * 32, found.audit.id, c.TODAY, c.TODAY)
    view = ReAuditView(c.TODAY, c.PRIYA, followed, result(9), found, lead_is_here=True)
    words = words_of(re_audit.card(view, After()))
    assert "was graded “Good”; “Inadequate” was agreed in moderation. A short re-audit" in words


def test_a_grade_that_stands_is_said_once() -> None:
    assert audit_result.graded(_agreed("Good", "Good")) == []
    assert audit_result.graded(result()) == []
