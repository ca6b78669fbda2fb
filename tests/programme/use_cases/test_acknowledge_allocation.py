"""Someone acknowledges their part of a month's allocation: proof, by name, once (WC-02)."""

import pytest

from programme.calendar import Month
from programme.errors import LookElsewhere
from programme.message import MessageKind
from programme.monthly_allocation import Acknowledgement
from programme.shown import allocation_entity, part_entity
from programme.use_cases.acknowledge_allocation import (
    AcknowledgeAllocation,
    acknowledge_allocation,
)
from tests.little_council import A_MINUTE, DECEMBER, MAIN, THE_FIRST, LittleCouncil

pytestmark = pytest.mark.rule("WC-02")


async def _acknowledge(
    little: LittleCouncil, person_id: str, month: Month = DECEMBER, late: int = 0
) -> bool:
    command = AcknowledgeAllocation(
        little.council, await little.person(person_id), little.period(month), "card"
    )
    return await acknowledge_allocation(command, work=little.work, now=THE_FIRST + late * A_MINUTE)


async def _acknowledged(little: LittleCouncil) -> tuple[Acknowledgement, ...]:
    async with little.work(little.tenant_id) as w:
        return await w.allocations.acknowledgements(MAIN, DECEMBER)


async def test_an_auditor_acknowledges_once_and_the_first_time_counts(
    drawn: LittleCouncil,
) -> None:
    assert await _acknowledge(drawn, "ann")
    assert not await _acknowledge(drawn, "ann", late=5)
    assert await _acknowledged(drawn) == (Acknowledgement(MAIN, DECEMBER, "ann", THE_FIRST),)
    (event,) = [e for e in await drawn.events("2026-12") if e.verb == "acknowledge_allocation"]
    assert (event.who, event.at, event.source) == ("ann", THE_FIRST, "card")


async def test_a_group_manager_acknowledges_the_service_areas(drawn: LittleCouncil) -> None:
    assert await _acknowledge(drawn, "gil")


@pytest.mark.parametrize("person_id", ["sam", "abe", "quinn"])
async def test_someone_without_a_part_has_nothing_to_acknowledge(
    drawn: LittleCouncil, person_id: str
) -> None:
    with pytest.raises(LookElsewhere, match="no part in the case file audits of December 2026"):
        await _acknowledge(drawn, person_id)
    assert await _acknowledged(drawn) == ()


async def test_a_month_without_an_allocation_is_not_acknowledged(drawn: LittleCouncil) -> None:
    with pytest.raises(LookElsewhere, match="January 2027 aren't allocated yet"):
        await _acknowledge(drawn, "ann", DECEMBER.plus(1))


async def test_the_persons_card_and_the_count_follow_and_nobody_elses(
    drawn: LittleCouncil,
) -> None:
    month = str(DECEMBER)
    await drawn.settle("ann", MessageKind.ALLOCATION, month, part_entity(month, "ann"))
    await drawn.settle("ben", MessageKind.ALLOCATION, month, part_entity(month, "ben"))
    await drawn.settle("quinn", MessageKind.ROUND, month, allocation_entity(month))
    await _acknowledge(drawn, "ann")
    assert await drawn.behind() == {
        ("ann", MessageKind.ALLOCATION),
        ("quinn", MessageKind.ROUND),
    }
