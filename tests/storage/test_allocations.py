"""Months' allocations and who acknowledged them."""

from dataclasses import replace
from datetime import timedelta

from programme.monthly_allocation import Acknowledgement
from programme.ports import Work
from tests.storage.examples import ACKNOWLEDGEMENT, ALLOCATION, COUNCIL, DECEMBER, NOW


async def test_a_month_is_allocated_once(work: Work) -> None:
    async with work(COUNCIL) as unit:
        assert await unit.allocations.add(ALLOCATION)
        assert not await unit.allocations.add(replace(ALLOCATION, seed=1))
        assert await unit.allocations.add(replace(ALLOCATION, month=DECEMBER.plus(1)))
        await unit.commit()

    async with work(COUNCIL) as unit:
        assert await unit.allocations.get(DECEMBER) == ALLOCATION
        assert await unit.allocations.get(DECEMBER.plus(2)) is None


async def test_a_person_acknowledges_once_and_the_first_time_counts(work: Work) -> None:
    later = replace(ACKNOWLEDGEMENT, at=NOW + timedelta(hours=1))
    earlier = Acknowledgement(DECEMBER, "p2", NOW - timedelta(hours=1))
    async with work(COUNCIL) as unit:
        assert await unit.allocations.acknowledge(ACKNOWLEDGEMENT)
        assert not await unit.allocations.acknowledge(later)
        assert await unit.allocations.acknowledge(earlier)
        assert await unit.allocations.acknowledge(replace(later, month=DECEMBER.plus(1)))
        await unit.commit()

    async with work(COUNCIL) as unit:
        assert await unit.allocations.acknowledgements(DECEMBER) == (earlier, ACKNOWLEDGEMENT)
