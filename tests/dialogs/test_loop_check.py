"""Closing the loop from its card (WC-09)."""

from dialogs.conversation import Typed
from dialogs.live_card import After
from dialogs.loop_check import CLOSE, card
from tests.bot.chats import titles, words_of
from tests.cards import council as c
from tests.cards.moderation_cards import loop_view


def test_what_was_found_is_still_there_where_somebody_else_has_checked_meanwhile() -> None:
    typed = Typed(CLOSE, "This has been checked already.", {"found": "The visits are there."}, {})
    shown = card(loop_view(c.completed(1), may_check=False), After(typed=typed))
    told = words_of(shown)
    assert "This has been checked already." in told
    assert "You had written:\nThe visits are there." in told
    assert titles(shown) == []
