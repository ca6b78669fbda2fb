"""What was done of an action, written in the dialog that chooses one, is never lost."""

from dataclasses import replace

import pytest

from dialogs.choose_work import ACTIONS, COMPLETE, PART_DONE
from dialogs.complete_action import MOST_CHOICES
from dialogs.conversation import Answer, ClosePage, OpenPage
from dialogs.table import VERBS
from programme.action import Action
from tests.bot.chats import buttons, problems_in, titles, words_of
from tests.dialogs.turns import turn
from tests.little_council import THE_FIRST, LittleCouncil

WORDS = "Visited on Monday, and agreed who does what."
FURTHER = 3


async def press(little: LittleCouncil, who: str, verb: str, **data: object) -> Answer:
    return await VERBS[verb].press(
        {"verb": verb, **data}, await turn(little, who, "dialog", THE_FIRST)
    )


async def send(little: LittleCouncil, action: Action, note: str, who: str = "ann") -> Answer:
    chosen = f"{action.id}/{action.version}"
    return await press(little, who, COMPLETE, action=chosen, note=note)


def given_back(answer: Answer) -> str:
    """What the page says that gives the words back."""
    assert isinstance(answer, OpenPage), answer
    told = words_of(answer.card)
    assert f"You had written:\n{WORDS}" in told
    return told


async def further(little: LittleCouncil, action: Action, how_many: int) -> list[Action]:
    """More open actions of the same audit, each later."""
    made = [
        replace(action, id=f"{n:032x}", number=n, case_reference=f"CF-{9000 + n}")
        for n in range(2, how_many + 2)
    ]
    async with little.work(little.tenant_id) as w:
        await w.actions.add(made)
        await w.commit()
    return made


async def test_a_note_for_what_another_team_has_by_now_comes_back(little: LittleCouncil) -> None:
    action = await little.an_action()
    ann = await little.person("ann")
    async with little.work(little.tenant_id) as w:
        await w.people.save([replace(ann, team="Elm")])
        await w.commit()
    told = given_back(await send(little, action, WORDS))
    assert "This action is for Ash; please ask its team manager." in told
    assert (await little.action(action.id)).is_open


async def test_a_note_for_what_is_gone_comes_back(little: LittleCouncil) -> None:
    action = await little.an_action()
    answer = await send(little, replace(action, id="f" * 32), WORDS)
    assert "isn't there any more" in given_back(answer)
    assert isinstance(answer, OpenPage)
    assert titles(answer.card) == ["Complete another action"]


async def test_a_second_note_for_what_one_has_completed_comes_back(little: LittleCouncil) -> None:
    action = await little.an_action()
    assert isinstance(await send(little, action, "Done."), ClosePage)
    assert isinstance(await send(little, action, "Done. "), ClosePage), "Teams may send it twice"
    again = given_back(await send(little, action, WORDS))
    assert "You have completed this action already" in again
    assert "What stands:\nDone." in again
    assert (await little.action(action.id)).completion_note == "Done."


async def test_beyond_the_last_of_the_list_a_note_comes_back_in_its_field(
    little: LittleCouncil,
) -> None:
    action = await little.an_action()
    last = (await further(little, action, MOST_CHOICES + FURTHER))[-1]
    answer = await send(little, last, "Ring 07700 900123.")
    assert isinstance(answer, OpenPage)
    (carried,) = (data for _, data in buttons(answer.card) if data["verb"] == COMPLETE)
    assert carried["action"] == f"{last.id}/{last.version}"
    assert carried["note"] == "Ring 07700 900123."
    assert f"the {MOST_CHOICES} most urgent of " in words_of(answer.card)
    assert isinstance(await send(little, last, WORDS), ClosePage)


async def test_a_list_that_is_cut_says_so(little: LittleCouncil) -> None:
    action = await little.an_action()
    whole = await press(little, "ann", ACTIONS)
    assert isinstance(whole, OpenPage)
    assert "most urgent" not in words_of(whole.card)
    await further(little, action, MOST_CHOICES + FURTHER)
    cut = await press(little, "ann", ACTIONS)
    assert isinstance(cut, OpenPage)
    assert f"the {MOST_CHOICES} most urgent of {MOST_CHOICES + FURTHER + 1} actions" in words_of(
        cut.card
    )


@pytest.mark.parametrize("verb", [COMPLETE, PART_DONE])
async def test_without_a_word_of_what_was_done_the_page_asks_for_it(
    little: LittleCouncil, verb: str
) -> None:
    action = await little.an_action()
    answer = await press(little, "ann", verb, action=f"{action.id}/{action.version}", note=" ")
    assert isinstance(answer, OpenPage)
    assert problems_in(answer.card) == ["⚠ Please write a line here."]
    assert await little.action(action.id) == action
