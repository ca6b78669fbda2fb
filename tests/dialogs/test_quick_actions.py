"""What is offered beside the compose box, and what whoever has no use for it is told."""

from dataclasses import replace
from typing import Any

import pytest

from dialogs.conversation import ClosePage, OpenPage
from dialogs.quick_actions import QUICK_ACTIONS, opening
from dialogs.table import VERBS
from dialogs.words import WORDS
from programme.action import ProposedAction
from programme.frameworks.load import load_shipped, shipped
from programme.people import Person, Role
from storage.engine import Engine
from tests.bot.chats import problems_in, words_of
from tests.cards.gate import problems
from tests.dialogs.turns import press, say, send, shown
from tests.little_council import DUE, STAFF, THE_FIRST, LittleCouncil, little_council, person

FOR_ASH = ProposedAction("Update the chronology.", "Ash", DUE)
FOR_ASH_TOO = ProposedAction("Share the plan.", "Ash", DUE)


def one_of_each() -> tuple[Person, ...]:
    """Someone of every role."""
    return tuple(person(role.value, role, team="Ash", area="North") for role in Role)


def choices(card: Any) -> list[dict[str, str]]:
    """What the first list of a page offers."""
    return next(block["choices"] for block in card["body"] if block["type"] == "Input.ChoiceSet")


def test_what_the_manifest_says_of_each_is_short_enough_for_teams() -> None:
    for quick, description in QUICK_ACTIONS.values():
        assert 0 < len(quick.title) <= 32
        assert 0 < len(description) <= 128
    titles = [quick.title for quick, _ in QUICK_ACTIONS.values()]
    assert len(set(titles)) == len(titles)


def test_each_opens_a_dialog_that_there_is_with_what_that_takes() -> None:
    for name in QUICK_ACTIONS:
        data = opening(name)
        assert data is not None
        assert VERBS[name].payload.model_validate(data)


@pytest.mark.parametrize("command", ["", "audit.submit", "help", None, 7, ["dip.open"]])
def test_no_other_verb_is_opened_by_its_name(command: object) -> None:
    assert opening(command) is None


@pytest.mark.parametrize("rules", shipped())
async def test_every_role_gets_the_page_or_one_sentence_that_says_what_to_do(
    engine: Engine, rules: str
) -> None:
    made = little_council(engine)
    framework = load_shipped(rules)
    little = replace(made, council=replace(made.council, framework=framework))
    await little.fill()
    people = one_of_each()
    await little.take_staff(*STAFF, *people)
    opened = set()
    for word in (each for each in WORDS if each.quick):
        quick = word.quick
        assert quick is not None
        for who in people:
            answer = await send(little, who.id, opening(quick.verb) or {}, THE_FIRST)
            if not who.may(word.needs):
                assert isinstance(answer, str), (rules, quick.title, who)
            if isinstance(answer, OpenPage):
                assert problems(answer.card) == []
                opened.add(quick.title)
            elif isinstance(answer, str):
                assert "please ask" in answer or "type “" in answer or "by one of" in answer
                assert answer.count(".") == 1, answer
            else:
                assert isinstance(answer, ClosePage)
    assert opened == OPENED[rules]


OPENED = {
    "bedford": {"Raise a dispute"},
    "kent": {"Raise a dispute"},
    "swindon": {
        "Raise a dispute",
        "Record a dip sample",
        "Record a practice observation",
    },
    "west_berkshire": {
        "Raise a dispute",
        "Record a dip sample",
        "Record a practice observation",
    },
    "worcestershire": {
        "Raise a dispute",
        "Record good practice",
        "Record a practice observation",
    },
}
"""What somebody of the council may open with no audit and no action there."""


