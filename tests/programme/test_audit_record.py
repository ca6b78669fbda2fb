"""What is missing before an audit's record can be final, and what may not be kept at all."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programme.action import ProposedAction
from programme.action_clock import ActionClock
from programme.audit_record import (
    AuditRecord,
    ViewSought,
    problems_with_action,
    problems_with_draft,
    problems_with_submission,
    problems_with_views,
)
from tests.little_council import CALENDAR, DUE, FRAMEWORK, a_full_record, all_sought

TODAY = date(2026, 12, 1)
ACTION = ProposedAction("Update the plan.", "Ash", DUE)
RECORD = a_full_record(FRAMEWORK, ACTION)
TOOL = FRAMEWORK.tool_for("North")
CLOCK = ActionClock(FRAMEWORK.actions, CALENDAR, TODAY, date(2026, 12, 31))
WHOSE = [whose.id for whose in FRAMEWORK.views.of]
ANSWERS = st.builds(
    ViewSought, st.sampled_from([None, True, False]), st.sampled_from(["", " ", "Not well."])
)


def _problems(record: AuditRecord) -> dict[str, str]:
    return problems_with_submission(
        record,
        tool=TOOL,
        grades=FRAMEWORK.grades,
        clock=CLOCK,
    )


@pytest.mark.rule("WC-04", "WC-08")
def test_a_full_record_lacks_nothing() -> None:
    assert _problems(RECORD) == {}
    assert _problems(replace(RECORD, actions=())) == {}


@pytest.mark.rule("WC-04")
def test_everything_that_is_missing_is_named_at_once() -> None:
    areas = {area.id for area in TOOL.areas}
    problems = _problems(AuditRecord())
    assert set(problems) == areas | {"overall", "went_well", "to_learn"}
    assert problems["went_well"] == "Please write what was good."
    assert problems["to_learn"] == "Please write what there is to learn."


@pytest.mark.rule("WC-08")
def test_an_audit_sets_ten_actions_and_no_more() -> None:
    most = FRAMEWORK.actions.most
    assert most == 10
    assert _problems(replace(RECORD, actions=(ACTION,) * most)) == {}
    assert _problems(replace(RECORD, actions=(ACTION,) * (most + 1))) == {
        "actions": "An audit sets at most 10 actions."
    }


@pytest.mark.rule("WC-08")
def test_an_action_whose_day_has_come_while_it_was_a_draft_is_named_by_its_number() -> None:
    late = replace(ACTION, due=TODAY)
    problems = _problems(replace(RECORD, actions=(ACTION, late)))
    assert list(problems) == ["action_2"]
    assert problems["action_2"].startswith("Action 2: Tuesday 1 December 2026 has come")


@pytest.mark.rule("WC-08")
def test_a_proposed_action_needs_words_a_team_of_the_council_and_a_working_day() -> None:
    teams = frozenset({"Ash"})
    wrong = ProposedAction("", "Oak", date(2026, 12, 25))
    problems = problems_with_action(wrong, teams=teams, clock=CLOCK)
    assert set(problems) == {"text", "team", "due"}
    assert problems_with_action(ACTION, teams=teams, clock=CLOCK) == {}


@pytest.mark.rule("WC-06")
@given(st.dictionaries(st.sampled_from(WHOSE), ANSWERS))
def test_whose_views_were_sought_is_answered_for_each_with_a_reason_where_not(
    views: dict[str, ViewSought],
) -> None:
    problems = problems_with_views(views, FRAMEWORK.views, TODAY)
    for whose in WHOSE:
        view = views.get(whose, ViewSought())
        assert (whose in problems) == (view.sought is None)
        unexplained = view.sought is False and not view.why_not.strip()
        assert (f"{whose}_why_not" in problems) == unexplained


@pytest.mark.rule("WC-06")
def test_the_views_are_the_childs_the_parents_or_carers_and_the_workers() -> None:
    assert [whose.title for whose in FRAMEWORK.views.of] == [
        "the child or young person",
        "the parent or carer",
        "the allocated worker",
    ]
    assert problems_with_views(all_sought(FRAMEWORK), FRAMEWORK.views, TODAY) == {}


@pytest.mark.rule("WC-06")
def test_a_reason_that_identifies_a_child_is_not_taken() -> None:
    views = {**all_sought(FRAMEWORK), "child": ViewSought(sought=False, why_not="Mum 07700 900123")}
    assert set(problems_with_views(views, FRAMEWORK.views, TODAY)) == {"child_why_not"}


@pytest.mark.parametrize(
    ("record", "field"),
    [
        (AuditRecord(went_well="Seen at WR1 2AB."), "went_well"),
        (AuditRecord(to_learn="DOB 12/03/14"), "to_learn"),
        (AuditRecord(to_learn="x" * 2_001), "to_learn"),
        (AuditRecord(views={"child": ViewSought(None, "12/03/2014")}), "child_why_not"),
        (
            AuditRecord(actions=(ACTION, replace(ACTION, text="Ring 07700 900123."))),
            "action_2",
        ),
    ],
)
def test_a_draft_may_be_incomplete_but_not_unfit_to_be_kept(
    record: AuditRecord, field: str
) -> None:
    assert list(problems_with_draft(record, TOOL, TODAY)) == [field]


def test_an_empty_draft_may_be_kept() -> None:
    assert problems_with_draft(AuditRecord(), TOOL, TODAY) == {}
    assert problems_with_draft(RECORD, TOOL, TODAY) == {}
