"""What follows when people's places change is lost to nobody and comes once, however often the
staff list is put right."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from programme.action import ProposedAction
from programme.message import Delivery, Message, MessageKind
from programme.people import Absence, Person, Role, Team
from programme.use_cases.ask_for_audit import AskForAudit, ask_for_audit
from programme.use_cases.copied_results import show_copied_results
from programme.use_cases.import_staff import ImportStaff, import_staff
from tests.dialogs.live_scene import ASKED_FOR
from tests.follow_up import (
    ALERT,
    ASKED,
    BEST,
    CELEBRATION,
    COMMISSION,
    GOOD,
    HANNAH,
    RESULTS,
    SIMON,
    SOPHIE,
    WORST,
    graded,
    with_rules,
)
from tests.little_council import A_MINUTE, DUE, STAFF, TEAMS, LittleCouncil, person, staff_list

NIGHT = datetime(2026, 12, 1, 20, 0, tzinfo=UTC)
LATER, LAST = NIGHT + A_MINUTE, NIGHT + 2 * A_MINUTE
NINA = person("Nina", Role.SERVICE_MANAGER, area="North")
NORA = person("Nora", Role.QA_OFFICER)
OLGA = person("Olga", Role.QA_OFFICER)


async def _import(
    little: LittleCouncil, *people: Person, now: datetime = NIGHT, teams: Sequence[Team] = TEAMS
) -> None:
    command = ImportStaff(little.council, staff_list(people, teams), "command line")
    await import_staff(command, work=little.work, now=now)


async def _waiting(little: LittleCouncil, kind: MessageKind) -> list[str]:
    everyone = {message.person_id for message in await little.messages(kind)}
    async with little.work(little.tenant_id) as w:
        return sorted(m.person_id for m in await w.outbox.waiting_for(everyone) if m.kind is kind)


async def test_what_two_who_leave_together_were_told_comes_once_to_who_is_left(
    little: LittleCouncil,
) -> None:
    await _import(little, *STAFF, OLGA)
    kinds = (MessageKind.NOT_DRAWN, MessageKind.AUDITORS_NEEDED)
    waiting = [
        Message(f"{kind}:{who}", who, kind, "2026-12", NIGHT)
        for kind in kinds
        for who in ("olga", "quinn")
    ]
    async with little.work(little.tenant_id) as w:
        await w.outbox.add(waiting)
        await w.commit()
    await _import(little, *STAFF[:-1], NORA, now=LATER)
    for kind in kinds:
        assert await _waiting(little, kind) == ["nora"]


@pytest.mark.rule("SW-06", "WB-08")
async def test_an_alert_comes_back_to_whom_it_was_for_when_a_wrong_list_is_put_right(
    drawn: LittleCouncil,
) -> None:
    alerted = with_rules(drawn, alerts=(ALERT,))
    await _import(alerted, *STAFF, SIMON, SOPHIE)
    await graded(alerted, WORST, now=NIGHT)
    swapped = (replace(SIMON, service_area="South"), replace(SOPHIE, service_area="North"))
    await _import(alerted, *STAFF, *swapped, now=LATER)
    assert await _waiting(alerted, MessageKind.GRADE_ALERT) == ["ann", "sophie"]
    await _import(alerted, *STAFF, SIMON, SOPHIE, now=LAST)
    assert await _waiting(alerted, MessageKind.GRADE_ALERT) == ["ann", "simon"]


@pytest.mark.rule("SW-06", "KT-07")
async def test_an_alert_that_the_officers_had_meanwhile_comes_back_with_what_it_asks(
    drawn: LittleCouncil,
) -> None:
    alerted = with_rules(drawn, alerts=(ASKED,))
    await _import(alerted, *STAFF, HANNAH)
    audit, _ = await graded(alerted, WORST, now=NIGHT)
    forgotten = replace(HANNAH, roles=frozenset({Role.SOCIAL_WORKER}))
    await _import(alerted, *STAFF, forgotten, now=LATER)
    assert await _waiting(alerted, MessageKind.GRADE_ALERT) == ["ann", "quinn"]
    await _import(alerted, *STAFF, HANNAH, now=LAST)
    assert await _waiting(alerted, MessageKind.GRADE_ALERT) == ["ann", "hannah"]
    async with alerted.work(alerted.tenant_id) as w:
        asked = {a.person_id for a in await w.alerts.of_audits([audit.id]) if a.awaits_answer}
    assert asked == {"ann", "hannah"}


@pytest.mark.rule("WB-08")
async def test_an_alert_is_the_one_s_who_stands_in_however_often_leave_is_put_right(
    drawn: LittleCouncil,
) -> None:
    alerted = with_rules(drawn, alerts=(replace(ALERT, to=("team_manager",)),))
    ann, *others = STAFF
    away = replace(ann, absences=(Absence(date(2026, 12, 2), date(2026, 12, 11)),))
    await graded(alerted, WORST, lead="ann", now=NIGHT)
    waiting = []
    for number, who in enumerate((away, ann, away), start=1):
        await _import(alerted, who, *others, now=NIGHT + number * A_MINUTE)
        waiting.append(await _waiting(alerted, MessageKind.GRADE_ALERT))
    assert waiting == [["abe", "ann"], ["ann"], ["abe", "ann"]]


@pytest.mark.rule("WB-08")
async def test_an_alert_follows_a_team_that_is_another_service_area_s_by_the_morning(
    drawn: LittleCouncil,
) -> None:
    alerted = with_rules(drawn, alerts=(replace(ALERT, to=("service_manager",)),))
    await _import(alerted, *STAFF, SIMON, SOPHIE)
    await graded(alerted, WORST, now=NIGHT)
    assert await _waiting(alerted, MessageKind.GRADE_ALERT) == ["simon"]
    teams = (Team("Ash", "South"), *TEAMS[1:])
    await _import(alerted, *STAFF, SIMON, SOPHIE, now=LATER, teams=teams)
    assert await _waiting(alerted, MessageKind.GRADE_ALERT) == ["sophie"]


@pytest.mark.rule("WB-08")
async def test_an_alert_follows_to_a_team_manager_s_new_line_manager(drawn: LittleCouncil) -> None:
    alert = replace(ALERT, to=("line_manager_of_team_manager",))
    alerted = with_rules(drawn, alerts=(alert,))
    ann, *others = STAFF
    await _import(alerted, replace(ann, line_manager_email=SIMON.email), *others, SIMON, NINA)
    await graded(alerted, WORST, now=NIGHT)
    nina_s = replace(ann, line_manager_email=NINA.email)
    await _import(alerted, nina_s, *others, SIMON, NINA, now=LATER)
    assert await _waiting(alerted, MessageKind.GRADE_ALERT) == ["nina"]
    async with alerted.work(alerted.tenant_id) as w:
        (audit_id,) = {m.subject for m in await alerted.messages(MessageKind.GRADE_ALERT)}
        fates = await w.outbox.fates([MessageKind.GRADE_ALERT], audit_id)
    assert {f.person_id: f.delivery for f in fates}["simon"] is Delivery.SUPERSEDED


@pytest.mark.rule("BD-06", "BD-09")
async def test_who_was_thanked_has_no_result_as_well_when_another_reader_leaves(
    drawn: LittleCouncil,
) -> None:
    thanking = with_rules(drawn, results=RESULTS, celebration=CELEBRATION)
    zoe = person("Zoe", Role.TEAM_MANAGER, team="Ash", area="North")
    await _import(thanking, *STAFF, zoe)
    thanks = replace(CELEBRATION, to=("lead_auditor",))
    await graded(with_rules(thanking, celebration=thanks), BEST, now=NIGHT)
    assert "ann" in await thanking.readers(MessageKind.CELEBRATION)
    assert "ann" not in await thanking.readers(MessageKind.RESULT)
    await _import(thanking, *STAFF, now=LATER)
    assert "ann" not in await thanking.readers(MessageKind.RESULT)


@pytest.mark.rule("BD-06", "WC-14")
async def test_the_result_of_an_audit_that_was_asked_for_is_the_next_qa_officer_s(
    drawn: LittleCouncil,
) -> None:
    ruled = with_rules(drawn, results=RESULTS, commissions=(COMMISSION,))
    await _import(ruled, *STAFF, SIMON)
    asked = AskForAudit(ruled.council, await ruled.person("gil"), ASKED_FOR, "ben", "dialog")
    audit = await ask_for_audit(asked, work=ruled.work, now=NIGHT)
    await graded(ruled, GOOD, lead="ben", audit=audit, now=NIGHT)
    assert "quinn" in await _waiting(ruled, MessageKind.RESULT)
    await _import(ruled, *STAFF[:-1], SIMON, NORA, now=LATER)
    assert "nora" in await _waiting(ruled, MessageKind.RESULT)


@pytest.mark.rule("BD-06")
async def test_a_line_manager_whom_one_list_left_out_has_their_results_all_the_same(
    drawn: LittleCouncil,
) -> None:
    copied = with_rules(drawn, results=RESULTS)
    ann, *others = STAFF
    staff = (replace(ann, line_manager_email=SIMON.email), *others)
    await _import(copied, *staff, SIMON)
    await graded(copied, GOOD, now=NIGHT)
    assert await _waiting(copied, MessageKind.RESULTS) == ["simon"]
    await _import(copied, *STAFF, now=LATER)
    assert await _waiting(copied, MessageKind.RESULTS) == ["quinn"]
    await _import(copied, *staff, SIMON, now=LAST)
    assert "simon" in await _waiting(copied, MessageKind.RESULTS)
    day = date(2026, 12, 2)
    async with copied.work(copied.tenant_id) as w:
        pairs = [(who, day) for who in ("simon", "quinn")]
        shown = await show_copied_results(copied.council, w, pairs)
    assert {reader for reader, _ in shown} == {"simon"}


@pytest.mark.rule("WC-08")
async def test_open_actions_come_once_to_who_answers_for_them_again_and_again_in_a_night(
    drawn: LittleCouncil,
) -> None:
    """Each list that is put right is another; what goes in the morning is one card."""
    await drawn.an_action()
    zoe = person("Zoe", Role.TEAM_MANAGER, team="Ash", area="North")
    to_birch = replace(zoe, team="Birch")
    for now, people in (
        (NIGHT, (*STAFF, zoe)),
        (LATER, (*STAFF, to_birch)),
        (LAST, (*STAFF, zoe)),
        (LAST + A_MINUTE, STAFF),
        (LAST + 2 * A_MINUTE, (*STAFF, zoe)),
    ):
        await _import(drawn, *people, now=now)
        here = ["zoe"] if zoe in people else []
        assert await _waiting(drawn, MessageKind.TAKEN_OVER) == here, now


@pytest.mark.rule("WC-08")
async def test_two_teams_that_come_to_somebody_in_one_night_are_on_one_card(
    drawn: LittleCouncil,
) -> None:
    each = (ProposedAction("See.", "Ash", DUE), ProposedAction("Plan.", "Birch", DUE))
    await drawn.submitted(*each)
    zoe = person("Zoe", Role.GROUP_MANAGER, area="North")
    left = [one for one in STAFF if one.id not in ("ann", "abe", "gil")]
    await _import(drawn, *left, zoe, now=NIGHT)
    await _import(drawn, *[one for one in left if one.id != "ben"], zoe, now=LATER)
    assert await _waiting(drawn, MessageKind.TAKEN_OVER) == ["zoe"]