async def test_an_audit_is_chosen_from_ones_own_and_opens_as_from_its_card(
    little: LittleCouncil,
) -> None:
    page = await send(little, "ann", {"verb": "work.audits"}, THE_FIRST)
    assert isinstance(page, OpenPage), page
    mine = await little.audit_led_by("ann")
    values = [choice["value"] for choice in choices(page.card)]
    assert len(values) == 2
    assert mine.id in values
    opened = await press(little, "ann", page.card, "Continue", audit_id=mine.id)
    assert isinstance(opened, OpenPage)
    assert opened.title == f"Audit of {mine.case_reference}"
    theirs = await little.audit_led_by("cat")
    assert "Only its auditors" in str(
        await press(little, "ann", page.card, "Continue", audit_id=theirs.id)
    )


async def test_an_only_audit_opens_at_once_and_none_is_a_sentence(little: LittleCouncil) -> None:
    (only,) = [audit for audit in await little.audits() if audit.part_of("eve")]
    answer = await send(little, "eve", {"verb": "work.audits"}, THE_FIRST)
    assert isinstance(answer, OpenPage)
    assert answer.title == f"Audit of {only.case_reference}"
    none = await send(little, "sam", {"verb": "work.audits"}, THE_FIRST)
    assert none == ClosePage("You have no audit to record. Thank you.")


async def test_an_action_is_chosen_noted_and_completed_and_a_bad_note_comes_back(
    little: LittleCouncil,
) -> None:
    await little.submitted(FOR_ASH, FOR_ASH_TOO)
    page = await send(little, "ann", {"verb": "work.actions"})
    assert isinstance(page, OpenPage), page
    assert "CF-10, Ash: Update the chronology (due " in words_of(page.card)
    share = next(each["value"] for each in choices(page.card) if "Share the plan" in each["title"])
    typed = {"action": share, "note": "Rang 07700 900123."}
    back = await press(little, "ann", page.card, "Mark as completed", **typed)
    assert isinstance(back, OpenPage)
    assert problems(back.card) == []
    assert problems_in(back.card)[0].startswith("⚠ This looks like a phone number.")
    assert "Rang 07700 900123." in words_of(back.card)
    done = await press(little, "ann", back.card, "Mark as completed", note="The school has it.")
    assert done == ClosePage(
        "Completed: Share the plan. Whoever set it can see it. You can take this back until the "
        "end of Tuesday 8 December 2026."
    )
    action = await little.action(share.partition("/")[0])
    assert action.completion_note == "The school has it."
    late = await press(little, "abe", page.card, "Mark as completed", action=share, note="So.")
    assert isinstance(late, OpenPage)
    assert problems(late.card) == []
    assert "has changed since" in words_of(late.card)
    assert "You had written:" in words_of(late.card)
    assert "So." in words_of(late.card)
    fresh = await press(little, "abe", late.card, "Complete another action")
    assert isinstance(fresh, OpenPage)
    assert "So." not in words_of(fresh.card)
    assert [each["title"] for each in choices(fresh.card)] == [
        "CF-10, Ash: Update the chronology (due Fri 18 Dec)"
    ]


async def test_another_teams_action_is_not_in_the_list_and_not_completed(
    little: LittleCouncil,
) -> None:
    action = await little.an_action()
    none = await send(little, "cat", {"verb": "work.actions"})
    assert none == ClosePage("No action of your team is open. Thank you.")
    data = {"verb": "work.complete", "action": f"{action.id}/1", "note": "Done."}
    refused = await send(little, "cat", data)
    assert isinstance(refused, OpenPage)
    assert "This action is for Ash; please ask its team manager." in str(refused.card)
    assert "please ask" in str(await send(little, "sam", {"verb": "work.actions"}))


async def test_the_typed_words_bring_the_button_of_the_same_dialog(little: LittleCouncil) -> None:
    assert await say(little, "sam", "record") != await say(little, "ann", "record")
    offer = await shown(little, "ann", await say(little, "ann", "record an audit", THE_FIRST))
    assert isinstance(await press(little, "ann", offer, "Record an audit"), OpenPage)
    await little.submitted(FOR_ASH)
    offer = await shown(little, "ann", await say(little, "ann", "complete an action"))
    assert isinstance(await press(little, "ann", offer, "Complete an action"), OpenPage)
