"""An answer to an alert and a confirmation of actions are taken back: the question stands again."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from programme.audit import Audit
from programme.errors import AskSomeoneAllowed, LookElsewhere, ShowAsItIsNow
from programme.message import Message, MessageKind
from programme.shown import alert_entity, audit_entity
from programme.use_cases.answer_alert import AnswerAlert, answer_alert
from programme.use_cases.show_alerts import show_alert_answers, show_alerts
from programme.use_cases.show_confirmation import show_confirmations
from programme.use_cases.take_back import TakeBack, take_back
from tests.follow_up import ASKED, HANNAH, WORST, add_people, graded, with_rules
from tests.little_council import THE_FIRST, LittleCouncil
from tests.programme.use_cases.acting_on_actions import HIGH, LOW, confirm, done, nine, returned

ALERT, CONFIRM = MessageKind.GRADE_ALERT, MessageKind.CONFIRM_ACTIONS
DONE = "The child was seen today and a strategy meeting is called."
THE_2ND, THE_3RD = date(2026, 12, 2), date(2026, 12, 3)
MONDAY, TUESDAY, WEDNESDAY = date(2026, 12, 21), date(2026, 12, 22), date(2026, 12, 23)


@pytest.fixture
async def alerted(drawn: LittleCouncil) -> tuple[LittleCouncil, Audit]:
    """Ann and Hannah are asked about a grave grade, and Ann has answered on the 1st."""
    await add_people(drawn, HANNAH)
    little = with_rules(drawn, alerts=(ASKED,))
    audit, _ = await graded(little, WORST)
    ann = await little.person("ann")
    command = AnswerAlert(little.council, ann, audit.id, 1, DONE, "card")
    await answer_alert(command, work=little.work, now=THE_FIRST)
    return little, audit


async def _take_back(
    little: LittleCouncil, kind: MessageKind, audit: Audit, by: str, day: date
) -> None:
    command = TakeBack(little.council, await little.person(by), kind, audit.id, "card")
    await take_back(command, work=little.work, now=nine(day))


@pytest.mark.rule("KT-07")
async def test_whoever_took_an_answer_back_is_asked_as_before(
    alerted: tuple[LittleCouncil, Audit],
) -> None:
    little, audit = alerted
    await little.settle("quinn", MessageKind.ALERT_ANSWERS, audit.id, alert_entity(audit.id))
    async with little.work(little.tenant_id) as w:
        before = await show_alerts(little.council, w, [("ann", audit.id)], THE_2ND)
    assert before["ann", audit.id].take_back_until == THE_2ND
    await _take_back(little, ALERT, audit, "ann", THE_2ND)
    async with little.work(little.tenant_id) as w:
        alert = await w.alerts.get(audit.id, "ann")
        told = await show_alert_answers(little.council, w, [("quinn", audit.id)], THE_2ND)
        waiting = {
            fate.person_id
            for fate in await w.outbox.fates([ALERT], audit.id)
            if str(fate.delivery) == "waiting"
        }
    assert alert is not None
    assert alert.awaits_answer
    assert alert.answer is None
    assert all(each.alert.answer is None for each in told["quinn", audit.id].answers)
    assert "hannah" in waiting, "who was alerted beside them still is"
    assert ("quinn", MessageKind.ALERT_ANSWERS) in await little.behind()
    assert (await little.events(audit.id))[-1].verb == "take_back_grade_alert"


async def test_an_answer_is_taken_back_once_in_time_and_by_nobody_else(
    alerted: tuple[LittleCouncil, Audit],
) -> None:
    little, audit = alerted
    before = await little.everything()
    with pytest.raises(LookElsewhere):
        await _take_back(little, ALERT, audit, "gil", THE_2ND)
    with pytest.raises(ShowAsItIsNow, match="no answer to take back"):
        await _take_back(little, ALERT, audit, "hannah", THE_2ND)
    with pytest.raises(ShowAsItIsNow, match="until the end of Wednesday 2 December 2026"):
        await _take_back(little, ALERT, audit, "ann", THE_3RD)
    assert await little.everything() == before
    await _take_back(little, ALERT, audit, "ann", THE_2ND)
    before = await little.everything()
    with pytest.raises(ShowAsItIsNow, match="no answer to take back"):
        await _take_back(little, ALERT, audit, "ann", THE_2ND)
    assert await little.everything() == before


@pytest.fixture
async def confirmed(ash: LittleCouncil) -> tuple[LittleCouncil, Audit]:
    """Ann has confirmed both actions of her audit on Monday the 21st."""
    audit, (first, second) = await ash.submitted(HIGH, LOW)
    await done(ash, first)
    await done(ash, second)
    await confirm(ash, audit, "ann", MONDAY)
    return ash, audit


@pytest.mark.rule("BD-07")
async def test_what_was_confirmed_by_mistake_is_asked_about_again(
    confirmed: tuple[LittleCouncil, Audit],
) -> None:
    ash, audit = confirmed
    await ash.settle("gil", MessageKind.ACTIONS, audit.id, audit_entity(audit.id))
    async with ash.work(ash.tenant_id) as w:
        pairs = [(audit.id, "ann"), (audit.id, "quinn")]
        before = await show_confirmations(ash.council, w, pairs, TUESDAY)
    assert [view.take_back_until for view in before.values()] == [TUESDAY, None]
    await _take_back(ash, CONFIRM, audit, "ann", TUESDAY)
    async with ash.work(ash.tenant_id) as w:
        actions = await w.actions.of_audits([audit.id])
        after = await show_confirmations(ash.council, w, pairs, TUESDAY)
    assert {(action.confirmed_by, action.confirmed_at) for action in actions} == {(None, None)}
    assert all(view.asks for view in after.values())
    assert ("gil", MessageKind.ACTIONS) in await ash.behind()
    assert (await ash.events(audit.id))[-1].verb == "take_back_confirm_actions"
    await returned(ash, actions[0], TUESDAY)
    with pytest.raises(ShowAsItIsNow, match="Not all of these actions are completed"):
        await confirm(ash, audit, "ann", TUESDAY)


@pytest.mark.rule("BD-07")
async def test_who_was_still_to_be_asked_is_asked_once_a_confirmation_is_taken_back(
    ash: LittleCouncil,
) -> None:
    audit, actions = await ash.submitted(HIGH, LOW)
    for action in actions:
        await done(ash, action)
    asked = Message(f"confirm:{audit.id}:ann", "ann", CONFIRM, audit.id, nine(TUESDAY))
    async with ash.work(ash.tenant_id) as w:
        await w.outbox.add([asked])
        await w.commit()
    await confirm(ash, audit, "quinn", MONDAY)
    assert await _fates(ash, audit) == ["superseded"]
    await _take_back(ash, CONFIRM, audit, "quinn", MONDAY)
    assert await _fates(ash, audit) == ["waiting"]


async def _fates(ash: LittleCouncil, audit: Audit) -> list[str]:
    async with ash.work(ash.tenant_id) as w:
        return [str(fate.delivery) for fate in await w.outbox.fates([CONFIRM], audit.id)]


async def test_a_confirmation_is_taken_back_once_in_time_and_by_nobody_else(
    confirmed: tuple[LittleCouncil, Audit],
) -> None:
    ash, audit = confirmed
    before = await ash.everything()
    with pytest.raises(AskSomeoneAllowed):
        await _take_back(ash, CONFIRM, audit, "quinn", TUESDAY)
    with pytest.raises(ShowAsItIsNow, match="until the end of Tuesday 22 December 2026"):
        await _take_back(ash, CONFIRM, audit, "ann", WEDNESDAY)
    assert await ash.everything() == before
    await _take_back(ash, CONFIRM, audit, "ann", TUESDAY)
    before = await ash.everything()
    with pytest.raises(ShowAsItIsNow, match="aren't confirmed any more"):
        await _take_back(ash, CONFIRM, audit, "ann", TUESDAY)
    assert await ash.everything() == before


async def test_of_actions_confirmed_one_after_the_other_the_last_are_taken_back(
    confirmed: tuple[LittleCouncil, Audit],
) -> None:
    ash, audit = confirmed
    async with ash.work(ash.tenant_id) as w:
        first, _ = await w.actions.of_audits([audit.id])
        friday = nine(MONDAY) - timedelta(days=3)
        await w.actions.save(replace(first, confirmed_at=friday, version=first.version + 1), first)
        await w.commit()
    await _take_back(ash, CONFIRM, audit, "ann", TUESDAY)
    async with ash.work(ash.tenant_id) as w:
        actions = await w.actions.of_audits([audit.id])
    assert [action.confirmed_at for action in actions] == [friday, None]
