"""An audit passes to another auditor; everybody's cards stay true."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from programme.errors import AskSomeoneAllowed, CorrectAndRepeat, LookElsewhere, ShowAsItIsNow
from programme.message import MessageKind
from programme.shown import moderation_entity, part_entity
from programme.use_cases.record_views import RecordViews, record_views
from programme.use_cases.save_audit_draft import SaveAuditDraft, save_audit_draft
from programme.use_cases.show_auditors_needed import show_parts_to_give
from tests.little_council import (
    DECEMBER,
    STAFF,
    THE_FIRST,
    LittleCouncil,
    a_full_record,
    all_sought,
)
from tests.programme.use_cases.handing_over import announce, kept_audit
from tests.programme.use_cases.moderating import BY_MANAGERS, PEERS, moderation_of, ruled
from tests.programme.use_cases.reassigning import TODAY, allocation_card, reassign, withdraw

NIGHT = datetime(2026, 12, 1, 22, tzinfo=UTC)


async def test_the_new_auditor_gets_the_allocation_and_the_old_ones_card_says_so(
    drawn: LittleCouncil,
) -> None:
    await announce(drawn)
    audit = await drawn.audit_led_by("ann")
    for who in ("ann", "dan"):
        await drawn.settle(
            who, MessageKind.ALLOCATION, str(DECEMBER), part_entity(str(DECEMBER), who)
        )
    changed = await reassign(drawn, audit, "dan", now=NIGHT)
    assert (changed.lead_id, changed.peer_id) == ("dan", audit.peer_id)
    assert changed.why[-1].startswith("Dan is the lead auditor since Tuesday 1 December 2026")
    (message,) = [m for m in await drawn.messages(MessageKind.ALLOCATION) if audit.id in m.key]
    assert message.person_id == "dan"
    # Not in the night: when the council opens.
    assert message.not_before == datetime(2026, 12, 2, 8, 30, tzinfo=UTC)
    assert {who for who, _ in await drawn.behind()} >= {"ann", "dan"}
    assert f"**{audit.case_reference}** · now with Dan; thank you" in await allocation_card(
        drawn, "ann"
    )
    assert "Why: Ann is needed elsewhere." in await allocation_card(drawn, "ann")
    assert audit.case_reference in await allocation_card(drawn, "dan")


async def test_a_moderator_sees_who_has_a_submitted_audits_other_part_now(
    drawn: LittleCouncil,
) -> None:
    little = ruled(drawn, BY_MANAGERS)
    audit, _ = await little.submitted()
    about = moderation_entity(audit.id)
    await little.settle("gil", MessageKind.MODERATION, audit.id, about)
    await little.settle("gil", MessageKind.MODERATIONS, "gil", about)
    new = next(each for each in ("ben", "cat", "dan") if each != audit.peer_id)
    changed = await reassign(little, audit, new, part="peer")
    assert changed.peer_id == new
    assert await little.behind() >= {
        ("gil", MessageKind.MODERATION),
        ("gil", MessageKind.MODERATIONS),
    }


async def test_before_the_announcement_the_announcement_brings_it(drawn: LittleCouncil) -> None:
    audit = await drawn.audit_led_by("ann")
    await reassign(drawn, audit, "gil")
    assert await drawn.messages(MessageKind.ALLOCATION) == []
    await announce(drawn)
    assert "gil" in await drawn.readers(MessageKind.ALLOCATION)


async def test_once_the_period_is_over_nothing_else_brings_it(drawn: LittleCouncil) -> None:
    """However old the round is, and whether or not it is known still who was told of it."""
    audit = await drawn.audit_led_by("ann")
    await reassign(drawn, audit, "gil", now=datetime(2029, 2, 1, 10, tzinfo=UTC))
    assert await drawn.readers(MessageKind.ALLOCATION) == ["gil"]


async def test_what_was_written_so_far_stays_and_the_new_lead_submits_it(
    drawn: LittleCouncil,
) -> None:
    audit, ann = await drawn.audit_led_by("ann"), await drawn.person("ann")
    record = a_full_record(drawn.council.framework)
    draft = await save_audit_draft(
        SaveAuditDraft(drawn.council, ann, audit.id, lambda _: record, "dialog"),
        work=drawn.work,
        now=THE_FIRST,
    )
    changed = await reassign(drawn, draft, "gil")
    assert changed.record == record
    with pytest.raises(AskSomeoneAllowed):
        await save_audit_draft(
            SaveAuditDraft(drawn.council, ann, audit.id, lambda _: record, "dialog"),
            work=drawn.work,
            now=THE_FIRST,
        )


async def test_the_same_request_twice_has_one_effect_and_a_stale_one_none(
    drawn: LittleCouncil,
) -> None:
    audit = await drawn.audit_led_by("ann")
    changed = await reassign(drawn, audit, "gil")
    before = await drawn.everything()
    assert await reassign(drawn, audit, "gil") == changed
    with pytest.raises(ShowAsItIsNow, match="changed since"):
        await reassign(drawn, audit, "dan")
    assert await drawn.everything() == before
    (event,) = [e for e in await drawn.events(audit.id) if e.verb == "reassign_audit"]
    assert event.detail == {"part": "lead", "from": "ann", "to": "gil"}


async def test_nobody_who_is_barred_gets_an_audit(drawn: LittleCouncil) -> None:
    audit = await drawn.audit_led_by("ann")
    assert audit.peer_id is not None
    await drawn.away("dan", TODAY, TODAY)
    await drawn.take_staff(
        *(p for p in STAFF if p.id not in {"gus", "dan"}), *[await drawn.person("dan")]
    )
    barred = {audit.peer_id: "other auditor", "dan": "away today", "gus": "left", "sam": "works on"}
    before = await drawn.everything()
    for to_id, told in barred.items():
        with pytest.raises(CorrectAndRepeat) as refused:
            await reassign(drawn, audit, to_id)
        assert told in refused.value.problems["to"]
    with pytest.raises(CorrectAndRepeat) as refused:
        await reassign(drawn, audit, "gil", reason="Born 12/03/2014")
    assert set(refused.value.problems) == {"reason"}
    with pytest.raises(CorrectAndRepeat):
        await reassign(drawn, audit, "nobody")
    with pytest.raises(LookElsewhere):
        await reassign(drawn, replace(audit, id="0" * 32), "gil")
    for other in ("ann", "gil", "sam"):
        with pytest.raises(AskSomeoneAllowed, match="QA officer"):
            await reassign(drawn, audit, "gil", by=other)
        with pytest.raises(AskSomeoneAllowed, match="QA officer"):
            await withdraw(drawn, audit, by=other)
    assert await drawn.everything() == before


@pytest.mark.rule("WC-07")
async def test_whoever_moderates_an_audit_is_not_given_a_part_of_it(drawn: LittleCouncil) -> None:
    little = ruled(drawn, PEERS)
    audit, _ = await little.submitted()
    moderator = (await moderation_of(little, audit.id)).moderator_id
    assert moderator in {"ben", "cat", "dan", "eve"} - {audit.peer_id}
    async with little.work(little.tenant_id) as w:
        quinn = await little.person("quinn")
        (part,) = await show_parts_to_give(little.council, w, quinn, audit.case_reference, TODAY)
    assert part.part == "peer", "the views are still asked of the peer auditor"
    assert moderator not in {one.id for one in part.others}
    assert part.others
    with pytest.raises(CorrectAndRepeat) as refused:
        await reassign(little, audit, moderator, part="peer")
    assert "moderates this audit" in refused.value.problems["to"]
    assert (await kept_audit(little, audit)).peer_id == audit.peer_id
    changed = await reassign(little, audit, part.others[0].id, part="peer")
    assert changed.peer_id == part.others[0].id


async def test_a_part_that_is_done_stays_with_who_did_it(drawn: LittleCouncil) -> None:
    audit, _ = await drawn.submitted()
    with pytest.raises(ShowAsItIsNow, match="nothing left to record"):
        await reassign(drawn, audit, "dan")
    changed = await reassign(drawn, audit, "dan", part="peer")
    assert changed.peer_id == "dan"
    views = all_sought(drawn.council.framework)
    dan = await drawn.person("dan")
    done = await record_views(
        RecordViews(drawn.council, dan, audit.id, views, "dialog"), work=drawn.work, now=THE_FIRST
    )
    assert done.is_complete
