"""Rounds' allocations and who acknowledged them."""

from dataclasses import replace
from datetime import timedelta

from programme.monthly_allocation import Acknowledgement
from programme.ports import Work
from tests.storage.examples import ACKNOWLEDGEMENT, ALLOCATION, COUNCIL, DECEMBER, NOW


async def test_a_period_of_a_round_is_allocated_once(work: Work) -> None:
    async with work(COUNCIL) as unit:
        assert await unit.allocations.add(ALLOCATION)
        assert not await unit.allocations.add(replace(ALLOCATION, seed=1))
        assert await unit.allocations.add(replace(ALLOCATION, month=DECEMBER.plus(1)))
        assert await unit.allocations.add(replace(ALLOCATION, round_id="mid_way", seed=2))
        await unit.commit()

    async with work(COUNCIL) as unit:
        assert await unit.allocations.get("files", DECEMBER) == ALLOCATION
        assert await unit.allocations.get("mid_way", DECEMBER) == replace(
            ALLOCATION, round_id="mid_way", seed=2
        )
        assert await unit.allocations.get("files", DECEMBER.plus(2)) is None


async def test_a_person_acknowledges_once_and_the_first_time_counts(work: Work) -> None:
    later = replace(ACKNOWLEDGEMENT, at=NOW + timedelta(hours=1))
    earlier = Acknowledgement("files", DECEMBER, "p2", NOW - timedelta(hours=1))
    async with work(COUNCIL) as unit:
        assert await unit.allocations.acknowledge(ACKNOWLEDGEMENT)
        assert not await unit.allocations.acknowledge(later)
        assert await unit.allocations.acknowledge(earlier)
        assert await unit.allocations.acknowledge(replace(later, month=DECEMBER.plus(1)))
        assert await unit.allocations.acknowledge(replace(later, round_id="mid_way"))
        await unit.commit()

    async with work(COUNCIL) as unit:
        assert await unit.allocations.acknowledgements("files", DECEMBER) == (
            earlier,
            ACKNOWLEDGEMENT,
        )
