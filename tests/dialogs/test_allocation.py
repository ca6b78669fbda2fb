"""An auditor's card asks to be acknowledged while there is something in it to do."""

from dataclasses import replace

import pytest

from dialogs.allocation import LIVE_GROUP, LIVE_OWN, group_card, own_card
from dialogs.live_card import After
from programme.calendar import Month
from programme.people import Role
from programme.period import Period
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


@pytest.mark.rule("WB-01")
def test_a_card_is_called_by_its_whole_period() -> None:
    two = replace(c.PERIOD, period=Period(Month(2027, 1), 2))
    view = AllocationView(two, c.PRIYA, (c.line(of=c.withdrawn(c.audit())),), None)
    drawn = LIVE_OWN.drawn(view, After())
    assert drawn.summary == "Your audits for January to February 2027"
    assert "left for you to audit in January to February 2027." in words_of(drawn.card)
    copied = LIVE_GROUP.drawn(replace(view, reader=c.KWABENA), After())
    assert copied.summary == "Audits in your service area, January to February 2027"
    head = c.person("Hal Reed", Role.HEAD_OF_SERVICE)
    copied = LIVE_GROUP.drawn(replace(view, reader=head), After())
    assert copied.summary == "Audits that are copied to you, January to February 2027"
