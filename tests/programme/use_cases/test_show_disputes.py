"""Disputes as cards show them: one whole, and a list of those that are open."""

from datetime import date

import pytest

from programme.people import Role
from programme.use_cases.show_disputes import DisputeView, show_disputes, show_open_disputes
from tests.little_council import LittleCouncil, person
from tests.programme.use_cases.reviewing import (
    answered,
    moved_on,
    raised,
    resolved,
    reviewing,
    staff_with,
    staff_without,
)

TODAY = date(2026, 12, 7)


@pytest.fixture
async def council(little: LittleCouncil) -> LittleCouncil:
    return await reviewing(little)


async def _readers(council: LittleCouncil, of: str) -> set[str]:
    async with council.work(council.tenant_id) as w:
        pairs = [(p.id, of) for p in await w.people.all()]
        return {reader for reader, _ in await show_disputes(council.council, w, pairs, TODAY)}


async def _seen(council: LittleCouncil, reader: str, of: str) -> DisputeView:
    async with council.work(council.tenant_id) as w:
        return (await show_disputes(council.council, w, [(reader, of)], TODAY))[reader, of]


async def test_it_is_seen_by_its_team_those_above_who_raised_it_and_the_qa_officers(
    council: LittleCouncil,
) -> None:
    dispute = await raised(council)
    assert await _readers(council, dispute.id) == {
        "ann",
        "abe",
        "gil",
        "ada",
        "dee",
        "iris",
        "quinn",
    }


async def test_who_has_left_sees_nothing_any_more(council: LittleCouncil) -> None:
    dispute = await raised(council)
    await staff_without(council, "ann", "iris")
    assert {"ann", "iris"}.isdisjoint(await _readers(council, dispute.id))


async def test_who_stands_at_its_level_sees_it_without_having_the_area(
    council: LittleCouncil,
) -> None:
    gwen = person("Gwen", Role.GROUP_MANAGER)
    await staff_with(council, gwen, without=("ann", "abe", "gil"))
    dispute = await raised(council)
    assert dispute.level == 1
    assert "gwen" in await _readers(council, dispute.id)
    await answered(council, dispute, "gwen")
    assert "gwen" in await _readers(council, dispute.id)


async def test_only_who_is_to_act_may_act(council: LittleCouncil) -> None:
    dispute = await raised(council)
    ann, iris = await _seen(council, "ann", dispute.id), await _seen(council, "iris", dispute.id)
    assert (ann.may_answer, ann.may_decide, ann.answering) == (True, False, ("Ann",))
    assert (iris.may_answer, iris.may_decide, iris.deciding) == (False, True, ())
    await answered(council, dispute)
    after = await _seen(council, "ann", dispute.id)
    assert (after.may_answer, after.answering, after.deciding) == (False, (), ("Iris",))


async def test_the_list_is_ones_own_or_those_of_ones_area_and_the_qa_officers_see_all(
    council: LittleCouncil,
) -> None:
    north = await raised(council)
    south = await raised(council, by="ivo", dispute_id="e" * 32, case_reference="CF-30")
    ended = await raised(council, dispute_id="c" * 32)
    await resolved(council, ended)
    async with council.work(council.tenant_id) as w:
        everyone = [p.id for p in await w.people.all()]
        lists = await show_open_disputes(council.council, w, everyone, TODAY)
    found = {reader: [each.dispute.id for each in view.disputes] for reader, view in lists.items()}
    both = [north.id, south.id]
    assert found["quinn"] == found["dee"] == sorted(both)
    assert found["ann"] == found["gil"] == found["iris"] == [north.id]
    assert found["gus"] == found["ivo"] == [south.id]
    assert found["ben"] == []
    assert "sam" not in found


async def test_why_the_qa_officers_answer_is_told(council: LittleCouncil) -> None:
    await staff_without(council, "ann", "abe", "gil", "ada", "dee")
    dispute = await raised(council)
    seen = await _seen(council, "quinn", dispute.id)
    assert (seen.may_answer, seen.why_officers) == (True, "nobody is director for Ash")


async def test_who_raised_it_keeps_the_right_to_decide_in_another_role(
    council: LittleCouncil,
) -> None:
    given = await answered(council, await raised(council))
    await staff_with(council, person("Iris", Role.SOCIAL_WORKER, team="Birch", area="North"))
    assert (await _seen(council, "iris", given.id)).may_decide
    assert (await moved_on(council, given)).level == 1
