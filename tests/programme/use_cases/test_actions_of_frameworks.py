"""Actions as five frameworks have them: tracked, advised, confirmed, escalated, taken back."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest

from dialogs.table import LIVE
from programme.action import Action, ProposedAction
from programme.audit import Audit
from programme.council import Council
from programme.errors import AskSomeoneAllowed, CorrectAndRepeat, LookElsewhere, ShowAsItIsNow
from programme.message import MessageKind, action_entity, audit_entity
from programme.people import Absence, Role
from programme.rules.action import Confirmation, Priority
from programme.use_cases.ask_confirmation import ask_confirmation, who_confirms
from programme.use_cases.complete_action import CompleteAction, complete_action
from programme.use_cases.confirm_actions import (
    ConfirmActions,
    ReturnAction,
    confirm_actions,
    return_action,
)
from programme.use_cases.escalate_delay import escalate_delay
from programme.use_cases.reopen_action import ReopenAction, reopen_action
from programme.use_cases.save_audit_draft import SaveAuditDraft, save_audit_draft
from programme.use_cases.send_digests import send_digests
from programme.use_cases.show_actions import lines_for, show_digests
from programme.use_cases.submit_audit import SubmitAudit, submit_audit
from programme.use_cases.tick import JOBS
from tests.bot.chats import words_of
from tests.little_council import (
    CALENDAR,
    DUE,
    FRAMEWORK,
    STAFF,
    THE_FIRST,
    LittleCouncil,
    a_full_record,
    little_council,
    person,
)
from tests.storage.examples import AUDIT

SIAN = person("Sian", Role.SERVICE_MANAGER, area="North")
SUE = person("Sue", Role.SERVICE_MANAGER, area="South")
RULE = replace(
    FRAMEWORK.actions,
    tracked_by=(Role.SERVICE_MANAGER,),
    confirmation=Confirmation(3, 5, (Role.SERVICE_MANAGER,)),
    priorities=(Priority("high", "High", 2), Priority("low", "Low", 20)),
    advice=True,
)
OVERDUE = date(2026, 12, 21)
"""The first working day after DUE."""
DELAYED = date(2026, 12, 29)
"""Five working days after DUE, with Christmas between."""
HIGH = ProposedAction("Update the chronology.", "Ash", DUE, "high")
LOW = ProposedAction("Date the plan.", "Ash", DUE, "low")


@pytest.fixture
async def ash(other: LittleCouncil) -> AsyncIterator[LittleCouncil]:
    """The council with all of it in force, two service managers, and December drawn."""
    council = little_council(other.engine)
    rules = replace(FRAMEWORK, actions=RULE)
    council = replace(council, council=Council(council.tenant_id, rules, CALENDAR))
    await council.fill()
    await council.take_staff(*STAFF, SIAN, SUE)
    await council.draw()
    before = await other.everything()
    yield council
    assert await other.everything() == before


def _nine(day: date) -> datetime:
    return CALENDAR.at(day, time(9))


async def _done(ash: LittleCouncil, action: Action, day: date = DUE, by: str = "ann") -> Action:
    command = CompleteAction(
        ash.council, await ash.person(by), action.id, action.version, "All dated.", "card"
    )
    return await complete_action(command, work=ash.work, now=_nine(day))


async def _confirm(ash: LittleCouncil, audit: Audit, by: str, day: date) -> tuple[Action, ...]:
    command = ConfirmActions(ash.council, await ash.person(by), audit.id, "card")
    return await confirm_actions(command, work=ash.work, now=_nine(day))


async def _return(
    ash: LittleCouncil, action: Action, day: date, by: str = "ann", reason: str = "No dates."
) -> Action:
    command = ReturnAction(
        ash.council, await ash.person(by), action.id, action.version, reason, "card"
    )
    return await return_action(command, work=ash.work, now=_nine(day))


async def _reopen(ash: LittleCouncil, action: Action, day: date, by: str = "ann") -> Action:
    command = ReopenAction(ash.council, await ash.person(by), action.id, action.version, "card")
    return await reopen_action(command, work=ash.work, now=_nine(day))


async def _card(ash: LittleCouncil, kind: MessageKind, reader: str, subject: str, day: date) -> str:
    async with ash.work(ash.tenant_id) as w:
        drawn = await LIVE[kind].draw(ash.council, w, [(reader, subject)], day)
    return words_of(drawn[reader, subject].card) if drawn else ""


async def _digest(ash: LittleCouncil, day: date) -> list[str]:
    """Who gets a digest on the day."""
    before = len(await ash.messages(MessageKind.DIGEST))
    queued = await send_digests(ash.council, work=ash.work, now=_nine(day))
    keys = [m for m in await ash.messages(MessageKind.DIGEST) if m.subject == day.isoformat()]
    assert len(await ash.messages(MessageKind.DIGEST)) == before + queued
    return [message.person_id for message in keys]


@pytest.mark.rule("WB-07")
async def test_the_service_manager_hears_what_is_overdue_in_the_service_area(
    ash: LittleCouncil,
) -> None:
    await ash.submitted(HIGH)
    assert "sian" not in await _digest(ash, DUE)
    assert await _digest(ash, OVERDUE) == ["sian"]
    told = await _card(ash, MessageKind.DIGEST, "sian", OVERDUE.isoformat(), OVERDUE)
    assert "Overdue in the teams that you follow" in told
    assert "Ash · Priority: High · ⚠ Overdue since Fri 18 Dec" in told
    assert "Mark as completed" not in told
    assert await _digest(ash, date(2026, 12, 22)) == []
    assert await _digest(ash, DELAYED) == ["ann", "sian"]


@pytest.mark.rule("WB-07")
async def test_the_digest_stays_true_when_what_is_tracked_is_done(ash: LittleCouncil) -> None:
    _, (action,) = await ash.submitted(HIGH)
    await _digest(ash, OVERDUE)
    subject = OVERDUE.isoformat()
    await ash.settle("sian", MessageKind.DIGEST, subject, action_entity(action.id))
    await _done(ash, action, OVERDUE)
    assert ("sian", MessageKind.DIGEST) in await ash.behind()
    assert "Completed by Ann" in await _card(ash, MessageKind.DIGEST, "sian", subject, OVERDUE)


@pytest.mark.rule("WB-07")
async def test_who_answers_for_a_team_and_tracks_it_has_one_digest(ash: LittleCouncil) -> None:
    await ash.take_staff(*(p for p in STAFF if p.id not in {"gil", "gus"}), SUE)
    rule = replace(RULE, tracked_by=(Role.TEAM_MANAGER,))
    rules = replace(FRAMEWORK, actions=rule)
    ash = replace(ash, council=replace(ash.council, framework=rules))
    await ash.submitted(HIGH)
    assert await _digest(ash, OVERDUE) == ["ann", "ben"]
    assert await _digest(ash, DELAYED) == ["ann", "ben"]
    async with ash.work(ash.tenant_id) as w:
        views = await show_digests(ash.council, w, DELAYED, ["ann", "ben"], DELAYED)
    assert [len(views["ann"].lines), len(views["ann"].tracked)] == [1, 0]
    assert [len(views["ben"].lines), len(views["ben"].tracked)] == [0, 1]


@pytest.mark.rule("WB-07")
@pytest.mark.parametrize(
    ("gone", "reader"), [(["sian"], "sue"), (["sian", "sue"], "quinn")], ids=["area", "council"]
)
async def test_while_nobody_of_the_area_is_there_the_next_one_tracks(
    ash: LittleCouncil, gone: list[str], reader: str
) -> None:
    await ash.submitted(HIGH)
    for person_id in gone:
        await ash.away(person_id, date(2026, 12, 14), date(2026, 12, 31))
    await _digest(ash, DUE)
    assert await _digest(ash, OVERDUE) == [reader]


@pytest.mark.rule("BD-05")
async def test_within_a_date_the_more_urgent_comes_first_and_says_so(ash: LittleCouncil) -> None:
    audit, actions = await ash.submitted(LOW, HIGH)
    assert [a.priority for a in sorted(actions, key=lambda a: a.number)] == ["low", "high"]
    async with ash.work(ash.tenant_id) as w:
        ann = await w.people.get("ann")
        assert ann is not None
        lines = await lines_for(ash.council, w, actions, ann, DUE)
    assert [line.priority for line in lines] == ["High", "Low"]
    told = await _card(ash, MessageKind.ACTIONS, "ann", audit.id, DUE)
    assert told.index("Priority: High") < told.index("Priority: Low")


@pytest.mark.rule("BD-05")
async def test_an_action_without_a_priority_keeps_the_audit_from_being_submitted(
    ash: LittleCouncil,
) -> None:
    with pytest.raises(CorrectAndRepeat) as refused:
        await ash.submitted(replace(HIGH, priority=None))
    assert refused.value.problems == {"action_1": "Action 1: Please choose how urgent it is."}


@pytest.mark.rule("BD-05")
async def test_advice_is_shown_to_the_team_and_never_tracked(ash: LittleCouncil) -> None:
    audit, ann = await ash.audit_led_by("ann"), await ash.person("ann")
    record = replace(a_full_record(ash.council.framework), actions=(), advice=("Try a genogram.",))
    draft = await save_audit_draft(
        SaveAuditDraft(ash.council, ann, audit.id, lambda _: record, "dialog"),
        work=ash.work,
        now=THE_FIRST,
    )
    done = await submit_audit(
        SubmitAudit(ash.council, ann, audit.id, draft.version, "dialog"),
        work=ash.work,
        now=THE_FIRST,
    )
    assert done.record.advice == ("Try a genogram.",)
    assert set(await ash.readers(MessageKind.ACTIONS)) == {"ann", done.peer_id}
    told = await _card(ash, MessageKind.ACTIONS, "ann", audit.id, DUE)
    assert "Advice from the audit" in told
    assert "Try a genogram." in told
    assert "Mark as completed" not in told
    async with ash.work(ash.tenant_id) as w:
        assert await w.actions.of_audits([audit.id]) == ()
    for n in range(40):
        assert await _digest(ash, DUE + timedelta(days=n)) == []


@pytest.mark.rule("BD-07")
async def test_the_lead_is_asked_working_days_after_the_last_was_completed(
    ash: LittleCouncil,
) -> None:
    audit, (first, second) = await ash.submitted(HIGH, LOW)
    await _done(ash, first, date(2026, 12, 8))
    assert await ask_confirmation(ash.council, work=ash.work, now=_nine(DUE)) == 0
    await _done(ash, second, DUE)
    for day, asked in ((date(2026, 12, 22), 0), (date(2026, 12, 23), 1), (DELAYED, 0)):
        assert await ask_confirmation(ash.council, work=ash.work, now=_nine(day)) == asked
        assert await ask_confirmation(ash.council, work=ash.work, now=_nine(day)) == 0
    (message,) = await ash.messages(MessageKind.CONFIRM_ACTIONS)
    assert (message.person_id, message.subject) == ("ann", audit.id)


@pytest.mark.rule("BD-07")
async def test_while_the_lead_is_away_a_qa_officer_is_asked(ash: LittleCouncil) -> None:
    _, (action,) = await ash.submitted(HIGH)
    await _done(ash, action)
    await ash.away("ann", date(2026, 12, 21), date(2026, 12, 31))
    await ask_confirmation(ash.council, work=ash.work, now=_nine(DELAYED))
    assert await ash.readers(MessageKind.CONFIRM_ACTIONS) == ["quinn"]


@pytest.mark.rule("BD-07")
async def test_where_who_runs_the_audits_is_the_lead_auditor_they_are_asked_and_nobody_else(
    ash: LittleCouncil,
) -> None:
    assert RULE.confirmation is not None
    rule = replace(RULE, confirmation=replace(RULE.confirmation, by="qa_officers"))
    framework = replace(ash.council.framework, actions=rule)
    central = replace(ash, council=replace(ash.council, framework=framework))
    audit, (action,) = await central.submitted(HIGH)
    await _done(central, action)
    assert await ask_confirmation(central.council, work=central.work, now=_nine(DELAYED)) == 1
    assert await central.readers(MessageKind.CONFIRM_ACTIONS) == ["quinn"]
    assert await _card(central, MessageKind.CONFIRM_ACTIONS, "ann", audit.id, DELAYED) == ""
    with pytest.raises(AskSomeoneAllowed, match="A QA officer, as lead auditor"):
        await _confirm(central, audit, "ann", DELAYED)
    (done,) = await _confirm(central, audit, "quinn", DELAYED)
    assert done.confirmed_by == "quinn"


@pytest.mark.rule("BD-07")
def test_those_who_run_the_audits_share_what_they_confirm_and_none_gets_all_of_it() -> None:
    assert RULE.confirmation is not None
    rule = replace(RULE.confirmation, by="qa_officers")
    away = replace(
        person("Quade", Role.QA_OFFICER), absences=(Absence(DUE, DUE + timedelta(days=9)),)
    )
    officers = [person(name, Role.QA_OFFICER) for name in ("Quinn", "Quentin")]
    audits = [replace(AUDIT, id=f"{number:032x}") for number in range(40)]
    asked = [who_confirms(rule, audit, [*STAFF[:3], away, *officers], DUE) for audit in audits]
    assert {len(readers) for readers in asked} == {1}
    assert {readers[0].id for readers in asked} == {"quinn", "quentin"}
    (nobody_else,) = who_confirms(rule, AUDIT, [away], DUE)
    assert nobody_else == away


@pytest.mark.rule("BD-07")
async def test_confirming_is_final_and_twice_is_harmless(ash: LittleCouncil) -> None:
    audit, actions = await ash.submitted(HIGH, LOW)
    for action in actions:
        await _done(ash, action)
    await ask_confirmation(ash.council, work=ash.work, now=_nine(DELAYED))
    await ash.settle("ann", MessageKind.ACTIONS, audit.id, audit_entity(audit.id))
    confirmed = await _confirm(ash, audit, "ann", DELAYED)
    assert {action.confirmed_by for action in confirmed} == {"ann"}
    assert ("ann", MessageKind.ACTIONS) in await ash.behind()
    before = await ash.everything()
    assert set(await _confirm(ash, audit, "ann", DELAYED)) == set(confirmed)
    assert await ash.everything() == before
    assert [e.verb for e in await ash.events(audit.id)].count("confirm_actions") == 1
    told = await _card(ash, MessageKind.CONFIRM_ACTIONS, "ann", audit.id, DELAYED)
    assert "All of them are confirmed" in told
    with pytest.raises(ShowAsItIsNow):
        await _return(ash, confirmed[0], DELAYED)


@pytest.mark.rule("BD-07")
async def test_what_is_open_cant_be_confirmed_nor_by_anybody_else(ash: LittleCouncil) -> None:
    audit, (action,) = await ash.submitted(HIGH)
    with pytest.raises(ShowAsItIsNow):
        await _confirm(ash, audit, "ann", DUE)
    await _done(ash, action)
    for stranger in ("gil", "cat", "sam"):
        with pytest.raises(AskSomeoneAllowed, match="lead auditor"):
            await _confirm(ash, audit, stranger, DUE)
    with pytest.raises(LookElsewhere):
        await _confirm(ash, replace(audit, id="0" * 32), "ann", DUE)
    assert await _card(ash, MessageKind.CONFIRM_ACTIONS, "gil", audit.id, DUE) == ""


@pytest.mark.rule("BD-07")
async def test_what_is_missing_goes_back_to_the_team_with_the_reason(ash: LittleCouncil) -> None:
    audit, (action,) = await ash.submitted(replace(HIGH, team="Birch"))
    done = await _done(ash, action, DELAYED, by="ben")
    await ask_confirmation(ash.council, work=ash.work, now=_nine(date(2027, 1, 5)))
    opened = await _return(ash, done, date(2027, 1, 5))
    assert opened.is_open
    assert (opened.due, opened.first_due) == (date(2027, 1, 7), DUE)
    (told,) = [m for m in await ash.messages(MessageKind.ACTIONS) if "returned" in m.key]
    assert told.person_id == "ben"
    card = await _card(ash, MessageKind.ACTIONS, "ben", audit.id, date(2027, 1, 5))
    assert "Opened again by Ann: No dates." in card
    before = await ash.everything()
    assert await _return(ash, done, date(2027, 1, 5)) == opened
    assert await ash.everything() == before


@pytest.mark.rule("BD-07")
async def test_completed_again_it_is_asked_for_again(ash: LittleCouncil) -> None:
    _, (action,) = await ash.submitted(HIGH)
    done = await _done(ash, action)
    assert await ask_confirmation(ash.council, work=ash.work, now=_nine(date(2026, 12, 23))) == 1
    await _done(ash, await _return(ash, done, date(2026, 12, 23)), date(2026, 12, 24))
    assert await ask_confirmation(ash.council, work=ash.work, now=_nine(date(2026, 12, 31))) == 1


@pytest.mark.rule("BD-07")
async def test_delay_is_escalated_once_and_the_lead_can_see_it(ash: LittleCouncil) -> None:
    audit, (action,) = await ash.submitted(HIGH)
    await ash.settle("ann", MessageKind.ACTIONS, audit.id, audit_entity(audit.id))
    for day, told in ((date(2026, 12, 24), 0), (DELAYED, 1), (date(2026, 12, 30), 0)):
        assert await escalate_delay(ash.council, work=ash.work, now=_nine(day)) == told
    (message,) = await ash.messages(MessageKind.ESCALATED)
    assert (message.person_id, message.subject) == ("sian", DELAYED.isoformat())
    assert ("ann", MessageKind.ACTIONS) in await ash.behind()
    assert "escalated on Tue 29 Dec" in await _card(
        ash, MessageKind.ACTIONS, "ann", audit.id, DELAYED
    )
    subject = DELAYED.isoformat()
    assert "1 action" in await _card(ash, MessageKind.ESCALATED, "sian", subject, DELAYED)
    await _done(ash, action, DELAYED)
    assert "all completed now" in await _card(ash, MessageKind.ESCALATED, "sian", subject, DELAYED)
    assert await _card(ash, MessageKind.ESCALATED, "sue", subject, DELAYED) == ""


@pytest.mark.rule("BD-07")
async def test_nothing_is_asked_or_escalated_out_of_hours_or_where_it_is_no_rule(
    ash: LittleCouncil,
) -> None:
    _, (action,) = await ash.submitted(HIGH)
    saturday, night = _nine(date(2027, 1, 9)), _nine(DELAYED) + timedelta(hours=10)
    for when in (saturday, night):
        assert await escalate_delay(ash.council, work=ash.work, now=when) == 0
    await _done(ash, action)
    for when in (saturday, night):
        assert await ask_confirmation(ash.council, work=ash.work, now=when) == 0
    plain = replace(ash.council, framework=FRAMEWORK)
    assert await ask_confirmation(plain, work=ash.work, now=_nine(date(2027, 1, 11))) == 0
    assert {ask_confirmation, escalate_delay} <= set(JOBS.values())


@pytest.mark.rule("WC-08")
async def test_a_completion_by_mistake_is_taken_back_by_who_made_it(ash: LittleCouncil) -> None:
    audit, (action,) = await ash.submitted(HIGH)
    done = await _done(ash, action)
    told = await _card(ash, MessageKind.ACTIONS, "ann", audit.id, DUE)
    assert "Completed by mistake?" in told
    assert "Completed by mistake?" not in await _card(
        ash, MessageKind.ACTIONS, "abe", audit.id, DUE
    )
    with pytest.raises(AskSomeoneAllowed):
        await _reopen(ash, done, DUE, by="abe")
    await ash.settle("abe", MessageKind.ACTIONS, audit.id, audit_entity(audit.id))
    opened = await _reopen(ash, done, DUE)
    assert opened.is_open
    assert opened.due == DUE
    assert ("abe", MessageKind.ACTIONS) in await ash.behind()
    before = await ash.everything()
    assert await _reopen(ash, done, DUE) == opened
    assert await ash.everything() == before


@pytest.mark.rule("WC-08")
async def test_the_day_after_next_it_is_too_late_to_take_it_back(ash: LittleCouncil) -> None:
    audit, (action,) = await ash.submitted(HIGH)
    done = await _done(ash, action)
    late = date(2026, 12, 22)
    with pytest.raises(ShowAsItIsNow, match="next working day"):
        await _reopen(ash, done, late)
    assert "by mistake" not in await _card(ash, MessageKind.ACTIONS, "ann", audit.id, late)
