"""An auditor keeps what they have written so far, and comes back to it (WC-04)."""

from dataclasses import replace

import pytest

from programme.audit import Audit, AuditState
from programme.audit_record import AuditRecord
from programme.errors import AskSomeoneAllowed, CorrectAndRepeat, LookElsewhere, ShowAsItIsNow
from programme.message import MessageKind
from programme.shown import AUDITORS, audit_entity, version_entity
from programme.use_cases.save_audit_draft import SaveAuditDraft, save_audit_draft
from programme.use_cases.show_audit import show_audit
from tests.little_council import A_MINUTE, THE_FIRST, LittleCouncil

pytestmark = pytest.mark.rule("WC-04")


async def _save(
    little: LittleCouncil, audit_id: str, *, by: str = "ann", went_well: str = "So far."
) -> Audit:
    def change(record: AuditRecord) -> AuditRecord:
        return replace(record, went_well=went_well)

    command = SaveAuditDraft(little.council, await little.person(by), audit_id, change, "dialog")
    return await save_audit_draft(command, work=little.work, now=THE_FIRST + A_MINUTE)


async def test_a_draft_is_there_when_its_auditor_comes_back(drawn: LittleCouncil) -> None:
    audit = await drawn.audit_led_by("ann")
    saved = await _save(drawn, audit.id)
    async with drawn.work(drawn.tenant_id) as w:
        view = await show_audit(drawn.council, w, await drawn.person("ann"), audit.id)
    assert view.audit == saved
    assert (saved.record.went_well, saved.state) == ("So far.", AuditState.IN_PROGRESS)
    (event,) = await drawn.events(audit.id)
    assert (event.who, event.verb, event.detail) == ("ann", "save_audit_draft", {})


async def test_each_auditors_changes_leave_the_others_standing(drawn: LittleCouncil) -> None:
    audit = await drawn.audit_led_by("ann")
    await _save(drawn, audit.id)
    peer = SaveAuditDraft(
        drawn.council,
        await drawn.person("ben"),
        audit.id,
        lambda record: replace(record, to_learn="Mine."),
        "dialog",
    )
    both = await save_audit_draft(peer, work=drawn.work, now=THE_FIRST)
    assert (both.record.went_well, both.record.to_learn) == ("So far.", "Mine.")


async def test_the_same_page_twice_has_one_effect(drawn: LittleCouncil) -> None:
    audit = await drawn.audit_led_by("ann")
    first = await _save(drawn, audit.id)
    before = await drawn.everything()
    assert await _save(drawn, audit.id) == first
    assert await drawn.everything() == before


async def test_the_first_draft_alone_changes_what_cards_say(drawn: LittleCouncil) -> None:
    audit = await drawn.audit_led_by("ann")
    await drawn.settle("ann", MessageKind.ALLOCATION, "2026-12", audit_entity(audit.id))
    await _save(drawn, audit.id)
    assert await drawn.behind() == {("ann", MessageKind.ALLOCATION)}


async def test_whoever_gives_it_out_has_its_version_before_them_after_each_draft(
    drawn: LittleCouncil,
) -> None:
    audit = await drawn.audit_led_by("ann")
    await _save(drawn, audit.id)
    shown = version_entity(audit.id)
    await drawn.settle("quinn", MessageKind.AUDITORS_NEEDED, AUDITORS, shown)
    await drawn.settle("ann", MessageKind.ALLOCATION, "2026-12", audit_entity(audit.id))
    await _save(drawn, audit.id, went_well="She was seen, and heard.")
    assert await drawn.behind() == {("quinn", MessageKind.AUDITORS_NEEDED)}


async def test_text_that_identifies_a_child_is_stopped_before_it_is_kept(
    drawn: LittleCouncil,
) -> None:
    audit = await drawn.audit_led_by("ann")
    before = await drawn.everything()
    for text in ("Visited at WR1 2AB.", "He is 12 (14/02/2014)."):
        with pytest.raises(CorrectAndRepeat) as refused:
            await _save(drawn, audit.id, went_well=text)
        assert list(refused.value.problems) == ["went_well"]
    assert await drawn.everything() == before


@pytest.mark.parametrize("by", ["cat", "gil", "sam", "quinn"])
async def test_only_its_auditors_keep_a_draft(drawn: LittleCouncil, by: str) -> None:
    audit = await drawn.audit_led_by("ann")
    with pytest.raises(AskSomeoneAllowed):
        await _save(drawn, audit.id, by=by)


async def test_a_submitted_audit_has_no_draft(drawn: LittleCouncil) -> None:
    audit, _ = await drawn.submitted()
    for by in ("ann", "ben"):
        with pytest.raises(ShowAsItIsNow):
            await _save(drawn, audit.id, by=by)


async def test_an_audit_of_another_council_is_not_here(
    drawn: LittleCouncil, other: LittleCouncil
) -> None:
    with pytest.raises(LookElsewhere):
        await _save(drawn, (await other.audit_led_by("ann")).id)


async def test_of_two_saves_at_once_one_is_told_and_nothing_is_lost(drawn: LittleCouncil) -> None:
    audit = await drawn.audit_led_by("ann")

    async def save(to_learn: str) -> None:
        async with drawn.work(drawn.tenant_id) as w:
            await w.audits.save(replace(audit, version=2, record=AuditRecord(to_learn=to_learn)))
            await w.commit()

    await save("First.")
    before = await drawn.everything()
    with pytest.raises(ShowAsItIsNow, match="Somebody else changed this audit"):
        await save("Second.")
    assert await drawn.everything() == before
