"""An audit passes to another auditor, or is withdrawn; everybody's cards stay true."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from dialogs.table import LIVE
from programme.audit import Audit, AuditState
from programme.errors import AskSomeoneAllowed, CorrectAndRepeat, LookElsewhere, ShowAsItIsNow
from programme.message import MessageKind
from programme.people import Role
from programme.shown import part_entity
from programme.use_cases.announce_allocation import announce_allocation
from programme.use_cases.reassign_audit import (
    ReassignAudit,
    WithdrawAudit,
    reassign_audit,
    withdraw_audit,
)
from programme.use_cases.record_views import RecordViews, record_views
from programme.use_cases.save_audit_draft import SaveAuditDraft, save_audit_draft
from programme.use_cases.show_auditors_needed import show_auditors_needed, show_parts_to_give
from programme.use_cases.show_round import show_round
from tests.bot.chats import words_of
from tests.little_council import (
    DECEMBER,
    STAFF,
    THE_FIRST,
    LittleCouncil,
    a_full_record,
    all_sought,
    person,
)
from tests.programme.use_cases.moderating import PEERS, moderation_of, ruled

NIGHT = datetime(2026, 12, 1, 22, tzinfo=UTC)
TODAY = THE_FIRST.date()


async def _reassign(
    little: LittleCouncil,
    audit: Audit,
    to_id: str,
    *,
    part: str = "lead",
    by: str = "quinn",
    reason: str = "Ann is needed elsewhere.",
    now: datetime = THE_FIRST,
) -> Audit:
    command = ReassignAudit(
        little.council,
        await little.person(by),
        audit.id,
        "lead" if part == "lead" else "peer",
        audit.version,
        to_id,
        reason,
        "card",
    )
    return await reassign_audit(command, work=little.work, now=now)


async def _withdraw(
    little: LittleCouncil, audit: Audit, by: str = "quinn", reason: str = "The case has closed."
) -> Audit:
    command = WithdrawAudit(
        little.council, await little.person(by), audit.id, audit.version, reason, "card"
    )
    return await withdraw_audit(command, work=little.work, now=THE_FIRST)


async def _kept(little: LittleCouncil, audit: Audit) -> Audit:
    async with little.work(little.tenant_id) as w:
        found = await w.audits.get(audit.id)
    assert found is not None
    return found


async def _announced(drawn: LittleCouncil) -> LittleCouncil:
    await announce_allocation(drawn.council, drawn.period(), work=drawn.work, now=THE_FIRST)
    return drawn


async def _card(
    little: LittleCouncil, reader: str, kind: MessageKind = MessageKind.ALLOCATION
) -> str:
    async with little.work(little.tenant_id) as w:
        asked = (reader, str(DECEMBER))
        drawn = await LIVE[kind].draw(little.council, w, [asked], TODAY)
    return words_of(drawn[asked].card) if asked in drawn else ""


async def test_the_new_auditor_gets_the_allocation_and_the_old_ones_card_says_so(
    drawn: LittleCouncil,
) -> None:
    await _announced(drawn)
    audit = await drawn.audit_led_by("ann")
    for who in ("ann", "dan"):
        await drawn.settle(
            who, MessageKind.ALLOCATION, str(DECEMBER), part_entity(str(DECEMBER), who)
        )
    changed = await _reassign(drawn, audit, "dan", now=NIGHT)
    assert (changed.lead_id, changed.peer_id) == ("dan", audit.peer_id)
    assert changed.why[-1].startswith("Dan is the lead auditor since Tuesday 1 December 2026")
    (message,) = [m for m in await drawn.messages(MessageKind.ALLOCATION) if audit.id in m.key]
    assert message.person_id == "dan"
    # Not in the night: when the council opens.
    assert message.not_before == datetime(2026, 12, 2, 8, 30, tzinfo=UTC)
    assert {who for who, _ in await drawn.behind()} >= {"ann", "dan"}
    assert f"**{audit.case_reference}** · now with Dan; thank you" in await _card(drawn, "ann")
    assert "Why: Ann is needed elsewhere." in await _card(drawn, "ann")
    assert audit.case_reference in await _card(drawn, "dan")


async def test_before_the_announcement_the_announcement_brings_it(drawn: LittleCouncil) -> None:
    audit = await drawn.audit_led_by("ann")
    await _reassign(drawn, audit, "gil")
    assert await drawn.messages(MessageKind.ALLOCATION) == []
    await _announced(drawn)
    assert "gil" in await drawn.readers(MessageKind.ALLOCATION)


async def test_once_the_period_is_over_nothing_else_brings_it(drawn: LittleCouncil) -> None:
    """However old the round is, and whether or not it is known still who was told of it."""
    audit = await drawn.audit_led_by("ann")
    await _reassign(drawn, audit, "gil", now=datetime(2029, 2, 1, 10, tzinfo=UTC))
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
    changed = await _reassign(drawn, draft, "gil")
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
    changed = await _reassign(drawn, audit, "gil")
    before = await drawn.everything()
    assert await _reassign(drawn, audit, "gil") == changed
    with pytest.raises(ShowAsItIsNow, match="changed since"):
        await _reassign(drawn, audit, "dan")
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
            await _reassign(drawn, audit, to_id)
        assert told in refused.value.problems["to"]
    with pytest.raises(CorrectAndRepeat) as refused:
        await _reassign(drawn, audit, "gil", reason="Born 12/03/2014")
    assert set(refused.value.problems) == {"reason"}
    with pytest.raises(CorrectAndRepeat):
        await _reassign(drawn, audit, "nobody")
    with pytest.raises(LookElsewhere):
        await _reassign(drawn, replace(audit, id="0" * 32), "gil")
    for other in ("ann", "gil", "sam"):
        with pytest.raises(AskSomeoneAllowed, match="QA officer"):
            await _reassign(drawn, audit, "gil", by=other)
        with pytest.raises(AskSomeoneAllowed, match="QA officer"):
            await _withdraw(drawn, audit, by=other)
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
        await _reassign(little, audit, moderator, part="peer")
    assert "moderates this audit" in refused.value.problems["to"]
    assert (await _kept(little, audit)).peer_id == audit.peer_id
    changed = await _reassign(little, audit, part.others[0].id, part="peer")
    assert changed.peer_id == part.others[0].id


async def test_a_part_that_is_done_stays_with_who_did_it(drawn: LittleCouncil) -> None:
    audit, _ = await drawn.submitted()
    with pytest.raises(ShowAsItIsNow, match="nothing left to record"):
        await _reassign(drawn, audit, "dan")
    changed = await _reassign(drawn, audit, "dan", part="peer")
    assert changed.peer_id == "dan"
    views = all_sought(drawn.council.framework)
    dan = await drawn.person("dan")
    done = await record_views(
        RecordViews(drawn.council, dan, audit.id, views, "dialog"), work=drawn.work, now=THE_FIRST
    )
    assert done.is_complete


async def test_a_withdrawn_audit_leaves_the_counts_and_its_cards_say_so(
    drawn: LittleCouncil,
) -> None:
    await _announced(drawn)
    audit = await drawn.audit_led_by("ann")
    async with drawn.work(drawn.tenant_id) as w:
        before = await show_round(w, drawn.period(), TODAY)
    gone = await _withdraw(drawn, audit)
    assert gone.is_withdrawn
    async with drawn.work(drawn.tenant_id) as w:
        assert (await show_round(w, drawn.period(), TODAY)).audits == before.audits - 1
        assert audit.id not in {a.id for a in await w.audits.of_month(DECEMBER)}
        assert [a.id for a in await w.audits.withdrawn_of(audit.round_id, DECEMBER)] == [audit.id]
        assert await w.audits.unfinished_of("ann") == tuple(
            a for a in await w.audits.of_month(DECEMBER) if a.peer_id == "ann"
        )
        assert audit.case_reference not in await w.audits.last_audited()
        assert (audit.lead_id, audit.peer_id) not in await w.audits.pairs_since(DECEMBER)
    for reader, kind in (
        ("ann", MessageKind.ALLOCATION),
        (audit.peer_id or "", MessageKind.ALLOCATION),
        ("gil", MessageKind.GROUP_ALLOCATION),
    ):
        told = await _card(drawn, reader, kind)
        assert "Withdrawn; nothing is asked of its auditors any more" in told
        assert "Why: The case has closed." in told
    again = await drawn.everything()
    assert await _withdraw(drawn, audit) == gone
    assert await drawn.everything() == again


async def test_nothing_is_recorded_of_a_withdrawn_audit_and_a_submitted_one_stands(
    drawn: LittleCouncil,
) -> None:
    done, _ = await drawn.submitted()
    with pytest.raises(ShowAsItIsNow, match="stand"):
        await _withdraw(drawn, done)
    audit = await drawn.audit_led_by("ben")
    with pytest.raises(CorrectAndRepeat):
        await _withdraw(drawn, audit, reason=" ")
    await _withdraw(drawn, audit)
    with pytest.raises(ShowAsItIsNow, match="withdrawn"):
        await save_audit_draft(
            SaveAuditDraft(
                drawn.council,
                await drawn.person("ben"),
                audit.id,
                lambda _: a_full_record(drawn.council.framework),
                "dialog",
            ),
            work=drawn.work,
            now=THE_FIRST,
        )
    with pytest.raises(ShowAsItIsNow):
        await _reassign(drawn, await _kept(drawn, audit), "gil")


async def test_those_offered_have_the_same_role_and_the_likeliest_come_first(
    drawn: LittleCouncil,
) -> None:
    """For the lead somebody of the case's team, for the peer another team's manager."""
    second = person("Zoe", Role.TEAM_MANAGER, team="Ash", area="North")
    await drawn.take_staff(*STAFF, second)
    audit = await drawn.audit_led_by("ann")
    quinn = await drawn.person("quinn")
    async with drawn.work(drawn.tenant_id) as w:
        lead, peer = await show_parts_to_give(drawn.council, w, quinn, audit.case_reference, TODAY)
        assert await show_auditors_needed(drawn.council, w, TODAY) == ()
    assert lead.others[0].id == "zoe"
    assert audit.peer_id not in {p.id for p in lead.others}
    assert peer.others[-1].id == "zoe"
    assert {role for p in lead.others for role in p.roles} == {Role.TEAM_MANAGER}


async def test_of_a_case_s_audits_the_latest_that_has_something_left_is_given(
    drawn: LittleCouncil,
) -> None:
    audit = await drawn.audit_led_by("ann")
    done = replace(
        audit,
        id="f" * 32,
        month=DECEMBER.plus(1),
        round_id="",
        state=AuditState.SUBMITTED,
        views_recorded_at=THE_FIRST,
    )
    quinn = await drawn.person("quinn")
    async with drawn.work(drawn.tenant_id) as w:
        await w.audits.add([done])
        parts = await show_parts_to_give(drawn.council, w, quinn, audit.case_reference, TODAY)
    assert {each.audit.id for each in parts} == {audit.id}


async def test_who_is_away_past_the_date_needs_somebody_else(drawn: LittleCouncil) -> None:
    await drawn.away("dan", TODAY, date(2026, 12, 30))
    async with drawn.work(drawn.tenant_id) as w:
        assert await show_auditors_needed(drawn.council, w, TODAY) == ()
    await drawn.away("dan", TODAY, date(2027, 1, 8))
    async with drawn.work(drawn.tenant_id) as w:
        needed = await show_auditors_needed(drawn.council, w, TODAY)
    assert {each.why for each in needed} == {"is away until Friday 8 January 2027"}
    assert "dan" in {needed[0].audit.lead_id, needed[0].audit.peer_id}
