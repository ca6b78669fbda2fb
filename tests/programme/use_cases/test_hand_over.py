"""An auditor is spared an audit: a colleague takes it, swaps, says no or nothing, and the QA
officers decide. Nothing is orphaned meanwhile, and no due day moves."""

from dataclasses import replace
from datetime import date, datetime, time

import pytest

from dialogs.table import LIVE
from programme.audit import Audit
from programme.errors import AskSomeoneAllowed, CorrectAndRepeat, ShowAsItIsNow
from programme.hand_over import Ground, HandOver, Standing, WhyOfficers
from programme.message import MessageKind
from programme.shown import AUDITORS
from programme.use_cases.announce_allocation import announce_allocation
from programme.use_cases.ask_hand_over import Proposal, audits_to_spare
from programme.use_cases.reassign_audit import (
    ReassignAudit,
    WithdrawAudit,
    reassign_audit,
    withdraw_audit,
)
from programme.use_cases.record_views import RecordViews, record_views
from programme.use_cases.save_audit_draft import SaveAuditDraft, save_audit_draft
from programme.use_cases.settle_hand_overs import settle_hand_overs
from tests.bot.chats import words_of
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
    LATER,
    OTHER_FORM,
    asked,
    decline,
    kept,
    kept_audit,
    refuse,
    spare_of,
    take,
    take_back,
)

THURSDAY = date(2026, 12, 3)
BACK = Proposal()
CONFLICT = "I know the family from church."


async def _card(little: LittleCouncil, reader: str, kind: MessageKind, subject: str) -> str:
    async with little.work(little.tenant_id) as w:
        one = (reader, subject)
        drawn = await LIVE[kind].draw(little.council, w, [one], THE_FIRST.date())
    return words_of(drawn[one].card) if one in drawn else ""


async def _request_card(little: LittleCouncil, reader: str, request: HandOver) -> str:
    return await _card(little, reader, MessageKind.HAND_OVER, request.id)


async def _officers(little: LittleCouncil) -> str:
    return await _card(little, "quinn", MessageKind.AUDITORS_NEEDED, AUDITORS)


async def _told(little: LittleCouncil, kind: MessageKind = MessageKind.HAND_OVER) -> list[str]:
    return await little.readers(kind)


async def _settle(little: LittleCouncil, day: date, hour: int = 9) -> int:
    now = CALENDAR.at(day, time(hour, 30))
    return await settle_hand_overs(little.council, work=little.work, now=now)


@pytest.fixture
async def announced(drawn: LittleCouncil) -> LittleCouncil:
    """December, with its cards on the way."""
    await announce_allocation(drawn.council, drawn.period(), work=drawn.work, now=THE_FIRST)
    return drawn


async def test_a_colleague_who_takes_it_has_it_and_everybody_s_card_says_so(
    announced: LittleCouncil,
) -> None:
    little = announced
    audit = await little.audit_led_by("ann")
    request = await asked(
        little, audit, "ann", Proposal("dan"), ground=Ground.CONFLICT, words=CONFLICT
    )
    assert (request.state, request.answer_by) == (Standing.ASKED, THURSDAY)
    assert await kept_audit(little, audit) == audit
    (message,) = await little.messages(MessageKind.HAND_OVER)
    assert message.person_id == "dan"
    card = await _request_card(little, "dan", request)
    assert "Ann asks you to take it as its lead auditor, because of a conflict of interest." in card
    assert CONFLICT not in card
    own = await _card(little, "ann", MessageKind.ALLOCATION, str(DECEMBER))
    assert "You have asked Dan to take it, who answers by Thu 3 Dec." in own

    for who in ("ann", "dan"):
        await little.settle(who, MessageKind.ALLOCATION, str(DECEMBER), f"audit:{audit.id}")
    taken = await take(little, request, "dan")
    assert taken.state is Standing.TAKEN
    changed = await kept_audit(little, audit)
    assert (changed.lead_id, changed.peer_id, changed.due) == ("dan", audit.peer_id, audit.due)
    assert {who for who, _ in await little.behind()} >= {"ann", "dan"}
    assert await _told(little) == ["ann", "dan"]
    assert "✔ Dan has taken it" in await _request_card(little, "ann", request)
    assert "you have taken it" in (await _request_card(little, "dan", request)).casefold()
    own = await _card(little, "ann", MessageKind.ALLOCATION, str(DECEMBER))
    assert f"**{audit.case_reference}** · now with Dan; thank you" in own
    assert "Why: Handed over: a conflict of interest." in own
    officers = await _card(little, "quinn", MessageKind.ROUND, str(DECEMBER))
    assert f"{audit.case_reference}, lead auditor: Dan in place of Ann since Tue 1 Dec" in officers
    dans = await _card(little, "dan", MessageKind.ALLOCATION, str(DECEMBER))
    assert audit.case_reference in dans
    assert [e.verb for e in await little.events(audit.id)][-3:] == [
        "ask_hand_over",
        "take_hand_over",
        "reassign_audit",
    ]


