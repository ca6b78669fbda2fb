"""An auditor's card asks to be acknowledged while there is something in it to do."""

from dataclasses import replace
from typing import Any

import pytest

from dialogs.allocation import LIVE_GROUP, LIVE_OWN, group_card, own_card
from dialogs.hand_over import button
from dialogs.later_blocks import MOST_ACTIONS
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


def test_whoever_has_views_to_record_of_a_submitted_audit_may_ask_to_be_spared_them() -> None:
    (offered,) = button([c.line(1, "peer", of=c.submitted(c.audit()))])
    assert offered["title"] == "I can't do this one"
    assert button([c.line(of=c.submitted(c.audit()))]) == []


@pytest.mark.parametrize("audits", range(1, 6))
def test_however_many_audits_there_is_room_for_remind_me_later(audits: int) -> None:
    lines = tuple(c.line(n) for n in range(1, audits + 1))
    card: Any = own_card(AllocationView(c.PERIOD, c.PRIYA, lines, None), After())
    assert len(card["actions"]) < MOST_ACTIONS


def test_the_reasons_are_asked_for_in_the_number_of_audits_that_there_are() -> None:
    one, two = c.line(), c.line(2)
    for lines, asks in (((one,), "Why this one?"), ((one, two), "Why these?")):
        card = own_card(AllocationView(c.PERIOD, c.PRIYA, lines, None), After())
        assert asks in words_of(card)
