"""Each person's part of a month's allocation, and a group manager's service area (WC-02)."""

from collections.abc import Mapping

import pytest

from programme.calendar import Month
from programme.use_cases.acknowledge_allocation import (
    AcknowledgeAllocation,
    acknowledge_allocation,
)
from programme.use_cases.show_allocation import (
    AllocationView,
    show_allocations,
    show_group_allocations,
)
from tests.little_council import DECEMBER, STAFF, THE_FIRST, LittleCouncil

EVERYONE = [one.id for one in STAFF] + ["nobody"]

pytestmark = pytest.mark.rule("WC-02")


async def _own(little: LittleCouncil, month: Month = DECEMBER) -> Mapping[str, AllocationView]:
    async with little.work(little.tenant_id) as w:
        return await show_allocations(little.council, w, little.period(month), EVERYONE)


async def _group(little: LittleCouncil) -> Mapping[str, AllocationView]:
    async with little.work(little.tenant_id) as w:
        return await show_group_allocations(little.council, w, little.period(), EVERYONE)


async def test_every_auditor_sees_what_they_lead_and_peer_and_nothing_else(
    drawn: LittleCouncil,
) -> None:
    views = await _own(drawn)
    assert set(views) == {"ann", "ben", "cat", "dan", "eve"}
    for person_id, view in views.items():
        assert view.reader.id == person_id
        assert all(line.part for line in view.lines)
    parts = {(line.lead, line.peer, line.part) for line in views["ann"].lines}
    assert parts == {("Ann", "Ben", "lead"), ("Ben", "Ann", "peer")}
    assert [(line.part, line.peer) for line in views["eve"].lines] == [("lead", None)]


async def test_the_views_are_awaited_of_the_peer_and_of_a_lead_without_one(
    drawn: LittleCouncil,
) -> None:
    views = await _own(drawn)
    awaited = {line.part: line.views_awaited for line in views["ann"].lines}
    assert awaited == {"lead": False, "peer": True}
    assert [line.views_awaited for line in views["eve"].lines] == [True]


async def test_a_group_manager_sees_the_service_area_and_no_other(drawn: LittleCouncil) -> None:
    views = await _group(drawn)
    assert set(views) == {"gil", "gus"}
    assert {line.audit.service_area for line in views["gil"].lines} == {"North"}
    assert {line.audit.service_area for line in views["gus"].lines} == {"South"}
    assert {line.part for line in views["gil"].lines} == {None}


async def test_what_was_acknowledged_says_when(drawn: LittleCouncil) -> None:
    ann = await drawn.person("ann")
    await acknowledge_allocation(
        AcknowledgeAllocation(drawn.council, ann, drawn.period(), "card"),
        work=drawn.work,
        now=THE_FIRST,
    )
    views = await _own(drawn)
    assert views["ann"].acknowledged_at == THE_FIRST
    assert views["ben"].acknowledged_at is None


async def test_someone_who_left_is_shown_nothing_but_named(drawn: LittleCouncil) -> None:
    await drawn.take_staff(*(one for one in STAFF if one.id not in ("ben", "gil")))
    own, group = await _own(drawn), await _group(drawn)
    assert "ben" not in own
    assert set(group) == {"gus"}
    assert {line.peer for line in own["ann"].lines} == {"Ben", "Ann"}


async def test_a_month_without_audits_shows_nobody_anything(drawn: LittleCouncil) -> None:
    assert await _own(drawn, DECEMBER.plus(1)) == {}
