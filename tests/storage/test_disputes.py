"""Disputes and escalations, each with its history and the rule that it began under."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from programme.dispute import Dispute, DisputeState, Step, StepKind
from programme.errors import ShowAsItIsNow
from programme.people import Role
from programme.ports import Work
from programme.rules.dispute import DisputeRule, Level
from tests.storage.examples import COUNCIL, LATER, NOW, OTHER_COUNCIL

RULE = DisputeRule(
    id="escalation",
    title="Escalation",
    raised_by=(Role.CONFERENCE_CHAIR,),
    levels=(Level(Role.TEAM_MANAGER, 5), Level(Role.DIRECTOR, 10)),
    remind_before=2,
    decide_within=4,
)
DISPUTE = Dispute(
    id="d1",
    rule=RULE,
    case_reference="C100",
    team="Malvern",
    service_area="North",
    raised_by="p1",
    raised_at=NOW,
    about="No date has been set.",
    level=0,
    level_due=date(2026, 12, 8),
    history=(Step(StepKind.RAISED, 0, "p1", NOW),),
)
ANSWERED = replace(
    DISPUTE,
    version=2,
    state=DisputeState.ANSWERED,
    level_due=date(2026, 12, 14),
    history=(*DISPUTE.history, Step(StepKind.ANSWERED, 0, "p2", LATER, "It is “set” now.")),
)
RESOLVED = replace(
    ANSWERED,
    version=3,
    state=DisputeState.RESOLVED,
    history=(*ANSWERED.history, Step(StepKind.RESOLVED, 0, "p1", LATER)),
    ended_at=LATER,
)


@pytest.fixture(autouse=True)
async def _kept(work: Work) -> None:
    async with work(COUNCIL) as unit:
        assert await unit.disputes.add(DISPUTE)
        await unit.commit()


async def test_a_dispute_comes_back_as_it_was_with_its_rule(work: Work) -> None:
    for changed in (ANSWERED, RESOLVED):
        async with work(COUNCIL) as unit:
            await unit.disputes.save(changed)
            await unit.commit()
        async with work(COUNCIL) as unit:
            assert await unit.disputes.get("d1") == changed
            assert await unit.disputes.get("d9") is None


async def test_a_team_that_the_case_moved_to_is_kept(work: Work) -> None:
    moved = replace(DISPUTE, version=2, team="Evesham", service_area="South")
    async with work(COUNCIL) as unit:
        await unit.disputes.save(moved)
        assert await unit.disputes.get("d1") == moved


async def test_one_of_an_id_is_kept_once(work: Work) -> None:
    async with work(COUNCIL) as unit:
        assert not await unit.disputes.add(replace(DISPUTE, about="Another."))
        assert await unit.disputes.get("d1") == DISPUTE


async def test_a_change_of_an_older_version_is_refused(work: Work) -> None:
    async with work(COUNCIL) as unit:
        await unit.disputes.save(ANSWERED)
        with pytest.raises(ShowAsItIsNow, match="as it stands"):
            await unit.disputes.save(replace(DISPUTE, version=2, level=1))
        assert await unit.disputes.get("d1") == ANSWERED


async def test_those_that_have_not_ended_come_the_most_urgent_first(work: Work) -> None:
    urgent = replace(DISPUTE, id="d2", level_due=DISPUTE.level_due - timedelta(days=1))
    ended = replace(RESOLVED, id="d3", version=1)
    async with work(COUNCIL) as unit:
        await unit.disputes.add(urgent)
        await unit.disputes.add(ended)
        assert await unit.disputes.all_open() == (urgent, DISPUTE)


async def test_another_councils_are_its_own(work: Work) -> None:
    async with work(OTHER_COUNCIL) as unit:
        assert await unit.disputes.get("d1") is None
        assert await unit.disputes.all_open() == ()
        with pytest.raises(ShowAsItIsNow):
            await unit.disputes.save(ANSWERED)
