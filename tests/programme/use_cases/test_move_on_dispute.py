"""The answer doesn't satisfy: a dispute goes to the next level (WC-11, SW-09, WB-13, KT-05)."""

from datetime import date

import pytest

from programme.errors import AskSomeoneAllowed, ShowAsItIsNow
from tests.little_council import LittleCouncil
from tests.programme.use_cases.reviewing import (
    FORM,
    answered,
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


async def test_the_next_level_is_asked_and_who_answered_hears_that_it_did_not_satisfy(
    council: LittleCouncil,
) -> None:
    moved = await moved_on(council, await answered(council, await raised(council)))
    assert (moved.level, moved.level_due) == (1, date(2026, 12, 14))
    assert await told(council) == ["ann", "ann", "gil", "iris", "iris"]


async def test_the_same_press_twice_moves_it_once(council: LittleCouncil) -> None:
    given = await answered(council, await raised(council))
    first = await moved_on(council, given)
    assert await moved_on(council, given) == first
    assert first.level == 1
    assert len(await told(council)) == 5


async def test_pressed_again_across_a_level_that_was_passed_over_it_moves_once(
    council: LittleCouncil,
) -> None:
    given = await answered(council, await raised(council))
    await staff_without(council, "gil")
    first = await moved_on(council, given)
    assert first.level == 2
    assert await moved_on(council, given) == first
    verbs = [event.verb for event in await council.events(FORM)]
    assert verbs[2:] == ["dispute_moved_on", "dispute_passed_over"]


async def test_nobody_but_who_raised_it_moves_it_on(council: LittleCouncil) -> None:
    given = await answered(council, await raised(council))
    for by in ("ann", "ivo", "quinn"):
        with pytest.raises(AskSomeoneAllowed, match="for Iris to say"):
            await moved_on(council, given, by)


async def test_once_who_raised_it_has_left_the_qa_officers_do(council: LittleCouncil) -> None:
    given = await answered(council, await raised(council))
    await staff_without(council, "iris")
    assert (await moved_on(council, given, "quinn")).level == 1


async def test_it_is_not_moved_on_before_there_is_an_answer(council: LittleCouncil) -> None:
    with pytest.raises(ShowAsItIsNow):
        await moved_on(council, await raised(council))
