"""A moderation goes on from every state but the final ones, and keeps both grades."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from bot.bank_holidays import england
from programme.audit import Audit, AuditState
from programme.audit_record import AuditRecord
from programme.calendar import Calendar, Month
from programme.errors import AskSomeoneAllowed, CorrectAndRepeat, ShowAsItIsNow
from programme.grading import OVERALL
from programme.moderation import (
    Judgement,
    Moderation,
    ModerationState,
    answer,
    differing,
    hand_on,
    moderate,
    overall_in_words,
    reminder_reached,
    without_answer,
)
from programme.people import Role
from programme.rules.moderation import ModerationRule
from tests.little_council import FRAMEWORK

FINAL = frozenset({ModerationState.CONFIRMED, ModerationState.ANSWERED, ModerationState.UNANSWERED})
"""States that nothing leads on from."""

TODAY = date(2026, 12, 1)
NOW = datetime(2026, 12, 1, 10, 0, tzinfo=UTC)
DUE, ANSWER_DUE = date(2026, 12, 15), date(2026, 12, 8)
CALENDAR = Calendar(england(TODAY))
TOOL = FRAMEWORK.tool_for("North")
BEST, GOOD, WORSE, WORST = (grade.id for grade in FRAMEWORK.grades)
FIRST = {area.id: GOOD for area in TOOL.areas}
RULE = ModerationRule("all_by_managers", (Role.GROUP_MANAGER,), 10, 5)
AUDIT = Audit(
    id="a" * 32,
    month=Month(2026, 12),
    case_reference="CF-1",
    cohort="child_in_need",
    team="Ash",
    service_area="North",
    tool_id=TOOL.id,
    lead_id="ann",
    peer_id="ben",
    due=DUE,
    state=AuditState.SUBMITTED,
    record=AuditRecord(grades=FIRST, overall=GOOD, to_learn="More dates."),
)
WAITING = Moderation(AUDIT.id, "gil", "all_by_managers", "Because.", NOW, DUE)
SAME = Judgement(FIRST, GOOD, learning="More dates.")
CHANGED = replace(SAME, overall=WORSE, reason="The plan is a year old.")


def judged(
    judgement: Judgement, moderation: Moderation = WAITING, by: str = "gil", audit: Audit = AUDIT
) -> Moderation:
    return moderate(
        moderation,
        audit=audit,
        by=by,
        judgement=judgement,
        framework=FRAMEWORK,
        today=TODAY,
        answer_due=ANSWER_DUE,
        now=NOW,
    )


@pytest.mark.rule("WC-07")
def test_the_grades_that_stand_are_confirmed_and_ask_for_no_answer() -> None:
    done = judged(replace(SAME, reason="Not needed."))
    assert done.state is ModerationState.CONFIRMED
    assert (done.agreed.grades, done.agreed.overall, done.agreed.reason) == (FIRST, GOOD, "")
    assert (done.moderated_at, done.answer_due, done.version) == (NOW, None, 2)


@pytest.mark.rule("WC-07", "SW-05", "WB-04")
def test_a_changed_grade_is_kept_beside_the_first_one_and_waits_for_an_answer() -> None:
    done = judged(CHANGED)
    assert done.state is ModerationState.CHANGED
    assert (AUDIT.record.overall, done.agreed.overall) == (GOOD, WORSE)
    assert done.answer_due == ANSWER_DUE
    assert differing(AUDIT.record, done.agreed) == (OVERALL,)


@pytest.mark.rule("SW-05", "WB-04")
@pytest.mark.parametrize("field", [*FIRST, OVERALL])
def test_a_grade_that_differs_needs_its_reason(field: str) -> None:
    other = (
        replace(SAME, overall=WORST)
        if field == OVERALL
        else replace(SAME, grades={**FIRST, field: BEST})
    )
    with pytest.raises(CorrectAndRepeat) as refused:
        judged(other)
    assert dict(refused.value.problems) == {
        "reason": "Please say why a grade differs from the one first given."
    }
    assert differing(AUDIT.record, judged(replace(other, reason="Because.")).agreed) == (field,)


@pytest.mark.rule("SW-12")
@pytest.mark.parametrize("field", [*FIRST, OVERALL])
@pytest.mark.parametrize("grade", [None, "excellent"])
def test_every_element_and_the_whole_has_a_grade_of_the_scale(
    field: str, grade: str | None
) -> None:
    grades = {area: kept for area, kept in FIRST.items() if area != field}
    if field != OVERALL and grade:
        grades[field] = grade
    judgement = replace(CHANGED, grades=grades, overall=grade if field == OVERALL else WORSE)
    with pytest.raises(CorrectAndRepeat) as refused:
        judged(judgement)
    assert list(refused.value.problems) == [field]


def test_a_tool_that_grades_the_whole_alone_asks_for_no_areas() -> None:
    tools = (replace(TOOL, graded="whole"),)
    framework = replace(
        FRAMEWORK,
        tools=tools,
        rounds=(replace(FRAMEWORK.rounds[0], tools=(TOOL.id,)),),
        commissions=(),
    )
    done = moderate(
        WAITING,
        audit=replace(AUDIT, record=replace(AUDIT.record, grades={})),
        by="gil",
        judgement=replace(CHANGED, grades={"plans": WORST}),
        framework=framework,
        today=TODAY,
        answer_due=ANSWER_DUE,
        now=NOW,
    )
    assert done.agreed.grades == {}


@pytest.mark.rule("WC-07")
def test_words_that_may_not_be_kept_keep_it_from_being_recorded() -> None:
    unfit = "Ring 07700 900123"
    with pytest.raises(CorrectAndRepeat) as refused:
        judged(replace(CHANGED, reason=unfit, learning=unfit))
    assert list(refused.value.problems) == ["reason", "learning"]


def test_the_learning_is_agreed_too() -> None:
    with pytest.raises(CorrectAndRepeat) as refused:
        judged(replace(SAME, learning=" "))
    assert list(refused.value.problems) == ["learning"]


def test_only_its_moderator_moderates_and_once() -> None:
    with pytest.raises(AskSomeoneAllowed, match="has gone to somebody else"):
        judged(SAME, by="gus")
    with pytest.raises(ShowAsItIsNow):
        judged(SAME, judged(SAME))


@pytest.mark.parametrize(("agrees", "words"), [(True, ""), (True, "Yes."), (False, "The plan…")])
def test_the_auditor_agrees_or_writes_a_line(agrees: bool, words: str) -> None:
    done = answer(judged(CHANGED), by="ann", agrees=agrees, words=words, today=TODAY, now=NOW)
    assert done.state is ModerationState.ANSWERED
    assert (done.answered_by, done.answer_agrees, done.answer) == ("ann", agrees, words)


@pytest.mark.parametrize(
    ("agrees", "words", "fields"),
    [
        (False, " ", ["line"]),
        (True, "Ring 07700 900123", ["line"]),
        (None, "", ["agrees"]),
    ],
)
def test_an_answer_that_says_too_little_or_too_much_is_not_kept(
    agrees: bool | None, words: str, fields: list[str]
) -> None:
    with pytest.raises(CorrectAndRepeat) as refused:
        answer(judged(CHANGED), by="ann", agrees=agrees, words=words, today=TODAY, now=NOW)
    assert list(refused.value.problems) == fields


def test_the_time_for_an_answer_ends_after_its_last_day() -> None:
    changed = judged(CHANGED)
    assert without_answer(changed, ANSWER_DUE) == changed
    over = without_answer(changed, ANSWER_DUE + timedelta(days=1))
    assert over.state is ModerationState.UNANSWERED
    with pytest.raises(ShowAsItIsNow):
        answer(over, by="ann", agrees=True, words="", today=TODAY, now=NOW)


def test_both_grades_are_told_where_they_differ() -> None:
    assert overall_in_words(FRAMEWORK, AUDIT.record, None) == "Good"
    assert overall_in_words(FRAMEWORK, AUDIT.record, WAITING) == "Good"
    assert overall_in_words(FRAMEWORK, AUDIT.record, judged(SAME)) == "Good"
    assert (
        overall_in_words(FRAMEWORK, AUDIT.record, judged(CHANGED))
        == "Requires improvement (first graded Good)"
    )


@given(days=st.integers(0, 60), asked=st.integers(0, 30), within=st.integers(1, 20))
def test_reminders_fall_on_working_days_after_the_asking(
    days: int, asked: int, within: int
) -> None:
    at = NOW + timedelta(days=asked)
    due = CALENDAR.plus_working_days(at.date(), within)
    moderation = replace(WAITING, asked_at=at, due=due)
    today = at.date() + timedelta(days=days)
    day = reminder_reached(moderation, today, RULE, CALENDAR)
    if day is None:
        assert (
            today < CALENDAR.plus_working_days(due, -RULE.remind_before)
            or today <= at.date()
            or (today < due)
        )
        return
    assert CALENDAR.is_working_day(day)
    assert at.date() < day <= today
    before = CALENDAR.plus_working_days(due, -RULE.remind_before)
    assert day in (before, due) or CALENDAR.working_days_between(due, day) % 5 == 0


def test_reminders_come_before_on_and_after_the_due_day() -> None:
    asked = replace(WAITING, asked_at=NOW - timedelta(days=14))
    days = [reminder_reached(asked, TODAY + timedelta(days=n), RULE, CALENDAR) for n in range(32)]
    told = sorted({day for day in days if day})
    assert told == [date(2026, 12, 11), DUE, date(2026, 12, 22), date(2026, 12, 31)]


class AModeration(RuleBasedStateMachine):
    """Whatever people and the calendar do to a moderation, something leads on to a final state."""

    def __init__(self) -> None:
        super().__init__()
        self.moderation, self.today = WAITING, TODAY

    @precondition(lambda self: self.moderation.is_waiting)
    @rule(overall=st.sampled_from([BEST, GOOD, WORSE]))
    def judge(self, overall: str) -> None:
        judgement = replace(SAME, overall=overall, reason="Because.")
        self.moderation = judged(judgement, self.moderation, self.moderation.moderator_id)

    @precondition(lambda self: self.moderation.is_waiting)
    @rule(to=st.sampled_from(["gus", "quinn"]))
    def give(self, to: str) -> None:
        self.moderation = hand_on(self.moderation, to=to, why="", due=DUE, now=NOW)

    @precondition(lambda self: self.moderation.awaits_answer)
    @rule(agrees=st.booleans())
    def reply(self, agrees: bool) -> None:
        self.moderation = answer(
            self.moderation, by="ann", agrees=agrees, words="So.", today=TODAY, now=NOW
        )

    @rule(days=st.integers(1, 9))
    def days_pass(self, days: int) -> None:
        self.today += timedelta(days=days)
        self.moderation = without_answer(self.moderation, self.today)

    @invariant()
    def something_leads_on_but_from_a_final_state(self) -> None:
        before, later = self.moderation, self.today + timedelta(days=365)
        ways = []
        if before.is_waiting:
            ways = [judged(SAME, before, before.moderator_id).state]
        elif before.awaits_answer:
            ways = [without_answer(before, later).state]
        assert bool(ways) == (before.state not in FINAL)
        assert all(state in FINAL for state in ways)

    @invariant()
    def a_final_state_stays(self) -> None:
        if self.moderation.state in FINAL:
            with pytest.raises(ShowAsItIsNow):
                judged(SAME, self.moderation, self.moderation.moderator_id)
            with pytest.raises(ShowAsItIsNow):
                hand_on(self.moderation, to="gus", why="", due=DUE, now=NOW)
            with pytest.raises(ShowAsItIsNow):
                answer(self.moderation, by="a", agrees=True, words="", today=TODAY, now=NOW)


TestAModeration = AModeration.TestCase
