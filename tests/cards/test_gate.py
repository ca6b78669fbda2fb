"""The gate shuts: each kind of mistake is made once, and named."""

from collections.abc import Mapping
from copy import deepcopy
from typing import Any

import orjson
import pytest

from dialogs import kit
from tests.cards.gate import problems


def good_card() -> dict[str, Any]:
    """A card with one of each, that the gate lets through."""
    form = kit.reveal(
        "Complete",
        [
            kit.text_input("complete_note", "What was done?", most=100),
            kit.choice_input("complete_action", "Which?", [("One", "1"), ("Two", "2")], value="1"),
        ],
        [kit.press("Done", "action.complete", {"subject": "1"}, primary=True)],
    )
    made = kit.card([kit.heading("A card"), kit.facts([("Team", "Malvern")])], [form])
    plain: dict[str, Any] = orjson.loads(orjson.dumps(made))
    return plain


def changed(path: str, value: object) -> dict[str, Any]:
    """The good card with what stands at `path` replaced; None takes it out."""
    made = good_card()
    at: Any = made
    *way, last = path.split("/")
    for step in way:
        at = at[int(step)] if isinstance(at, list) else at[step]
    if isinstance(at, list):
        at[int(last)] = value
    elif value is None:
        del at[last]
    else:
        at[last] = value
    return made


NOTE = "actions/0/card/body/0"
WHICH = "actions/0/card/body/1"
DONE = "actions/0/card/actions/0"
A_PRESS: Mapping[str, Any] = kit.press("Done", "action.complete")

MISTAKES = {
    "an unknown element": ("body/0/type", "TextBlok", "is no CardElement"),
    "an unknown property": ("body/0/weigth", "Bolder", "has no 'weigth'"),
    "a bad enum": ("body/0/size", "Huge", "is none of"),
    "a word for a flag": ("body/0/wrap", "yes", "not of type bool"),
    "a text block without text": ("body/0/text", None, "body[0]: no 'text'"),
    "an input without an id": (f"{NOTE}/id", None, "body[0]: no 'id'"),
    "an input without a label": (f"{NOTE}/label", None, "has no label"),
    "an error message forgotten": (f"{NOTE}/errorMessage", None, "no errorMessage"),
    "an id twice": (f"{NOTE}/id", "complete_action", "stands 2 times"),
    "a choice of nothing": (f"{WHICH}/choices", [], "nothing to choose"),
    "a value that is no choice": (f"{WHICH}/value", "3", "can't be chosen"),
    "another version": ("version", "1.6", "version '1.6'"),
    "a language": ("lang", "en-GB", "rejects `lang`"),
    "an Execute alone": (f"{DONE}/fallback", None, "without an Action.Submit fallback"),
    "a fallback that says otherwise": (f"{DONE}/fallback/data", {"verb": "x"}, "differs"),
    "a verb of nobody": (f"{DONE}/data/verb", "action.undo", "nobody answers"),
    "a field that its verb doesn't know": (f"{NOTE}/id", "note", "complete doesn't know note"),
    "seven buttons": ("actions", [A_PRESS] * 7, "7 actions in one list"),
    "an abbreviation": ("body/0/text", "Ask your TM", "'TM' in"),
    "American spelling": ("body/0/text", "The audit program", "'program' in"),
    "an empty title": (f"{DONE}/title", " ", "an empty title"),
    "a fact without a value": ("body/1/facts/0/value", None, "facts[0]: no 'value'"),
    "a card of 28 KB": ("body/0/text", "a" * 28_700, "over 28 KB"),
}


def test_a_sound_card_passes() -> None:
    assert problems(good_card()) == []


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_is_named(mistake: str) -> None:
    path, value, told = MISTAKES[mistake]
    assert any(told in problem for problem in problems(changed(path, deepcopy(value))))


def test_a_case_reference_in_the_summary_is_named() -> None:
    assert problems(good_card(), "Actions from CF-1234") == [
        "the summary 'Actions from CF-1234' names a case"
    ]