async def test_nothing_typed_stands_in_an_event_and_the_words_are_for_the_officers(
    announced: LittleCouncil,
) -> None:
    audit = await announced.audit_led_by("ann")
    request = await asked(
        announced, audit, "ann", Proposal("dan"), ground=Ground.CONFLICT, words=CONFLICT
    )
    await decline(announced, request, "dan")
    card = await _officers(announced)
    assert "Ann asks to be spared it: a conflict of interest. Dan was asked and said no." in card
    assert CONFLICT in card
    assert CONFLICT not in await _request_card(announced, "dan", request)
    assert CONFLICT in await _request_card(announced, "ann", request)
    for event in await announced.events(audit.id):
        assert CONFLICT not in str(event.detail)


async def test_taking_it_twice_has_one_effect_and_nobody_else_answers(
    announced: LittleCouncil,
) -> None:
    audit = await announced.audit_led_by("ann")
    request = await asked(announced, audit, "ann", Proposal("dan"))
    for who in ("ben", "ann", "quinn"):
        before = await announced.everything()
        for answer in (take, decline):
            with pytest.raises(AskSomeoneAllowed):
                await answer(announced, request, who)
        assert await announced.everything() == before
    with pytest.raises(AskSomeoneAllowed):
        await take_back(announced, request, "dan")
    taken = await take(announced, request, "dan")
    before = await announced.everything()
    assert await take(announced, request, "dan") == taken
    for answer, who in ((decline, "dan"), (take_back, "ann")):
        with pytest.raises(ShowAsItIsNow, match="changed since"):
            await answer(announced, request, who)
    assert await announced.everything() == before


async def test_the_same_form_asks_once_and_another_takes_its_place(
    announced: LittleCouncil,
) -> None:
    audit = await announced.audit_led_by("ann")
    first = await asked(announced, audit, "ann", Proposal("dan"))
    before = await announced.everything()
    assert await asked(announced, audit, "ann", Proposal("dan")) == first
    assert await announced.everything() == before
    second = await asked(announced, audit, "ann", Proposal("cat"), form=OTHER_FORM)
    assert (await kept(announced, first.id)).state is Standing.REPLACED
    assert "Ann has taken this back." in await _request_card(announced, "dan", first)
    with pytest.raises(ShowAsItIsNow):
        await take(announced, first, "dan")
    await take(announced, second, "cat")
    assert (await kept_audit(announced, audit)).lead_id == "cat"


async def test_what_is_taken_back_is_asked_of_nobody_any_more(announced: LittleCouncil) -> None:
    audit = await announced.audit_led_by("ann")
    request = await asked(announced, audit, "ann", Proposal("dan"), ground=Ground.CONFLICT)
    back = await take_back(announced, request, "ann")
    assert await take_back(announced, request, "ann") == back
    with pytest.raises(ShowAsItIsNow):
        await take(announced, request, "dan")
    assert await kept_audit(announced, audit) == audit
    # What hadn't reached the colleague yet doesn't any more.
    async with announced.work(announced.tenant_id) as w:
        assert [f.delivery for f in await w.outbox.fates([MessageKind.HAND_OVER], request.id)] == [
            "superseded"
        ]
        assert await w.hand_overs.conflicts([audit.case_reference]) == {}


async def test_a_no_goes_to_the_officers_at_once_who_give_it_in_one_press(
    announced: LittleCouncil,
) -> None:
    little = announced
    audit = await little.audit_led_by("ann")
    request = await asked(little, audit, "ann", Proposal("dan"))
    declined = await decline(little, request, "dan")
    assert declined.why_officers is WhyOfficers.DECLINED
    assert await decline(little, request, "dan") == declined
    assert await _told(little, MessageKind.AUDITORS_NEEDED) == ["quinn"]
    assert await _told(little) == ["ann", "dan"]
    assert "Dan said no: the QA officers decide." in await _request_card(little, "ann", request)
    command = ReassignAudit(
        little.council,
        await little.person("quinn"),
        audit.id,
        "lead",
        audit.version,
        "gil",
        "Ann asked to be spared it.",
        "card",
    )
    await reassign_audit(command, work=little.work, now=LATER)
    assert (await kept(little, request.id)).state is Standing.GIVEN
    assert "✔ Quinn has given it to somebody else" in await _request_card(little, "ann", request)
    assert audit.case_reference not in await _officers(little)


