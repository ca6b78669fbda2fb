"""An auditor's card asks to be acknowledged while there is something in it to do."""

from dataclasses import replace

import pytest

from dialogs.allocation import group_card, own_card
from dialogs.live_card import After
from programme.people import Role
from programme.use_cases.show_allocation import AllocationView
from tests.bot.chats import words_of
from tests.cards import council as c


def test_a_card_with_nothing_left_to_do_is_not_to_be_acknowledged() -> None:
    to_do, complete = c.line(), c.line(of=c.complete(c.audit()))
    for lines, asks in (((to_do,), True), ((to_do, complete), True), ((complete,), False)):
        card = own_card(AllocationView(c.PERIOD, c.PRIYA, lines, None), After())
        assert ("Acknowledge" in words_of(card)) is asks


@pytest.mark.rule("SW-11")
def test_a_copy_for_the_whole_council_names_the_service_areas_that_it_is_of() -> None:
    lines = tuple(
        c.line(n, None, of=replace(c.audit(n), service_area=area))
        for n, area in enumerate(("South", "Fostering", "South"), start=1)
    )
    head = c.person("Hal Reed", Role.HEAD_OF_SERVICE)
    card = group_card(AllocationView(c.PERIOD, head, lines, None), After())
    assert "December 2026: audits in Fostering, South" in words_of(card)
