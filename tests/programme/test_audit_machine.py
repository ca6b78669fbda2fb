"""Whatever two auditors and a QA officer do, an audit is completed or withdrawn in the end."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from programme.audit import Audit, AuditState, acknowledge, submit, with_draft, with_views
from programme.errors import SightlineError
from programme.reassignment import PARTS, reassigned, withdrawn
from programme.rules.tool import AuditPart
from tests.little_council import (
    ADDED,
    CALENDAR,
    DECEMBER,
    FRAMEWORK,
    STAFF,
    TEAMS,
    THE_FIRST,
    a_full_record,
    all_sought,
)

ASH = Audit(
    id="a" * 32,
    month=DECEMBER,
    case_reference="CF-10",
    cohort="child_in_need",
    team="Ash",
    service_area="North",
    tool_id=FRAMEWORK.allocation.tools[0],
    lead_id="ann",
    peer_id="ben",
    due=date(2026, 12, 31),
    round_id=FRAMEWORK.allocation.id,
)
NAMES = [team.name for team in TEAMS]
PEOPLE = {person.id: person for person in STAFF}


class Auditing(RuleBasedStateMachine):
    """Each step is taken or refused; a refusal changes nothing."""

    def __init__(self) -> None:
        super().__init__()
        self.audit, self.today = ASH, CALENDAR.today(THE_FIRST)

    @initialize(alone=st.booleans())
    def begin(self, alone: bool) -> None:
        self.audit = replace(ASH, peer_id=None if alone else "ben")

    def take(self, step: Callable[[Audit], Audit]) -> bool:
        before = self.audit
        try:
            self.audit = step(before)
        except SightlineError:
            return False
        same = self.audit == before
        assert same or self.audit.version == before.version + 1
        ended = before.is_withdrawn or before.is_complete
        assert not ended or self.audit.state is before.state, "the end is the end"
        assert not before.is_submitted or self.audit.is_submitted, "its grades stand"
        assert not before.is_submitted or self.audit.record.grades == before.record.grades
        return True

    @rule(days=st.integers(1, 9))
    def days_pass(self, days: int) -> None:
        self.today += timedelta(days=days)

    @rule(by=st.sampled_from(["ann", "ben", "cat"]), full=st.booleans())
    def a_draft_is_saved(self, by: str, full: bool) -> None:
        record = a_full_record(FRAMEWORK) if full else replace(self.audit.record, to_learn="More.")
        record = replace(record, views=self.audit.record.views)
        self.take(
            lambda a: with_draft(a, by=by, record=record, framework=FRAMEWORK, today=self.today)
        )

    @rule(by=st.sampled_from(["ann", "ben", "cat"]))
    def it_is_submitted(self, by: str) -> None:
        self.take(lambda a: _submitted(a, by))

    @rule(by=st.sampled_from(["ann", "ben", "cat"]))
    def the_views_are_recorded(self, by: str) -> None:
        self.take(lambda a: _with_views(a, by))

    @rule(part=st.sampled_from(PARTS), to=st.sampled_from(["cat", "dan"]))
    def a_part_is_given_away(self, part: AuditPart, to: str) -> None:
        self.take(
            lambda a: reassigned(
                a,
                part,
                to=PEOPLE[to],
                old="Somebody",
                reason="On leave.",
                framework=FRAMEWORK,
                case=None,
                today=self.today,
                moderator_id=None,
                conflicted=(),
            )
        )
        assert self.audit.lead_id != self.audit.peer_id

    @rule(sure=st.integers(0, 9))
    def it_is_withdrawn(self, sure: int) -> None:
        if sure and not self.audit.is_submitted:
            return  # or few would come further
        withdrew = self.take(lambda a: withdrawn(a, reason="The case has moved.", today=self.today))
        assert not withdrew or self.audit.is_withdrawn

    @rule(by=st.sampled_from(["ann", "abe"]))
    def its_findings_are_acknowledged(self, by: str) -> None:
        self.take(lambda a: acknowledge(a, by=by, now=THE_FIRST))

    @invariant()
    def something_is_awaited_until_it_ends(self) -> None:
        awaited = [part for part in PARTS if self.audit.awaits(part, FRAMEWORK)]
        ended = self.audit.is_withdrawn or self.audit.is_complete
        assert bool(awaited) is not ended
        assert (self.audit.submitted_at is not None) is self.audit.is_submitted

    @invariant()
    def whoever_does_their_part_brings_it_to_its_end(self) -> None:
        audit = self.audit
        if not (audit.is_withdrawn or audit.is_submitted):
            record = replace(a_full_record(FRAMEWORK), views=all_sought(FRAMEWORK))
            today = CALENDAR.today(ADDED)
            audit = with_draft(
                audit, by=audit.lead_id, record=record, framework=FRAMEWORK, today=today
            )
            audit = _submitted(audit, audit.lead_id)
        if audit.is_submitted and audit.views_recorded_at is None:
            asked = audit.lead_id if audit.views_asked_of(FRAMEWORK) == "lead" else audit.peer_id
            audit = _with_views(audit, asked or "")
        assert audit.is_complete or audit.state is AuditState.WITHDRAWN


def _submitted(audit: Audit, by: str) -> Audit:
    submitted, _ = submit(
        audit, by=by, framework=FRAMEWORK, calendar=CALENDAR, teams=NAMES, now=THE_FIRST
    )
    return submitted


def _with_views(audit: Audit, by: str) -> Audit:
    return with_views(
        audit,
        by=by,
        views=all_sought(FRAMEWORK),
        framework=FRAMEWORK,
        today=CALENDAR.today(THE_FIRST),
        now=THE_FIRST,
    )


TestAuditing = Auditing.TestCase
