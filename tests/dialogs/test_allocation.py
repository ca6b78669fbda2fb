"""An auditor's card asks to be acknowledged while there is something in it to do."""

from dataclasses import replace

from dialogs.allocation import group_card, own_card
from dialogs.live_card import After
from programme.use_cases.show_allocation import AllocationView
from tests.bot.chats import words_of
from tests.cards import council as c


def test_a_card_with_nothing_left_to_do_is_not_to_be_acknowledged() -> None:
    to_do, complete = c.line(), c.line(of=c.complete(c.audit()))
    for lines, asks in (((to_do,), True), ((to_do, complete), True), ((complete,), False)):
        card = own_card(AllocationView(c.PERIOD, c.PRIYA, lines, None), After())
        assert ("Acknowledge" in words_of(card)) is asks


def test_whoever_has_recorded_their_part_is_thanked_and_asked_for_nothing() -> None:
    complete, out = c.line(of=c.complete(c.audit())), c.line(2, of=c.withdrawn(c.audit(2)))
    for lines, told in (
        ((c.line(), complete), "Priya Nair, 2 cases to audit by **Thursday 31 December 2026**."),
        ((complete, out), "Priya Nair, you have recorded all that was asked of you. Thank you."),
        ((out,), "Priya Nair, there is nothing left for you to audit in December 2026."),
    ):
        assert told in words_of(own_card(AllocationView(c.PERIOD, c.PRIYA, lines, None), After()))


def test_the_copy_counts_what_goes_on_and_asks_for_no_more_than_it_offers() -> None:
    lines = (c.line(1, None), c.line(2, None, of=c.withdrawn(c.audit(2, team="Stourley"))))
    view = AllocationView(c.PERIOD, c.KWABENA, lines, None)
    told = words_of(group_card(view, After()))
    assert "1 case in 1 team, 0 submitted." in told
    assert "nothing is asked of you but to acknowledge this." in told
    seen = words_of(group_card(replace(view, acknowledged_at=c.NOW), After()))
    assert "nothing is asked of you." in seen
