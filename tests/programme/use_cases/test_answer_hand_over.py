"""A colleague takes an audit or says no, the QA officers give it or refuse, and whoever asked may
take it back. Nothing is orphaned meanwhile, and no due day moves."""

import pytest

from programme.errors import AskSomeoneAllowed, CorrectAndRepeat, ShowAsItIsNow
from programme.hand_over import Ground, Standing, WhyOfficers
from programme.message import MessageKind
from programme.use_cases.ask_hand_over import Proposal
from programme.use_cases.reassign_audit import ReassignAudit, reassign_audit
from tests.little_council import DECEMBER, LittleCouncil
from tests.programme.use_cases.handing_over import (
    BACK,
    CONFLICT,
    LATER,
    THURSDAY,
    asked,
    card_of,
    decline,
    kept,
    kept_audit,
    officers_card,
    refuse,
    request_card,
    spare_of,
    take,
    take_back,
    told,
)


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
    card = await request_card(little, "dan", request)
    assert "Ann asks you to take it as its lead auditor, because of a conflict of interest." in card
    assert CONFLICT not in card
    own = await card_of(little, "ann", MessageKind.ALLOCATION, str(DECEMBER))
    assert "You have asked Dan to take it, who answers by Thu 3 Dec." in own

    for who in ("ann", "dan"):
        await little.settle(who, MessageKind.ALLOCATION, str(DECEMBER), f"audit:{audit.id}")
    taken = await take(little, request, "dan")
    assert taken.state is Standing.TAKEN
    changed = await kept_audit(little, audit)
    assert (changed.lead_id, changed.peer_id, changed.due) == ("dan", audit.peer_id, audit.due)
    assert {who for who, _ in await little.behind()} >= {"ann", "dan"}
    assert await told(little) == ["ann", "dan"]
    assert "✔ Dan has taken it" in await request_card(little, "ann", request)
    assert "you have taken it" in (await request_card(little, "dan", request)).casefold()
    own = await card_of(little, "ann", MessageKind.ALLOCATION, str(DECEMBER))
    assert f"**{audit.case_reference}** · now with Dan; thank you" in own
    assert "Why: Handed over: a conflict of interest." in own
    officers = await card_of(little, "quinn", MessageKind.ROUND, str(DECEMBER))
    assert f"{audit.case_reference}, lead auditor: Dan in place of Ann since Tue 1 Dec" in officers
    dans = await card_of(little, "dan", MessageKind.ALLOCATION, str(DECEMBER))
    assert audit.case_reference in dans
    assert [e.verb for e in await little.events(audit.id)][-3:] == [
        "ask_hand_over",
        "reassign_audit",
        "take_hand_over",
    ]


async def test_taking_it_twice_has_one_effect_and_nobody_else_answers(
    announced: LittleCouncil,
) -> None:
    audit = await announced.audit_led_by("ann")
    request = await asked(announced, audit, "ann", Proposal("dan"))
    for who in ("ben", "ann", "quinn"):
        before = await announced.everything()
        for press in (take, decline):
            with pytest.raises(AskSomeoneAllowed):
                await press(announced, request, who)
        assert await announced.everything() == before
    with pytest.raises(AskSomeoneAllowed):
        await take_back(announced, request, "dan")
    taken = await take(announced, request, "dan")
    before = await announced.everything()
    assert await take(announced, request, "dan") == taken
    for press, who in ((decline, "dan"), (take_back, "ann")):
        with pytest.raises(ShowAsItIsNow, match="changed since"):
            await press(announced, request, who)
    assert await announced.everything() == before


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
    assert await told(little, MessageKind.AUDITORS_NEEDED) == ["quinn"]
    assert await told(little) == ["ann", "dan"]
    assert "Dan said no: the QA officers decide." in await request_card(little, "ann", request)
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
    assert "✔ Quinn has given it to somebody else" in await request_card(little, "ann", request)
    assert audit.case_reference not in await officers_card(little)


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
    assert await told(little, MessageKind.AUDITORS_NEEDED) == ["quinn"]
    card = await officers_card(little)
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
    card = await request_card(little, "ann", request)
    assert "Quinn asks you to do it after all." in card
    assert "Nobody else is there; please do it after all." in card
    assert await kept_audit(little, peers) == peers
    assert "I wrote half" not in await officers_card(little)
    assert audit.part_of("ann") == "lead"


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