async def test_what_is_given_back_the_officers_see_at_once_and_may_refuse(
    announced: LittleCouncil,
) -> None:
    little = announced
    audit = await little.audit_led_by("ann")
    (peers,) = [a for a in await little.audits() if a.lead_id != "ann" and a.part_of("ann")]
    request = await asked(
        little, peers, "ann", BACK, ground=Ground.OTHER, words="I wrote half of the file."
    )
    assert request.why_officers is WhyOfficers.GIVEN_BACK
    assert await _told(little, MessageKind.AUDITORS_NEEDED) == ["quinn"]
    card = await _officers(little)
    assert "Peer auditor: Ann." in card
    assert "I wrote half of the file." in card
    assert "Could take it:" in card
    before = await little.everything()
    for line in ("", "Ring 07700 900123."):
        with pytest.raises(CorrectAndRepeat):
            await refuse(little, request, line)
    with pytest.raises(AskSomeoneAllowed):
        await refuse(little, request, "Please do.", by="gil")
    assert await little.everything() == before
    done = await refuse(little, request, "Nobody else is there; please do it after all.")
    assert await refuse(little, request, done.answer) == done
    card = await _request_card(little, "ann", request)
    assert "Quinn asks you to do it after all." in card
    assert "Nobody else is there; please do it after all." in card
    assert await kept_audit(little, peers) == peers
    assert "I wrote half" not in await _officers(little)
    assert audit.part_of("ann") == "lead"


@pytest.mark.parametrize(
    ("ground", "words", "problem"),
    [
        (Ground.OTHER, " ", "Please write a line here."),
        (Ground.CONFLICT, "Ring 07700 900123.", "looks like a phone number"),
        (Ground.AWAY, "x" * 501, "Please shorten this"),
    ],
)
async def test_words_that_may_not_be_kept_are_refused_and_nothing_changes(
    announced: LittleCouncil, ground: Ground, words: str, problem: str
) -> None:
    audit = await announced.audit_led_by("ann")
    before = await announced.everything()
    with pytest.raises(CorrectAndRepeat) as refused:
        await asked(announced, audit, "ann", BACK, ground=ground, words=words)
    assert problem in refused.value.problems["words"]
    assert await announced.everything() == before


async def test_only_who_could_take_it_is_asked(announced: LittleCouncil) -> None:
    little = announced
    audit = await little.audit_led_by("ann")
    spare = await spare_of(little, audit, "ann")
    ids = [person.id for person in spare.takers]
    assert ids
    assert not {"ann", audit.peer_id, "sam"} & {*ids}
    # The fewest in hand come first.
    loads = [spare.in_hand[each] for each in ids]
    assert loads == sorted(loads)
    await little.away(ids[0], THE_FIRST.date(), audit.due)
    assert ids[0] not in [p.id for p in (await spare_of(little, audit, "ann")).takers]
    for proposal in (Proposal(ids[0]), Proposal("sam"), Proposal(None, "9" * 32)):
        with pytest.raises(CorrectAndRepeat) as refused:
            await asked(little, audit, "ann", proposal)
        assert "proposal" in refused.value.problems


