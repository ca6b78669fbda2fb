"""Whatever the day, no clock of a shipped framework ends on a day off, nor before it begins."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programme.action import Action
from programme.action_clock import ActionClock, period_end
from programme.audit import Audit
from programme.calendar import Month
from programme.case import Case, Cohort
from programme.confirmation import asks_on, is_delayed
from programme.council import Council
from programme.dispute_ladder import Office
from programme.dispute_steps import answer, pass_time, raise_dispute
from programme.duty import reminder_days
from programme.follow_up import begin, still_open
from programme.framework import Framework
from programme.frameworks.load import shipped
from programme.moderators import Chosen
from programme.outside_rounds import commissioned_audit, re_audit_of
from programme.overview import overview_day
from programme.people import Role, Team
from programme.period import Period
from programme.round_period import round_periods
from programme.timetable import (
    announcement,
    asked_to_choose,
    audits_reminder,
    choose_by,
    choosing_reminder,
    due_day,
    warning,
)
from programme.use_cases.asking_moderators import time_for
from programme.use_cases.tell_of_practice_weeks import mondays_of
from tests.little_council import TENANT
from tests.programme.frameworks.a_council import CALENDAR, STAFF, shipped_framework

BEGIN = datetime(2026, 4, 1, tzinfo=UTC)
NOWS = st.integers(0, 24 * 700).map(lambda hours: BEGIN + timedelta(hours=hours))
CASE = Case("ASH-1", Cohort.CHILD_IN_NEED, "Ash")
ASH = Team("Ash", "North")


def _audit(framework: Framework, now: datetime) -> Audit:
    main, today = framework.allocation, CALENDAR.today(now)
    return Audit(
        id="a" * 32,
        month=Month.of(today),
        case_reference=CASE.reference,
        cohort=CASE.cohort.value,
        team="Ash",
        service_area="North",
        tool_id=main.tools[0],
        lead_id="team_manager-ash",
        peer_id=None,
        due=CALENDAR.working_day_on_or_after(today),
        round_id=main.id,
        submitted_at=now,
        submitted_by="team_manager-ash",
    )


def _of_rounds(framework: Framework, today: date) -> Iterator[tuple[str, date]]:
    for of in round_periods(framework, Month.of(today)):
        due = due_day(of.period, of.rule, CALENDAR)
        yield f"{of.rule.id} due", due
        yield f"{of.rule.id} reminded", audits_reminder(due, of.rule, CALENDAR)
        yield (
            f"{of.rule.id} warned",
            CALENDAR.today(warning(of.month, of.rule, framework.hours, CALENDAR)),
        )
        if of.rule.chosen_by:
            asked = asked_to_choose(of.month, of.rule, framework.hours, CALENDAR)
            yield f"{of.rule.id} to choose", CALENDAR.today(asked)
            until = choose_by(of.month, of.rule, framework.hours, CALENDAR)
            yield f"{of.rule.id} chosen by", until
            reminded = choosing_reminder(of.month, of.rule, framework.hours, CALENDAR)
            yield f"{of.rule.id} reminded to choose", reminded
        if of.rule.falls_on == "next_working_day":
            yield f"{of.rule.id} hears", CALENDAR.today(announcement(of.month, of.rule, CALENDAR))


def _of_actions(framework: Framework, today: date, now: datetime) -> Iterator[tuple[str, date]]:
    for rule in framework.rounds:
        ends = period_end(framework, rule.id, Month.of(today))
        clock = ActionClock(framework.actions, CALENDAR, today, ends)
        for priority in (None, *(each.id for each in framework.actions.priorities)):
            yield f"action of {rule.id}", clock.proposed(priority)
        if clock.latest:
            yield f"latest action of {rule.id}", clock.latest
    if framework.actions.confirmation:
        yield "confirmation", asks_on(now, framework.actions.confirmation, CALENDAR)


def _after_audits(framework: Framework, today: date, now: datetime) -> Iterator[tuple[str, date]]:
    audit = _audit(framework, now)
    council = Council(TENANT, framework, CALENDAR)
    for rule in framework.moderation:
        chosen = Chosen(audit.id, "qa_officer", "By chance.")
        when, due = time_for(council, chosen, rule, STAFF, now)
        yield "moderation", due
        yield "moderator asked", CALENDAR.today(when)
        yield "answer", CALENDAR.plus_working_days(today, rule.answer_within_working_days)
    for alert in framework.alerts:
        if alert.answer_within_working_days:
            yield "alert", CALENDAR.plus_working_days(today, alert.answer_within_working_days)
    if framework.loop_check:
        loop = begin(audit.id, today, framework.loop_check, CALENDAR)
        yield "loop", loop.due
        checked = still_open(
            replace(loop, checker_id="una"),
            by="una",
            found="One is still open.",
            rule=framework.loop_check,
            calendar=CALENDAR,
            now=now,
        )
        yield "loop again", checked.due
    if framework.re_audit:
        again, followed = re_audit_of(audit, ASH, framework.re_audit, CALENDAR, now)
        yield "re-audit", again.due
        yield "re-audit reminded", followed.remind_on


def _on_request(framework: Framework, now: datetime) -> Iterator[tuple[str, date]]:
    for rule in framework.commissions:
        audit, asked = commissioned_audit(
            rule,
            ids_from=TENANT,
            case=CASE,
            team=ASH,
            topic="Chronologies",
            asker=STAFF[0],
            auditor=STAFF[0],
            calendar=CALENDAR,
            now=now,
            framework_version=framework.version,
        )
        yield rule.id, audit.due
        yield f"{rule.id} reminded", asked.remind_on


def _of_disputes(framework: Framework, now: datetime) -> Iterator[tuple[str, date]]:
    for rule in framework.disputes:
        office = Office(STAFF, CALENDAR, now)
        dispute = raise_dispute(
            dispute_id="d" * 32,
            rule=rule,
            case=CASE,
            area="North",
            by=Role.INDEPENDENT_REVIEWING_OFFICER.value,
            about="The plan has no date.",
            office=office,
        )
        for level in rule.levels:
            yield f"{rule.id} level {dispute.level}", dispute.level_due
            by = next(person.id for person in STAFF if person.has(level.role))
            if not dispute.is_at_the_top and by in {p.id for p in dispute.answerers(office)}:
                said = answer(dispute, by=by, words="So.", agreed=False, office=office)
                yield f"{rule.id} weighed", said.level_due
            later = datetime.combine(dispute.level_due + timedelta(days=5), time(10), UTC)
            dispute = pass_time(dispute, Office(STAFF, CALENDAR, later))


def _of_duties(framework: Framework, today: date) -> Iterator[tuple[str, date]]:
    for duty in framework.duties:
        period = Period.of(today, duty.every_months)
        yield duty.id, period.last_working_day(CALENDAR)
        for day in reminder_days(duty, period, CALENDAR):
            yield f"{duty.id} reminded", day
    for week in framework.practice_weeks:
        for monday in mondays_of(week, today):
            before = -week.tell_working_days_before
            yield "practice week told", CALENDAR.plus_working_days(monday, before)
    for rule in framework.overviews:
        ended = Period.over_by(today, rule.every_months)
        yield rule.id, overview_day(rule, ended, CALENDAR)


@pytest.mark.parametrize("framework_id", shipped())
@given(now=NOWS)
def test_no_deadline_falls_on_a_day_off(framework_id: str, now: datetime) -> None:
    framework, today = shipped_framework(framework_id), CALENDAR.today(now)
    found = [
        *_of_rounds(framework, today),
        *_of_actions(framework, today, now),
        *_after_audits(framework, today, now),
        *_on_request(framework, now),
        *_of_disputes(framework, now),
        *_of_duties(framework, today),
    ]
    off = [(what, day) for what, day in found if not CALENDAR.is_working_day(day)]
    assert off == []


@pytest.mark.parametrize("framework_id", shipped())
@given(now=NOWS)
def test_nobody_is_given_a_deadline_that_has_passed(framework_id: str, now: datetime) -> None:
    framework, today = shipped_framework(framework_id), CALENDAR.today(now)
    asked = [
        *_of_actions(framework, today, now),
        *_after_audits(framework, today, now),
        *_on_request(framework, now),
        *_of_disputes(framework, now),
    ]
    assert [(what, day) for what, day in asked if day < today] == []


@pytest.mark.rule("BD-07")
@given(now=NOWS, late=st.integers(0, 30))
def test_delay_is_told_from_its_working_day_on_and_not_before(now: datetime, late: int) -> None:
    rule = shipped_framework("bedford").actions.confirmation
    assert rule is not None
    due = CALENDAR.working_day_on_or_after(CALENDAR.today(now))
    action = Action("1", "a", "2027-01", 1, "ASH-1", "Ash", "Date it.", due, "lea")
    day = due + timedelta(days=late)
    told = CALENDAR.plus_working_days(due, rule.escalate_after)
    assert is_delayed(action, day, rule, CALENDAR) is (day >= told)
    assert not is_delayed(replace(action, escalated_on=due), day, rule, CALENDAR)
