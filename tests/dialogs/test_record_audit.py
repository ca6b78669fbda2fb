"""An audit is recorded by its pages alone, whatever its tool asks, and nothing typed is lost."""

from collections.abc import Mapping
from dataclasses import replace
from itertools import pairwise

import pytest

from dialogs.audit_pages import SUBMIT
from dialogs.kit import Card
from dialogs.live_card import After
from dialogs.table import LIVE
from programme.audit import Audit
from programme.framework import Framework
from programme.message import MessageKind
from programme.rules.tool import AuditTool, Question
from storage.engine import Engine
from tests.dialogs.auditing import (
    LINE,
    TOOLS,
    Auditor,
    audit_by,
    button,
    by_rule,
    fields_of,
    filled_in,
    page_of,
    said,
    titles,
    words_of,
)
from tests.little_council import A_MINUTE, DECEMBER, THE_FIRST, little_council

NEXT = "Save and continue"


async def begin(
    engine: Engine, framework: Framework, tool: AuditTool, peer: str | None = None
) -> Auditor:
    """Ann with the audit to do."""
    little = little_council(engine, framework=framework)
    await little.fill()
    audit = audit_by(tool, peer)
    async with little.work(little.tenant_id) as w:
        await w.audits.add([audit])
        await w.commit()
    return Auditor(little, "ann", audit.id)


async def kept(auditor: Auditor) -> Audit:
    async with auditor.little.work(auditor.little.tenant_id) as w:
        found = await w.audits.get(auditor.audit_id)
    assert found is not None
    return found


async def go_to(auditor: Auditor, page: Card, step: int) -> Card:
    """The page of that step, the ones before it filled in."""
    while f"Step {step} of" not in words_of(page):
        page = page_of(await auditor.submit_page(page, NEXT, **filled_in(page)))
    return page


@pytest.mark.rule("BD-04", "WC-10", "WC-05", "SW-12")
@pytest.mark.parametrize("name", TOOLS)
async def test_a_complete_audit_is_submitted_by_the_pages_alone(engine: Engine, name: str) -> None:
    framework, tool = TOOLS[name]
    auditor = await begin(engine, framework, tool)
    _, answer = await auditor.record()
    assert said(answer).startswith("The audit is submitted.")
    audit = await kept(auditor)
    assert audit.is_complete
    assert set(audit.record.answers) == {question.id for question in tool.questions}
    assert set(audit.record.grades) == {area.id for area in tool.graded_areas}
    assert (audit.record.overall is not None) == tool.grades_the_whole
    asked_after = {whose.id for whose in framework.views_of(tool.id).of}
    assert set(audit.record.views) == asked_after
    async with auditor.little.work(auditor.little.tenant_id) as w:
        assert audit.submitted_at
        counted = await w.audit_answers.counted(audit.submitted_at, THE_FIRST + A_MINUTE)
    chosen = {question.id for question in tool.questions if question.answer == "yes_or_no"}
    assert {count.question_id for count in counted} == chosen
    shown = words_of(await auditor.open())
    assert all(question.title in shown for question in tool.questions)


@pytest.mark.rule("WC-05", "WC-06")
async def test_the_peer_records_the_views_that_the_tool_asks_after(engine: Engine) -> None:
    framework, tool = by_rule("WC-05", id="fostering")
    lead = await begin(engine, framework, tool, "ben")
    await lead.record()
    assert not (await kept(lead)).is_complete
    peer = Auditor(lead.little, "ben", lead.audit_id)
    page = await peer.open()
    assert "the foster or kinship carer" in str(page)
    assert said(await peer.submit_page(page, "Record the views", **filled_in(page)))
    audit = await kept(lead)
    assert audit.is_complete
    assert set(audit.record.views) == {"fostering_worker", "carer", "child", "birth_family"}


@pytest.mark.rule("BD-04")
async def test_what_is_missing_comes_back_with_the_sentence_beside_the_field(
    engine: Engine,
) -> None:
    auditor = await begin(engine, *by_rule("BD-04"))
    page = await auditor.open()
    skipped = {**filled_in(page), "q_plan_measurable": ""}
    page = page_of(await auditor.submit_page(page, NEXT, **skipped))
    page = page_of(await auditor.submit_page(page, NEXT, **filled_in(page)))
    page = page_of(await auditor.submit_page(page, NEXT, **filled_in(page)))
    page = page_of(await auditor.submit_page(page, NEXT, **{**filled_in(page), "overall": ""}))
    while "Save and continue" in titles(page):
        page = page_of(await auditor.submit_page(page, NEXT, **filled_in(page)))
    told = words_of(page)
    assert "Step 1: 1 question to answer." in told
    assert "Please grade the whole." in told
    assert "Submit the audit" not in titles(page)

    version = (await kept(auditor)).version
    pressed = {"verb": SUBMIT, "audit_id": auditor.audit_id, "version": version}
    mended = page_of(await auditor.press(pressed))
    assert "not submitted yet" in words_of(mended)
    assert beside(mended) == {"q_plan_measurable": "Please choose one."}
    assert fields_of(mended)["q_plan_reviewed"] == "yes"

    mended = page_of(await auditor.submit_page(page, "Fill in what is missing"))
    assert beside(mended) == {"q_plan_measurable": "Please choose one."}
    whole = page_of(await auditor.submit_page(mended, NEXT, q_plan_measurable="no"))
    assert beside(whole) == {"overall": "Please grade the whole."}
    again = page_of(await auditor.submit_page(whole, NEXT))
    assert beside(again) == {"overall": "Please grade the whole."}
    last = page_of(await auditor.submit_page(again, NEXT, overall="good"))
    assert said(await auditor.submit_page(last, "Submit the audit"))
    assert (await kept(auditor)).record.answers["plan_measurable"] == "no"


