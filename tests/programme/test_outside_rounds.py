"""Re-audits and audits that were asked for: never due on a day that nobody works (SW-06, WC-14)."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programme.audit import Audit
from programme.calendar import Calendar, Month
from programme.case import Case, Cohort
from programme.outside_rounds import (
    CommissionedAudit,
    commissioned_audit,
    re_audit_of,
    stage_of,
)
from programme.people import Person, Role, Team
from programme.rules.commission import CommissionRule
from programme.rules.follow_up import ReAudit

CALENDAR = Calendar(frozenset({date(2026, 12, 25), date(2026, 12, 28), date(2027, 1, 1)}))
ORIGINAL = Audit(
    "1", Month(2026, 11), "C1", "referral", "Ash", "North", "long", "ann", "ben", date(2026, 11, 30)
)
TEAM = Team("Ash", "North")
RULE = ReAudit(("inadequate",), weeks=6, tool="short")
INSTANTS = st.datetimes(
    datetime(2026, 10, 1),  # noqa: DTZ001 # the strategy adds the zone
    datetime(2027, 3, 1),  # noqa: DTZ001 # as above
    timezones=st.just(UTC),
)


@pytest.mark.rule("SW-06")
def test_a_re_audit_falls_six_weeks_after_or_on_the_working_day_before_that() -> None:
    audit, followed = re_audit_of(
        ORIGINAL, TEAM, RULE, CALENDAR, datetime(2026, 11, 13, 9, tzinfo=UTC)
    )
    assert audit.due == date(2026, 12, 24)  # six weeks later is Christmas Day
    assert (audit.tool_id, audit.lead_id, audit.peer_id) == ("short", "ann", None)
    assert audit.case_reference == ORIGINAL.case_reference
    assert audit.id != ORIGINAL.id == followed.original_id
    assert (followed.opens_on, followed.remind_on) == (date(2026, 12, 10), date(2026, 12, 22))


@pytest.mark.rule("SW-06")
@given(now=INSTANTS, weeks=st.integers(1, 52))
def test_no_re_audit_is_due_or_announced_on_a_day_that_nobody_works(
    now: datetime, weeks: int
) -> None:
    rule = replace(RULE, weeks=weeks, opens_before=min(RULE.opens_before, weeks * 5))
    audit, followed = re_audit_of(ORIGINAL, TEAM, rule, CALENDAR, now)
    for day in (audit.due, followed.opens_on, followed.remind_on):
        assert CALENDAR.is_working_day(day)
    assert CALENDAR.today(now) + timedelta(weeks=weeks) >= audit.due
    assert followed.opens_on <= followed.remind_on <= audit.due


@pytest.mark.rule("WC-14", "SW-13", "KT-04")
@given(now=INSTANTS, within=st.integers(1, 60), longest=st.integers(0, 20))
def test_no_audit_that_is_asked_for_is_due_on_a_day_that_nobody_works(
    now: datetime, within: int, longest: int
) -> None:
    before = min(longest, within - 1)
    rule = CommissionRule(
        "t", "Targeted", (Role.GROUP_MANAGER,), "short", within, remind_before=before
    )
    audit, asked = _asked(rule, now, "Visits")
    assert CALENDAR.is_working_day(audit.due)
    assert CALENDAR.working_days_between(CALENDAR.today(now), audit.due) == within
    assert CALENDAR.is_working_day(asked.remind_on)
    assert asked.remind_on <= audit.due


@pytest.mark.rule("WC-14")
def test_asked_for_again_on_the_same_day_it_is_the_same_audit() -> None:
    rule = CommissionRule("t", "Targeted", (Role.GROUP_MANAGER,), "short", 10)
    now = datetime(2026, 12, 1, 9, tzinfo=UTC)
    (one, _), (same, _) = _asked(rule, now, "Visits"), _asked(rule, now, "Visits")
    assert one == same
    assert one.id != _asked(rule, now, "Plans")[0].id
    assert one.id != _asked(rule, now + timedelta(days=1), "Visits")[0].id


DAYS = st.dates(date(2026, 12, 1), date(2026, 12, 31))


@given(opens=st.none() | DAYS, remind=DAYS, due=DAYS, today=DAYS)
def test_stages_come_in_order_and_none_is_without_a_way_on(
    opens: date | None, remind: date, due: date, today: date
) -> None:
    stage = stage_of(due, today, opens_on=opens, remind_on=remind)
    order = [None, "open", "reminder", "overdue"]
    tomorrow = stage_of(due, today + timedelta(days=1), opens_on=opens, remind_on=remind)
    assert order.index(stage) <= order.index(tomorrow)
    assert stage_of(due, date(2027, 1, 1), opens_on=opens, remind_on=remind) == "overdue"


def _asked(rule: CommissionRule, now: datetime, topic: str) -> tuple[Audit, CommissionedAudit]:
    who = Person("gil", "Gil", "gil@x.example", frozenset({Role.GROUP_MANAGER}))
    return commissioned_audit(
        rule,
        ids_from="council",
        case=Case("C1", Cohort.REFERRAL, "Ash"),
        team=Team("Ash", "North"),
        topic=topic,
        asker=who,
        auditor=who,
        calendar=CALENDAR,
        now=now,
        framework_version="1",
    )
