"""Good practice, as people type and press it (WC-13)."""

from dataclasses import replace

import pytest

from dialogs.conversation import ClosePage, ShowLive
from programme.message import MessageKind
from programme.practice_acknowledgement import PracticeAcknowledgement
from tests.bot.chats import problems_in, titles, words_of
from tests.dialogs.turns import press, say, send, shown
from tests.little_council import LittleCouncil, little_council
from tests.programme.use_cases.reviewing import FORM, noted

pytestmark = pytest.mark.rule("WC-13")
GOOD = {"good": "He drew the plan with her.", "standard": "voice"}


async def _kept(council: LittleCouncil) -> tuple[PracticeAcknowledgement, ...]:
    async with council.work(council.tenant_id) as w:
        return await w.practice.awaiting()


@pytest.mark.parametrize("typed", ["good practice CF-10", "acknowledge practice cf-10"])
async def test_two_presses_and_a_line_record_it(council: LittleCouncil, typed: str) -> None:
    offered = await shown(council, "iris", await say(council, "iris", typed))
    opened = await press(council, "iris", offered, "Record good practice")
    form = await shown(council, "iris", opened)
    assert "Sam (the case's worker)" in words_of(form)
    closed = await press(council, "iris", form, "Record", **GOOD)
    assert closed == ClosePage("Recorded. It goes to the team manager of Ash.")
    assert await press(council, "iris", form, "Record", **GOOD) == closed
    (practice,) = await _kept(council)
    assert (practice.practitioner_id, practice.good, practice.thank) == ("sam", GOOD["good"], True)


async def test_without_a_reference_the_case_is_asked_for_first(council: LittleCouncil) -> None:
    offered = await shown(council, "cho", await say(council, "cho", "good practice"))
    page = await shown(council, "cho", await press(council, "cho", offered, "Record good practice"))
    assert titles(page) == ["Continue"]
    wrong = await press(council, "cho", page, "Continue", case="CF-99")
    back = await shown(council, "cho", wrong)
    assert "CF-99" in words_of(back)
    assert len(problems_in(back)) == 1
    form = await shown(council, "cho", await press(council, "cho", back, "Continue", case="CF-10"))
    assert titles(form) == ["Record"]
    await press(council, "cho", form, "Record", **GOOD, thank="no")
    (practice,) = await _kept(council)
    assert practice.thank is False


async def test_what_is_wrong_comes_back_with_what_was_typed(council: LittleCouncil) -> None:
    offered = await shown(council, "iris", await say(council, "iris", "good practice CF-10"))
    opened = await press(council, "iris", offered, "Record good practice")
    form = await shown(council, "iris", opened)
    typed = {"good": "Rang 07700 900123.", "standard": "", "practitioner": "ann", "thank": "no"}
    back = await shown(council, "iris", await press(council, "iris", form, "Record", **typed))
    assert len(problems_in(back)) == 2
    assert "Rang 07700 900123." in words_of(back)
    closed = await press(council, "iris", back, "Record", **GOOD)
    assert isinstance(closed, ClosePage)
    (practice,) = await _kept(council)
    assert (practice.practitioner_id, practice.thank) == ("ann", False)


async def test_a_case_that_has_closed_meanwhile_takes_nothing_of_what_was_typed(
    council: LittleCouncil,
) -> None:
    offered = await shown(council, "iris", await say(council, "iris", "good practice CF-10"))
    opened = await press(council, "iris", offered, "Record good practice")
    form = await shown(council, "iris", opened)
    async with council.work(council.tenant_id) as w:
        case = await w.cases.get("CF-10")
        assert case is not None
        await w.cases.save([replace(case, active=False)])
        await w.commit()
    typed = {**GOOD, "thank": "no"}
    back = await shown(council, "iris", await press(council, "iris", form, "Record", **typed))
    assert len(problems_in(back)) == 1
    assert f"You had written:\n{GOOD['good']}" in words_of(back)
    wrong = await press(council, "iris", back, "Continue", case="CF-99")
    still = await shown(council, "iris", wrong)
    assert f"You had written:\n{GOOD['good']}" in words_of(still)
    again = await press(council, "iris", still, "Continue", case="CF-11")
    filled = await shown(council, "iris", again)
    assert await press(council, "iris", filled, "Record") == ClosePage(
        "Recorded. It goes to the team manager of Ash."
    )
    (practice,) = await _kept(council)
    assert (practice.good, practice.standard, practice.thank) == (
        GOOD["good"],
        GOOD["standard"],
        False,
    )


async def test_what_can_t_be_recorded_any_more_is_given_back(council: LittleCouncil) -> None:
    offered = await shown(council, "iris", await say(council, "iris", "good practice CF-10"))
    opened = await press(council, "iris", offered, "Record good practice")
    form = await shown(council, "iris", opened)
    another = replace(council.council.framework, acknowledgements=None)
    later = little_council(council.engine, council.tenant_id, another)
    back = await shown(later, "iris", await press(later, "iris", form, "Record", **GOOD))
    assert "Your council's framework has no practice acknowledgements" in words_of(back)
    assert f"You had written:\n{GOOD['good']}" in words_of(back)


async def test_the_manager_acknowledges_in_one_press_and_the_recorder_sees_it(
    council: LittleCouncil,
) -> None:
    await noted(council)
    card = await shown(council, "ann", ShowLive(MessageKind.PRACTICE, FORM))
    assert "Good practice in Ash" in words_of(card)
    done = await shown(council, "ann", await press(council, "ann", card, "Acknowledge"))
    assert "Acknowledged. Thank you." in words_of(done)
    assert titles(done) == []
    for reader in ("iris", "sam"):
        theirs = await shown(council, reader, ShowLive(MessageKind.PRACTICE, FORM))
        assert "✔ Acknowledged by Ann on Mon 7 Dec." in words_of(theirs)
    again = await shown(council, "gil", await press(council, "gil", card, "Acknowledge"))
    assert "Somebody had acknowledged this already." in words_of(again)


async def test_it_is_for_those_whose_part_it_is(council: LittleCouncil) -> None:
    assert "please ask one of" in str(await say(council, "ann", "good practice CF-10"))
    await noted(council)
    data = {"verb": "practice.acknowledge", "subject": FORM}
    assert "please ask its team manager" in str(await send(council, "ben", data))
