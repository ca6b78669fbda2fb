"""What follows a grade follows the agreed one too, once (SW-06, WB-08, KT-07, BD-09)."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from programme.audit import Audit
from programme.message import MessageKind
from programme.outside_rounds import re_audit_id
from programme.rules.follow_up import GradeAlert
from programme.shown import AUDITORS, audit_entity
from programme.use_cases.show_alerts import show_alerts
from programme.use_cases.show_closed_cases import show_closed_cases
from programme.use_cases.show_outcomes import show_celebrations
from tests.follow_up import (
    ASKED,
    BEST,
    CELEBRATION,
    GOOD,
    HANNAH,
    PIA,
    POOR,
    RE_AUDIT,
    SIMON,
    WORST,
    add_people,
    audit_of,
    graded,
    with_rules,
)
from tests.little_council import STAFF, THE_FIRST, LittleCouncil
from tests.programme.use_cases.moderating import BY_MANAGERS, moderate, same

LATER = THE_FIRST + timedelta(days=1)
KINDS = (
    MessageKind.GRADE_ALERT,
    MessageKind.RE_AUDIT,
    MessageKind.CELEBRATION,
    MessageKind.TRAINING_OFFER,
    MessageKind.RESULT,
)


@pytest.fixture
async def caring(drawn: LittleCouncil) -> LittleCouncil:
    """Grave grades alert and have a re-audit, the best is celebrated, and managers moderate."""
    await add_people(drawn, HANNAH, SIMON, PIA)
    rules = {"alerts": (ASKED,), "re_audit": RE_AUDIT, "celebration": CELEBRATION}
    return with_rules(drawn, moderation=(BY_MANAGERS,), **rules)


async def _agree(little: LittleCouncil, audit: Audit, grade: str, now: datetime = LATER) -> None:
    judgement = replace(same(audit), overall=grade, reason="The file says otherwise.")
    await moderate(little, audit, judgement, now=now)


async def _keep_case(
    little: LittleCouncil, audit: Audit, *, team: str = "Ash", active: bool = True
) -> None:
    """As the case list has the audit's case from now on."""
    async with little.work(little.tenant_id) as w:
        case = await w.cases.get(audit.case_reference)
        assert case is not None
        await w.cases.save([replace(case, team=team, active=active)])
        await w.commit()


async def _verbs(little: LittleCouncil, audit: Audit) -> list[str]:
    return [event.verb for event in await little.events(audit.id)]


@pytest.mark.rule("SW-06", "KT-07")
async def test_an_agreed_grave_grade_is_alerted_of_and_has_its_re_audit(
    caring: LittleCouncil,
) -> None:
    audit, _ = await graded(caring, GOOD)
    assert await caring.messages(*KINDS) == []
    await _agree(caring, audit, WORST)
    assert await caring.readers(MessageKind.GRADE_ALERT) == ["ann", "hannah"]
    async with caring.work(caring.tenant_id) as w:
        views = await show_alerts(caring.council, w, [("hannah", audit.id)], LATER.date())
        alerts = await w.alerts.of_audits([audit.id])
    assert {(each.told_at, each.answer_by) for each in alerts} == {(LATER, date(2026, 12, 9))}
    result = views["hannah", audit.id].result
    assert (result.grade, result.overall) == ("Inadequate", "Good")
    again = await audit_of(caring, re_audit_id(audit.id))
    assert (again.lead_id, again.due) == ("ann", date(2027, 1, 12))
    assert await caring.readers(MessageKind.RE_AUDIT) == ["ann", "quinn"]
    sources = {e.verb: e.source for e in await caring.events(audit.id)}
    assert sources["alert_of_grade"] == "moderation"


@pytest.mark.rule("WB-08")
async def test_every_grade_that_the_framework_alerts_of_counts(caring: LittleCouncil) -> None:
    little = with_rules(caring, alerts=(GradeAlert((POOR, WORST), ("service_manager",)),))
    audit, _ = await graded(little, GOOD)
    await _agree(little, audit, POOR)
    assert await little.readers(MessageKind.GRADE_ALERT) == ["simon"]
    assert await little.messages(MessageKind.RE_AUDIT) == []


@pytest.mark.rule("WB-08", "SW-06", "BD-09")
@pytest.mark.parametrize(("first", "agreed"), [(WORST, WORST), (POOR, WORST), (BEST, BEST)])
async def test_what_the_first_grade_began_is_not_doubled(
    caring: LittleCouncil, first: str, agreed: str
) -> None:
    grave = (POOR, WORST)
    rules = {
        "alerts": (replace(ASKED, grades=grave),),
        "re_audit": replace(RE_AUDIT, grades=grave),
    }
    little = with_rules(caring, **rules)
    audit, _ = await graded(little, first)
    before = await little.messages(*KINDS)
    assert before
    await _agree(little, audit, agreed)
    assert await little.messages(*KINDS) == before
    verbs = await _verbs(little, audit)
    assert max(verbs.count("alert_of_grade"), verbs.count("celebrate")) == 1


@pytest.mark.rule("WB-08")
async def test_whoever_was_told_of_the_first_grade_is_not_told_again_by_another_rule(
    caring: LittleCouncil,
) -> None:
    little = with_rules(caring, alerts=(GradeAlert((POOR,), ("team_manager",)), ASKED))
    audit, _ = await graded(little, POOR)
    assert await little.readers(MessageKind.GRADE_ALERT) == ["ann"]
    await _agree(little, audit, WORST)
    assert await little.readers(MessageKind.GRADE_ALERT) == ["ann", "hannah"]


