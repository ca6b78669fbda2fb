"""What people type is understood as phones write it."""

import pytest

from dialogs.conversation import OpenPage, Say, ShowCard, ShowLive
from dialogs.words import NOTHING_OF_THE_CASE, THANKED
from programme.message import MessageKind
from tests.bot.chats import words_of
from tests.dialogs.turns import press, say
from tests.little_council import ADDED, LittleCouncil


@pytest.mark.parametrize("typed", ["why {}?", "Why {}.", "  WHY   {} ?", "why {}"])
async def test_a_sentence_s_end_is_no_part_of_the_reference(
    little: LittleCouncil, typed: str
) -> None:
    audit = await little.audit_led_by("ann")
    answer = await say(little, "ann", typed.format(audit.case_reference.lower()))
    assert isinstance(answer, ShowCard), answer
    assert f"Why {audit.case_reference} is audited" in words_of(answer.card)


async def test_a_month_may_end_a_sentence(little: LittleCouncil) -> None:
    answer = await say(little, "quinn", "Draw January.", ADDED)
    assert isinstance(answer, ShowCard), answer
    assert "January 2027" in words_of(answer.card)


async def test_a_word_alone_may_too(little: LittleCouncil) -> None:
    assert await say(little, "ann", "My work!") == ShowLive(MessageKind.MY_WORK, "ann")


@pytest.mark.parametrize("typed", ["{}", " {}? "])
async def test_a_reference_alone_opens_what_is_theirs_of_the_case(
    little: LittleCouncil, typed: str
) -> None:
    audit = await little.audit_led_by("ann")
    answer = await say(little, "ann", typed.format(audit.case_reference.lower()))
    assert isinstance(answer, ShowCard), answer
    opened = await press(little, "ann", answer.card, "Open")
    assert isinstance(opened, OpenPage), opened
    assert "Record the audit" in words_of(opened.card)


async def test_of_anybody_elses_case_it_says_what_it_says_of_none(little: LittleCouncil) -> None:
    audit = await little.audit_led_by("cat")
    assert await say(little, "sam", audit.case_reference) == Say(NOTHING_OF_THE_CASE)
    assert await say(little, "sam", "CF-9999") == Say(NOTHING_OF_THE_CASE)


async def test_thanks_and_a_question_mark_are_understood(little: LittleCouncil) -> None:
    assert await say(little, "ann", "Thank you!") == Say(THANKED)
    asked = await say(little, "ann", "?")
    assert isinstance(asked, ShowCard), asked
    assert words_of(asked.card).startswith("Hello Ann")
