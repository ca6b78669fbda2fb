"""Good practice that was recorded, and which manager acknowledged it."""

from dataclasses import replace

import pytest

from programme.ports import Work
from programme.practice_acknowledgement import PracticeAcknowledgement
from tests.storage.examples import COUNCIL, LATER, NOW, OTHER_COUNCIL

PRACTICE = PracticeAcknowledgement(
    id="pa1",
    case_reference="C100",
    team="Malvern",
    service_area="North",
    practitioner="Sam",
    practitioner_id=None,
    standard="voice",
    good="She was asked, and “heard”.",
    thank=True,
    recorded_by="p1",
    recorded_at=NOW,
)
LATEST = replace(PRACTICE, id="pa0", practitioner_id="p3", thank=False, recorded_at=LATER)
DONE = replace(PRACTICE, acknowledged_by="p2", acknowledged_at=LATER)


@pytest.fixture(autouse=True)
async def _kept(work: Work) -> None:
    async with work(COUNCIL) as unit:
        assert await unit.practice.add(LATEST)
        assert await unit.practice.add(PRACTICE)
        await unit.commit()


async def test_it_comes_back_as_it_was(work: Work) -> None:
    async with work(COUNCIL) as unit:
        assert await unit.practice.get("pa1") == PRACTICE
        assert await unit.practice.get("pa0") == LATEST
        assert await unit.practice.get("pa9") is None
        assert await unit.practice.awaiting() == (PRACTICE, LATEST)


async def test_one_of_an_id_is_kept_once(work: Work) -> None:
    async with work(COUNCIL) as unit:
        assert not await unit.practice.add(replace(PRACTICE, good="Another."))
        assert await unit.practice.get("pa1") == PRACTICE


async def test_it_is_acknowledged_once(work: Work) -> None:
    async with work(COUNCIL) as unit:
        assert await unit.practice.acknowledge(DONE)
        assert not await unit.practice.acknowledge(replace(DONE, acknowledged_by="p4"))
        assert await unit.practice.get("pa1") == DONE
        assert await unit.practice.awaiting() == (LATEST,)


async def test_another_councils_are_its_own(work: Work) -> None:
    async with work(OTHER_COUNCIL) as unit:
        assert await unit.practice.get("pa1") is None
        assert not await unit.practice.acknowledge(DONE)
        assert await unit.practice.awaiting() == ()
