"""Requests to be spared an audit, and who has declared a conflict of interest for a case."""

from dataclasses import replace
from datetime import timedelta

import pytest

from programme.errors import ShowAsItIsNow
from programme.hand_over import Ground, HandOver, Standing, WhyOfficers
from programme.ports import Work
from tests.storage.examples import COUNCIL, DUE, LATER, NOW, OTHER_COUNCIL

ASKED = HandOver(
    id="h1",
    audit_id="au1",
    part="lead",
    case_reference="C100",
    asked_by="p1",
    asked_at=NOW,
    ground=Ground.CONFLICT,
    words="We are “cousins”.",
    begun=False,
    to_id="p2",
    swap_audit_id="au2",
    answer_by=DUE,
)
GIVEN_BACK = replace(
    ASKED,
    id="h2",
    audit_id="au2",
    part="peer",
    asked_at=NOW - timedelta(days=1),
    asked_by="p3",
    ground=Ground.AWAY,
    begun=True,
    to_id=None,
    swap_audit_id=None,
    answer_by=None,
    state=Standing.WITH_OFFICERS,
    why_officers=WhyOfficers.GIVEN_BACK,
)


def _ended(request: HandOver, state: Standing) -> HandOver:
    return replace(
        request,
        state=state,
        answer="Please do.",
        ended_by="p9",
        ended_at=LATER,
        version=request.version + 1,
    )


@pytest.fixture(autouse=True)
async def _kept(work: Work) -> None:
    async with work(COUNCIL) as unit:
        assert await unit.hand_overs.add(ASKED)
        assert await unit.hand_overs.add(GIVEN_BACK)
        await unit.commit()


async def test_requests_come_back_as_they_were_until_they_have_ended(work: Work) -> None:
    async with work(COUNCIL) as unit:
        assert await unit.hand_overs.all_open() == (GIVEN_BACK, ASKED)
        await unit.hand_overs.save(_ended(ASKED, Standing.REFUSED))
        await unit.commit()
    async with work(COUNCIL) as unit:
        assert await unit.hand_overs.get("h1") == _ended(ASKED, Standing.REFUSED)
        assert await unit.hand_overs.all_open() == (GIVEN_BACK,)
        assert not await unit.hand_overs.add(ASKED)
    async with work(OTHER_COUNCIL) as unit:
        assert await unit.hand_overs.get("h1") is None
        assert await unit.hand_overs.all_open() == ()


async def test_a_change_of_an_older_version_is_refused(work: Work) -> None:
    async with work(COUNCIL) as unit:
        await unit.hand_overs.save(_ended(ASKED, Standing.TAKEN))
        with pytest.raises(ShowAsItIsNow, match="just now"):
            await unit.hand_overs.save(_ended(ASKED, Standing.TAKEN_BACK))


@pytest.mark.parametrize(
    ("state", "bars"),
    [
        (Standing.TAKEN, True),
        (Standing.GIVEN, True),
        (Standing.OVERTAKEN, True),
        (Standing.TAKEN_BACK, False),
        (Standing.REPLACED, False),
        (Standing.REFUSED, False),
    ],
)
async def test_a_conflict_is_declared_until_it_is_taken_back_or_refused(
    work: Work, state: Standing, bars: bool
) -> None:
    async with work(COUNCIL) as unit:
        declared = {"C100": frozenset({"p1"})}
        assert await unit.hand_overs.conflicts(["C100", "C200"]) == declared
        await unit.hand_overs.save(_ended(ASKED, state))
        assert await unit.hand_overs.conflicts(["C100"]) == (declared if bars else {})
        assert await unit.hand_overs.all_conflicts() == (declared if bars else {})
        assert await unit.hand_overs.conflicts([]) == {}
        await unit.commit()
    async with work(OTHER_COUNCIL) as unit:
        assert await unit.hand_overs.conflicts(["C100"]) == {}
        assert await unit.hand_overs.all_conflicts() == {}
