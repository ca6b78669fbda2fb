"""A dispute that was raised, or a dip sample that was submitted, is taken back before anybody has
acted on it."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from programme.dispute import Dispute, DisputeState, StepKind
from programme.errors import AskSomeoneAllowed, ShowAsItIsNow
from programme.message import MessageKind
from programme.shown import DUTIES, action_entity, dispute_entity
from programme.use_cases.acting_on_dispute import OnDispute
from programme.use_cases.complete_action import CompleteAction, complete_action
from programme.use_cases.pass_disputes_on import pass_disputes_on
from programme.use_cases.resolve_dispute import resolve_dispute
from programme.use_cases.show_dip_sample import show_dip_actions
from programme.use_cases.show_disputes import show_disputes, show_open_disputes
from programme.use_cases.submit_dip_sample import SubmitDipSample, submit_dip_sample
from programme.use_cases.take_back import TakeBack, take_back
from tests.duty_rules import with_duties
from tests.little_council import THE_FIRST, LittleCouncil, little_council
from tests.programme.use_cases.duty_council import ACTION, THIRD_ID, drawn_by, sampled
from tests.programme.use_cases.reviewing import (
    FORM,
    answered,
    kept,
    raised,
    reviewing,
    told,
)

DIP, DISPUTE = MessageKind.DIP_ACTIONS, MessageKind.DISPUTE
WEDNESDAY, THURSDAY = THE_FIRST + timedelta(days=1), THE_FIRST + timedelta(days=2)


@pytest.fixture
async def council(little: LittleCouncil) -> LittleCouncil:
    with_them = little_council(
        little.engine, little.tenant_id, with_duties(little.council.framework)
    )
    return await reviewing(with_them)


@pytest.fixture
async def dispute(council: LittleCouncil) -> Dispute:
    return await raised(council, now=THE_FIRST)


async def _take_back(
    council: LittleCouncil, kind: MessageKind, by: str, now: datetime = WEDNESDAY
) -> None:
    subject = {DISPUTE: FORM, DIP: THIRD_ID}[kind]
    command = TakeBack(council.council, await council.person(by), kind, subject, "card")
    await take_back(command, work=council.work, now=now)


@pytest.mark.rule("WC-11", "SW-09", "WB-13", "KT-05")
async def test_a_dispute_that_was_taken_back_has_ended_and_nobody_is_asked(
    council: LittleCouncil, dispute: Dispute
) -> None:
    await council.settle("ann", DISPUTE, FORM, dispute_entity(FORM))
    before = await told(council)
    await _take_back(council, DISPUTE, "iris")
    gone = await kept(council, dispute)
    assert (gone.state, gone.last.kind) == (DisputeState.TAKEN_BACK, StepKind.TAKEN_BACK)
    assert gone.ended_at == WEDNESDAY
    assert await told(council) == before
    assert ("ann", DISPUTE) in await council.behind()
    *_, event = await council.events(FORM)
    assert (event.verb, event.who) == ("take_back_dispute", "iris")
    async with council.work(council.tenant_id) as w:
        assert await w.disputes.all_open() == ()
        fates = {str(fate.delivery) for fate in await w.outbox.fates([DISPUTE], FORM)}
        shown = await show_disputes(council.council, w, [("ann", FORM)], date(2026, 12, 2))
        listed = await show_open_disputes(council.council, w, ["gil"], date(2026, 12, 2))
    assert "waiting" not in fates
    assert not shown["ann", FORM].may_answer
    assert listed["gil"].disputes == ()


async def test_a_dispute_is_taken_back_once_and_leads_nowhere_from_there(
    council: LittleCouncil, dispute: Dispute
) -> None:
    await _take_back(council, DISPUTE, "iris")
    before = await council.everything()
    await _take_back(council, DISPUTE, "iris", THURSDAY)
    with pytest.raises(ShowAsItIsNow):
        await answered(council, await kept(council, dispute), now=THURSDAY)
    resolve = OnDispute(council.council, await council.person("iris"), FORM, 2, "", "card")
    with pytest.raises(ShowAsItIsNow):
        await resolve_dispute(resolve, work=council.work, now=THURSDAY)
    assert await council.everything() == before
    later = THE_FIRST + timedelta(days=30)
    assert await pass_disputes_on(council.council, work=council.work, now=later) == 0


async def test_a_dispute_of_somebody_else_too_late_or_answered_stands(
    council: LittleCouncil, dispute: Dispute
) -> None:
    before = await council.everything()
    with pytest.raises(AskSomeoneAllowed):
        await _take_back(council, DISPUTE, "ivo")
    with pytest.raises(ShowAsItIsNow, match="until the end of Wednesday 2 December 2026"):
        await _take_back(council, DISPUTE, "iris", THURSDAY)
    assert await council.everything() == before
    await answered(council, dispute, now=WEDNESDAY)
    before = await council.everything()
    with pytest.raises(ShowAsItIsNow, match="has acted on this already"):
        await _take_back(council, DISPUTE, "iris")
    assert await council.everything() == before


@pytest.mark.rule("WB-12")
async def test_a_dip_sample_that_was_taken_back_is_open_and_its_actions_are_asked_of_nobody(
    council: LittleCouncil,
) -> None:
    await sampled(council, "gil", ACTION)
    async with council.work(council.tenant_id) as w:
        (action,) = await w.actions.of_audits([THIRD_ID])
    await council.settle("ann", DIP, THIRD_ID, action_entity(action.id))
    await council.settle("quinn", MessageKind.DUTIES_OWED, "2026-12", DUTIES)
    await _take_back(council, DIP, "gil")
    async with council.work(council.tenant_id) as w:
        sample = await w.dip_samples.get(THIRD_ID)
        assert await w.actions.of_audits([THIRD_ID]) == ()
        assert await w.dip_samples.deeds(date(2026, 11, 1), date(2026, 12, 31)) == ()
        fates = {str(fate.delivery) for fate in await w.outbox.fates([DIP], THIRD_ID)}
        pairs = [(THIRD_ID, "ann"), (THIRD_ID, "gil"), (THIRD_ID, "cat")]
        views = await show_dip_actions(council.council, w, pairs, date(2026, 12, 2))
    assert sample is not None
    assert not sample.is_submitted
    assert all(case.look for case in sample.cases)
    assert "waiting" not in fates
    behind = {("ann", DIP), ("quinn", MessageKind.DUTIES_OWED)}
    assert behind <= await council.behind()
    assert {who: view.mine for (_, who), view in views.items()} == {"ann": False, "gil": True}
    *_, event = await council.events(THIRD_ID)
    assert (event.verb, event.who) == ("take_back_dip_actions", "gil")


async def test_a_dip_sample_is_taken_back_once_and_submitted_again(council: LittleCouncil) -> None:
    first = await sampled(council, "gil", ACTION)
    await _take_back(council, DIP, "gil")
    before = await council.everything()
    await _take_back(council, DIP, "gil", THURSDAY)
    assert await council.everything() == before
    gil = await council.person("gil")
    again = SubmitDipSample(council.council, gil, THIRD_ID, first.version + 1, "dialog")
    done, actions = await submit_dip_sample(again, work=council.work, now=THURSDAY)
    assert done.is_submitted
    assert len(actions) == 1
    async with council.work(council.tenant_id) as w:
        fates = [
            (fate.person_id, str(fate.delivery)) for fate in await w.outbox.fates([DIP], THIRD_ID)
        ]
    told = {person for person, delivery in fates if delivery == "waiting"}
    assert "gil" in told
    assert len(told) == 2


async def test_a_dip_sample_of_somebody_else_or_too_late_stands(council: LittleCouncil) -> None:
    await sampled(council, "gil", ACTION)
    before = await council.everything()
    with pytest.raises(AskSomeoneAllowed):
        await _take_back(council, DIP, "ann")
    with pytest.raises(ShowAsItIsNow, match="until the end of Wednesday 2 December 2026"):
        await _take_back(council, DIP, "gil", THURSDAY)
    assert await council.everything() == before


async def test_a_dip_sample_of_which_an_action_was_completed_stands(
    council: LittleCouncil,
) -> None:
    await sampled(council, "gil", ACTION)
    async with council.work(council.tenant_id) as w:
        (action,) = await w.actions.of_audits([THIRD_ID])
    command = CompleteAction(
        council.council, await council.person("gil"), action.id, action.version, "Done.", "card"
    )
    await complete_action(command, work=council.work, now=WEDNESDAY)
    await _stands(council)


async def test_a_dip_sample_stands_once_a_further_one_is_drawn(council: LittleCouncil) -> None:
    await sampled(council, "gil", ACTION)
    await drawn_by(council, "gil", record="5" * 32, now=WEDNESDAY)
    await _stands(council)


async def test_an_action_that_is_changed_at_the_same_time_keeps_the_dip_sample(
    council: LittleCouncil,
) -> None:
    await sampled(council, "gil", ACTION)
    async with council.work(council.tenant_id) as w:
        (action,) = await w.actions.of_audits([THIRD_ID])
        assert not await w.actions.remove([replace(action, version=action.version + 1)])


async def _stands(council: LittleCouncil) -> None:
    before = await council.everything()
    with pytest.raises(ShowAsItIsNow, match="has acted on this already"):
        await _take_back(council, DIP, "gil")
    assert await council.everything() == before
