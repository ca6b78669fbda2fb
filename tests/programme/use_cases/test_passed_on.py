"""Who comes after somebody hears what that one would have heard, once."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest

from dialogs.table import LIVE
from programme.message import Message, MessageKind
from programme.people import Absence, Role
from programme.rules.action import Confirmation
from programme.shown import AUDITORS
from programme.use_cases.announce_allocation import announce_allocation
from programme.use_cases.ask_confirmation import ask_confirmation
from programme.use_cases.ask_for_audit import AskForAudit, ask_for_audit
from programme.use_cases.complete_action import CompleteAction, complete_action
from programme.use_cases.reassign_audit import (
    ReassignAudit,
    WithdrawAudit,
    reassign_audit,
    withdraw_audit,
)
from programme.use_cases.tell_of_auditors_needed import tell_of_auditors_needed
from programme.use_cases.tell_team_manager import ask_for_findings
from tests.bot.chats import words_of
from tests.dialogs.live_scene import ASKED_FOR
from tests.follow_up import ASKED, COMMISSION, RE_AUDIT, WORST, graded, with_rules
from tests.little_council import (
    ADDED,
    CALENDAR,
    DECEMBER,
    MAIN_ALONE,
    STAFF,
    THE_FIRST,
    LittleCouncil,
    person,
)

ZOE = person("Zoe", Role.TEAM_MANAGER, team="Ash", area="North")
TODAY = THE_FIRST.date()


def nine(day: date) -> datetime:
    """Nine in the morning on the council's clocks."""
    return CALENDAR.at(day, time(9))


async def _without(little: LittleCouncil, *gone: str) -> None:
    await little.take_staff(*(one for one in STAFF if one.id not in gone), ZOE)


async def _card(little: LittleCouncil, kind: MessageKind, reader: str, subject: str) -> str:
    async with little.work(little.tenant_id) as w:
        drawn = await LIVE[kind].draw(little.council, w, [(reader, subject)], TODAY)
    return words_of(drawn[reader, subject].card) if drawn else ""


async def test_of_a_leave_that_begins_later_the_qa_officers_hear_on_its_first_day_and_once(
    drawn: LittleCouncil,
) -> None:
    wednesday = date(2026, 12, 9)
    leave = (Absence(wednesday, date(2027, 1, 29)),)
    await drawn.take_staff(replace(STAFF[0], absences=leave), *STAFF[1:])
    for day in (date(2026, 12, 8), wednesday, date(2026, 12, 10)):
        await tell_of_auditors_needed(drawn.council, work=drawn.work, now=nine(day))
    (message,) = await drawn.messages(MessageKind.AUDITORS_NEEDED)
    assert message.not_before == nine(wednesday)
    assert (message.person_id, message.subject) == ("quinn", AUDITORS)
    assert await drawn.scheduled("tell_of_auditors_needed", AUDITORS) == [1]


@pytest.mark.parametrize(("gone", "next_one"), [(["ben"], "gil"), (["ben", "gil"], "quinn")])
async def test_an_alert_that_waited_for_who_left_reaches_the_next_in_line_with_its_answer(
    drawn: LittleCouncil, gone: list[str], next_one: str
) -> None:
    alerted = with_rules(drawn, alerts=(replace(ASKED, to=("team_manager",)),))
    night = THE_FIRST + timedelta(hours=12)
    audit, _ = await graded(alerted, WORST, lead="ben", now=night)
    assert await alerted.readers(MessageKind.GRADE_ALERT) == ["ben"]
    await _without(alerted, *gone)
    assert await alerted.readers(MessageKind.GRADE_ALERT) == ["ben", next_one]
    assert "What have you done" in await _card(alerted, MessageKind.GRADE_ALERT, next_one, audit.id)
    async with alerted.work(alerted.tenant_id) as w:
        asked = {a.person_id for a in await w.alerts.of_audits([audit.id]) if a.awaits_answer}
    assert asked == {next_one}


async def test_an_overview_that_waited_for_who_left_reaches_the_qa_officers_who_had_none(
    little: LittleCouncil,
) -> None:
    async with little.work(little.tenant_id) as w:
        waits = Message("o:1", "gil", MessageKind.OVERVIEW, "board:2026-11", THE_FIRST)
        had = replace(waits, key="o:2", person_id="quinn", subject="board:2026-10")
        twice = replace(waits, key="o:3", subject="board:2026-10")
        await w.outbox.add([waits, had, twice])
        await w.commit()
    await _without(little, "gil")
    found = {(m.person_id, m.subject) for m in await little.messages(MessageKind.OVERVIEW)}
    assert ("quinn", "board:2026-11") in found
    assert len(await little.messages(MessageKind.OVERVIEW)) == 4


