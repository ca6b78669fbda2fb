"""An audit is withdrawn; everybody's cards stay true."""

import pytest

from programme.errors import CorrectAndRepeat, ShowAsItIsNow
from programme.message import MessageKind
from programme.use_cases.save_audit_draft import SaveAuditDraft, save_audit_draft
from programme.use_cases.show_round import show_rounds
from tests.little_council import DECEMBER, THE_FIRST, LittleCouncil, a_full_record
from tests.programme.use_cases.handing_over import announce, kept_audit
from tests.programme.use_cases.reassigning import TODAY, allocation_card, reassign, withdraw


async def test_a_withdrawn_audit_leaves_the_counts_and_its_cards_say_so(
    drawn: LittleCouncil,
) -> None:
    await announce(drawn)
    audit = await drawn.audit_led_by("ann")
    async with drawn.work(drawn.tenant_id) as w:
        (before,) = await show_rounds(w, [drawn.period()], TODAY)
    gone = await withdraw(drawn, audit)
    assert gone.is_withdrawn
    async with drawn.work(drawn.tenant_id) as w:
        (after,) = await show_rounds(w, [drawn.period()], TODAY)
        assert after.audits == before.audits - 1
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
        told = await allocation_card(drawn, reader, kind)
        assert "Withdrawn; nothing is asked of its auditors any more" in told
        assert "Why: The case has closed." in told
    again = await drawn.everything()
    assert await withdraw(drawn, audit) == gone
    assert await drawn.everything() == again


async def test_nothing_is_recorded_of_a_withdrawn_audit_and_a_submitted_one_stands(
    drawn: LittleCouncil,
) -> None:
    done, _ = await drawn.submitted()
    with pytest.raises(ShowAsItIsNow, match="stand"):
        await withdraw(drawn, done)
    audit = await drawn.audit_led_by("ben")
    with pytest.raises(CorrectAndRepeat):
        await withdraw(drawn, audit, reason=" ")
    await withdraw(drawn, audit)
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
        await reassign(drawn, await kept_audit(drawn, audit), "gil")
