"""An action in a card, and its forms."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from dialogs.action_blocks import COMPLETE, MORE_TIME, Origin, forms, returned_form, rows
from dialogs.confirm_actions import RETURN
from dialogs.conversation import Typed
from dialogs.live_card import After
from programme.message import MessageKind
from programme.use_cases.action_lines import ActionLine
from programme.use_cases.show_confirmation import ConfirmationView
from tests.bot.chats import buttons, problems_in, words_of
from tests.cards import council as c
from tests.cards.sent import live

ORIGIN = Origin("actions", "1")


def lines(count: int) -> list[ActionLine]:
    return [c.action_line(c.action(number)) for number in range(1, count + 1)]


def returned(verb: str, action: str, of: list[ActionLine], **values: str) -> dict[str, object]:
    """The card's part that holds the form as it came back."""
    typed = Typed(verb, "Please see below.", {"action": action, **values}, {"note": "Shorter."})
    body, actions = returned_form(of, ORIGIN, c.TODAY, typed)
    return {"body": body, "actions": actions}


def test_an_action_says_where_it_stands() -> None:
    overdue = c.action_line(c.action(due=date(2026, 11, 20)))
    told = words_of(rows([*lines(1), overdue, c.action_line(c.completed())], with_case=True))
    assert "CF-2001 · Harrowmere North · Due Thu 10 Dec" in told
    assert "⚠ Overdue since Fri 20 Nov" in told
    assert "✔ Completed by Priya Nair on Tue 1 Dec" in told


def test_what_is_done_after_midnight_in_summer_is_done_on_the_council_s_day() -> None:
    at = datetime(2027, 6, 1, 23, 30, tzinfo=UTC)
    due_before = replace(c.completed(), completed_at=at, due=date(2027, 6, 1))
    told = words_of(rows([c.action_line(due_before)], with_case=False))
    assert "on Wed 2 Jun, after its date (Tue 1 Jun)" in told


def test_one_action_is_told_whole_and_many_are_told_shorter() -> None:
    long = c.action(text=c.long_words(500))
    assert long.text in words_of(rows([c.action_line(long)], with_case=False))
    twelve = words_of(rows([c.action_line(long)] * 12, with_case=False))
    assert long.text not in twelve
    assert long.text[:300] in twelve


def test_forms_are_for_those_who_may_act() -> None:
    watching = [c.action_line(c.action(), may_act=False)]
    moved = [c.action_line(c.moved())]
    assert forms(watching, ORIGIN, c.TODAY) == []
    assert [form["title"] for form in forms(moved, ORIGIN, c.TODAY)] == [
        "Complete an action",
        "Not ours",
    ]
    assert len(forms(lines(2), ORIGIN, c.TODAY)) == 3


def test_a_returned_form_keeps_the_choice_the_words_and_the_problem() -> None:
    card = returned(COMPLETE, f"{2:032x}/1", lines(3), note="Ring 0")
    (_, data), (part, same), (cancel, _) = buttons(card)
    assert part["title"] == "Part of it is done"
    assert {**same, "verb": data["verb"]} == data
    assert (cancel["title"], cancel["associatedInputs"]) == ("Cancel", "none")
    assert (data["complete_action"], data["complete_note"]) == (f"{2:032x}/1", "Ring 0")
    assert problems_in(card) == ["⚠ Shorter."]


def test_a_returned_form_names_the_version_as_it_is_now() -> None:
    changed = [*lines(1), c.action_line(replace(c.action(2), version=5))]
    (_, data), *_ = buttons(returned(COMPLETE, f"{2:032x}/1", changed, note="Done."))
    assert (data["complete_action"], data["complete_note"]) == (f"{2:032x}/5", "Done.")


def test_what_can_no_longer_be_done_leaves_the_card_as_ever_beneath_the_sentence() -> None:
    others = [c.action_line(c.completed(1)), *lines(3)[1:]]
    words = "The family and the school agreed to it."
    done = returned(COMPLETE, f"{1:032x}/1", others, note=words)
    moved = returned(MORE_TIME, f"{1:032x}/1", [c.action_line(c.moved())], reason=words)
    for card in (done, moved):
        assert "Please see below." in words_of(card)
        assert "Complete an action" in words_of(card)
        assert f"You had written:\n{words}" in words_of(card)


def test_a_returned_form_in_which_nothing_was_chosen_chooses_nothing() -> None:
    """What was typed may be about any of them, however few are left."""
    for count in (3, 1):
        (_, data), _ = buttons(returned(MORE_TIME, "", lines(count), reason="Next week."))
        assert "action" not in data
        assert not data["more_action"]
        assert data["more_reason"] == "Next week."


@pytest.mark.rule("BD-07")
@pytest.mark.parametrize("left", [2, 1])
def test_a_reason_for_an_action_that_is_gone_is_sent_about_no_other(left: int) -> None:
    done = tuple(c.action_line(c.completed(number)) for number in range(1, left + 1))
    view = ConfirmationView(c.TODAY, c.submitted(c.audit()), c.PRIYA, done)

    def sends(number: int) -> Mapping[str, object]:
        values = {"action": f"{number:032x}/1", "reason": "The plan has no dates."}
        back = After(typed=Typed(RETURN, "Please see below.", values, {}))
        (_, data), _ = buttons(live(MessageKind.CONFIRM_ACTIONS, view, back).card)
        return data

    gone = sends(9)
    assert "action" not in gone
    assert not gone["return_action"]
    assert gone["return_reason"] == "The plan has no dates."
    standing = sends(left)
    assert f"{left:032x}/" in str(standing.get("return_action") or standing["action"])
