"""What the report of a simulated year finds, in years that were made up for it."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from bot.simulation.lists import FictionalLists
from bot.simulation.missed import missed
from bot.simulation.post import Sent
from bot.simulation.report import (
    RoleLoad,
    day_by_day,
    doubled,
    on_days_off,
    report_lines,
    role_loads,
)
from bot.simulation.year import Span, Year
from programme.action import Action
from programme.audit import Audit
from programme.calendar import Month
from programme.council import Council
from programme.message import Message, MessageKind
from programme.people import Person, Role
from tests.little_council import CALENDAR, FRAMEWORK, TENANT

FEBRUARY = Month(2027, 2)
ANN = Person("ann", "Ann", "ann@c.example", frozenset({Role.TEAM_MANAGER}), "Ash")
BOB = Person("bob", "Bob", "bob@c.example", frozenset({Role.TEAM_MANAGER}), "Birch")
MONDAY = datetime(2027, 2, 1, 9, 0, tzinfo=UTC)
SATURDAY = datetime(2027, 2, 6, 9, 0, tzinfo=UTC)


def _sent(who: Person, at: datetime, key: str, subject: str = "2027-02") -> Sent:
    return Sent(at, Message(key, who.id, MessageKind.ALLOCATION, subject, at))


def _year(*sent: Sent, audits: tuple[Audit, ...] = (), actions: tuple[Action, ...] = ()) -> Year:
    return Year(
        span=Span(FEBRUARY, months=1, managers=20),
        council=Council(TENANT, FRAMEWORK, CALENDAR),
        lists=FictionalLists((ANN, BOB), (), ()),
        sent=sent,
        audits=audits,
        actions=actions,
        refused=0,
    )


AUDIT = Audit(
    id="a1",
    month=FEBRUARY,
    case_reference="CF-1",
    cohort="child_in_need",
    team="Ash",
    service_area="North",
    tool_id=FRAMEWORK.tools[0].id,
    lead_id="ann",
    peer_id=None,
    due=date(2027, 2, 26),
    round_id=FRAMEWORK.allocation.id,
)
ACTION = Action(
    id="x1",
    audit_id="a1",
    month="2027-02",
    number=1,
    case_reference="CF-1",
    team="Ash",
    text="Update the plan.",
    due=date(2027, 2, 12),
    set_by="ann",
)


def test_the_load_of_a_role_counts_quiet_weeks_and_people_too() -> None:
    year = _year(_sent(ANN, MONDAY, "1"), _sent(ANN, SATURDAY, "2", "other"))
    assert role_loads(year) == (RoleLoad("team manager", people=2, middle=0, most=2),)


def test_what_goes_out_on_a_day_off_is_named() -> None:
    year = _year(_sent(ANN, MONDAY, "1"), _sent(BOB, SATURDAY, "2"))
    assert on_days_off(year) == {date(2027, 2, 6): {MessageKind.ALLOCATION: 1}}
    assert "  Saturday 6 February 2027: 1 of “allocation”" in [*report_lines(year)]


def test_the_same_message_twice_on_a_day_is_doubled_and_on_two_days_it_is_not() -> None:
    twice = _year(_sent(ANN, MONDAY, "1"), _sent(ANN, MONDAY, "2"))
    assert doubled(twice) == ("team manager got 2 of “allocation” on Monday 1 February 2027.",)
    assert doubled(_year(_sent(ANN, MONDAY, "1"), _sent(ANN, SATURDAY, "2"))) == ()


def test_an_auditor_who_was_not_told_is_missed() -> None:
    told = _year(_sent(ANN, MONDAY, "1"), audits=(AUDIT,))
    untold = _year(_sent(BOB, MONDAY, "1"), audits=(AUDIT,))
    assert missed(told) == ()
    assert missed(untold) == (
        f"team manager was not told of an audit of February 2027, {FRAMEWORK.allocation.title}.",
    )


@pytest.mark.parametrize(
    ("action", "count"),
    [
        (ACTION, 1),
        (replace(ACTION, reminded="on_the_day"), 0),
        (replace(ACTION, due=date(2027, 3, 12)), 0),
        (replace(ACTION, due=date(2027, 2, 13), reminded="on_the_day"), 1),
    ],
    ids=["never reminded of", "reminded of", "due after the span", "due on a Saturday"],
)
def test_an_action_without_a_reminder_or_due_on_a_day_off_is_missed(
    action: Action, count: int
) -> None:
    assert len(missed(_year(actions=(action,)))) == count


def test_the_days_are_listed_by_hour_and_role() -> None:
    year = _year(_sent(ANN, MONDAY, "1"), _sent(BOB, MONDAY, "2"), _sent(ANN, SATURDAY, "3"))
    assert [*day_by_day(year)] == [
        "Mon 1 Feb  2027  09:00  allocation: 2 × team manager",
        "Sat 6 Feb  2027  09:00  allocation: team manager  (not a working day)",
    ]
