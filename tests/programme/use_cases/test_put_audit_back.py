"""A QA officer takes back that they withdrew an audit."""

from dataclasses import replace
from datetime import timedelta

import pytest

from programme.audit import Audit, AuditState
from programme.case import Case
from programme.closed_case import case_has_closed
from programme.errors import AskSomeoneAllowed, ShowAsItIsNow
from programme.hand_over import Ground
from programme.message import MessageKind
from programme.people import Role
from programme.shown import audit_entity
from programme.use_cases.announce_allocation import announce_allocation
from programme.use_cases.ask_hand_over import Proposal
from programme.use_cases.import_cases import ImportCases, import_cases
from programme.use_cases.put_audit_back import PutAuditBack, may_put_back_until, put_audit_back
from programme.use_cases.reassign_audit import WithdrawAudit, withdraw_audit
from programme.use_cases.save_audit_draft import SaveAuditDraft, save_audit_draft
from tests.follow_up import add_people
from tests.little_council import (
    CASES,
    DECEMBER,
    THE_FIRST,
    LittleCouncil,
    a_full_record,
    case_list,
    person,
)
from tests.programme.use_cases.handing_over import (
    OTHER_FORM,
    announce,
    asked,
    kept,
    officers_card,
    take_back,
)

WEDNESDAY, THURSDAY = THE_FIRST + timedelta(days=1), THE_FIRST + timedelta(days=2)


async def _withdraw(little: LittleCouncil, audit: Audit) -> Audit:
    by = await little.person("quinn")
    command = WithdrawAudit(little.council, by, audit.id, audit.version, "A mistake.", "card")
    return await withdraw_audit(command, work=little.work, now=THE_FIRST)


async def _put_back(little: LittleCouncil, audit: Audit, by: str = "quinn", days: int = 1) -> Audit:
    command = PutAuditBack(little.council, await little.person(by), audit.id, "card")
    return await put_audit_back(command, work=little.work, now=THE_FIRST + timedelta(days=days))


async def test_it_stands_again_and_its_auditors_hear(drawn: LittleCouncil) -> None:
    await announce_allocation(drawn.council, drawn.period(), work=drawn.work, now=THE_FIRST)
    audit = await drawn.audit_led_by("ann")
    gone = await _withdraw(drawn, audit)
    before = await drawn.messages(MessageKind.ALLOCATION)
    await drawn.settle("ann", MessageKind.ALLOCATION, str(DECEMBER), audit_entity(audit.id))
    assert await drawn.behind() == set()
    again = await _put_back(drawn, gone)
    assert ("ann", MessageKind.ALLOCATION) in await drawn.behind()
    assert again == replace(audit, version=gone.version + 1)
    assert again in await drawn.audits()
    told = {
        m.person_id
        for m in await drawn.messages(MessageKind.ALLOCATION)
        if m not in before and not m.key.startswith("held")
    }
    assert told == {one for one in (audit.lead_id, audit.peer_id) if one}
    assert (await drawn.events(audit.id))[-1].verb == "put_audit_back"


async def test_what_was_recorded_of_it_is_still_there(drawn: LittleCouncil) -> None:
    audit = await drawn.audit_led_by("ann")
    record = a_full_record(drawn.council.framework)
    ann = await drawn.person("ann")
    command = SaveAuditDraft(drawn.council, ann, audit.id, lambda _: record, "dialog")
    begun = await save_audit_draft(command, work=drawn.work, now=THE_FIRST)
    again = await _put_back(drawn, await _withdraw(drawn, begun))
    assert (again.state, again.record) == (AuditState.IN_PROGRESS, record)


async def test_twice_is_harmless(drawn: LittleCouncil) -> None:
    gone = await _withdraw(drawn, await drawn.audit_led_by("ann"))
    again = await _put_back(drawn, gone)
    before = await drawn.everything()
    assert await _put_back(drawn, gone, days=2) == again
    assert await drawn.everything() == before


async def test_another_officer_or_too_late_it_stays_withdrawn(drawn: LittleCouncil) -> None:
    await add_people(drawn, person("Qadir", Role.QA_OFFICER))
    gone = await _withdraw(drawn, await drawn.audit_led_by("ann"))
    before = await drawn.everything()
    with pytest.raises(AskSomeoneAllowed, match="Only the person who recorded this"):
        await _put_back(drawn, gone, "qadir")
    with pytest.raises(AskSomeoneAllowed):
        await _put_back(drawn, gone, "ann")
    with pytest.raises(ShowAsItIsNow, match="until the end of Wednesday 2 December 2026"):
        await _put_back(drawn, gone, days=2)
    assert await drawn.everything() == before
    quinn, qadir = await drawn.person("quinn"), await drawn.person("qadir")
    async with drawn.work(drawn.tenant_id) as w:
        days = [
            await may_put_back_until(drawn.council, w, who, gone.id, when.date())
            for who, when in ((quinn, WEDNESDAY), (quinn, THURSDAY), (qadir, WEDNESDAY))
        ]
    assert days == [WEDNESDAY.date(), None, None]


