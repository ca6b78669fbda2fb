"""The peer auditor records whose views were sought, and why not (WC-06)."""

from collections.abc import Mapping
from datetime import timedelta

import pytest

from programme.audit import Audit
from programme.audit_record import ViewSought
from programme.errors import AskSomeoneAllowed, CorrectAndRepeat, LookElsewhere
from programme.message import MessageKind
from programme.shown import allocation_entity, audit_entity
from programme.use_cases.record_views import RecordViews, record_views
from tests.little_council import FRAMEWORK, THE_FIRST, LittleCouncil, all_sought

SOUGHT = all_sought(FRAMEWORK)
NOT_ALL = {**SOUGHT, "child": ViewSought(sought=False, why_not="The child was asleep.")}

pytestmark = pytest.mark.rule("WC-06")


async def _record(
    little: LittleCouncil,
    audit: Audit,
    by: str = "ben",
    views: Mapping[str, ViewSought] = NOT_ALL,
    hours: int = 0,
) -> Audit:
    command = RecordViews(little.council, await little.person(by), audit.id, views, "dialog")
    return await record_views(command, work=little.work, now=THE_FIRST + timedelta(hours=hours))


async def test_the_peer_records_them_and_it_is_kept(drawn: LittleCouncil) -> None:
    audit = await drawn.audit_led_by("ann")
    recorded = await _record(drawn, audit)
    assert recorded == await drawn.audit_led_by("ann")
    assert recorded.record.views == NOT_ALL
    assert recorded.views_recorded_at == THE_FIRST
    assert [event.verb for event in await drawn.events(audit.id)] == ["record_views"]


async def test_after_the_submission_they_complete_the_audit(drawn: LittleCouncil) -> None:
    audit, _ = await drawn.submitted()
    assert not audit.is_complete
    assert (await _record(drawn, audit)).is_complete


async def test_the_lead_of_a_pair_is_not_asked_but_one_without_a_peer_is(
    drawn: LittleCouncil,
) -> None:
    with pytest.raises(AskSomeoneAllowed, match="peer auditor"):
        await _record(drawn, await drawn.audit_led_by("ann"), by="ann")
    alone = await drawn.audit_led_by("eve")
    assert alone.peer_id is None
    views = all_sought(FRAMEWORK, alone.tool_id)
    recorded = await _record(drawn, alone, by="eve", views=views)
    assert recorded.views_recorded_at == THE_FIRST


async def test_the_same_answers_twice_have_one_effect(drawn: LittleCouncil) -> None:
    audit = await drawn.audit_led_by("ann")
    first = await _record(drawn, audit)
    before = await drawn.everything()
    assert await _record(drawn, audit, hours=1) == first
    assert await drawn.everything() == before
    with pytest.raises(AskSomeoneAllowed):
        await _record(drawn, audit, by="cat", hours=1)


async def test_an_answer_that_is_missing_keeps_nothing(drawn: LittleCouncil) -> None:
    audit = await drawn.audit_led_by("ann")
    before = await drawn.everything()
    with pytest.raises(CorrectAndRepeat) as refused:
        await _record(drawn, audit, views={**SOUGHT, "worker": ViewSought(sought=False)})
    assert list(refused.value.problems) == ["worker_why_not"]
    assert await drawn.everything() == before


async def test_the_cards_that_show_the_audit_follow(drawn: LittleCouncil) -> None:
    audit = await drawn.audit_led_by("ann")
    await drawn.settle("ann", MessageKind.ALLOCATION, "2026-12", audit_entity(audit.id))
    await drawn.settle("quinn", MessageKind.ROUND, "2026-12", allocation_entity("2026-12"))
    await drawn.settle("cat", MessageKind.ALLOCATION, "2026-12", audit_entity("another"))
    await _record(drawn, audit)
    assert await drawn.behind() == {
        ("ann", MessageKind.ALLOCATION),
        ("quinn", MessageKind.ROUND),
    }


async def test_an_audit_of_another_council_is_not_here(
    drawn: LittleCouncil, other: LittleCouncil
) -> None:
    with pytest.raises(LookElsewhere):
        await _record(drawn, await other.audit_led_by("ann"))
