"""What people type is understood as phones write it."""

import pytest

from dialogs.conversation import ShowCard, ShowLive
from programme.message import MessageKind
from tests.bot.chats import words_of
from tests.dialogs.turns import say
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
