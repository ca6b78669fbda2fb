"""The picture of a period: its days are those of England's clocks."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from dialogs.live_card import After
from dialogs.overview import card
from tests.bot.chats import words_of
from tests.cards.follow_up_cards import result
from tests.cards.overview_cards import overview


def test_an_audit_submitted_late_on_a_summers_evening_stands_under_the_next_day() -> None:
    told = result()
    late = replace(told.audit, submitted_at=datetime(2026, 7, 1, 23, 30, tzinfo=UTC))
    words = words_of(card(overview(replace(told, audit=late)), After()))
    assert ", Thu 2 Jul · " in words


@pytest.mark.rule("WB-10")
def test_a_month_within_a_longer_cycle_says_what_was_submitted_before_it() -> None:
    words = words_of(card(overview(outstanding=1, earlier=(result(),)), After()))
    assert (
        "0 audits were submitted in the period. 1 audit is still to be submitted. 1 audit of its "
        "cycle was submitted before it; its actions are counted too."
    ) in words
    assert "Completed" in words
