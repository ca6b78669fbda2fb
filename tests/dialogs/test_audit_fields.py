"""What an auditor types on a page, read into the draft."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogs import audit_fields
from programme.action import ProposedAction
from programme.action_clock import ActionClock
from programme.audit_record import ADVICE_AT_MOST, AuditRecord
from programme.errors import CorrectAndRepeat
from programme.rules.action import ActionRule, Priority
from tests.cards import council as c

FRAMEWORK = c.COUNCIL.framework
TOOL = FRAMEWORK.tool_for("Locality")
ACTION = {"new_text": "Date the plan.", "new_team": "Malvern", "new_due": "2026-12-14"}


def new_action(
    fields: Mapping[str, str], rule: ActionRule = FRAMEWORK.actions
) -> audit_fields.Change:
    clock = ActionClock(rule, c.COUNCIL.calendar, c.TODAY, c.DECEMBER.last)
    return audit_fields.new_action_from(fields, teams=frozenset({"Malvern"}), clock=clock)


fields = st.dictionaries(
    st.sampled_from(
        [f"grade_{TOOL.areas[0].id}", "overall", "grade_x", "sought_child", "take_out"]
    ),
    st.sampled_from(["", "good", "yes", "no", "nonsense"]),
)


@given(fields)
def test_only_the_councils_own_grades_and_areas_are_kept(typed: Mapping[str, str]) -> None:
    record = audit_fields.asked_from(typed, TOOL, FRAMEWORK)(AuditRecord())
    grades = {grade.id for grade in FRAMEWORK.grades}
    assert set(record.grades) <= {area.id for area in TOOL.areas}
    assert {*record.grades.values(), record.overall} <= {*grades, None}


def test_a_view_is_yes_no_or_not_answered_yet() -> None:
    typed = {"sought_child": "no", "why_not_child": " Too young. ", "sought_worker": "perhaps"}
    views = audit_fields.views_from(typed, FRAMEWORK.views)
    assert (views["child"].sought, views["child"].why_not) == (False, "Too young.")
    assert views["worker"].sought is None
    assert set(views) == {whose.id for whose in FRAMEWORK.views.of}


def test_an_action_is_added_once_however_often_the_page_is_sent() -> None:
    add = new_action(ACTION)
    once = add(AuditRecord())
    assert add(once) == once
    assert [action.text for action in once.actions] == ["Date the plan."]


def test_a_full_list_takes_no_more() -> None:
    full = c.record(FRAMEWORK.actions.most)
    with pytest.raises(CorrectAndRepeat, match="at most 10 actions"):
        new_action(ACTION)(full)


def test_an_action_is_taken_out_by_what_it_says_wherever_it_stands() -> None:
    record = c.record(3)
    second = audit_fields.named(record.actions[1])
    left = audit_fields.without_action({"take_out": second})(
        replace(record, actions=record.actions[::-1])
    )
    assert left.actions == (record.actions[2], record.actions[0])
    assert audit_fields.without_action({})(record) == record


def test_a_page_says_everything_that_is_wrong_at_once() -> None:
    with pytest.raises(CorrectAndRepeat) as raised:
        new_action({"new_text": "", "new_team": "Elsewhere", "new_due": "2026-12-25"})
    assert set(raised.value.problems) == {"text", "team", "due"}


PRIORITIES = (Priority("urgent", "Urgent", 2), Priority("routine", "Routine", 20))
BY_PRIORITY = replace(FRAMEWORK.actions, priorities=PRIORITIES, advice=True)


@pytest.mark.rule("BD-05")
def test_a_priority_gives_the_date_that_the_auditor_leaves_open() -> None:
    typed = {**ACTION, "new_due": "", "new_priority": "urgent"}
    (action,) = new_action(typed, BY_PRIORITY)(AuditRecord()).actions
    assert action == ProposedAction("Date the plan.", "Malvern", date(2026, 12, 3), "urgent")
    (earlier,) = new_action({**typed, "new_due": "2026-12-02"}, BY_PRIORITY)(AuditRecord()).actions
    assert earlier.due == date(2026, 12, 2)


@pytest.mark.rule("BD-05")
def test_where_there_are_priorities_each_action_has_one() -> None:
    for chosen in ("", "whenever"):
        with pytest.raises(CorrectAndRepeat) as raised:
            new_action({**ACTION, "new_priority": chosen}, BY_PRIORITY)
        assert raised.value.problems == {"priority": "Please choose how urgent it is."}
    (plain,) = new_action({**ACTION, "new_priority": "urgent"})(AuditRecord()).actions
    assert plain.priority is None


@pytest.mark.rule("BD-05")
def test_advice_is_added_once_taken_out_again_and_has_an_end() -> None:
    record = c.record(1)
    add = audit_fields.new_advice_from({"new_advice": " Try a genogram. "}, c.TODAY)
    advised = add(add(record))
    assert advised.advice == ("Try a genogram.",)
    out = {"take_out": audit_fields.named_advice("Try a genogram.")}
    assert audit_fields.without_action(out)(advised) == record
    full = replace(record, advice=tuple(map(str, range(ADVICE_AT_MOST))))
    with pytest.raises(CorrectAndRepeat, match="at most 5 lines"):
        add(full)
    with pytest.raises(CorrectAndRepeat) as raised:
        audit_fields.new_advice_from({"new_advice": "Ring 07700 900123"}, c.TODAY)
    assert set(raised.value.problems) == {"advice"}
