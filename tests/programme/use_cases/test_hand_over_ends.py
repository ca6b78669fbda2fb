"""How requests to be spared an audit end: swapped, begun, not answered, or given away."""

from dataclasses import replace
from datetime import date, datetime, time

import pytest

from programme.audit import Audit
from programme.errors import ShowAsItIsNow
from programme.hand_over import Standing, WhyOfficers
from programme.message import MessageKind
from programme.use_cases.ask_hand_over import Proposal
from programme.use_cases.reassign_audit import (
    ReassignAudit,
    WithdrawAudit,
    reassign_audit,
    withdraw_audit,
)
from programme.use_cases.record_views import RecordViews, record_views
from programme.use_cases.save_audit_draft import SaveAuditDraft, save_audit_draft
from tests.little_council import (
    CALENDAR,
    DECEMBER,
    STAFF,
    THE_FIRST,
    LittleCouncil,
    a_full_record,
    all_sought,
)
from tests.programme.use_cases.handing_over import (
    BACK,
    LATER,
    OTHER_FORM,
    THURSDAY,
    asked,
    card_of,
    kept,
    kept_audit,
    officers_card,
    request_card,
    settle,
    spare_of,
    take,
    told,
)


async def _views(little: LittleCouncil, audit: Audit) -> None:
    framework = little.council.framework
    peer = await little.person(audit.peer_id or "")
    command = RecordViews(little.council, peer, audit.id, all_sought(framework), "dialog")
    await record_views(command, work=little.work, now=THE_FIRST)


async def test_a_peer_who_has_recorded_their_part_keeps_it_and_the_lead_may_still_ask(
    announced: LittleCouncil,
) -> None:
    little = announced
    audit = await little.audit_led_by("ann")
    peer = audit.peer_id or ""
    of_the_peer = await asked(little, audit, peer, BACK)
    of_the_lead = await asked(little, audit, "ann", Proposal("dan"), form=OTHER_FORM)
    await _views(little, audit)
    await settle(little, date(2026, 12, 2))
    assert (await kept(little, of_the_peer.id)).state is Standing.OVERTAKEN
    assert (await kept(little, of_the_lead.id)).state is Standing.ASKED
    with pytest.raises(ShowAsItIsNow, match="recorded your part"):
        await asked(little, audit, peer, BACK, form="9" * 32)
    assert (await take(little, of_the_lead, "dan")).state is Standing.TAKEN


async def test_a_swap_sends_the_other_audit_back(announced: LittleCouncil) -> None:
    little = announced
    audit = await little.audit_led_by("ann")
    spare = await spare_of(little, audit, "ann")
    swap = spare.swaps[0]
    request = await asked(little, audit, "ann", Proposal(None, swap.audit.id))
    assert request.to_id == swap.colleague.id
    card = await request_card(little, swap.colleague.id, request)
    assert f"In exchange Ann takes **{swap.audit.case_reference}**" in card
    await take(little, request, swap.colleague.id)
    mine, theirs = await kept_audit(little, audit), await kept_audit(little, swap.audit)
    assert (mine.lead_id, theirs.lead_id) == (swap.colleague.id, "ann")
    assert (mine.due, theirs.due) == (audit.due, swap.audit.due)
    own = await card_of(little, "ann", MessageKind.ALLOCATION, str(DECEMBER))
    assert theirs.case_reference in own
    assert "Swapped for another audit." in await card_of(
        little, swap.colleague.id, MessageKind.ALLOCATION, str(DECEMBER)
    )


async def test_what_the_colleague_had_asked_of_the_audit_that_goes_the_other_way_ends(
    announced: LittleCouncil,
) -> None:
    little = announced
    audit = await little.audit_led_by("ann")
    swap = (await spare_of(little, audit, "ann")).swaps[0]
    theirs = await asked(little, swap.audit, swap.colleague.id, BACK, form=OTHER_FORM)
    request = await asked(little, audit, "ann", Proposal(None, swap.audit.id))
    await take(little, request, swap.colleague.id)
    assert (await kept(little, theirs.id)).state is Standing.OVERTAKEN
    assert swap.audit.case_reference not in await officers_card(little)


async def test_a_swap_whose_other_audit_was_begun_comes_to_nothing(
    announced: LittleCouncil,
) -> None:
    little = announced
    audit = await little.audit_led_by("ann")
    swap = (await spare_of(little, audit, "ann")).swaps[0]
    request = await asked(little, audit, "ann", Proposal(None, swap.audit.id))
    await _begin(little, swap.audit.id, swap.colleague.id)
    with pytest.raises(ShowAsItIsNow, match="any more"):
        await take(little, request, swap.colleague.id)
    assert "came to nothing" in await request_card(little, swap.colleague.id, request)
    assert await settle(little, date(2026, 12, 2)) == 1
    assert (await kept(little, request.id)).state is Standing.OVERTAKEN
    assert "ann" in await told(little)


async def _begin(little: LittleCouncil, audit_id: str, who: str) -> None:
    record = replace(a_full_record(little.council.framework), views={})
    command = SaveAuditDraft(
        little.council, await little.person(who), audit_id, lambda _: record, "dialog"
    )
    await save_audit_draft(command, work=little.work, now=THE_FIRST)


async def test_whoever_begins_it_after_all_keeps_it(announced: LittleCouncil) -> None:
    audit = await announced.audit_led_by("ann")
    request = await asked(announced, audit, "ann", Proposal("dan"))
    await _begin(announced, audit.id, "ann")
    with pytest.raises(ShowAsItIsNow, match="any more"):
        await take(announced, request, "dan")
    await settle(announced, date(2026, 12, 2))
    assert (await kept(announced, request.id)).state is Standing.OVERTAKEN


