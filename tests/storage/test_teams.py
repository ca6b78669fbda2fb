"""The council's teams."""

from programme.people import Team
from programme.ports import Work
from tests.storage.examples import COUNCIL

MALVERN = Team("Malvern", "North")
EVESHAM = Team("evesham", "South")


async def test_replacing_leaves_these_and_no_others_by_name(work: Work) -> None:
    async with work(COUNCIL) as unit:
        await unit.teams.replace([Team("Former", "North"), Team("Malvern", "South")])
        await unit.commit()
    async with work(COUNCIL) as unit:
        await unit.teams.replace([MALVERN, EVESHAM])
        await unit.commit()

    async with work(COUNCIL) as unit:
        assert await unit.teams.all() == (EVESHAM, MALVERN)
