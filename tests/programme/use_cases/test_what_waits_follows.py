"""What waits for somebody whose place has changed follows to who stands there now."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from programme.case import Case, Cohort
from programme.message import Delivery, Message, MessageKind
from programme.people import Absence, Person, Role
from programme.rules.action import Confirmation
from programme.shown import AUDITORS
from programme.use_cases.copied_results import show_copied_results
from programme.use_cases.import_cases import ImportCases, import_cases
from programme.use_cases.import_staff import ImportStaff, import_staff
from tests.follow_up import ALERT, GOOD, RESULTS, SIMON, WORST, graded, with_rules
from tests.little_council import (
    A_MINUTE,
    CASES,
    DECEMBER,
    STAFF,
    LittleCouncil,
    case_list,
    person,
    staff_list,
)

NINA = person("Nina", Role.SERVICE_MANAGER, area="North")
NORA = person("Nora", Role.QA_OFFICER)
AFTERNOON, NIGHT = (datetime(2026, 12, 1, hour, 0, tzinfo=UTC) for hour in (14, 20))
THE_2ND = date(2026, 12, 2)
ESCALATES = Confirmation(0, 0, (Role.GROUP_MANAGER,))
WORKER = frozenset({Role.SOCIAL_WORKER})


async def _import(little: LittleCouncil, *people: Person, now: datetime = NIGHT) -> None:
    command = ImportStaff(little.council, staff_list(people), "command line")
    await import_staff(command, work=little.work, now=now)


async def _waits(little: LittleCouncil, kind: MessageKind) -> dict[str, Delivery]:
    subjects = {message.subject for message in await little.messages(kind)}
    found: dict[str, Delivery] = {}
    async with little.work(little.tenant_id) as w:
        for subject in sorted(subjects):
            found |= {f.person_id: f.delivery for f in await w.outbox.fates([kind], subject)}
    return found


def _managed_by(manager: Person) -> tuple[Person, ...]:
    return tuple(
        replace(one, line_manager_email=manager.email) if one.id == "ann" else one for one in STAFF
    )


async def _listed(little: LittleCouncil, reader: str) -> int:
    async with little.work(little.tenant_id) as w:
        found = await show_copied_results(little.council, w, [(reader, THE_2ND)])
    return len(found[reader, THE_2ND].results) if found else 0


@pytest.mark.rule("BD-06")
async def test_the_results_that_waited_for_a_line_manager_reach_the_new_one(
    drawn: LittleCouncil,
) -> None:
    copied = with_rules(drawn, results=RESULTS)
    await _import(copied, *_managed_by(SIMON), SIMON, NINA, now=AFTERNOON)
    await graded(copied, GOOD, now=AFTERNOON)
    assert await _waits(copied, MessageKind.RESULTS) == {"simon": Delivery.WAITING}
    await _import(copied, *_managed_by(NINA), SIMON, NINA)
    (message,) = [m for m in await copied.messages(MessageKind.RESULTS) if m.person_id == "nina"]
    assert (message.subject, message.not_before.hour) == (str(THE_2ND), 9)
    assert (await _listed(copied, "nina"), await _listed(copied, "simon")) == (1, 0)


@pytest.mark.rule("BD-06")
async def test_a_result_stays_in_the_list_of_whom_it_was_for_when_its_case_moves(
    drawn: LittleCouncil,
) -> None:
    copied = with_rules(drawn, results=RESULTS)
    await _import(copied, *_managed_by(SIMON), SIMON, now=AFTERNOON)
    audit, _ = await graded(copied, GOOD, now=AFTERNOON)
    moved = [
        replace(each, team="Cherry") if each.reference == audit.case_reference else each
        for each in CASES
    ]
    command = ImportCases(copied.council, case_list(moved), "command line")
    await import_cases(command, work=copied.work, now=NIGHT)
    assert await _listed(copied, "simon") == 1


@pytest.mark.rule("SW-06", "WB-08")
@pytest.mark.parametrize("simon", ["leaves", "manages South now", "is a social worker now"])
async def test_an_alert_that_waits_reaches_who_stands_there_by_the_morning(
    drawn: LittleCouncil, simon: str
) -> None:
    alerted = with_rules(drawn, alerts=(ALERT,))
    await _import(alerted, *STAFF, SIMON)
    await graded(alerted, WORST, now=NIGHT)
    assert (await _waits(alerted, MessageKind.GRADE_ALERT))["simon"] is Delivery.WAITING
    stays = {
        "leaves": (),
        "manages South now": (replace(SIMON, service_area="South"),),
        "is a social worker now": (replace(SIMON, roles=WORKER),),
    }[simon]
    await _import(alerted, *STAFF, *stays, NINA)
    assert await _waits(alerted, MessageKind.GRADE_ALERT) == {
        "ann": Delivery.WAITING,
        "simon": Delivery.SUPERSEDED,
        "nina": Delivery.WAITING,
    }


async def _graded_by_ben(little: LittleCouncil, grade: str, now: datetime) -> None:
    """Ben has audited a case of Ash."""
    bens = await little.audit_led_by("ben")
    case = Case(bens.case_reference, Cohort.CHILD_IN_NEED, "Ash", worker="Sam")
    async with little.work(little.tenant_id) as w:
        await w.audits.save(replace(bens, team="Ash", version=bens.version + 1))
        await w.cases.save([case])
        await w.commit()
    await graded(little, grade, lead="ben", now=now)


async def test_a_result_that_waits_for_a_manager_s_return_follows_to_who_has_the_team(
    drawn: LittleCouncil,
) -> None:
    told = with_rules(drawn, results=RESULTS)
    away = replace(STAFF[0], absences=(Absence(date(2026, 12, 1), date(2026, 12, 11)),))
    await _import(told, away, *STAFF[1:], now=AFTERNOON)
    await _graded_by_ben(told, GOOD, now=AFTERNOON)
    assert (await _waits(told, MessageKind.RESULT))["ann"] is Delivery.WAITING
    zoe = person("Zoe", Role.TEAM_MANAGER, team="Ash", area="North")
    await _import(told, replace(away, team="Birch"), *STAFF[1:], zoe)
    waits = await _waits(told, MessageKind.RESULT)
    assert (waits["ann"], waits["zoe"]) == (Delivery.SUPERSEDED, Delivery.WAITING)


QUINNS = {
    MessageKind.BEFORE_THE_FIRST: "2027-01",
    MessageKind.NOT_DRAWN: "2026-12",
    MessageKind.ROUND: "2026-12",
    MessageKind.DUTIES_OWED: "2026-11",
    MessageKind.WORKER_NOT_FOUND: "an audit",
    MessageKind.AUDITORS_NEEDED: AUDITORS,
}


@pytest.mark.parametrize("stays", [False, True], ids=["leaves", "has another role"])
async def test_what_waits_for_the_only_qa_officer_is_the_next_one_s(
    little: LittleCouncil, stays: bool
) -> None:
    """That Nora had a card of other audits that need another auditor is no reason not to tell."""
    await _import(little, *STAFF, now=AFTERNOON)
    await little.settle("nora", MessageKind.AUDITORS_NEEDED, AUDITORS)
    waiting = [
        Message(f"waits:{kind}", "quinn", kind, about, NIGHT) for kind, about in QUINNS.items()
    ]
    mine = Message("mine", "quinn", MessageKind.ALLOCATION, "2026-12", NIGHT)
    async with little.work(little.tenant_id) as w:
        await w.outbox.add([*waiting, mine])
        await w.commit()
    others = [one for one in STAFF if one.id != "quinn"]
    quinn = [replace(STAFF[-1], roles=WORKER)] if stays else []
    await _import(little, *others, *quinn, NORA)
    async with little.work(little.tenant_id) as w:
        left = {m.kind for m in await w.outbox.waiting_for(["quinn"])}
        have = {m.kind for m in await w.outbox.waiting_for(["nora"])}
    assert left == ({MessageKind.ALLOCATION} if stays else set())
    assert have == set(QUINNS)


async def test_a_round_s_copy_and_an_escalated_delay_follow_to_the_new_manager_of_the_area(
    drawn: LittleCouncil,
) -> None:
    rule = replace(drawn.council.framework.actions, confirmation=ESCALATES)
    escalating = with_rules(drawn, actions=rule)
    action = await escalating.an_action()
    await _wait_for_gil(escalating, action.id)
    greta = person("Greta", Role.GROUP_MANAGER, area="North")
    gil = replace(STAFF[7], roles=WORKER)
    await _import(escalating, *STAFF[:7], gil, *STAFF[8:], greta)
    async with escalating.work(escalating.tenant_id) as w:
        have = {m.kind for m in await w.outbox.waiting_for(["greta"])}
        left = {m.kind for m in await w.outbox.waiting_for(["gil"])}
    assert {MessageKind.GROUP_ALLOCATION, MessageKind.ESCALATED} <= have
    assert left.isdisjoint(have)


async def _wait_for_gil(little: LittleCouncil, action_id: str) -> None:
    day = date(2026, 12, 1)
    async with little.work(little.tenant_id) as w:
        await w.actions.mark_escalated([action_id], day)
        await w.outbox.add(
            [
                Message("gil:1", "gil", MessageKind.ESCALATED, str(day), NIGHT),
                Message("gil:2", "gil", MessageKind.GROUP_ALLOCATION, str(DECEMBER), NIGHT),
            ]
        )
        await w.commit()


async def test_what_was_taken_over_and_waits_is_the_next_one_s_when_that_manager_moves_too(
    drawn: LittleCouncil,
) -> None:
    await drawn.an_action()
    zoe = person("Zoe", Role.TEAM_MANAGER, team="Ash", area="North")
    await _import(drawn, *STAFF[1:], zoe)
    assert await _waits(drawn, MessageKind.TAKEN_OVER) == {"zoe": Delivery.WAITING}
    await _import(drawn, *STAFF[1:], replace(zoe, roles=WORKER), now=NIGHT + A_MINUTE)
    assert await _waits(drawn, MessageKind.TAKEN_OVER) == {
        "zoe": Delivery.SUPERSEDED,
        "abe": Delivery.WAITING,
    }


@pytest.mark.rule("BD-06", "SW-06")
async def test_of_a_leave_that_begins_before_it_is_sent_whoever_stands_in_hears_as_well(
    drawn: LittleCouncil,
) -> None:
    """The result waits for the manager's return; an alert waits for nobody's."""
    told = with_rules(drawn, results=RESULTS, alerts=(ALERT,))
    await _graded_by_ben(told, WORST, now=NIGHT)
    away = replace(STAFF[0], absences=(Absence(THE_2ND, date(2026, 12, 11)),))
    await _import(told, away, *STAFF[1:], now=NIGHT + A_MINUTE)
    back = date(2026, 12, 14)
    for kind, goes in ((MessageKind.RESULT, back), (MessageKind.GRADE_ALERT, THE_2ND)):
        days = {m.person_id: m.not_before.date() for m in await told.messages(kind)}
        assert (days["ann"], days["abe"]) == (goes, THE_2ND)
        assert {who: (await _waits(told, kind))[who] for who in ("ann", "abe")} == {
            "ann": Delivery.WAITING,
            "abe": Delivery.WAITING,
        }


async def test_what_was_asked_of_somebody_who_is_on_leave_by_then_is_asked_of_who_is_there(
    drawn: LittleCouncil,
) -> None:
    rule = replace(drawn.council.framework.actions, confirmation=ESCALATES)
    escalating = with_rules(drawn, actions=rule)
    action = await escalating.an_action()
    await _wait_for_gil(escalating, action.id)
    greta = person("Greta", Role.GROUP_MANAGER)
    await _import(escalating, *STAFF, greta)
    away = replace(STAFF[7], absences=(Absence(THE_2ND, date(2026, 12, 11)),))
    await _import(escalating, *STAFF[:7], away, *STAFF[8:], greta, now=NIGHT + A_MINUTE)
    assert await _waits(escalating, MessageKind.ESCALATED) == {
        "gil": Delivery.SUPERSEDED,
        "greta": Delivery.WAITING,
    }


async def test_what_is_passed_on_waits_for_the_return_of_who_has_it_now_but_an_alert(
    drawn: LittleCouncil,
) -> None:
    """As what is queued for them does: nothing is sent to whoever is away but what can't wait."""
    alerted = with_rules(drawn, alerts=(replace(ALERT, to=("service_manager",)),))
    away = (Absence(THE_2ND, date(2026, 12, 3)),)
    quinn = next(one for one in STAFF if one.id == "quinn")
    officer, manager = replace(quinn, absences=away), replace(NINA, absences=away)
    others = [one for one in STAFF if one.id != "quinn"]
    await _import(alerted, *others, officer, SIMON)
    audit, _ = await graded(alerted, WORST, now=NIGHT)
    morning = datetime(2026, 12, 2, 8, 30, tzinfo=UTC)
    check = MessageKind.LOOP_CHECK
    async with alerted.work(alerted.tenant_id) as w:
        await w.outbox.add([Message("loop", "simon", check, audit.id, morning)])
        await w.commit()
    await _import(alerted, *others, officer, manager, now=NIGHT + A_MINUTE)
    async with alerted.work(alerted.tenant_id) as w:
        waiting = await w.outbox.waiting_for(["quinn", "nina"])
    goes = {(m.person_id, m.kind): m.not_before for m in waiting}
    assert goes["quinn", check] == datetime(2026, 12, 4, 8, 30, tzinfo=UTC)
    assert goes["nina", MessageKind.GRADE_ALERT] == morning


async def test_what_is_passed_on_and_would_expire_before_a_return_goes_at_once(
    drawn: LittleCouncil,
) -> None:
    quinn = next(one for one in STAFF if one.id == "quinn")
    officer = replace(quinn, absences=(Absence(THE_2ND, date(2026, 12, 3)),))
    others = [one for one in STAFF if one.id != "quinn"]
    await _import(drawn, *others, officer, SIMON)
    morning = datetime(2026, 12, 2, 8, 30, tzinfo=UTC)
    soon = replace(
        Message("loop", "simon", MessageKind.LOOP_CHECK, "an audit", morning),
        expires=morning + timedelta(days=1),
    )
    async with drawn.work(drawn.tenant_id) as w:
        await w.outbox.add([soon])
        await w.commit()
    await _import(drawn, *others, officer, now=NIGHT + A_MINUTE)
    async with drawn.work(drawn.tenant_id) as w:
        waiting = await w.outbox.waiting_for(["quinn"])
    assert [m.not_before for m in waiting if m.kind is MessageKind.LOOP_CHECK] == [morning]
