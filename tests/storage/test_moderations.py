"""Moderations of audits."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from programme.errors import ShowAsItIsNow
from programme.moderation import Judgement, Moderation, ModerationState
from programme.ports import Work
from tests.storage.examples import AUDIT, COUNCIL, DUE, NOW, OTHER_COUNCIL

WAITING = Moderation("au1", "p1", "all_by_managers", "Because.", NOW, DUE)
URGENT = replace(WAITING, id="au2", due=date(2026, 12, 4), asked_at=NOW - timedelta(days=2))
OTHERS = replace(WAITING, id="au3", moderator_id="p2", handed_on_by=("p1", "p3"))
CHANGED = replace(
    WAITING,
    id="au4",
    state=ModerationState.CHANGED,
    version=2,
    agreed=Judgement({"plans": "good"}, "good", "The plan has no dates.", "Date the plan.", True),
    moderated_at=NOW,
    answer_due=DUE,
)
ANSWERED = replace(
    CHANGED,
    id="au5",
    state=ModerationState.ANSWERED,
    answered_by="p1",
    answered_at=NOW,
    answer_agrees=False,
    answer="It has.",
)


@pytest.fixture(autouse=True)
async def _moderations(work: Work) -> None:
    async with work(COUNCIL) as unit:
        await unit.moderations.add([WAITING, URGENT, OTHERS, CHANGED, ANSWERED])
        await unit.commit()


async def test_moderations_are_found_by_audit_moderator_and_state(work: Work) -> None:
    async with work(COUNCIL) as unit:
        found = unit.moderations
        assert await found.get("au5") == ANSWERED
        assert await found.get("au9") is None
        assert await found.some({"au1", "au3", "au9"}) == (WAITING, OTHERS)
        assert await found.waiting() == (URGENT, WAITING, OTHERS)
        assert await found.waiting_of("p1") == (URGENT, WAITING)
        assert await found.awaiting_answer_before(DUE) == ()
        assert await found.awaiting_answer_before(DUE + timedelta(days=1)) == (CHANGED,)
        assert await found.given_since(NOW) == {"p1": 3, "p2": 1}
        assert await found.given_since(NOW - timedelta(days=2)) == {"p1": 4, "p2": 1}
    async with work(OTHER_COUNCIL) as unit:
        assert await unit.moderations.get("au1") is None
        assert await unit.moderations.waiting() == ()
        assert await unit.moderations.given_since(NOW) == {}


async def test_a_change_of_an_older_version_is_refused_and_changes_nothing(work: Work) -> None:
    handed = replace(WAITING, version=2, moderator_id="p2", handed_on_by=("p1",))
    async with work(COUNCIL) as unit:
        await unit.moderations.save(handed)
        await unit.commit()
    async with work(COUNCIL) as unit:
        with pytest.raises(ShowAsItIsNow, match="as it stands"):
            await unit.moderations.save(replace(CHANGED, id="au1"))
        await unit.commit()
    async with work(COUNCIL) as unit:
        assert await unit.moderations.get("au1") == handed


@pytest.mark.rule("SW-05", "WB-04")
async def test_a_periods_audits_are_those_submitted_in_it(work: Work) -> None:
    start, end = NOW, NOW + timedelta(days=30)
    audits = [
        replace(AUDIT, id=name, case_reference=name, submitted_at=at)
        for name, at in {
            "before": start - timedelta(microseconds=1),
            "first": start,
            "last": end - timedelta(microseconds=1),
            "after": end,
            "never": None,
        }.items()
    ]
    async with work(COUNCIL) as unit:
        await unit.audits.add(audits)
        await unit.commit()
    async with work(COUNCIL) as unit:
        found = await unit.audits.submitted_between(start, end)
        assert [audit.id for audit in found] == ["first", "last"]
    async with work(OTHER_COUNCIL) as unit:
        assert await unit.audits.submitted_between(start, end) == ()
