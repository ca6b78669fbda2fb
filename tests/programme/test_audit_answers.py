"""A tool's own questions: what is missing, what won't do, and what isn't asked (BD-04, WC-10)."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime

import pytest

from programme.audit import Audit, submit, with_draft
from programme.audit_answers import (
    ANSWERS,
    LINE_AT_MOST,
    answers_about_the_audit,
    choices_of,
    chosen_answers,
    field_of,
    of_this_tool,
    problems_with_answers,
)
from programme.calendar import LONDON, Month
from programme.errors import CorrectAndRepeat
from programme.framework import Framework
from programme.frameworks.load import load_shipped, shipped
from programme.rules.tool import AuditTool, Question
from tests.little_council import CALENDAR, FRAMEWORK, a_record_of, all_sought

TODAY = date(2026, 12, 1)
NOW = datetime(2026, 12, 1, 10, tzinfo=LONDON)
FRAMEWORKS = tuple(map(load_shipped, shipped()))
MID_WAY = FRAMEWORK.tool("mid_way")


def _of_rule(rule: str) -> tuple[Framework, AuditTool]:
    """The framework, and the first tool, whose provenance is of that rule."""
    return next(
        (framework, tool)
        for framework in FRAMEWORKS
        for tool in framework.tools
        if framework.where(f"tools.{tool.id}").rule == rule
    )


BEDFORD, CHILD_IN_NEED = _of_rule("BD-04")


def _audit(tool: AuditTool, peer: str | None = None) -> Audit:
    return Audit(
        id="au1",
        month=Month(2026, 12),
        case_reference="CF-11",
        cohort="child_in_need",
        team="Ash",
        service_area="North",
        tool_id=tool.id,
        lead_id="ann",
        peer_id=peer,
        due=date(2026, 12, 31),
    )


def _submit(audit: Audit, framework: Framework) -> Audit:
    return submit(audit, by="ann", framework=framework, calendar=CALENDAR, teams={"Ash"}, now=NOW)[
        0
    ]


def _problems(tool: AuditTool, answers: Mapping[str, str], *, final: bool = True) -> dict[str, str]:
    return problems_with_answers(answers, tool, final=final, today=TODAY)


@pytest.mark.rule("BD-04")
def test_ten_standards_are_asked_after_with_questions_of_each() -> None:
    assert len(CHILD_IN_NEED.areas) == 10
    of = [question.area for question in CHILD_IN_NEED.questions]
    assert {of.count(area.id) for area in CHILD_IN_NEED.areas} <= {3, 4}
    assert CHILD_IN_NEED.graded == "whole"


@pytest.mark.rule("BD-04")
def test_a_question_without_an_answer_keeps_the_audit_from_being_submitted() -> None:
    full = a_record_of(BEDFORD, CHILD_IN_NEED)
    audit = replace(_audit(CHILD_IN_NEED), record=full)
    for question in CHILD_IN_NEED.questions:
        others = {q: answer for q, answer in full.answers.items() if q != question.id}
        with pytest.raises(CorrectAndRepeat, match="not submitted yet") as refused:
            _submit(replace(audit, record=replace(full, answers=others)), BEDFORD)
        assert refused.value.problems == {field_of(question.id): "Please choose one."}
    assert _submit(audit, BEDFORD).is_complete


@pytest.mark.rule("BD-05", "SW-12")
def test_only_what_the_tool_grades_is_to_be_graded() -> None:
    full = a_record_of(BEDFORD, CHILD_IN_NEED)
    assert full.grades == {}
    with pytest.raises(CorrectAndRepeat) as refused:
        _submit(replace(_audit(CHILD_IN_NEED), record=replace(full, overall=None)), BEDFORD)
    assert list(refused.value.problems) == ["overall"]
    ungraded = a_record_of(FRAMEWORK, MID_WAY)
    assert ungraded.overall is None
    assert _submit(replace(_audit(MID_WAY), record=ungraded), FRAMEWORK).is_submitted


@pytest.mark.rule("WC-10")
def test_a_mid_way_audit_asks_for_the_footprint_the_engagement_and_the_feedback() -> None:
    record = replace(a_record_of(FRAMEWORK, MID_WAY), answers={}, views={})
    with pytest.raises(CorrectAndRepeat) as refused:
        _submit(replace(_audit(MID_WAY), record=record), FRAMEWORK)
    assert {"q_footprint", "q_engagement", "child", "parent_or_carer"} <= set(
        refused.value.problems
    )
    assert "q_feedback" not in refused.value.problems


@pytest.mark.rule("WC-05")
@pytest.mark.parametrize("peer", ["ben", None])
def test_fostering_asks_after_the_views_of_those_around_a_carer(peer: str | None) -> None:
    tool = FRAMEWORK.tool("fostering")
    audit = _audit(tool, peer)
    assert audit.views_asked_of(FRAMEWORK) == ("peer" if peer else "lead")
    assert [whose.id for whose in FRAMEWORK.views_of(tool.id).of] == [
        "fostering_worker",
        "carer",
        "child",
        "birth_family",
    ]
    record = a_record_of(FRAMEWORK, tool)
    if peer:
        assert not _submit(replace(audit, record=record), FRAMEWORK).is_complete
    else:
        assert _submit(replace(audit, record=record), FRAMEWORK).is_complete
        others = replace(record, views=all_sought(FRAMEWORK))
        with pytest.raises(CorrectAndRepeat) as refused:
            _submit(replace(audit, record=others), FRAMEWORK)
        assert set(refused.value.problems) == {"fostering_worker", "carer", "birth_family"}


@pytest.mark.rule("WC-05", "WC-14")
def test_where_nobodys_views_are_asked_after_the_audit_is_complete_without() -> None:
    tool = FRAMEWORK.tool("targeted")
    assert FRAMEWORK.views_of(tool.id).of == ()
    audit = replace(_audit(tool, "ben"), record=a_record_of(FRAMEWORK, tool))
    assert audit.views_asked_of(FRAMEWORK) == "lead"
    assert not audit.awaits("peer", FRAMEWORK) or not audit.is_submitted
    assert _submit(audit, FRAMEWORK).is_complete


def test_does_not_apply_is_an_answer_only_where_it_may_be_one() -> None:
    asked = {question.id: question for question in CHILD_IN_NEED.questions}
    assert list(choices_of(asked["direct_work_impact"])) == list(ANSWERS)
    assert list(choices_of(asked["risk_contingency"])) == ["yes", "no"]
    record = a_record_of(BEDFORD, CHILD_IN_NEED)
    both = dict.fromkeys(("direct_work_impact", "risk_contingency"), "does_not_apply")
    problems = _problems(CHILD_IN_NEED, {**record.answers, **both})
    assert problems == {"q_risk_contingency": "Please choose one."}


def test_a_line_that_may_not_apply_may_be_left_empty_and_no_other() -> None:
    assert _problems(MID_WAY, {"footprint": "yes", "on_course": "no", "engagement": " "}) == {
        "q_engagement": "Please write a line here."
    }


@pytest.mark.parametrize(
    ("line", "problem"),
    [("Ring 07700 900123", "a phone number"), ("x" * (LINE_AT_MOST + 1), "Please shorten this")],
)
def test_a_line_that_may_not_be_kept_is_not_even_kept_in_a_draft(line: str, problem: str) -> None:
    with pytest.raises(CorrectAndRepeat) as refused:
        with_draft(
            _audit(MID_WAY),
            by="ann",
            record=replace(_audit(MID_WAY).record, answers={"engagement": line}),
            framework=FRAMEWORK,
            today=TODAY,
        )
    assert list(refused.value.problems) == ["q_engagement"]
    assert problem in refused.value.problems["q_engagement"]


def test_an_answer_that_there_is_not_is_refused_in_a_draft_too() -> None:
    assert _problems(MID_WAY, {"footprint": "perhaps"}, final=False) == {
        "q_footprint": "Please choose one."
    }
    assert _problems(MID_WAY, {}, final=False) == {}


@pytest.mark.rule("BD-04", "WC-10")
def test_an_answer_to_a_question_that_is_not_asked_is_refused() -> None:
    audit = _audit(MID_WAY)
    with pytest.raises(CorrectAndRepeat) as refused:
        with_draft(
            audit,
            by="ann",
            record=replace(audit.record, answers={"footprints": "yes"}),
            framework=FRAMEWORK,
            today=TODAY,
        )
    assert refused.value.problems == {
        "q_footprints": "The Mid-way audit asks no such question as “footprints”."
    }


def test_what_only_an_earlier_version_of_the_tool_asked_is_dropped_and_holds_nobody_up() -> None:
    audit = _audit(MID_WAY)
    old = replace(audit, record=replace(audit.record, answers={"gone": "yes", "footprint": "no"}))
    record = replace(old.record, went_well="Seen.")
    draft = with_draft(old, by="ann", record=record, framework=FRAMEWORK, today=TODAY)
    assert draft.record.answers == {"footprint": "no"}
    full = a_record_of(FRAMEWORK, MID_WAY)
    late = replace(old, record=replace(full, answers={**full.answers, "gone": "yes"}))
    assert _submit(late, FRAMEWORK).record.answers == full.answers


def test_chosen_answers_can_be_counted_and_lines_are_left_out() -> None:
    answers = {"footprint": "yes", "on_course": "", "engagement": "yes", "gone": "yes"}
    assert chosen_answers(answers, MID_WAY) == {"footprint": "yes"}
    assert of_this_tool(answers, MID_WAY) == {"footprint": "yes", "engagement": "yes"}


@pytest.mark.rule("WB-02")
def test_it_is_counted_how_audits_were_carried_out_and_nothing_else() -> None:
    present = Question("present", "Was the worker there?", "yes_or_no", about_the_audit=True)
    recorded = Question("recorded", "Is the record up to date?", "yes_or_no")
    given = ("yes", "no", "yes", "")
    audits = [((present, recorded), {"present": each, "recorded": "no"}) for each in given]
    assert answers_about_the_audit(audits) == (("Was the worker there?", (("Yes", 2), ("No", 1))),)
    assert answers_about_the_audit([]) == ()