def beside(page: Card) -> Mapping[str, str]:
    """The sentences beneath fields, by the field."""
    body = page["body"]
    assert isinstance(body, list)
    return {
        field["id"]: beneath["text"].removeprefix("⚠ ")
        for field, beneath in pairwise(body)
        if str(field.get("type")).startswith("Input.") and beneath.get("color") == "Attention"
    }


@pytest.mark.rule("WC-10", "BD-04")
async def test_a_line_that_identifies_a_child_comes_back_with_all_that_was_typed(
    engine: Engine,
) -> None:
    auditor = await begin(engine, *by_rule("WC-10"))
    page = await auditor.open()
    typed = {**filled_in(page), "q_engagement": "Mum is on 07700 900123."}
    for press in (NEXT, "Save and close"):
        back = page_of(await auditor.submit_page(page, press, **typed))
        assert "not saved yet" in words_of(back)
        assert list(beside(back)) == ["q_engagement"]
        assert {name: fields_of(back)[name] for name in typed} == typed
    assert (await kept(auditor)).record.answers == {}
    page = page_of(await auditor.submit_page(back, NEXT, q_engagement=LINE))
    assert (await kept(auditor)).record.answers["engagement"] == LINE


@pytest.mark.rule("BD-04")
async def test_a_page_is_saved_by_itself_and_leaves_the_others_as_they_were(
    engine: Engine,
) -> None:
    framework, plain = by_rule("WC-04")
    tool = replace(
        plain,
        questions=tuple(
            Question(f"{area.id}_{n}", "Is it so?", "yes_or_no", area.id)
            for area in plain.areas
            for n in range(3)
        ),
    )
    framework = replace(framework, tools=(tool, *framework.tools[1:]))
    auditor = await begin(engine, framework, tool)
    page = await auditor.open()
    assert "Save and close" in titles(page)
    page = await go_to(auditor, page, 2)
    before = (await kept(auditor)).record
    assert before.grades
    await auditor.submit_page(page, NEXT, **filled_in(page))
    both = (await kept(auditor)).record
    assert both.grades.items() > before.grades.items()
    assert both.answers.items() > before.answers.items()
    first = await auditor.open()
    one, *_ = (name for name in fields_of(first) if name.startswith("grade_"))
    await auditor.submit_page(first, "Save and close", **{one: ""})
    after = (await kept(auditor)).record
    assert both.grades.items() - after.grades.items() == {(one[6:], "outstanding")}
    assert after.answers == both.answers


@pytest.mark.rule("BD-04")
async def test_an_answer_to_what_is_not_asked_is_refused_in_a_sentence(engine: Engine) -> None:
    auditor = await begin(engine, *by_rule("WC-10"))
    page = await auditor.open()
    sent = {**fields_of(page), **button(page, NEXT), "q_gone": "yes", "q_footprint": "yes"}
    back = page_of(await auditor.press(sent))
    assert "asks no such question as “gone”" in words_of(back)
    assert fields_of(back)["q_footprint"] == "yes"
    assert (await kept(auditor)).record.answers == {}


async def test_back_leads_to_the_page_before_with_its_answers(engine: Engine) -> None:
    auditor = await begin(engine, *by_rule("BD-04"))
    page = await auditor.open()
    second = page_of(await auditor.submit_page(page, NEXT, **filled_in(page)))
    first = page_of(await auditor.submit_page(second, "Back"))
    assert {name: fields_of(first)[name] for name in fields_of(page)} == filled_in(page)


@pytest.mark.rule("WC-10")
async def test_the_team_manager_sees_the_answers_and_acknowledges_them(engine: Engine) -> None:
    framework, tool = by_rule("WC-10")
    little = little_council(engine, framework=framework)
    await little.fill()
    audit = replace(audit_by(tool), lead_id="cat", round_id="mid_way")
    async with little.work(little.tenant_id) as w:
        await w.audits.add([audit])
        await w.commit()
    await Auditor(little, "cat", audit.id).record()
    assert await little.readers(MessageKind.FINDINGS) == ["ann"]
    live = LIVE[MessageKind.FINDINGS]
    async with little.work(little.tenant_id) as w:
        asked = [("ann", audit.id)]
        view = (await live.load(little.council, w, asked, DECEMBER.first))["ann", audit.id]
    card = live.drawn(view, After(None)).card
    told = words_of(card)
    assert "Is the reviewing officer's or chair's footprint on the record? **Yes**" in told
    assert LINE in told
    assert "Views of the parent or carer: sought" in told
    assert "grade" not in told
    await Auditor(little, "ann", audit.id).press(button(card, "Acknowledge"))
    async with little.work(little.tenant_id) as w:
        kept_by = await w.audits.get(audit.id)
    assert kept_by is not None
    assert kept_by.acknowledged_by == "ann"