async def test_who_leaves_after_being_asked_to_confirm_is_followed_by_the_qa_officers(
    drawn: LittleCouncil,
) -> None:
    rule = replace(MAIN_ALONE.actions, confirmation=Confirmation(0, 5, (Role.GROUP_MANAGER,)))
    asking = with_rules(drawn, actions=rule)
    action = await asking.an_action()
    ann = await asking.person("ann")
    command = CompleteAction(asking.council, ann, action.id, action.version, "Done.", "card")
    await complete_action(command, work=asking.work, now=THE_FIRST)
    for day in (1, 2):
        await ask_confirmation(asking.council, work=asking.work, now=nine(date(2026, 12, day)))
    assert await asking.readers(MessageKind.CONFIRM_ACTIONS) == ["ann"]
    (asked,) = await asking.messages(MessageKind.CONFIRM_ACTIONS)
    await asking.settle("ann", MessageKind.CONFIRM_ACTIONS, "another")
    async with asking.work(asking.tenant_id) as w:
        await w.outbox.supersede(MessageKind.CONFIRM_ACTIONS, asked.subject, THE_FIRST)
        await w.commit()
    await _without(asking, "ann")
    await ask_confirmation(asking.council, work=asking.work, now=nine(date(2026, 12, 3)))
    assert "quinn" in await asking.readers(MessageKind.CONFIRM_ACTIONS)


@pytest.mark.rule("WC-10")
async def test_findings_that_nobody_has_acknowledged_reach_who_answers_for_the_team_now(
    little: LittleCouncil,
) -> None:
    telling = replace(MAIN_ALONE.allocation, tells_team_manager=True)
    told = with_rules(little, rounds=(telling,))
    await told.draw(now=ADDED)
    audit, _ = await told.submitted()
    assert await told.readers(MessageKind.FINDINGS) == ["ann"]
    await _without(told, "ann")
    for day in (2, 3):
        await ask_for_findings(told.council, work=told.work, now=nine(date(2026, 12, day)))
    assert await told.readers(MessageKind.FINDINGS) == ["ann", "zoe"]
    assert await told.scheduled("ask_for_findings", audit.id) == [1]


async def test_a_re_audit_that_is_given_away_comes_with_its_own_card(drawn: LittleCouncil) -> None:
    ruled = with_rules(drawn, re_audit=RE_AUDIT)
    await graded(ruled, WORST)
    async with ruled.work(ruled.tenant_id) as w:
        (again,) = await w.audits.unsubmitted_outside_rounds()
    quinn = await ruled.person("quinn")
    command = ReassignAudit(
        ruled.council, quinn, again.id, "lead", again.version, "cat", "Ann moves.", "card"
    )
    await reassign_audit(command, work=ruled.work, now=THE_FIRST)
    assert "cat" in await ruled.readers(MessageKind.RE_AUDIT)
    assert again.case_reference in await _card(ruled, MessageKind.RE_AUDIT, "cat", again.id)


async def test_an_audit_of_a_round_beside_the_main_one_is_given_away_with_its_round_s_card(
    little: LittleCouncil,
) -> None:
    beside = replace(MAIN_ALONE.allocation, id="beside", title="Beside")
    several = with_rules(little, rounds=(MAIN_ALONE.allocation, beside))
    await several.draw(now=ADDED, of="beside")
    of = several.period(DECEMBER, "beside")
    await announce_allocation(several.council, of, work=several.work, now=THE_FIRST)
    audit = await several.audit_led_by("ann")
    quinn = await several.person("quinn")
    command = ReassignAudit(
        several.council, quinn, audit.id, "lead", audit.version, "dan", "Ann moves.", "card"
    )
    before = await several.messages(MessageKind.ALLOCATION)
    await reassign_audit(command, work=several.work, now=THE_FIRST)
    new = [m for m in await several.messages(MessageKind.ALLOCATION) if m not in before]
    assert [(m.person_id, m.subject) for m in new] == [("dan", "beside/2026-12")]


async def test_of_a_withdrawal_its_auditors_and_whoever_asked_for_it_hear(
    drawn: LittleCouncil,
) -> None:
    ruled = with_rules(drawn, commissions=(COMMISSION,))
    asked = AskForAudit(ruled.council, await ruled.person("gil"), ASKED_FOR, "ben", "dialog")
    audit = await ask_for_audit(asked, work=ruled.work, now=THE_FIRST)
    quinn = await ruled.person("quinn")
    command = WithdrawAudit(ruled.council, quinn, audit.id, audit.version, "It is moot.", "card")
    await withdraw_audit(command, work=ruled.work, now=THE_FIRST)
    assert await ruled.readers(MessageKind.COMMISSIONED) == ["ben", "ben", "gil"]
    for reader in ("ben", "gil"):
        told = await _card(ruled, MessageKind.COMMISSIONED, reader, audit.id)
        assert "withdrawn" in told.casefold()
        assert "It is moot." in told
