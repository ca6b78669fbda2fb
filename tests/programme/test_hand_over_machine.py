"""Whatever becomes of it, a request to hand an audit over has somebody who can end it, and ends
once."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from programme.errors import ShowAsItIsNow
from programme.hand_over import (
    Ground,
    HandOver,
    Standing,
    WhyOfficers,
    answer_day,
    ended,
    refused,
    require_version,
    stands_again,
    why_unanswered,
    with_officers,
)
from programme.people import Absence
from programme.rules.hand_over import HandOverRule
from tests.little_council import CALENDAR, STAFF

MONDAY = date(2026, 12, 7)
BEN = next(person for person in STAFF if person.id == "ben")
DAYS = st.dates(date(2026, 1, 1), date(2028, 12, 31)).map(CALENDAR.working_day_on_or_after)
ENDS = (Standing.TAKEN, Standing.TAKEN_BACK, Standing.REPLACED, Standing.OVERTAKEN)


@given(DAYS, DAYS, st.sampled_from([2, 0, 1, 7, 20]))
def test_a_colleague_answers_on_a_working_day_and_in_time(
    asked: date, due: date, within: int
) -> None:
    day = answer_day(asked, due, HandOverRule(within), CALENDAR)
    assert CALENDAR.is_working_day(day)
    assert asked <= day <= max(asked, due)
    assert CALENDAR.working_days_between(asked, day) <= within
    assert day >= due or CALENDAR.working_days_between(asked, day) == within


def _at(day: date) -> datetime:
    return datetime.combine(day, time(10), UTC)


class HandingOver(RuleBasedStateMachine):
    """Days pass, the colleague goes away or leaves, and people answer or don't."""

    def __init__(self) -> None:
        super().__init__()
        self.today, self.ben = MONDAY, BEN
        self.request = HandOver(
            "h", "a", "lead", "CF-1", "ann", _at(MONDAY), Ground.AWAY, "", begun=False
        )

    @initialize(asks=st.booleans())
    def begin(self, asks: bool) -> None:
        by = answer_day(MONDAY, MONDAY + timedelta(days=21), HandOverRule(), CALENDAR)
        self.request = (
            replace(self.request, to_id="ben", answer_by=by)
            if asks
            else with_officers(self.request, WhyOfficers.GIVEN_BACK)
        )

    def keep(self, after: HandOver) -> None:
        assert after.version == self.request.version + 1
        self.request = after

    @rule(days=st.integers(1, 4))
    def days_pass(self, days: int) -> None:
        self.today += timedelta(days=days)
        why = why_unanswered(self.request, self.ben, self.today)
        if why:
            self.keep(with_officers(self.request, why))

    @rule(days=st.integers(0, 5))
    def the_colleague_is_away(self, days: int) -> None:
        away = Absence(self.today, self.today + timedelta(days=days))
        self.ben = replace(self.ben, absences=(*self.ben.absences, away))

    @rule()
    def the_colleague_leaves(self) -> None:
        self.ben = replace(self.ben, active=False)

    @precondition(lambda self: self.request.state is Standing.ASKED)
    @rule()
    def the_colleague_says_no(self) -> None:
        self.keep(with_officers(self.request, WhyOfficers.DECLINED))

    @precondition(lambda self: self.request.is_open)
    @rule(state=st.sampled_from(ENDS), sure=st.integers(0, 2))
    def it_ends(self, state: Standing, sure: int) -> None:
        taken_by_nobody = state is Standing.TAKEN and self.request.state is not Standing.ASKED
        if sure == 0 and not taken_by_nobody:
            self.keep(ended(self.request, state, by="ann", now=_at(self.today)))

    @precondition(lambda self: self.request.state is Standing.OVERTAKEN)
    @rule()
    def its_audit_is_put_back(self) -> None:
        self.keep(stands_again(self.request))

    @invariant()
    def somebody_can_end_it_or_it_has_ended(self) -> None:
        found = self.request
        assert (found.ended_at is None) is found.is_open
        if found.state is Standing.ASKED:
            assert found.answer_by is not None
            why = why_unanswered(found, self.ben, found.answer_by + timedelta(days=1))
            assert why is not None, "silence never keeps it"
            found = with_officers(found, why)
        if found.state is Standing.WITH_OFFICERS:
            found = refused(found, "Nobody can.", by="quinn", now=_at(self.today), today=self.today)
        assert not found.is_open
        with pytest.raises(ShowAsItIsNow):
            require_version(found, found.version)


TestHandingOver = HandingOver.TestCase
