"""What a tool asks is asked once, on pages that can be sent and that a person gets through."""

from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from dialogs import audit_pages
from dialogs.asked_pages import PAGE_AT_MOST, asked_on, asked_pages, page_names
from dialogs.audit_pages import Opened
from dialogs.kit import Card
from programme.audit_answers import LINE_AT_MOST, choices_of, field_of
from programme.audit_record import ACTION_AT_MOST, ADVICE_AT_MOST, WHY_NOT_AT_MOST, ViewSought
from programme.council import Council
from programme.framework import Framework
from programme.grading import OVERALL
from programme.rules.rule import Choice
from programme.rules.tool import (
    LINES_AT_MOST,
    QUESTIONS_AT_MOST,
    AuditPart,
    AuditTool,
    Question,
)
from programme.use_cases.show_audit import AuditView
from tests.cards import council as c
from tests.cards.gate import problems
from tests.dialogs.auditing import TOOLS, audit_by, by_rule, inputs, words_of


def opened(
    framework: Framework, tool: AuditTool, part: AuditPart = "lead", peer: str | None = None
) -> Opened:
    """A fresh audit by that tool, as one of its auditors opens it."""
    council = Council("t", framework, c.COUNCIL.calendar)
    view = AuditView(audit_by(tool, peer), tool, part, "Ann", peer and "Ben", ("Ash", "Birch"))
    return Opened(council, view, c.TODAY)


def _pages(one: Opened) -> list[Card]:
    return [audit_pages.page(one, name) for name in audit_pages.pages_for(one)]


def _fields(*cards: Card) -> Counter[str]:
    return Counter(str(field["id"]) for card in cards for field in inputs(card))


def _asked(framework: Framework, tool: AuditTool) -> set[str]:
    """The fields of all that the tool asks."""
    views = {f"sought_{whose.id}" for whose in framework.views_of(tool.id).of}
    grades = {f"grade_{area.id}" for area in tool.graded_areas}
    questions = {field_of(question.id) for question in tool.questions}
    return views | grades | questions | ({OVERALL} if tool.grades_the_whole else set())


@pytest.mark.rule("BD-04", "WC-05", "WC-10", "WC-04", "SW-06", "SW-13", "WB-02", "WB-03")
@pytest.mark.rule("WB-05", "WB-12", "WB-13", "WC-12", "WC-14", "KT-01", "KT-04", "SW-11", "BD-10")
@pytest.mark.parametrize("peer", [None, "ben"])
@pytest.mark.parametrize("name", TOOLS)
def test_the_pages_together_ask_everything_once_and_pass_the_gate(
    name: str, peer: str | None
) -> None:
    framework, tool = TOOLS[name]
    pages = _pages(opened(framework, tool, peer=peer))
    if peer:
        pages += _pages(opened(framework, tool, "peer", peer))
    assert [problem for page in pages for problem in problems(page)] == []
    fields = _fields(*pages)
    asked = {f for f in fields if f.startswith(("sought_", "grade_", "q_", OVERALL))}
    assert asked == _asked(framework, tool)
    assert {field: fields[field] for field in asked if fields[field] != 1} == {}
    told = " ".join(map(words_of, pages))
    labels = {str(field["label"]) for page in pages for field in inputs(page)}
    for area in tool.areas:
        assert area.title in told or area.title in labels


# The gate walks every node of a card by Microsoft's models: slow, and no test of speed.
THOROUGH = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
AREAS = tuple(Choice(f"area_{n}", f"Area {n}: " + "w" * 100) for n in range(12))
QUESTIONS = st.tuples(
    st.sampled_from(["yes_or_no", "a_line"]),
    st.sampled_from([None, *AREAS]),
    st.booleans(),
)


