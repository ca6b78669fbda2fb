"""A chair's report from one page of a dialog (WB-13)."""

from dataclasses import replace

import pytest

from dialogs.conversation import ClosePage, OpenPage
from dialogs.table import LIVE
from programme.message import MessageKind
from storage.engine import Engine
from tests.bot.chats import buttons, problems_in, words_of
from tests.dialogs.turns import press, say, send, shown
from tests.follow_up import with_rules
from tests.little_council import STAFF, THE_FIRST, LittleCouncil, little_council
from tests.programme.use_cases.test_record_chairs_report import ANSWERS, IVY, RULE, TOOL

pytestmark = pytest.mark.rule("WB-13")


@pytest.fixture
async def little(engine: Engine) -> LittleCouncil:
    made = with_rules(little_council(engine), chairs_reports=RULE)
    await made.fill()
    await made.take_staff(*STAFF, IVY)
    return made


ASKED = [one for one in TOOL.questions if not (one.answer == "a_line" and one.may_not_apply)]
"""What may not be left empty."""
FIELDS = {f"answer_{name}": words for name, words in ANSWERS.items()}


async def test_a_report_takes_a_word_a_page_and_a_press(little: LittleCouncil) -> None:
    offer = await shown(little, "ivy", await say(little, "ivy", "chair's report CF-10"))
    page = await shown(little, "ivy", await press(little, "ivy", offer, "Write the report"))
    ((_, data),) = buttons(page)
    assert "CF-10" in str(page)
    typed = {**data, "case": "CF-10", "meeting": "review", "on": "2026-11-30"}
    back = await send(little, "ivy", typed)
    assert isinstance(back, OpenPage)
    assert len(problems_in(back.card)) == len(ASKED)
    assert "'value': '2026-11-30'" in str(back.card)
    done = await send(little, "ivy", {**typed, **FIELDS})
    assert isinstance(done, ClosePage)
    assert done.words == "The report is recorded, and Ash gets it."
    messages = {m.person_id: m for m in await little.messages(MessageKind.CHAIRS_REPORT)}
    assert set(messages) == {"ann", "ivy"}
    message = messages["ann"]
    async with little.work(little.tenant_id) as w:
        asked = (message.person_id, message.subject)
        drawn = await LIVE[message.kind].draw(little.council, w, [asked], THE_FIRST.date())
    told = words_of(drawn[asked].card)
    assert "Is the plan on course?" in told
    assert "nothing that you must do" in told


async def test_a_day_that_cant_be_read_is_asked_for_again(little: LittleCouncil) -> None:
    offer = await shown(little, "ivy", await say(little, "ivy", "chair's report"))
    page = await shown(little, "ivy", await press(little, "ivy", offer, "Write the report"))
    ((_, data),) = buttons(page)
    typed = {**data, "case": "CF-10", "meeting": "party", "on": "yesterday", **FIELDS}
    back = await send(little, "ivy", typed)
    assert isinstance(back, OpenPage)
    assert "choose the day" in str(problems_in(back.card))


async def test_nobody_else_writes_one(little: LittleCouncil) -> None:
    assert "please ask one of" in str(await say(little, "ann", "chair's report"))


async def test_what_may_not_apply_may_be_left_empty_or_said_so(little: LittleCouncil) -> None:
    tools = tuple(
        replace(each, questions=tuple(replace(one, may_not_apply=True) for one in each.questions))
        for each in little.council.framework.tools
    )
    lenient = with_rules(little, tools=tools)
    offer = await shown(lenient, "ivy", await say(lenient, "ivy", "chair's report CF-10"))
    page = await shown(lenient, "ivy", await press(lenient, "ivy", offer, "Write the report"))
    ((_, data),) = buttons(page)
    assert "(may be left empty)" in words_of(page)
    short = {
        f"answer_{each.id}": "does_not_apply" if each.answer == "yes_or_no" else ""
        for each in lenient.council.framework.tool(RULE.tool).questions
    }
    typed = {**data, "case": "CF-10", "meeting": "review", "on": "2026-11-30", **short}
    assert isinstance(await send(lenient, "ivy", typed), ClosePage)
    message = (await lenient.messages(MessageKind.CHAIRS_REPORT))[0]
    async with lenient.work(lenient.tenant_id) as w:
        asked = (message.person_id, message.subject)
        drawn = await LIVE[message.kind].draw(lenient.council, w, [asked], THE_FIRST.date())
    assert "Does not apply" in words_of(drawn[asked].card)
