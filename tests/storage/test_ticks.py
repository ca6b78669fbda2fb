"""Which due times of which jobs have been seen to."""

import asyncio
from datetime import timedelta, timezone

from programme.ports import Work
from tests.storage.examples import COUNCIL, NOW


async def test_a_due_time_is_claimed_once_whatever_zone_it_is_written_in(work: Work) -> None:
    async with work(COUNCIL) as unit:
        assert await unit.ticks.claim("reminders", NOW)
        assert not await unit.ticks.claim("reminders", NOW.astimezone(timezone(timedelta(hours=1))))
        assert await unit.ticks.claim("reminders", NOW + timedelta(days=1))
        assert await unit.ticks.claim("digest", NOW)


async def test_a_claim_is_undone_with_its_unit(work: Work) -> None:
    async with work(COUNCIL) as unit:
        assert await unit.ticks.claim("reminders", NOW)
    async with work(COUNCIL) as unit:
        assert await unit.ticks.claim("reminders", NOW)


async def test_one_of_many_at_once_claims_it(work: Work) -> None:
    async def claim() -> bool:
        async with work(COUNCIL) as unit:
            claimed = await unit.ticks.claim("reminders", NOW)
            await unit.commit()
        return claimed

    assert sum(await asyncio.gather(*(claim() for _ in range(8)))) == 1