@pytest.mark.rule("SW-06")
async def test_what_was_begun_stands_when_a_better_grade_is_agreed_and_says_so(
    caring: LittleCouncil,
) -> None:
    audit, _ = await graded(caring, WORST)
    before = await caring.messages(*KINDS)
    await caring.settle("hannah", MessageKind.GRADE_ALERT, audit.id, audit_entity(audit.id))
    await _agree(caring, audit, GOOD)
    assert await caring.messages(*KINDS) != before  # the one that was settled
    assert {m.key for m in before} <= {m.key for m in await caring.messages(*KINDS)}
    assert (await audit_of(caring, re_audit_id(audit.id))).is_to_submit
    assert ("hannah", MessageKind.GRADE_ALERT) in await caring.behind()


@pytest.mark.rule("BD-09")
async def test_work_that_is_agreed_to_be_outstanding_is_celebrated_once(
    caring: LittleCouncil,
) -> None:
    audit, _ = await graded(caring, GOOD)
    await _agree(caring, audit, BEST)
    assert await caring.readers(MessageKind.CELEBRATION) == ["ann", "sam"]
    assert await caring.readers(MessageKind.TRAINING_OFFER) == ["pia"]
    async with caring.work(caring.tenant_id) as w:
        views = await show_celebrations(caring.council, w, [("sam", audit.id)])
    assert views["sam", audit.id].result.grade == "Outstanding"
    assert await caring.messages(MessageKind.GRADE_ALERT, MessageKind.RE_AUDIT) == []


@pytest.mark.rule("SW-06")
async def test_a_re_audit_that_is_agreed_late_leaves_its_auditor_time(
    caring: LittleCouncil,
) -> None:
    audit, _ = await graded(caring, GOOD)
    await _agree(caring, audit, WORST, datetime(2027, 1, 11, 10, 0, tzinfo=UTC))
    again = await audit_of(caring, re_audit_id(audit.id))
    assert again.due == date(2027, 1, 25)
    assert "10 working days after that grade was agreed" in " ".join(again.why)


@pytest.mark.rule("SW-06")
async def test_a_re_audit_is_of_the_team_that_has_the_case_by_then(caring: LittleCouncil) -> None:
    audit, _ = await graded(caring, GOOD)
    await _keep_case(caring, audit, team="Cherry")
    await _agree(caring, audit, WORST)
    again = await audit_of(caring, re_audit_id(audit.id))
    assert (again.team, again.service_area) == ("Cherry", "South")
    assert "The case has moved from Ash to Cherry since that audit." in again.why
    assert (again.version, again.case_closed_on) == (1, None)
    assert await caring.messages(MessageKind.AUDITORS_NEEDED) == []


@pytest.mark.rule("SW-06")
@pytest.mark.parametrize("moderated", [True, False])
async def test_a_re_audit_of_a_case_that_has_closed_says_so_and_the_officers_decide(
    caring: LittleCouncil, moderated: bool
) -> None:
    if moderated:
        audit, _ = await graded(caring, GOOD)
    else:
        audit = await caring.audit_led_by("ann")
    await _keep_case(caring, audit, active=False)
    if moderated:
        await _agree(caring, audit, WORST)
    else:
        await graded(caring, WORST, now=LATER)
    again = await audit_of(caring, re_audit_id(audit.id))
    assert (again.team, again.case_closed_on) == ("Ash", LATER.date())
    assert again.why[-1] == "The case had closed by Wednesday 2 December 2026."
    needed = await caring.messages(MessageKind.AUDITORS_NEEDED)
    assert [(m.person_id, m.subject) for m in needed] == [("quinn", AUDITORS)]
    async with caring.work(caring.tenant_id) as w:
        assert [each.audit.id for each in await show_closed_cases(w)] == [again.id]


@pytest.mark.rule("SW-06")
async def test_a_team_that_is_not_in_the_staff_list_leaves_the_re_audit_with_the_one_that_is(
    caring: LittleCouncil,
) -> None:
    audit, _ = await graded(caring, GOOD)
    await _keep_case(caring, audit, team="Elsewhere")
    await _agree(caring, audit, WORST)
    again = await audit_of(caring, re_audit_id(audit.id))
    assert (again.team, again.service_area) == ("Ash", "North")


@pytest.mark.rule("SW-06")
async def test_of_a_re_audit_whose_auditor_has_left_the_officers_hear(
    caring: LittleCouncil,
) -> None:
    audit, _ = await graded(caring, GOOD)
    await add_people(caring, replace(next(p for p in STAFF if p.id == "ann"), active=False))
    await _agree(caring, audit, WORST)
    assert await caring.readers(MessageKind.RE_AUDIT) == ["quinn"]
    needed = await caring.messages(MessageKind.AUDITORS_NEEDED)
    assert [(m.person_id, m.subject) for m in needed] == [("quinn", AUDITORS)]


@pytest.mark.rule("SW-06")
async def test_the_rules_are_those_that_the_audit_was_drawn_under(caring: LittleCouncil) -> None:
    audit, _ = await graded(caring, GOOD)
    mild = replace(
        caring.council.framework,
        version="later",
        holds_from=date(2026, 12, 2),
        alerts=(),
        re_audit=None,
    )
    versions = (caring.council.framework, mild)
    council = replace(caring.council, framework=mild, versions=versions)
    await _agree(replace(caring, council=council), audit, WORST)
    assert await caring.readers(MessageKind.GRADE_ALERT) == ["ann", "hannah"]
