"""A loop is checked weeks after the moderation, and again until it is closed (WC-09)."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from bot.bank_holidays import england
from programme.calendar import Calendar
from programme.errors import AskSomeoneAllowed, CorrectAndRepeat, ShowAsItIsNow
from programme.follow_up import (
    Loop,
    begin,
    bring_again,
    bring_to,
    choose_checker,
    close,
    may_check,
    still_open,
)
from programme.people import Absence, Person, Role
from programme.rules.follow_up import LoopCheck
from tests.little_council import STAFF, person
from tests.programme.test_moderators import audit

pytestmark = pytest.mark.rule("WC-09")

TODAY = date(2026, 12, 1)
NOW = datetime(2026, 12, 1, 10, 0, tzinfo=UTC)
CALENDAR = Calendar(england(TODAY))
ASWP = Role.ADVANCED_SOCIAL_WORK_PRACTITIONER
RULE = LoopCheck(weeks=8, by=(ASWP, Role.ADVANCED_PRACTITIONER))
LOOP = Loop("a" * 32, TODAY, "una")


def closed(loop: Loop = LOOP, by: str = "una", found: str = "All done.", actions: int = 0) -> Loop:
    return close(loop, by=by, found=found, actions_open=actions, today=TODAY, now=NOW)


def left_open(loop: Loop = LOOP, now: datetime = NOW) -> Loop:
    return still_open(loop, by="una", found="No visit.", rule=RULE, calendar=CALENDAR, now=now)


def test_it_is_due_eight_weeks_after_the_moderation() -> None:
    assert begin("a", TODAY, RULE, CALENDAR) == Loop("a", date(2027, 1, 26))
    assert begin("a", date(2027, 1, 29), RULE, CALENDAR).due == date(2027, 3, 30), "Good Friday"


@given(day=st.dates(date(2026, 1, 1), date(2027, 12, 1)), weeks=st.integers(1, 52))
def test_it_never_falls_on_a_day_off_and_never_earlier(day: date, weeks: int) -> None:
    due = begin("a", day, replace(RULE, weeks=weeks), CALENDAR).due
    assert CALENDAR.is_working_day(due)
    assert timedelta(0) <= due - day - timedelta(weeks=weeks) <= timedelta(days=5)


def test_it_is_closed_with_what_the_file_shows() -> None:
    done = closed()
    assert not done.is_open
    assert (done.found, done.checked_by, done.checked_at) == ("All done.", "una", NOW)


@pytest.mark.parametrize(
    ("actions", "told"), [(1, "1 action of this audit is"), (3, "3 actions of")]
)
def test_it_is_not_closed_over_open_actions(actions: int, told: str) -> None:
    with pytest.raises(CorrectAndRepeat, match=told):
        closed(actions=actions)


def test_what_is_still_open_is_asked_after_again_some_working_days_on() -> None:
    again = left_open(now=datetime(2026, 12, 14, 10, 0, tzinfo=UTC))
    assert again.is_open
    assert again.due == date(2026, 12, 30), "ten working days, Christmas between"
    assert (again.checks, again.found) == (1, "No visit.")
    assert closed(again).checks == 2


def test_only_the_checker_records_and_only_while_it_is_open() -> None:
    with pytest.raises(AskSomeoneAllowed):
        closed(by="ann")
    with pytest.raises(ShowAsItIsNow):
        closed(closed())
    with pytest.raises(CorrectAndRepeat) as refused:
        closed(found="Ring 07700 900123")
    assert list(refused.value.problems) == ["found"]


def test_the_checker_hears_on_the_due_day_and_every_fifth_working_day() -> None:
    days = [bring_again(LOOP, TODAY + timedelta(days=n), RULE, CALENDAR) for n in range(-1, 16)]
    assert days[0] is None
    assert sorted({day for day in days if day}) == [TODAY, date(2026, 12, 8), date(2026, 12, 15)]
    assert bring_again(closed(), TODAY, RULE, CALENDAR) is None


def test_the_team_checks_then_the_service_area_the_council_and_a_qa_officer() -> None:
    ada = person("Ada", Role.ADVANCED_PRACTITIONER, team="Ash", area="North")
    una = person("Una", ASWP, team="Birch", area="North")
    uma = person("Uma", ASWP, team="Ash", area="North")
    far = person("Fay", ASWP, team="Cherry", area="South")
    abe = person("Abe", Role.ADVANCED_PRACTITIONER, team="Cherry", area="South")
    zoe = person("Zoe", ASWP)

    def chosen(*people: Person) -> str | None:
        found = choose_checker(audit(), RULE, [*STAFF, *people], TODAY)
        return found.id if found else None

    def off(who: Person) -> Person:
        return replace(who, absences=(Absence(TODAY, TODAY),))

    assert chosen(ada, una, uma, far) == "uma"
    assert chosen(ada, una, off(uma), far) == "ada"
    assert chosen(una, far) == "una"
    assert chosen(una, far, zoe) == "una"
    assert chosen(abe, far, zoe) == "zoe", "who has no service area works for the whole council"
    assert chosen(abe, far) == "fay"
    assert chosen(abe, off(far)) == "abe"
    assert chosen(replace(far, active=False)) == "quinn"
    auditing = choose_checker(audit(lead="uma"), RULE, [*STAFF, uma, una], TODAY)
    assert auditing == una
    assert choose_checker(audit(), RULE, [off(una)], TODAY) == off(una)
    assert choose_checker(audit(), RULE, [], TODAY) is None
    assert may_check(una, RULE)
    assert not may_check(replace(una, active=False), RULE)


def test_those_who_could_check_equally_well_share_the_audits() -> None:
    equals = [person("Una", ASWP), person("Uma", ASWP), person("Ugo", ASWP)]
    audits = [replace(audit(), id=f"{number:032x}") for number in range(60)]

    def chosen(people: list[Person]) -> list[str]:
        found = [choose_checker(each, RULE, people, TODAY) for each in audits]
        return [person.id for person in found if person]

    each = Counter(chosen(equals))
    assert len(each) == 3
    assert min(each.values()) >= 10
    assert chosen(equals[::-1]) == chosen(equals), "whatever their order in the list"


class ALoop(RuleBasedStateMachine):
    """Whatever happens, an open loop has a working day on which it is asked after, and can be
    closed once its actions are."""

    def __init__(self) -> None:
        super().__init__()
        self.loop, self.day = LOOP, TODAY

    @precondition(lambda self: self.loop.is_open)
    @rule()
    def find_open(self) -> None:
        now = datetime(self.day.year, self.day.month, self.day.day, 10, tzinfo=UTC)
        self.loop = left_open(self.loop, now)

    @precondition(lambda self: self.loop.is_open)
    @rule()
    def close_it(self) -> None:
        self.loop = closed(self.loop)

    @precondition(lambda self: self.loop.is_open)
    @rule()
    def pass_round(self) -> None:
        self.loop = bring_to(bring_to(self.loop, "uma"), "una")

    @rule(days=st.integers(1, 30))
    def days_pass(self, days: int) -> None:
        self.day = min(self.day + timedelta(days=days), date(2028, 6, 1))

    @invariant()
    def it_comes_back_on_a_working_day_or_is_closed(self) -> None:
        assert CALENDAR.is_working_day(self.loop.due)
        assert bool(bring_again(self.loop, max(self.day, self.loop.due), RULE, CALENDAR)) == (
            self.loop.is_open
        )
        if self.loop.is_open:
            assert not closed(self.loop).is_open


TestALoop = ALoop.TestCase
