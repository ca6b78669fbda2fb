"""A dispute is resolved at the level where it stands (WC-11, SW-09, WB-13, KT-05)."""

from datetime import date

import pytest

from programme.dispute import DisputeState
from programme.errors import AskSomeoneAllowed, ShowAsItIsNow
from tests.little_council import LittleCouncil
from tests.programme.use_cases.reviewing import (
    FORM,
    answered,
    kept,
    raised,
    resolved,
    reviewing,
    told,
)

pytestmark = pytest.mark.rule("WC-11", "SW-09", "WB-13", "KT-05")


@pytest.fixture
async def council(little: LittleCouncil) -> LittleCouncil:
    return await reviewing(little)


async def test_it_is_resolved_where_it_stands_and_who_answered_hears(
    council: LittleCouncil,
) -> None:
    given = await answered(council, await raised(council), agreed=True)
    done = await resolved(council, given)
    assert (done.state, done.level, await kept(council, done)) == (DisputeState.RESOLVED, 0, done)
    assert await told(council) == ["ann", "ann", "iris", "iris"]
    *_, last = await council.events(FORM)
    assert (last.verb, last.detail["level"], last.detail["state"]) == (
        "dispute_resolved",
        1,
        "resolved",
    )


async def test_it_may_be_resolved_before_an_answer_and_who_was_asked_hears(
    council: LittleCouncil,
) -> None:
    done = await resolved(council, await raised(council))
    assert done.is_over
    assert await told(council) == ["ann", "ann", "iris"]


async def test_the_same_press_twice_resolves_it_once(council: LittleCouncil) -> None:
    dispute = await raised(council)
    assert await resolved(council, dispute) == await resolved(council, dispute)
    assert len(await council.events(FORM)) == 2


async def test_nobody_resolves_anothers_but_qa_officers_while_they_are_away(
    council: LittleCouncil,
) -> None:
    dispute = await raised(council)
    with pytest.raises(AskSomeoneAllowed, match="for Iris to say"):
        await resolved(council, dispute, "quinn")
    await council.away("iris", date(2026, 12, 7), date(2026, 12, 31))
    assert (await resolved(council, dispute, "quinn")).last.by == "quinn"


async def test_what_has_ended_is_shown_as_it_is(council: LittleCouncil) -> None:
    done = await resolved(council, await raised(council))
    with pytest.raises(ShowAsItIsNow):
        await answered(council, done)
