"""An auditor asks to be spared an audit: once, in words that may be kept, of who could take it."""

import pytest

from programme.errors import AskSomeoneAllowed, CorrectAndRepeat, ShowAsItIsNow
from programme.hand_over import Ground, HandOver, Standing
from programme.message import MessageKind
from programme.ports import Work
from programme.use_cases.answer_hand_over import take_back_hand_over, take_hand_over
from programme.use_cases.ask_for_audit import AskForAudit, Request, ask_for_audit
from programme.use_cases.ask_hand_over import AskHandOver, Proposal, ask_hand_over, audits_to_spare
from tests.follow_up import COMMISSION, with_rules
from tests.little_council import THE_FIRST, LittleCouncil
from tests.programme.use_cases.handing_over import (
    BACK,
    CONFLICT,
    FORM,
    LATER,
    OTHER_FORM,
    answer,
    asked,
    decline,
    kept,
    kept_audit,
    officers_card,
    request_card,
    spare_of,
    take,
)
from tests.programme.use_cases.overtaken import at_once


async def test_nothing_typed_stands_in_an_event_and_the_words_are_for_the_officers(
    announced: LittleCouncil,
) -> None:
    audit = await announced.audit_led_by("ann")
    request = await asked(
        announced, audit, "ann", Proposal("dan"), ground=Ground.CONFLICT, words=CONFLICT
    )
    await decline(announced, request, "dan")
    card = await officers_card(announced)
    assert "Ann asks to be spared it: a conflict of interest. Dan was asked and said no." in card
    assert CONFLICT in card
    assert CONFLICT not in await request_card(announced, "dan", request)
    assert CONFLICT in await request_card(announced, "ann", request)
    for event in await announced.events(audit.id):
        assert CONFLICT not in str(event.detail)


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
    assert "Ann has taken this back." in await request_card(announced, "dan", first)
    with pytest.raises(ShowAsItIsNow):
        await take(announced, first, "dan")
    await take(announced, second, "cat")
    assert (await kept_audit(announced, audit)).lead_id == "cat"


async def test_what_is_pressed_twice_at_once_has_one_effect(announced: LittleCouncil) -> None:
    little = announced
    audit, ann = await little.audit_led_by("ann"), await little.person("ann")
    command = AskHandOver(
        little.council, ann, FORM, audit.id, Ground.AWAY, "", Proposal("dan"), "dialog"
    )
    answers: list[HandOver] = []

    async def ask(work: Work) -> None:
        answers.append(await ask_hand_over(command, work=work, now=THE_FIRST))

    await at_once(little, ask, ask)
    first, second = answers
    assert first == second == await kept(little, FORM)
    assert first.is_open
    assert [e.verb for e in await little.events(audit.id)] == ["ask_hand_over"]
    with pytest.raises(ShowAsItIsNow, match="somebody else's"):
        await asked(little, await little.audit_led_by("ben"), "ben", BACK)

    takes, takes_back = await answer(little, first, "dan"), await answer(little, first, "ann")
    with pytest.raises(ShowAsItIsNow):
        await at_once(
            little,
            lambda work: take_hand_over(takes, work=work, now=LATER),
            lambda work: take_back_hand_over(takes_back, work=work, now=LATER),
        )
    assert (await kept(little, FORM)).state is Standing.TAKEN
    assert (await kept_audit(little, audit)).lead_id == "dan"


async def test_an_audit_outside_the_rounds_is_handed_over_as_well(
    announced: LittleCouncil,
) -> None:
    little = with_rules(announced, commissions=(COMMISSION,))
    gil = await little.person("gil")
    asking = AskForAudit(
        little.council, gil, Request(COMMISSION.id, "Visits", "CF-20"), "ben", "dialog"
    )
    audit = await ask_for_audit(asking, work=little.work, now=THE_FIRST)
    spare = await spare_of(little, audit, "ben")
    assert spare.swaps == ()
    to = spare.takers[0].id
    await take(little, await asked(little, audit, "ben", Proposal(to)), to)
    assert (await kept_audit(little, audit)).lead_id == to
    assert to in await little.readers(MessageKind.COMMISSIONED)


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
    await little.submitted(lead="ann")
    with pytest.raises(ShowAsItIsNow, match="submitted"):
        await asked(little, audit, "ann", BACK)
    async with little.work(little.tenant_id) as w:
        left = await audits_to_spare(little.council, w, await little.person("ann"))
    assert audit.id not in [each.id for each in left]