async def test_nobody_asks_for_what_is_not_theirs_submitted_withdrawn_or_recorded(
    announced: LittleCouncil,
) -> None:
    little = announced
    audit = await little.audit_led_by("ann")
    with pytest.raises(AskSomeoneAllowed, match="Only its auditors"):
        await asked(little, audit, "eve" if audit.peer_id != "eve" else "cat", BACK)
    submitted, _ = await little.submitted(lead="ann")
    for who in filter(None, ("ann", submitted.peer_id)):
        with pytest.raises(ShowAsItIsNow, match="submitted"):
            await asked(little, audit, who, BACK)
    async with little.work(little.tenant_id) as w:
        left = await audits_to_spare(little.council, w, await little.person("ann"))
    assert audit.id not in [each.id for each in left]


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
    await _settle(little, date(2026, 12, 2))
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
    card = await _request_card(little, swap.colleague.id, request)
    assert f"In exchange Ann takes **{swap.audit.case_reference}**" in card
    await take(little, request, swap.colleague.id)
    mine, theirs = await kept_audit(little, audit), await kept_audit(little, swap.audit)
    assert (mine.lead_id, theirs.lead_id) == (swap.colleague.id, "ann")
    assert (mine.due, theirs.due) == (audit.due, swap.audit.due)
    own = await _card(little, "ann", MessageKind.ALLOCATION, str(DECEMBER))
    assert theirs.case_reference in own
    assert f"Swapped for {audit.case_reference}." in await _card(
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
    assert swap.audit.case_reference not in await _officers(little)


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
    assert "came to nothing" in await _request_card(little, swap.colleague.id, request)
    assert await _settle(little, date(2026, 12, 2)) == 1
    assert (await kept(little, request.id)).state is Standing.OVERTAKEN
    assert "ann" in await _told(little)


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
    await _settle(announced, date(2026, 12, 2))
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
    assert await _settle(little, date(2026, 12, 2)) == 0
    assert await _settle(little, THURSDAY) == 0
    assert await _settle(little, date(2026, 12, 4), hour=8) == 0  # not before the digest's hour
    assert await _settle(little, date(2026, 12, 4)) == 2
    assert await _settle(little, date(2026, 12, 4), hour=11) == 0
    assert await _settle(little, date(2026, 12, 7)) == 0
    assert await _told(little, MessageKind.AUDITORS_NEEDED) == ["quinn"]
    assert "Dan was asked and hasn't answered." in await _officers(little)
    assert "Dan hasn't answered: the QA" in await _request_card(little, "ann", request)
    assert "The QA officers decide now." in await _request_card(little, "dan", request)
    with pytest.raises(ShowAsItIsNow):
        await take(little, request, "dan", now=CALENDAR.at(date(2026, 12, 7), time(10)))


async def test_a_day_is_settled_once(announced: LittleCouncil) -> None:
    audit = await announced.audit_led_by("ann")
    await asked(announced, audit, "ann", Proposal("dan"))
    assert await _settle(announced, date(2026, 12, 2)) == 0
    await announced.away("dan", date(2026, 12, 2), date(2026, 12, 3))
    assert await _settle(announced, date(2026, 12, 2), hour=11) == 0
    assert await _settle(announced, THURSDAY) == 2


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
    assert await _settle(little, date(2026, 12, 2)) == 2
    assert (await kept(little, request.id)).why_officers is why
    assert audit.case_reference in await _officers(little)


async def test_whoever_is_away_when_it_comes_to_taking_it_does_not_get_it(
    announced: LittleCouncil,
) -> None:
    audit = await announced.audit_led_by("ann")
    request = await asked(announced, audit, "ann", Proposal("dan"))
    await announced.away("dan", THE_FIRST.date(), THE_FIRST.date())
    answered = await take(announced, request, "dan")
    assert answered.why_officers is WhyOfficers.BARRED
    assert (await kept_audit(announced, audit)).lead_id == "ann"
    assert "Dan was asked and can't have it any more." in await _officers(announced)


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
    assert "Nothing is asked of you." in await _request_card(little, "dan", gone)


async def test_once_a_conflict_is_declared_the_audit_never_comes_back(
    announced: LittleCouncil,
) -> None:
    little = announced
    audit = await little.audit_led_by("ann")
    request = await asked(little, audit, "ann", Proposal("dan"), ground=Ground.CONFLICT)
    await take(little, request, "dan")
    changed = await kept_audit(little, audit)
    command = ReassignAudit(
        little.council,
        await little.person("quinn"),
        audit.id,
        "lead",
        changed.version,
        "ann",
        "Dan is needed elsewhere.",
        "card",
    )
    with pytest.raises(CorrectAndRepeat) as refused:
        await reassign_audit(command, work=little.work, now=LATER)
    assert "Ann has declared a conflict of interest" in refused.value.problems["to"]
    spare = await spare_of(little, changed, "dan")
    assert "ann" not in [person.id for person in spare.takers]
    assert "ann" not in [each.colleague.id for each in spare.swaps]


async def test_whoever_asked_and_has_left_waits_for_nothing(announced: LittleCouncil) -> None:
    little = announced
    audit = await little.audit_led_by("ann")
    request = await asked(little, audit, "ann", Proposal("dan"))
    await little.take_staff(*(one for one in STAFF if one.id != "ann"))
    with pytest.raises(ShowAsItIsNow):
        await take(little, request, "dan")
    assert await _settle(little, date(2026, 12, 2)) == 0
    assert (await kept(little, request.id)).state is Standing.OVERTAKEN
    assert "Ann has left" in await _officers(little)


async def test_asked_in_the_evening_the_two_days_count_from_when_it_reaches_them(
    announced: LittleCouncil,
) -> None:
    audit = await announced.audit_led_by("ann")
    evening = datetime.combine(date(2026, 12, 1), time(21), THE_FIRST.tzinfo)
    request = await asked(announced, audit, "ann", Proposal("dan"), now=evening)
    assert request.answer_by == date(2026, 12, 4)