async def test_once_the_case_has_another_audit_of_the_month_it_stays_withdrawn(
    drawn: LittleCouncil,
) -> None:
    gone = await _withdraw(drawn, await drawn.audit_led_by("ann"))
    another = replace(
        gone, id="a" * 32, state=AuditState.ALLOCATED, round_id="", withdrawn_reason=None
    )
    async with drawn.work(drawn.tenant_id) as w:
        await w.audits.add([another])
        await w.commit()
    before = await drawn.everything()
    with pytest.raises(ShowAsItIsNow, match="has acted on this already"):
        await _put_back(drawn, gone)
    assert await drawn.everything() == before


async def _take(little: LittleCouncil, *cases: Case) -> None:
    command = ImportCases(little.council, case_list(cases), "command line")
    await import_cases(command, work=little.work, now=THE_FIRST + timedelta(hours=1))


async def test_what_became_of_its_case_meanwhile_holds_for_the_audit(drawn: LittleCouncil) -> None:
    audit = await drawn.audit_led_by("ann")
    others = [case for case in CASES if case.reference != audit.case_reference]
    (case,) = (case for case in CASES if case.reference == audit.case_reference)
    gone = await _withdraw(drawn, audit)
    await _take(drawn, *others, replace(case, team="Damson"))
    moved = await _put_back(drawn, gone)
    assert (moved.team, moved.service_area) == ("Damson", "South")
    assert "moved from Ash to Damson" in moved.why[-1]
    assert (moved.version, moved.state) == (gone.version + 1, AuditState.ALLOCATED)

    gone = await _withdraw(drawn, moved)
    await _take(drawn, *others)
    closed = await _put_back(drawn, gone)
    assert case_has_closed(closed)
    assert await drawn.readers(MessageKind.AUDITORS_NEEDED) == ["quinn"]

    gone = await _withdraw(drawn, closed)
    await _take(drawn, *others, replace(case, team="Damson"))
    again = await _put_back(drawn, gone)
    assert again.case_closed_on is None
    assert again == await drawn.audit_led_by("ann")


async def test_what_is_begun_goes_on_though_its_case_has_closed_meanwhile(
    drawn: LittleCouncil,
) -> None:
    audit = await drawn.audit_led_by("ann")
    ann = await drawn.person("ann")
    record = a_full_record(drawn.council.framework)
    command = SaveAuditDraft(drawn.council, ann, audit.id, lambda _: record, "dialog")
    gone = await _withdraw(drawn, await save_audit_draft(command, work=drawn.work, now=THE_FIRST))
    await _take(drawn, *(case for case in CASES if case.reference != audit.case_reference))
    assert (await _put_back(drawn, gone)).case_closed_on is None


async def test_what_its_auditors_had_asked_of_it_is_asked_again(drawn: LittleCouncil) -> None:
    await announce(drawn)
    audit = await drawn.audit_led_by("ann")
    given_back = await asked(drawn, audit, "ann", Proposal(), ground=Ground.CONFLICT)
    of_dan = await asked(drawn, audit, audit.peer_id or "", Proposal("dan"), form=OTHER_FORM)
    gone = await _withdraw(drawn, audit)
    assert audit.case_reference not in await officers_card(drawn)
    await _put_back(drawn, gone)
    again = await kept(drawn, given_back.id)
    assert again == replace(given_back, version=given_back.version + 2)
    assert audit.case_reference in await officers_card(drawn)
    assert await kept(drawn, of_dan.id) == replace(of_dan, version=of_dan.version + 2)
    waiting = [m for m in await drawn.messages(MessageKind.HAND_OVER) if m.subject == of_dan.id]
    assert [m.key.split(":")[2] for m in waiting if m.person_id == "dan"] == ["1", "3"]
    assert len(await drawn.readers(MessageKind.AUDITORS_NEEDED)) == 2


async def test_what_had_ended_before_it_was_withdrawn_stays_ended(drawn: LittleCouncil) -> None:
    await announce(drawn)
    audit = await drawn.audit_led_by("ann")
    request = await take_back(drawn, await asked(drawn, audit, "ann", Proposal("dan")), "ann")
    await _put_back(drawn, await _withdraw(drawn, audit))
    assert await kept(drawn, request.id) == request
