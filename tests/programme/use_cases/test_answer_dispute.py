"""Whoever stands at a dispute's level answers it (WC-11, SW-09, WB-13, KT-05)."""

from datetime import date

import pytest

from programme.dispute import DisputeState
from programme.errors import AskSomeoneAllowed, CorrectAndRepeat, LookElsewhere, ShowAsItIsNow
from programme.message import MessageKind
from programme.shown import DISPUTES, dispute_entity
from tests.little_council import LittleCouncil
from tests.programme.use_cases.reviewing import (
    FORM,
    answered,
    kept,
    moved_on,
    raised,
    reviewing,
    staff_without,
    told,
)

pytestmark = pytest.mark.rule("WC-11", "SW-09", "WB-13", "KT-05")


@pytest.fixture
async def council(little: LittleCouncil) -> LittleCouncil:
    return await reviewing(little)


async def test_who_raised_it_hears_of_the_answer(council: LittleCouncil) -> None:
    dispute = await answered(council, await raised(council))
    assert await kept(council, dispute) == dispute
    assert dispute.state is DisputeState.ANSWERED
    assert await told(council) == ["ann", "iris", "iris"]


async def test_the_same_answer_twice_has_one_effect(council: LittleCouncil) -> None:
    dispute = await raised(council)
    first = await answered(council, dispute)
    assert await answered(council, dispute) == first
    assert len(await council.events(FORM)) == 2
    assert len(await told(council)) == 3


async def test_an_answer_to_what_has_changed_shows_it_as_it_is(council: LittleCouncil) -> None:
    dispute = await raised(council)
    await answered(council, dispute)
    with pytest.raises(ShowAsItIsNow):
        await answered(council, dispute, words="Something else.")


@pytest.mark.parametrize("by", ["gil", "ben", "abe", "iris", "quinn", "dee"])
async def test_nobody_else_answers_and_hears_who_does(council: LittleCouncil, by: str) -> None:
    dispute = await raised(council)
    with pytest.raises(AskSomeoneAllowed, match="At this level Ann answers"):
        await answered(council, dispute, by)


async def test_the_assistant_answers_while_the_manager_is_away(council: LittleCouncil) -> None:
    dispute = await raised(council)
    await council.away("ann", date(2026, 12, 7), date(2026, 12, 8))
    assert (await answered(council, dispute, "abe")).last.by == "abe"


async def test_the_answer_at_the_top_ends_it_and_who_raised_it_hears(
    council: LittleCouncil,
) -> None:
    await staff_without(council, "ann", "abe", "gil", "ada")
    dispute = await answered(council, await raised(council), "dee")
    assert dispute.state is DisputeState.CLOSED
    assert await told(council) == ["dee", "iris", "iris"]
    *_, last = await council.events(FORM)
    assert (last.verb, last.detail["state"]) == ("dispute_closed", "closed")


async def test_the_cards_of_it_and_the_lists_are_brought_up_to_date(
    council: LittleCouncil,
) -> None:
    dispute = await raised(council)
    await council.settle("gil", MessageKind.DISPUTE, dispute.id, dispute_entity(dispute.id))
    await council.settle("gil", MessageKind.DISPUTES, "gil", DISPUTES)
    await answered(council, dispute)
    assert await council.behind() == {
        ("gil", MessageKind.DISPUTE),
        ("gil", MessageKind.DISPUTES),
    }


async def test_words_that_identify_a_child_are_stopped(council: LittleCouncil) -> None:
    dispute = await raised(council)
    with pytest.raises(CorrectAndRepeat):
        await answered(council, dispute, words="Born 3 May 2015.")
    assert await kept(council, dispute) == dispute


async def test_what_is_not_there_says_where_to_look(
    council: LittleCouncil, other: LittleCouncil
) -> None:
    dispute = await raised(council)
    with pytest.raises(LookElsewhere, match="disputes"):
        await answered(other, dispute)


async def test_every_level_up_answers_in_turn(council: LittleCouncil) -> None:
    dispute = await raised(council)
    for by in ("ann", "gil", "ada"):
        dispute = await moved_on(council, await answered(council, dispute, by))
    assert (await answered(council, dispute, "dee")).is_over
