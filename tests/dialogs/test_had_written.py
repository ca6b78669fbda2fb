"""What was typed is kept for its writer where the form isn't offered any more."""

from dataclasses import replace

import pytest

from dialogs import grade_alert, moderation
from dialogs.auditors_needed import NeededView
from dialogs.case_to_give import GIVE
from dialogs.confirm_actions import RETURN
from dialogs.conversation import ShowLive, Turn, Typed
from dialogs.live_card import After
from dialogs.review_audit import REVIEW
from dialogs.table import VERBS
from programme.grade_alert import Alert
from programme.message import MessageKind
from programme.moderation import ModerationState
from programme.use_cases.complete_action import CompleteAction, complete_action
from programme.use_cases.reopen_action import ReopenAction, reopen_action
from programme.use_cases.show_actions import ActionsView
from programme.use_cases.show_alerts import AlertView
from programme.use_cases.show_confirmation import ConfirmationView
from storage.engine import Engine
from tests.bot.chats import titles, words_of
from tests.cards import council as c
from tests.cards.follow_up_cards import DONE, DUE, result
from tests.cards.moderation_cards import view as moderation_view
from tests.cards.sent import live
from tests.little_council import ADDED, THE_FIRST, little_council

WORDS = "Visited on Monday, and agreed who does what."
CHANGED = "This has changed since; here it is as it stands now."
AUDIT = c.submitted(c.audit())


def back(verb: str, **values: str) -> After:
    return After(typed=Typed(verb, CHANGED, values, {}))


def reviewing(*, may: bool) -> ActionsView:
    one = replace(c.action_line(c.completed()), slip=c.SLIP)
    names = c.PRIYA.name, c.YUSUF.name
    return ActionsView(c.TODAY, AUDIT, "Good", c.PRIYA, *names, (one,), may_review=may)


ANSWERED = AlertView(
    c.TODAY, Alert("1" * 32, c.PRIYA.id, c.NOW, DUE, answer=DONE, answered_at=c.NOW), result()
)
OPEN_AGAIN = ConfirmationView(c.TODAY, AUDIT, c.PRIYA, (c.action_line(c.action()),))
CLOSED = moderation_view(state=ModerationState.ANSWERED, reader=c.PRIYA)
CASES = {
    "a grade alert": (MessageKind.GRADE_ALERT, ANSWERED, back(grade_alert.ANSWER, answer=WORDS)),
    "a moderated audit": (
        MessageKind.MODERATION_OUTCOME,
        CLOSED,
        back(moderation.ANSWER, agrees="no", line=WORDS),
    ),
    "a review": (MessageKind.ACTIONS, reviewing(may=False), back(REVIEW, shared=WORDS)),
    "a confirmation": (
        MessageKind.CONFIRM_ACTIONS,
        OPEN_AGAIN,
        back(RETURN, action=f"{1:032x}/1", reason=WORDS),
    ),
    "an audit to give": (
        MessageKind.AUDITORS_NEEDED,
        NeededView(()),
        back(GIVE, give="", reason=WORDS),
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_a_form_that_is_not_offered_any_more_gives_its_words_back(name: str) -> None:
    kind, view, after = CASES[name]
    told = words_of(live(kind, view, after).card)
    assert CHANGED in told
    assert f"You had written:\n{WORDS}" in told


def test_a_choice_alone_is_nothing_that_was_written() -> None:
    told = live(MessageKind.MODERATION_OUTCOME, CLOSED, back(moderation.ANSWER, agrees="no"))
    assert "You had written" not in words_of(told.card)


def test_after_a_refused_review_the_other_forms_are_a_press_away() -> None:
    offered = live(MessageKind.ACTIONS, reviewing(may=True), back(REVIEW, shared=WORDS)).card
    assert titles(offered) == ["Record the review", "Cancel"]
    gone = live(MessageKind.ACTIONS, reviewing(may=False), back(REVIEW, shared=WORDS)).card
    assert "Completed by mistake?" in words_of(gone)


@pytest.mark.rule("WC-08")
async def test_a_review_keeps_its_words_when_an_action_was_opened_again(engine: Engine) -> None:
    little = little_council(engine)
    await little.fill()
    await little.draw(now=ADDED)
    audit, (action,) = await little.submitted()
    abe = await little.person("abe")
    change = (little.council, abe, action.id)

    async def press(by: str, shared: str) -> ShowLive:
        who = await little.person(by)
        turn = Turn(little.council, who, "card", "key", THE_FIRST, little.work, int, None)  # type: ignore[arg-type]  # nothing is drawn
        pressed = {"verb": REVIEW, "subject": audit.id, "shared": shared}
        shown = await VERBS[REVIEW].press(pressed, turn)
        assert isinstance(shown, ShowLive)
        return shown

    done = CompleteAction(*change, action.version, "Done.", "card")
    closed = await complete_action(done, work=little.work, now=THE_FIRST)
    slip = ReopenAction(*change, closed.version, "card")
    opened = await reopen_action(slip, work=little.work, now=THE_FIRST)
    refused = await press("ann", WORDS)
    assert refused.typed is not None
    assert refused.typed.values == {"shared": WORDS}

    again = CompleteAction(*change, opened.version, "Done.", "card")
    await complete_action(again, work=little.work, now=THE_FIRST)
    assert (await press("ann", WORDS)).typed is None
    assert (await press("ann", WORDS)).typed is None
    second = await press("gil", "In supervision.")
    assert second.typed is not None
    assert "reviewed already" in second.typed.sentence