@st.composite
def _tools(draw: st.DrawFn) -> AuditTool:
    areas = AREAS[: draw(st.integers(0, 12))]
    lines = draw(st.integers(0, LINES_AT_MOST))
    questions = [
        ("a_line" if answer == "a_line" and n < lines else "yes_or_no", area, may_not)
        for n, (answer, area, may_not) in enumerate(draw(st.lists(QUESTIONS, max_size=60)))
    ]
    return AuditTool(
        id="any",
        title="Any audit",
        areas=areas,
        questions=tuple(
            Question(
                f"question_{n}",
                "Is it so? " + "w" * 110,
                answer,  # type: ignore[arg-type]  # one of the two
                area.id if area in areas and area else None,
                may_not_apply=may_not,
            )
            for n, (answer, area, may_not) in enumerate(questions)
        ),
        graded=draw(st.sampled_from(["areas_and_whole", "whole", "nothing"])),
        note="n" * 300,
    )


@THOROUGH
@given(_tools())
def test_any_tool_is_asked_whole_on_pages_that_can_be_sent(tool: AuditTool) -> None:
    framework = replace(c.COUNCIL.framework, tools=(*c.COUNCIL.framework.tools, tool))
    one = opened(framework, tool)
    asks = [ask for page in asked_pages(tool) for ask in page]
    assert Counter(ask.field for ask in asks) == Counter(
        field for field in _asked(framework, tool) if not field.startswith("sought_")
    )
    unfit = "\N{EURO SIGN}" * LINE_AT_MOST
    for name in page_names(tool):
        page = asked_on(tool, name)
        assert 0 < sum(ask.weight for ask in page) <= PAGE_AT_MOST
        back = replace(
            one,
            sentence="This page was not saved yet: please see below.",
            fields={
                ask.field: unfit for ask in page if ask.question and not choices_of(ask.question)
            },
            problems={ask.key: "This looks like a phone number. " * 4 for ask in page},
        )
        assert problems(audit_pages.page(back, name)) == []


def _longest(framework: Framework, tool: AuditTool, chosen: str) -> list[Card]:
    """The last look at the longest record, and the whole of it once it is submitted."""
    one = opened(framework, tool)
    answers = {q.id: chosen if choices_of(q) else "w" * LINE_AT_MOST for q in tool.questions}
    views = {
        whose.id: ViewSought(False, c.long_words(WHY_NOT_AT_MOST))
        for whose in framework.views_of(tool.id).of
    }
    record = replace(
        c.record(framework.actions.most, longest=True),
        answers=answers,
        views=views,
        advice=(c.long_words(ACTION_AT_MOST),)
        * (ADVICE_AT_MOST if framework.actions.advice else 0),
    )
    audit = replace(one.view.audit, record=record)
    return [
        audit_pages.page(replace(one, view=replace(one.view, audit=each)), name)
        for each, name in ((audit, "check"), (c.complete(audit), "summary"))
    ]


LARGEST = AuditTool(
    id="any",
    title="Any audit",
    areas=AREAS,
    questions=tuple(
        Question(
            f"question_{n}",
            "Is it so? " + "w" * 110,
            "a_line" if n < LINES_AT_MOST else "yes_or_no",
            AREAS[n % 12].id,
        )
        for n in range(QUESTIONS_AT_MOST)
    ),
)


@THOROUGH
@example(LARGEST, "no")
@example(LARGEST, "yes")
@given(_tools(), st.sampled_from(["yes", "no", "does_not_apply"]))
def test_the_longest_record_of_any_tool_can_be_shown(tool: AuditTool, chosen: str) -> None:
    rules = c.COUNCIL.framework
    advised = replace(rules.actions, advice=True)
    framework = replace(rules, tools=(*rules.tools, tool), actions=advised)
    assert [each for page in _longest(framework, tool, chosen) for each in problems(page)] == []


@pytest.mark.parametrize("name", TOOLS)
def test_the_longest_record_of_a_shipped_tool_can_be_shown(name: str) -> None:
    for chosen in ("yes", "no"):
        pages = _longest(*TOOLS[name], chosen)
        assert [each for page in pages for each in problems(page)] == []


