"""“Take this back” on the card of whoever recorded it, and what everybody's card says then."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from dialogs.conversation import ShowLive
from programme.message import MessageKind
from tests.bot.chats import buttons, titles, words_of
from tests.dialogs.live_scene import THE_18TH, Submitted
from tests.dialogs.turns import press, send, shown
from tests.little_council import THE_FIRST
from tests.programme.use_cases.duty_council import ACTION, FIRST_ID, SECOND_ID, THIRD_ID, sampled
from tests.programme.use_cases.reviewing import FORM
from tests.programme.use_cases.test_record_chairs_report import FORM as REPORT

THE_24TH = THE_18TH + timedelta(days=6)
LOOK = replace(ACTION, due=date(2026, 12, 22))
SHOWN_TO_WHOM_THEY_CONCERN = {MessageKind.GRADE_ALERT, MessageKind.CONFIRM_ACTIONS}
"""Kinds whose loading asks whose the card is."""
TAKE_BACK = {"verb": "recorded.take_back", "kind": MessageKind.PRACTICE, "subject": FORM}


async def test_the_card_says_until_when_and_then_that_it_was_taken_back(scene: Submitted) -> None:
    little, ask = scene.little, ShowLive(MessageKind.PRACTICE, FORM)
    before = await shown(little, "iris", ask, THE_18TH)
    assert "You can take this back until the end of Monday 21 December 2026." in words_of(before)
    assert titles(before) == ["Take this back"]
    assert "Take this back" not in titles(await shown(little, "ann", ask, THE_18TH))
    answer = await send(little, "iris", TAKE_BACK, THE_18TH)
    after = await shown(little, "iris", answer, THE_18TH)
    assert "Taken back." in words_of(after)
    assert titles(after) == []
    for reader in ("ann", "sam"):
        told = await shown(little, reader, ask, THE_18TH)
        assert "Iris took this back on Fri 18 Dec: it was recorded by mistake." in words_of(told)
        assert "He drew the plan with her." not in words_of(told)
        assert titles(told) == []


async def test_too_late_the_card_stays_and_says_so(scene: Submitted) -> None:
    little = scene.little
    before = await little.everything()
    answer = await send(little, "iris", TAKE_BACK, THE_24TH)
    told = words_of(await shown(little, "iris", answer, THE_24TH))
    assert "This could be taken back until the end of Monday 21 December 2026" in told
    assert "He drew the plan with her." in told
    assert await little.everything() == before


async def test_whoever_acknowledges_it_afterwards_reads_that_it_was_taken_back(
    scene: Submitted,
) -> None:
    little = scene.little
    await send(little, "iris", TAKE_BACK, THE_18TH)
    acknowledge = {"verb": "practice.acknowledge", "subject": FORM}
    answer = await send(little, "ann", acknowledge, THE_18TH)
    assert "This was taken back meanwhile." in words_of(await shown(little, "ann", answer))


async def test_a_dispute_reads_as_taken_back_for_who_was_asked(scene: Submitted) -> None:
    little, ask = scene.little, ShowLive(MessageKind.DISPUTE, FORM)
    card = await shown(little, "iris", ask, THE_18TH)
    assert "Take this back" in titles(card)
    assert "Take this back" not in titles(await shown(little, "ann", ask, THE_18TH))
    await send(little, "iris", {**TAKE_BACK, "kind": MessageKind.DISPUTE}, THE_18TH)
    told = await shown(little, "ann", ask, THE_18TH)
    assert "Iris took this back on Fri 18 Dec" in words_of(told)
    assert titles(told) == []


async def test_a_dip_sample_is_taken_back_where_it_was_submitted_and_gone_on_with(
    scene: Submitted,
) -> None:
    little = scene.little
    sample = await sampled(little, "gil", LOOK, record="6" * 32, now=THE_18TH)
    page = await shown(little, "gil", await send(little, "gil", {"verb": "dip.open"}, THE_18TH))
    assert "You can take this back until the end of Monday 21 December 2026." in words_of(page)
    ask = {"verb": "dip.take_back", "sample": sample.id}
    late = await shown(little, "gil", await send(little, "gil", ask, THE_24TH))
    assert "This could be taken back until the end of Monday 21 December 2026" in words_of(late)
    opened = await shown(little, "gil", await send(little, "gil", ask, THE_18TH))
    assert titles(opened) == ["Submit the dip sample", "Look at this case"]
    told = await shown(little, "ann", ShowLive(MessageKind.DIP_ACTIONS, sample.id), THE_18TH)
    assert "Gil took this dip sample back" in words_of(told)
    assert "Its actions are asked of nobody any more." in words_of(told)
    assert titles(told) == []
    again = await shown(little, "gil", ShowLive(MessageKind.DIP_ACTIONS, sample.id), THE_18TH)
    assert titles(again) == ["Go on with your dip sample"]
    sent = await press(little, "gil", opened, "Submit the dip sample")
    assert "The dip sample is submitted." in str(sent)


async def test_nobody_takes_back_what_somebody_else_recorded(scene: Submitted) -> None:
    little = scene.little
    recorded = {
        MessageKind.PRACTICE: FORM,
        MessageKind.DISPUTE: FORM,
        MessageKind.OBSERVED: FIRST_ID,
        MessageKind.PRACTICE_DAY: SECOND_ID,
        MessageKind.DIP_ACTIONS: THIRD_ID,
        MessageKind.CHAIRS_REPORT: REPORT,
        MessageKind.GRADE_ALERT: scene.action.audit_id,
        MessageKind.CONFIRM_ACTIONS: scene.action.audit_id,
    }
    before = await little.everything()
    for kind, subject in recorded.items():
        for who in ("ben", "gil", "quinn", "ada"):
            answer = await send(
                little, who, {**TAKE_BACK, "kind": kind, "subject": subject}, THE_FIRST
            )
            assert await little.everything() == before, (kind, who)
            if kind not in SHOWN_TO_WHOM_THEY_CONCERN:
                assert isinstance(answer, str), "the card would be shown to whom it isn't for"


@pytest.mark.parametrize("title", ["Mark as completed", "Part of it is done"])
async def test_what_was_done_of_an_action_that_is_gone_is_shown_to_its_writer(
    scene: Submitted, title: str
) -> None:
    little = scene.little
    sample = await sampled(little, "gil", LOOK, record="6" * 32, now=THE_18TH)
    card = await shown(little, "ann", ShowLive(MessageKind.DIP_ACTIONS, sample.id), THE_18TH)
    data = next(data for action, data in buttons(card) if action["title"] == title)
    await send(little, "gil", {"verb": "dip.take_back", "sample": sample.id}, THE_18TH)
    late = await send(little, "ann", {**data, "complete_note": "We rang her."}, THE_18TH)
    assert isinstance(late, ShowLive), late
    told = words_of(await shown(little, "ann", late, THE_18TH))
    assert "Gil took this dip sample back" in told
    assert "We rang her." in told
    assert data["action"] not in told