async def test_what_was_begun_before_can_be_handed_over_with_its_draft(
    announced: LittleCouncil,
) -> None:
    audit = await announced.audit_led_by("ann")
    await _begin(announced, audit.id, "ann")
    request = await asked(announced, audit, "ann", Proposal("dan"))
    await take(announced, request, "dan")
    changed = await kept_audit(announced, audit)
    assert changed.lead_id == "dan"
    assert changed.record.went_well


async def test_no_answer_in_two_working_days_goes_to_the_officers_once(
    announced: LittleCouncil,
) -> None:
    little = announced
    audit = await little.audit_led_by("ann")
    request = await asked(little, audit, "ann", Proposal("dan"))
    assert await settle(little, date(2026, 12, 2)) == 0
    assert await settle(little, THURSDAY) == 0
    assert await settle(little, date(2026, 12, 4), hour=8) == 0  # not before the digest's hour
    assert await settle(little, date(2026, 12, 4)) == 2
    assert await settle(little, date(2026, 12, 4), hour=11) == 0
    assert await settle(little, date(2026, 12, 7)) == 0
    assert await told(little, MessageKind.AUDITORS_NEEDED) == ["quinn"]
    assert "Dan was asked and hasn't answered." in await officers_card(little)
    assert "Dan hasn't answered: the QA" in await request_card(little, "ann", request)
    assert "The QA officers decide now." in await request_card(little, "dan", request)
    with pytest.raises(ShowAsItIsNow):
        await take(little, request, "dan", now=CALENDAR.at(date(2026, 12, 7), time(10)))


async def test_a_day_is_settled_once(announced: LittleCouncil) -> None:
    audit = await announced.audit_led_by("ann")
    await asked(announced, audit, "ann", Proposal("dan"))
    assert await settle(announced, date(2026, 12, 2)) == 0
    await announced.away("dan", date(2026, 12, 2), date(2026, 12, 3))
    assert await settle(announced, date(2026, 12, 2), hour=11) == 0
    assert await settle(announced, THURSDAY) == 2


@pytest.mark.parametrize(
    ("what", "why"), [("leaves", WhyOfficers.LEFT), ("goes away", WhyOfficers.AWAY)]
)
async def test_a_colleague_who_goes_is_waited_for_no_longer(
    announced: LittleCouncil, what: str, why: WhyOfficers
) -> None:
    little = announced
    audit = await little.audit_led_by("ann")
    request = await asked(little, audit, "ann", Proposal("dan"))
    if what == "leaves":
        await little.take_staff(*(one for one in STAFF if one.id != "dan"))
    else:
        await little.away("dan", date(2026, 12, 2), date(2026, 12, 2))
    assert await settle(little, date(2026, 12, 2)) == 2
    assert (await kept(little, request.id)).why_officers is why
    assert audit.case_reference in await officers_card(little)


async def test_whoever_is_away_when_it_comes_to_taking_it_does_not_get_it(
    announced: LittleCouncil,
) -> None:
    audit = await announced.audit_led_by("ann")
    request = await asked(announced, audit, "ann", Proposal("dan"))
    await announced.away("dan", THE_FIRST.date(), THE_FIRST.date())
    answered = await take(announced, request, "dan")
    assert answered.why_officers is WhyOfficers.BARRED
    assert (await kept_audit(announced, audit)).lead_id == "ann"
    assert "Dan was asked and can't have it any more." in await officers_card(announced)


async def test_what_is_given_to_another_or_withdrawn_meanwhile_ends_the_request(
    announced: LittleCouncil,
) -> None:
    little = announced
    audit, other = await little.audit_led_by("ann"), await little.audit_led_by("ben")
    given = await asked(little, audit, "ann", Proposal("dan"))
    gone = await asked(little, other, "ben", Proposal("dan"), form=OTHER_FORM)
    quinn = await little.person("quinn")
    reassign = ReassignAudit(
        little.council, quinn, audit.id, "lead", audit.version, "gil", "Gil has time.", "card"
    )
    await reassign_audit(reassign, work=little.work, now=LATER)
    out = WithdrawAudit(little.council, quinn, other.id, other.version, "It has closed.", "card")
    await withdraw_audit(out, work=little.work, now=LATER)
    for request, state in ((given, Standing.GIVEN), (gone, Standing.OVERTAKEN)):
        assert (await kept(little, request.id)).state is state
        with pytest.raises(ShowAsItIsNow):
            await take(little, request, "dan")
    assert "Nothing is asked of you." in await request_card(little, "dan", gone)


async def test_whoever_asked_and_has_left_waits_for_nothing(announced: LittleCouncil) -> None:
    little = announced
    audit = await little.audit_led_by("ann")
    request = await asked(little, audit, "ann", Proposal("dan"))
    await little.take_staff(*(one for one in STAFF if one.id != "ann"))
    with pytest.raises(ShowAsItIsNow):
        await take(little, request, "dan")
    assert await settle(little, date(2026, 12, 2)) == 0
    assert (await kept(little, request.id)).state is Standing.OVERTAKEN
    assert "Ann has left" in await officers_card(little)


async def test_asked_in_the_evening_the_two_days_count_from_when_it_reaches_them(
    announced: LittleCouncil,
) -> None:
    audit = await announced.audit_led_by("ann")
    evening = datetime.combine(date(2026, 12, 1), time(21), THE_FIRST.tzinfo)
    request = await asked(announced, audit, "ann", Proposal("dan"), now=evening)
    assert request.answer_by == date(2026, 12, 4)