@pytest.mark.rule("BD-04")
def test_an_area_stands_together_with_its_questions_as_far_as_a_page_takes_it() -> None:
    _, tool = by_rule("BD-04")
    pages = asked_pages(tool)
    assert len(pages) == 4
    for area in tool.areas:
        on = {n for n, page in enumerate(pages) for ask in page if ask.area == area}
        assert len(on) == 1, area.title
    assert pages[-1][-1].field == OVERALL


@pytest.mark.rule("SW-12")
def test_a_tools_note_is_read_on_every_page_that_gives_a_grade_and_on_no_other() -> None:
    framework, tool = by_rule("SW-12")
    assert tool.note
    one = opened(framework, tool)
    told = {name: tool.note in words_of(audit_pages.page(one, name)) for name in _names(one)}
    assert told == {name: name.startswith("asked_") for name in told}
    council_note = replace(framework, grading_note="Grades are Ofsted's.")
    plain = replace(tool, note=None)
    of_council = replace(council_note, tools=(plain, *framework.tools[1:]))
    first = words_of(audit_pages.page(opened(of_council, plain), "asked_1"))
    assert "Grades are Ofsted's." in first
    assert tool.note not in first


@pytest.mark.rule("SW-12", "WC-10")
def test_nothing_is_graded_where_the_tool_grades_nothing() -> None:
    framework, tool = by_rule("WC-10")
    assert tool.graded == "nothing"
    one = opened(replace(framework, grading_note="Grades are Ofsted's."), tool)
    first = audit_pages.page(one, "asked_1")
    assert "Grade" not in str(first)


def _names(one: Opened) -> tuple[str, ...]:
    return audit_pages.pages_for(one)


@pytest.mark.rule("WC-05")
def test_each_auditor_is_asked_for_the_views_of_their_tool() -> None:
    framework, tool = by_rule("WC-05", id="fostering")
    assert "views" not in _names(opened(framework, tool, peer="ben"))
    (peers,) = _pages(opened(framework, tool, "peer", "ben"))
    assert _fields(peers).keys() >= {"sought_carer", "sought_birth_family"}
    assert "views" in _names(opened(framework, tool))
    _, residential = by_rule("WC-05", id="residential")
    assert "views" in _names(opened(framework, residential, peer="ben"))


@pytest.mark.rule("WC-05", "WC-14")
def test_where_nobodys_views_are_asked_after_there_is_no_page_of_them() -> None:
    framework, tool = by_rule("WC-14")
    assert "views" not in _names(opened(framework, tool, peer="ben"))
    assert _names(opened(framework, tool, "peer", "ben")) == ("summary",)


def test_the_topic_and_the_theme_are_read_before_the_first_field() -> None:
    framework, tool = by_rule("WC-14")
    one = opened(framework, tool)
    asked_for = replace(one, view=replace(one.view, topic="Plans [of](https://x.example) 2026"))
    assert "Topic: Plans [of]" in words_of(audit_pages.page(asked_for, "asked_1"))
    themed = replace(one.view.audit, theme="Chronologies")
    of_theme = replace(one, view=replace(one.view, audit=themed))
    assert "Theme: Chronologies" in words_of(audit_pages.page(of_theme, "asked_1"))


@pytest.mark.rule("WB-02", "BD-04")
def test_where_the_worker_takes_part_the_auditor_is_told() -> None:
    for rule in ("WB-02", "BD-04"):
        framework, tool = by_rule(rule)
        first = words_of(audit_pages.page(opened(framework, tool), "asked_1"))
        assert "with the allocated worker" in first
        alone = replace(tool, with_worker=False)
        without = opened(replace(framework, tools=(alone, *framework.tools[1:])), alone)
        assert "with the allocated worker" not in words_of(audit_pages.page(without, "asked_1"))
