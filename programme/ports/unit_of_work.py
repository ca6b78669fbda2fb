"""One council's data in one transaction."""

from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from typing import Protocol

from programme.ports.audit_answers import AuditAnswers
from programme.ports.audit_reviews import AuditReviews
from programme.ports.audits import Actions, Allocations, Audits, Cases
from programme.ports.chairs_reports import ChairsReports
from programme.ports.chosen_cases import ChosenCases
from programme.ports.disputes import Disputes
from programme.ports.duties import DipSamples, Observations, PracticeDays, RoleTerms
from programme.ports.follow_up import Alerts, OutsideRounds, OverviewTurns, TrainingExamples
from programme.ports.hand_overs import HandOvers
from programme.ports.messages import Conversations, LiveCards, Outbox
from programme.ports.moderations import Loops, Moderations
from programme.ports.practice import PracticeAcknowledgements
from programme.ports.reassignments import Reassignments
from programme.ports.record import Events, Ticks, Turns
from programme.ports.retention import Retained
from programme.ports.staff import People, Teams
from programme.ports.subjects import Subjects
from programme.ports.themes import Themes


class UnitOfWork(Protocol):
    """One council's data in one transaction; rolled back unless committed."""

    @property
    def people(self) -> People: ...
    @property
    def teams(self) -> Teams: ...
    @property
    def cases(self) -> Cases: ...
    @property
    def allocations(self) -> Allocations: ...
    @property
    def audits(self) -> Audits: ...
    @property
    def audit_answers(self) -> AuditAnswers: ...
    @property
    def audit_reviews(self) -> AuditReviews: ...
    @property
    def chairs_reports(self) -> ChairsReports: ...
    @property
    def chosen_cases(self) -> ChosenCases: ...
    @property
    def reassignments(self) -> Reassignments: ...
    @property
    def hand_overs(self) -> HandOvers: ...
    @property
    def actions(self) -> Actions: ...
    @property
    def alerts(self) -> Alerts: ...
    @property
    def outside_rounds(self) -> OutsideRounds: ...
    @property
    def overview_turns(self) -> OverviewTurns: ...
    @property
    def training_examples(self) -> TrainingExamples: ...
    @property
    def role_terms(self) -> RoleTerms: ...
    @property
    def observations(self) -> Observations: ...
    @property
    def practice_days(self) -> PracticeDays: ...
    @property
    def dip_samples(self) -> DipSamples: ...
    @property
    def themes(self) -> Themes: ...
    @property
    def disputes(self) -> Disputes: ...
    @property
    def practice(self) -> PracticeAcknowledgements: ...
    @property
    def moderations(self) -> Moderations: ...
    @property
    def loops(self) -> Loops: ...
    @property
    def outbox(self) -> Outbox: ...
    @property
    def live_cards(self) -> LiveCards: ...
    @property
    def conversations(self) -> Conversations: ...
    @property
    def events(self) -> Events: ...
    @property
    def retained(self) -> Retained: ...
    @property
    def subjects(self) -> Subjects: ...
    @property
    def ticks(self) -> Ticks: ...
    @property
    def turns(self) -> Turns: ...
    def before_writing(self, check: Callable[[], Awaitable[None]]) -> None:
        """`check` is awaited once, before the first that this unit writes; what it raises is raised
        by whatever would have written."""

    async def commit(self) -> None: ...


Work = Callable[[str], AbstractAsyncContextManager[UnitOfWork]]
"""Opens a unit of work for the tenant id."""


class Keeping(Protocol):
    """For an answer that is made while the disk takes what it tells of: its units end once others
    see what they have written or read, and nothing of it may leave before `kept` has returned."""

    def work(self, tenant_id: str) -> AbstractAsyncContextManager[UnitOfWork]:
        """Opens a unit of work for the tenant id."""

    async def kept(self) -> None:
        """Returns once all that its units committed is on the disk, or if they committed nothing,
        what they may have read; raises when it can't be."""
