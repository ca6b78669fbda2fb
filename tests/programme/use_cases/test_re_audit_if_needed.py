"""After a grave grade the file is audited again in six weeks, by whoever led the audit (SW-06)."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from programme.audit import Audit, AuditState
from programme.calendar import Month
from programme.message import MessageKind
from programme.outside_rounds import re_audit_id
from programme.people import Role
from programme.rules.follow_up import GradeAlert
from programme.use_cases.remind_of_audits import remind_of_audits
from programme.use_cases.show_alerts import show_alerts
from programme.use_cases.show_re_audits import ReAuditView, show_re_audits
from programme.use_cases.show_round import show_rounds
from tests.follow_up import (
    GOOD,
    RE_AUDIT,
    TOOL,
    WORST,
    add_people,
    audit_of,
    graded,
    sent_on,
    with_rules,
)
from tests.little_council import DECEMBER, THE_FIRST, LittleCouncil

pytestmark = pytest.mark.rule("SW-06")
JANUARY = Month(2027, 1)
DUE = date(2027, 1, 12)
OPENS = datetime(2026, 12, 24, 9, 0, tzinfo=UTC)
REMINDS = datetime(2027, 1, 8, 9, 0, tzinfo=UTC)
LATE = datetime(2027, 1, 13, 9, 0, tzinfo=UTC)


@pytest.fixture
async def caring(drawn: LittleCouncil) -> LittleCouncil:
    """The worst grade asks for a re-audit."""
    return with_rules(drawn, re_audit=RE_AUDIT)


async def _re_audit(little: LittleCouncil, original: Audit) -> Audit:
    return await audit_of(little, re_audit_id(original.id))


async def _remind(little: LittleCouncil, now: datetime) -> list[str]:
    before = {m.key for m in await little.messages(MessageKind.RE_AUDIT)}
    count = await remind_of_audits(little.council, work=little.work, now=now)
    after = await little.messages(MessageKind.RE_AUDIT)
    new = [f"{m.key.split(':')[2]} {m.person_id}" for m in after if m.key not in before]
    assert len(new) == count
    return sorted(new)


async def _shown(little: LittleCouncil, re_audit: Audit, today: date) -> dict[str, ReAuditView]:
    pairs = [(one, re_audit.id) for one in ("ann", "quinn", "ben", "gil")]
    async with little.work(little.tenant_id) as w:
        views = await show_re_audits(little.council, w, pairs, today)
    return {reader: view for (reader, _), view in views.items()}


async def test_the_same_auditor_audits_the_same_file_again(caring: LittleCouncil) -> None:
    original, _ = await graded(caring, WORST)
    found = await _re_audit(caring, original)
    assert (found.case_reference, found.lead_id) == (original.case_reference, "ann")
    assert (found.peer_id, found.tool_id, found.due) == (None, TOOL, DUE)
    (event,) = await caring.events(found.id)
    assert (event.verb, event.detail) == (
        "make_re_audit",
        {"original": original.id, "due": "2027-01-12"},
    )


async def test_another_grade_asks_for_none(caring: LittleCouncil) -> None:
    await graded(caring, GOOD)
    assert await caring.messages(MessageKind.RE_AUDIT) == []
    async with caring.work(caring.tenant_id) as w:
        assert await w.audits.unsubmitted_outside_rounds() == ()


async def test_the_auditor_and_the_officers_hear_at_once_that_and_when_it_comes(
    caring: LittleCouncil,
) -> None:
    original, _ = await graded(caring, WORST)
    assert await caring.readers(MessageKind.RE_AUDIT) == ["ann", "quinn"]
    assert set((await sent_on(caring, MessageKind.RE_AUDIT)).values()) == {THE_FIRST.date()}
    views = await _shown(caring, await _re_audit(caring, original), THE_FIRST.date())
    assert set(views) == {"ann", "quinn"}
    assert (views["ann"].is_mine, views["ann"].is_open) == (True, False)
    assert not views["quinn"].is_mine
    assert [action.text for action in views["quinn"].original.actions] == ["Update the chronology."]


async def test_ten_working_days_before_comes_the_card_then_a_reminder_then_word_that_it_is_late(
    caring: LittleCouncil,
) -> None:
    original, _ = await graded(caring, WORST)
    assert await _remind(caring, OPENS - timedelta(days=1)) == []
    assert await _remind(caring, OPENS) == ["open ann"]
    assert await _remind(caring, OPENS + timedelta(minutes=1)) == []
    assert (await _shown(caring, await _re_audit(caring, original), OPENS.date()))["ann"].is_open
    assert await _remind(caring, REMINDS) == ["reminder ann"]
    assert await _remind(caring, LATE) == ["overdue ann", "overdue quinn"]
    assert await _remind(caring, LATE + timedelta(days=1)) == []


async def test_after_a_pause_only_the_latest_word_is_sent(caring: LittleCouncil) -> None:
    await graded(caring, WORST)
    assert await _remind(caring, REMINDS + timedelta(days=3)) == ["reminder ann"]


async def test_once_submitted_nobody_is_reminded(caring: LittleCouncil) -> None:
    original, _ = await graded(caring, WORST)
    await graded(caring, GOOD, audit=await _re_audit(caring, original), now=OPENS)
    assert await _remind(caring, LATE) == []


async def test_where_its_auditor_has_left_the_officers_hear(caring: LittleCouncil) -> None:
    original, _ = await graded(caring, WORST)
    await add_people(caring, replace(await caring.person("ann"), active=False))
    assert await _remind(caring, OPENS) == ["open quinn"]
    views = await _shown(caring, await _re_audit(caring, original), OPENS.date())
    assert set(views) == {"quinn"}
    assert not views["quinn"].lead_is_here


async def test_a_re_audit_that_is_again_so_graded_has_another(caring: LittleCouncil) -> None:
    original, _ = await graded(caring, WORST)
    first = await _re_audit(caring, original)
    again, _ = await graded(caring, WORST, audit=first, now=OPENS)
    second = await _re_audit(caring, again)
    assert len({original.id, first.id, second.id}) == 3
    assert second.due == date(2027, 2, 4)
    assert second.state is AuditState.ALLOCATED


async def test_where_the_time_is_short_the_first_card_is_the_one_to_record_from(
    drawn: LittleCouncil,
) -> None:
    little = with_rules(drawn, re_audit=replace(RE_AUDIT, weeks=1, opens_before=5))
    original, _ = await graded(little, WORST)
    assert (await _shown(little, await _re_audit(little, original), THE_FIRST.date()))[
        "ann"
    ].is_open
    assert await _remind(little, THE_FIRST + timedelta(minutes=5)) == []


async def test_an_auditor_who_is_a_qa_officer_gets_one_card(caring: LittleCouncil) -> None:
    ann = await caring.person("ann")
    await add_people(caring, replace(ann, roles=ann.roles | {Role.QA_OFFICER}))
    await graded(caring, WORST)
    assert await caring.readers(MessageKind.RE_AUDIT) == ["ann", "quinn"]


async def test_the_monthly_draw_and_the_months_counts_know_nothing_of_it(
    caring: LittleCouncil,
) -> None:
    original, _ = await graded(caring, WORST)
    re_audit = await _re_audit(caring, original)
    async with caring.work(caring.tenant_id) as w:
        before = await show_rounds(w, [caring.period()], THE_FIRST.date())
        assert await w.audits.of_month(JANUARY) == ()
        assert (await w.audits.last_audited())[original.case_reference] == DECEMBER.first
        assert await w.audits.of_auditors(["ann"], caring.period().round_id, JANUARY) == ()
        assert re_audit in await w.audits.unfinished_of("ann")
    await graded(caring, GOOD, audit=re_audit, now=OPENS)
    drawn = await caring.draw(JANUARY, now=OPENS)
    async with caring.work(caring.tenant_id) as w:
        (january,) = await show_rounds(w, [caring.period(JANUARY)], OPENS.date())
        assert january.audits == len(drawn.draw.pairings)
        assert (january.open_actions, january.submitted) == (0, 0)
        assert await show_rounds(w, [caring.period()], THE_FIRST.date()) == before


@pytest.mark.rule("SW-06")
async def test_whoever_is_alerted_to_the_grade_has_the_re_audit_on_that_card(
    drawn: LittleCouncil,
) -> None:
    alert = GradeAlert((WORST,), ("qa_officers",))
    little = with_rules(drawn, re_audit=RE_AUDIT, alerts=(alert,))
    audit, _ = await graded(little, WORST)
    assert await little.readers(MessageKind.RE_AUDIT) == ["ann"]
    async with little.work(little.tenant_id) as w:
        views = await show_alerts(little.council, w, [("quinn", audit.id)], THE_FIRST.date())
    again = views["quinn", audit.id].re_audit
    assert again is not None
    assert again.audit.id == re_audit_id(audit.id)
