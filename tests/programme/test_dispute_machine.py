"""Whatever people do or leave undone, a dispute climbs, and ends (WC-11, SW-09, WB-13, KT-05)."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from programme.dispute import Dispute, DisputeState, StepKind
from programme.dispute_ladder import Office
from programme.dispute_steps import answer, follow_case, move_on, pass_time, resolve
from programme.errors import ShowAsItIsNow
from programme.people import Person, Team
from programme.rules.dispute import Level
from tests.programme.disputing import MONDAY, RULE, STAFF, Days, raised

STOOD_OR_ENDED = (DisputeState.RESOLVED, DisputeState.CLOSED)


class Disputing(RuleBasedStateMachine):
    """Days pass, people come and go, press and don't."""

    def __init__(self) -> None:
        super().__init__()
        self.days = Days()
        self.today = MONDAY
        self.dispute: Dispute | None = None
        self.highest = 0

    @property
    def office(self) -> Office:
        return self.days.on(self.today)

    @property
    def it(self) -> Dispute:
        assert self.dispute is not None
        return self.dispute

    def keep(self, after: Dispute) -> None:
        before = self.it
        assert after.history[: len(before.history)] == before.history
        assert after.level >= before.level, "it never goes down"
        self.dispute = after

    @initialize(
        levels=st.integers(1, 4),
        times=st.lists(st.integers(1, 12), min_size=4, max_size=4),
        start=st.integers(0, 40),
        gone=st.sets(st.sampled_from([p.id for p in STAFF if p.id != "iris"])),
    )
    def begin(self, levels: int, times: list[int], start: int, gone: set[str]) -> None:
        self.today = MONDAY + timedelta(days=start)
        self.days = Days().without(*(p for p in STAFF if p.id in gone))
        rungs = zip(RULE.levels[:levels], times, strict=False)
        ladder = tuple(Level(level.role, days) for level, days in rungs)
        before = min(RULE.remind_before, max(level.working_days for level in ladder) - 1)
        rule = replace(RULE, levels=ladder, remind_before=before)
        self.dispute = raised(self.office, rule=rule)

    @rule(days=st.integers(1, 9))
    def days_pass(self, days: int) -> None:
        self.today += timedelta(days=days)
        passed = pass_time(self.it, self.office)
        self.keep(passed)
        assert pass_time(passed, self.office) == passed, "the same day twice has one effect"

    @rule(who=st.sampled_from(STAFF))
    def somebody_leaves(self, who: Person) -> None:
        self.days = self.days.without(*(p for p in self.days.people if p.id == who.id))

    @rule(who=st.sampled_from(STAFF), days=st.integers(0, 20))
    def somebody_goes_away(self, who: Person, days: int) -> None:
        person = next(p for p in self.days.people if p.id == who.id)
        self.days = self.days.away(person, self.today, self.today + timedelta(days=days))

    @rule(team=st.sampled_from([Team("Ash", "North"), Team("Cherry", "South")]))
    def the_case_moves(self, team: Team) -> None:
        self.keep(follow_case(self.it, team, self.office))

    @precondition(lambda self: self.it.answerers(self.office))
    @rule(agreed=st.booleans())
    def it_is_answered(self, agreed: bool) -> None:
        by = self.it.answerers(self.office)[0].id
        top = self.it.is_at_the_top
        after = answer(self.it, by=by, words="So.", agreed=agreed, office=self.office)
        self.keep(after)
        assert after.is_over is top
        with pytest.raises(ShowAsItIsNow):
            answer(after, by=by, words="So.", agreed=agreed, office=self.office)

    @precondition(lambda self: self.it.state is DisputeState.ANSWERED)
    @rule()
    def it_is_moved_on(self) -> None:
        before = self.it
        self.keep(move_on(before, by="iris", words="No.", office=self.office))
        assert self.it.level > before.level
        with pytest.raises(ShowAsItIsNow):
            move_on(self.it, by="iris", words="No.", office=self.office)

    @precondition(lambda self: not self.it.is_over)
    @rule(sure=st.integers(0, 5))
    def it_is_resolved(self, sure: int) -> None:
        if sure == 0:
            self.keep(resolve(self.it, by="iris", words="Yes.", office=self.office))

    @invariant()
    def no_deadline_is_on_a_day_off(self) -> None:
        if self.dispute:
            assert self.office.calendar.is_working_day(self.it.level_due)

    @invariant()
    def from_every_state_something_leads_on(self) -> None:
        if not self.dispute:
            return
        assert (self.it.ended_at is not None) is (self.it.state in STOOD_OR_ENDED)
        if self.it.state is DisputeState.OPEN:
            later = self.days.on(self.office.calendar.plus_working_days(self.it.level_due, 1))
            assert pass_time(self.it, later).clock > self.it.clock
        if self.it.state is DisputeState.ANSWERED:
            assert not self.it.is_at_the_top
            later = self.days.on(self.office.calendar.plus_working_days(self.it.level_due, 1))
            assert pass_time(self.it, later) != self.it

    @invariant()
    def where_everyone_answers_it_ends(self) -> None:
        if not self.dispute:
            return
        found, everyone = self.it, Days().on(self.today)
        for _ in range(2 * len(found.rule.levels)):
            if found.state is DisputeState.OPEN:
                by = found.answerers(everyone)[0].id
                found = answer(found, by=by, words="So.", agreed=False, office=everyone)
            elif found.state is DisputeState.ANSWERED:
                found = move_on(found, by="iris", words="No.", office=everyone)
        assert found.state in STOOD_OR_ENDED

    @invariant()
    def left_alone_it_ends_or_waits_at_the_top(self) -> None:
        if not self.dispute:
            return
        found, day = self.it, self.today
        for _ in range(2 * len(found.rule.levels) + 2):
            day = self.office.calendar.plus_working_days(max(day, found.level_due), 1)
            found = pass_time(found, self.days.on(day))
        assert found.is_over or (found.is_at_the_top and found.last.kind is StepKind.LAPSED)


Disputing.TestCase.settings = settings(max_examples=60, stateful_step_count=15, deadline=None)
TestDisputing = pytest.mark.rule("WC-11", "SW-09", "WB-13", "KT-05")(Disputing.TestCase)
