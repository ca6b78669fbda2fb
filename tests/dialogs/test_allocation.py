"""An auditor's card asks to be acknowledged while there is something in it to do."""

from dialogs.allocation import own_card
from dialogs.live_card import After
from programme.use_cases.show_allocation import AllocationView
from tests.bot.chats import words_of
from tests.cards import council as c


def test_a_card_with_nothing_left_to_do_is_not_to_be_acknowledged() -> None:
    to_do, complete = c.line(), c.line(of=c.complete(c.audit()))
    for lines, asks in (((to_do,), True), ((to_do, complete), True), ((complete,), False)):
        card = own_card(AllocationView(c.PERIOD, c.PRIYA, lines, None), After())
        assert ("Acknowledge" in words_of(card)) is asks
