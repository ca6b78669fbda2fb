"""What the report of a simulated year finds, in years that were made up for it."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.simulation.lists import FictionalLists
from bot.simulation.missed import missed
from bot.simulation.post import Post, Sent
from bot.simulation.report import (
    RoleLoad,
    day_by_day,
    doubled,
    on_days_off,
    report_lines,
    role_loads,
)
from bot.simulation.year import Span, Year, simulate
from programme.action import Action
from programme.audit import Audit, AuditState
from programme.calendar import Month
from programme.council import Council
from programme.frameworks.load import load_shipped, parse, read_shipped, shipped
from programme.grade_alert import Alert
from programme.message import Message, MessageKind
from programme.moderation import Moderation
from programme.people import Absence, Person, Role, Team
from programme.round_period import round_period
from tests.little_council import CALENDAR, FRAMEWORK, TENANT

FEBRUARY = Month(2027, 2)
ANN = Person("ann", "Ann", "ann@c.example", frozenset({Role.TEAM_MANAGER}), "Ash")
BOB = Person("bob", "Bob", "bob@c.example", frozenset({Role.TEAM_MANAGER}), "Birch")
MONDAY = datetime(2027, 2, 1, 9, 0, tzinfo=UTC)
SATURDAY = datetime(2027, 2, 6, 9, 0, tzinfo=UTC)


def _sent(
    who: Person,
    at: datetime,
    key: str,
    subject: str = "2027-02",
    kind: MessageKind = MessageKind.ALLOCATION,
) -> Sent:
    return Sent(at, Message(key, who.id, kind, subject, at))


def _year(*sent: Sent, **left: Any) -> Year:
    made = Year(
        span=Span(FEBRUARY, months=1, managers=20),
        council=Council(TENANT, FRAMEWORK, CALENDAR),
        lists=FictionalLists((ANN, BOB), (Team("Ash", "North"), Team("Birch", "North")), ()),
        sent=sent,
        audits=(),
        actions=(),
        refused=0,
    )
    return replace(made, **left)


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
    assert "  Saturday 6 February 2027: 1 of “Your audits”" in [*report_lines(year)]


def test_the_same_message_twice_on_a_day_is_doubled_and_on_two_days_it_is_not() -> None:
    twice = _year(_sent(ANN, MONDAY, "1"), _sent(ANN, MONDAY, "2"))
    assert doubled(twice) == ("A team manager got 2 of “Your audits” on Monday 1 February 2027.",)
    assert doubled(_year(_sent(ANN, MONDAY, "1"), _sent(ANN, SATURDAY, "2"))) == ()


ROUND = f"{FRAMEWORK.allocation.title.lower()} of February 2027"
NOT_TOLD = (f"A team manager was not told in time of one of the {ROUND}.",)


@pytest.mark.parametrize(
    ("sent", "audit", "found"),
    [
        (_sent(ANN, MONDAY, "1"), AUDIT, ()),
        (_sent(BOB, MONDAY, "1"), AUDIT, NOT_TOLD),
        (_sent(ANN, MONDAY, "1"), replace(AUDIT, peer_id="bob"), NOT_TOLD),
        (_sent(ANN, MONDAY + timedelta(days=27), "1"), AUDIT, NOT_TOLD),
        (_sent(ANN, MONDAY, "1", kind=MessageKind.DIGEST), AUDIT, NOT_TOLD),
    ],
    ids=["told", "the lead isn't", "the peer isn't", "too late", "of something else"],
)
def test_an_auditor_who_was_not_told_is_missed(
    sent: Sent, audit: Audit, found: tuple[str, ...]
) -> None:
    assert missed(_year(sent, audits=(replace(audit, submitted_at=MONDAY),))) == found


REMINDED = _sent(
    ANN, MONDAY + timedelta(days=22), "2", "2027-02/2027-02-26", MessageKind.AUDITS_DUE
)
"""On Tuesday 23 February, three working days before the audit is due."""
NOT_REMINDED = (
    f"A team manager was not reminded of one of the {ROUND}, due on Friday 26 February 2027.",
)

NOT_REMINDED_TWICE = tuple(2 * [NOT_REMINDED[0].replace("Friday 26", "Thursday 18")])


@pytest.mark.parametrize(
    ("sent", "changed", "found"),
    [
        ([REMINDED], {}, ()),
        ([], {}, NOT_REMINDED),
        ([], {"submitted_at": REMINDED.at}, ()),
        ([], {"submitted_at": REMINDED.at + timedelta(days=1)}, NOT_REMINDED),
        ([replace(REMINDED, at=REMINDED.at + timedelta(days=1))], {}, NOT_REMINDED),
        ([replace(REMINDED, at=REMINDED.at - timedelta(days=1))], {}, NOT_REMINDED),
        ([], {"state": AuditState.WITHDRAWN}, ()),
        ([], {"case_closed_on": date(2027, 2, 23)}, ()),
        ([], {"case_closed_on": date(2027, 2, 24)}, NOT_REMINDED),
        ([REMINDED], {"due": date(2027, 2, 18)}, NOT_REMINDED_TWICE),
    ],
    ids=[
        "reminded",
        "not",
        "done",
        "done later",
        "late",
        "early",
        "withdrawn",
        "closed",
        "closed later",
        "overdue",
    ],
)
def test_an_auditor_who_was_not_reminded_is_missed(
    sent: list[Sent], changed: dict[str, Any], found: tuple[str, ...]
) -> None:
    told = _sent(ANN, MONDAY, "1")
    assert missed(_year(told, *sent, audits=(replace(AUDIT, **changed),))) == found


def test_whoever_was_away_is_reminded_on_their_return() -> None:
    away = replace(ANN, absences=(Absence(date(2027, 2, 22), date(2027, 2, 24)),))
    lists = FictionalLists((away, BOB), (Team("Ash", "North"), Team("Birch", "North")), ())
    told, back = _sent(ANN, MONDAY, "1"), replace(REMINDED, at=REMINDED.at + timedelta(days=2))
    assert missed(_year(told, back, audits=(AUDIT,), lists=lists)) == ()
    assert missed(_year(told, audits=(AUDIT,), lists=lists)) == NOT_REMINDED


@pytest.mark.parametrize(
    ("action", "reader", "count"),
    [
        (ACTION, None, 1),
        (ACTION, ANN, 0),
        (ACTION, BOB, 1),
        # What Sightline notes as told counts for nothing: the digest must have come.
        (replace(ACTION, reminded="on_the_day", reminded_on=date(2027, 2, 12)), None, 1),
        (replace(ACTION, completed_at=MONDAY), None, 0),
        (replace(ACTION, completed_at=datetime(2027, 2, 20, 9, 0, tzinfo=UTC)), None, 1),
        (replace(ACTION, due=date(2027, 3, 12)), None, 0),
        (replace(ACTION, due=date(2027, 2, 13)), ANN, 1),
    ],
    ids=[
        "nobody reminded",
        "its manager reminded",
        "another team's manager reminded",
        "noted as reminded of",
        "done in time",
        "done too late",
        "due after the span",
        "due on a Saturday",
    ],
)
def test_an_action_without_a_reminder_or_due_on_a_day_off_is_missed(
    action: Action, reader: Person | None, count: int
) -> None:
    on_the_day = datetime(2027, 2, 12, 9, 0, tzinfo=UTC)
    sent = [_sent(reader, on_the_day, "d", "2027-02-12", MessageKind.DIGEST)] if reader else []
    assert len(missed(_year(*sent, actions=(action,)))) == count


def test_an_alert_a_moderation_and_a_re_audit_that_reached_nobody_are_missed() -> None:
    alert = Alert("a1", "bob", MONDAY)
    moderation = Moderation("a1", "bob", "a_share", "why", MONDAY, date(2027, 2, 15))
    again = replace(AUDIT, id="a2", due=date(2027, 2, 26))
    left = {"alerts": (alert,), "moderations": (moderation,), "re_audits": (again,)}
    assert len(missed(_year(**left))) == 3
    told = (
        _sent(BOB, MONDAY, "1", "a1", MessageKind.GRADE_ALERT),
        _sent(BOB, MONDAY, "2", "bob", MessageKind.MODERATIONS),
        _sent(ANN, MONDAY, "3", "a2", MessageKind.RE_AUDIT),
    )
    assert missed(_year(*told, **left)) == ()


@pytest.mark.parametrize(("days", "count"), [(-1, 1), (0, 0), (14, 0), (15, 1)])
def test_a_list_of_moderations_counts_from_the_asking_to_the_due_day(days: int, count: int) -> None:
    moderation = Moderation("a1", "bob", "a_share", "why", MONDAY, date(2027, 2, 15))
    listed = _sent(BOB, MONDAY + timedelta(days=days), "2", "bob", MessageKind.MODERATIONS)
    assert len(missed(_year(listed, moderations=(moderation,)))) == count


def test_what_was_queued_and_never_arrived_is_missed() -> None:
    lost = Message("d", "ann", MessageKind.DIGEST, "2027-02-01", MONDAY)
    assert missed(_year(not_arrived=(lost,))) == (
        "“Your actions that are due” of Monday 1 February 2027 never reached a team manager.",
    )


async def test_an_outage_is_reported_as_what_it_cost(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    deliver, march = Post.deliver, FEBRUARY.plus(1).number

    async def broken(post: Post, now: datetime) -> list[Sent]:
        return [] if now.month == march else await deliver(post, now)

    monkeypatch.setattr(Post, "deliver", broken)
    rules = read_shipped("west_berkshire")
    span = Span(FEBRUARY.plus(-1), months=4, managers=20)
    year = await simulate(parse(rules, "it"), rules, span, tmp_path, lambda *_: None)
    found = "\n".join(missed(year))
    assert "“Your actions that are due” of" in found
    assert "never reached a" in found


def test_what_could_not_be_allocated_is_told() -> None:
    of = round_period(FRAMEWORK, FRAMEWORK.allocation, FEBRUARY)
    year = _year(gaps=((of, ("Ben has no audit.", "Nor has Cat.")),))
    assert f"  {of.named}: Ben has no audit. (and 1 more)" in [*report_lines(year)]
    assert "Not allocated: nothing." in [*report_lines(_year())]


def test_the_days_are_listed_by_hour_and_role_people_first() -> None:
    year = _year(
        _sent(ANN, MONDAY, "1"),
        _sent(BOB, MONDAY, "2"),
        _sent(BOB, MONDAY, "3", "another"),
        _sent(ANN, SATURDAY, "4"),
    )
    of = "“Your audits”"
    assert [*day_by_day(year)] == [
        f"Mon 1 Feb  2027  09:00  {of}: 2 × team manager (3 messages)",
        f"Sat 6 Feb  2027  09:00  {of}: team manager  (not a working day)",
    ]


def test_a_council_reads_its_own_word_for_moderation() -> None:
    rules = next(
        f for f in map(load_shipped, shipped()) if f.moderation_called.act == "peer review"
    )
    asked = _sent(ANN, MONDAY, "1", kind=MessageKind.MODERATION)
    told = _sent(ANN, MONDAY, "2", kind=MessageKind.MODERATION_OUTCOME)
    waiting = _sent(ANN, MONDAY, "3", kind=MessageKind.MODERATIONS)
    year = replace(_year(asked, told, waiting), council=Council(TENANT, rules, CALENDAR))
    assert [line.split("“")[1].split("”")[0] for line in day_by_day(year)] == [
        "An audit to peer review",
        "An audit was peer reviewed",
        "Your peer reviews",
    ]


def test_what_nobody_simulates_is_said() -> None:
    said = "Left out, because people begin it themselves: "
    everything = "disputes, good practice that is noted and audits that somebody asks for."
    assert f"{said}{everything}" in [*report_lines(_year())]
    nothing = replace(FRAMEWORK, disputes=(), acknowledgements=None, commissions=())
    year = replace(_year(), council=Council(TENANT, nothing, CALENDAR))
    assert not any(line.startswith(said) for line in report_lines(year))
