"""Whatever its owner does, a dip sample can be brought to its end, and an end it is."""

from datetime import timedelta

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from programme.case import Case, Cohort
from programme.dip_sample import DipLook, DipSample, exchange, submit, with_look
from programme.errors import AskSomeoneAllowed, CorrectAndRepeat, ShowAsItIsNow
from tests.duty_rules import DIP
from tests.little_council import CALENDAR, FRAMEWORK
from tests.programme.test_dip_sample import ACTION, LOOK, NOW, SAMPLE, TODAY

CHOSEN = Case("A7", Cohort.CHILD_IN_NEED, "Ash")


def _looked(sample: DipSample, reference: str, look: DipLook, by: str = "ann") -> DipSample:
    return with_look(
        sample,
        reference,
        look,
        by=by,
        rule=DIP,
        grades=FRAMEWORK.grades,
        today=TODAY,
        calendar=CALENDAR,
    )


class Sampling(RuleBasedStateMachine):
    """Cases are looked at, one is exchanged, and it is submitted; or somebody else tries."""

    def __init__(self) -> None:
        super().__init__()
        self.sample, self.today = SAMPLE, TODAY

    @rule(days=st.integers(1, 20))
    def days_pass(self, days: int) -> None:
        self.today += timedelta(days=days)

    @precondition(lambda self: not self.sample.is_submitted)
    @rule(number=st.integers(0, 1), look=st.sampled_from([LOOK, ACTION]))
    def a_case_is_looked_at(self, number: int, look: DipLook) -> None:
        reference = self.sample.cases[number].reference
        self.sample = _looked(self.sample, reference, look)
        assert _looked(self.sample, reference, look) == self.sample, "twice is harmless"

    @precondition(lambda self: not self.sample.is_submitted)
    @rule()
    def a_case_is_exchanged(self) -> None:
        out = self.sample.cases[0]
        may = not self.sample.has_exchanged and out.look is None
        try:
            self.sample = exchange(self.sample, out.reference, CHOSEN, by="ann", teams={"Ash"})
        except CorrectAndRepeat:
            assert not may
        else:
            assert may

    @precondition(lambda self: not self.sample.is_submitted)
    @rule()
    def it_is_submitted(self) -> None:
        waiting = any(case.look is None for case in self.sample.cases)
        try:
            done, actions = submit(
                self.sample, by="ann", today=self.today, calendar=CALENDAR, now=NOW
            )
        except CorrectAndRepeat:
            assert waiting
            return
        assert not waiting
        assert all(CALENDAR.is_working_day(action.due) for action in actions)
        assert all(action.due > self.today for action in actions)
        self.sample = done

    @invariant()
    def nobody_else_changes_it_and_nobody_what_is_submitted(self) -> None:
        reference = self.sample.cases[0].reference
        with pytest.raises(AskSomeoneAllowed):
            _looked(self.sample, reference, LOOK, by="ben")
        if self.sample.is_submitted:
            with pytest.raises(ShowAsItIsNow):
                _looked(self.sample, reference, LOOK)
            with pytest.raises(ShowAsItIsNow):
                submit(self.sample, by="ann", today=TODAY, calendar=CALENDAR, now=NOW)

    @invariant()
    def looking_at_the_rest_leads_to_its_end(self) -> None:
        sample = self.sample
        if sample.is_submitted:
            return
        for case in sample.cases:
            if case.look is None:
                sample = _looked(sample, case.reference, LOOK)
        done, _ = submit(sample, by="ann", today=self.today, calendar=CALENDAR, now=NOW)
        assert done.is_submitted


TestSampling = Sampling.TestCase
