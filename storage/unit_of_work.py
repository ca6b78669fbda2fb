"""One council's data in one transaction."""

from collections.abc import Sequence

from programme.event import Event
from storage.actions import StoredActions
from storage.alerts import StoredAlerts
from storage.allocations import StoredAllocations
from storage.audit_answers import StoredAuditAnswers
from storage.audit_reviews import StoredAuditReviews
from storage.audits import StoredAudits
from storage.cases import StoredCases
from storage.chairs_reports import StoredChairsReports
from storage.chosen_cases import StoredChosenCases
from storage.conversations import StoredConversations
from storage.dip_samples import StoredDipSamples
from storage.disputes import StoredDisputes
from storage.erasing import StoredSubjects
from storage.event_chain import EventChains, Recorded
from storage.events import StoredEvents
from storage.hand_overs import StoredHandOvers
from storage.live_cards import StoredLiveCards
from storage.loops import StoredLoops
from storage.moderations import StoredModerations
from storage.observations import StoredObservations
from storage.outbox import StoredOutbox
from storage.outside_rounds import StoredOutsideRounds
from storage.overview_turns import StoredOverviewTurns
from storage.people import StoredPeople
from storage.practice_acknowledgements import StoredPracticeAcknowledgements
from storage.practice_days import StoredPracticeDays
from storage.reassignments import StoredReassignments
from storage.retained import StoredRetained
from storage.role_terms import StoredRoleTerms
from storage.sqlite_gathering import GatheredConnection
from storage.teams import StoredTeams
from storage.themes import StoredThemes
from storage.ticks import StoredTicks
from storage.touching import Touched
from storage.training_examples import StoredTrainingExamples
from storage.transaction import Connections, Transaction
from storage.turns import StoredTurns


class StoredUnitOfWork(Transaction):
    """programme.ports.UnitOfWork."""

    def __init__(
        self, connections: Connections, tenant_id: str, chains: EventChains | None = None
    ) -> None:
        super().__init__(connections, tenant_id)
        self._recorded = Recorded(chains or EventChains())
        self._touched = Touched()

    async def __aenter__(self) -> "StoredUnitOfWork":
        await super().__aenter__()
        return self

    async def commit(self) -> None:
        """Keeps what was written, asks for the cards that were touched, and appends what was
        recorded to the council's chain; where others share the transaction, once for all of them.
        """
        if self._touched or self._recorded.events:
            await self.begin()  # who waits for others here isn't to hold up the chain meanwhile
        if isinstance(self._writing, GatheredConnection) and not self._recorded.checkpoint:
            self._writing.leave(self.tenant_id, self._touched, self._recorded)
            await super().commit()
            return
        await self._touched.write(self)
        if not self._recorded.events:
            await super().commit()
            return
        async with self._recorded.chains.turn(self):
            await self._recorded.write(self)
            await super().commit()

    def _left_by_others(self) -> Sequence[Event]:
        connection = self._connection
        if isinstance(connection, GatheredConnection):
            return connection.events_left(self.tenant_id)
        return ()

    @property
    def people(self) -> StoredPeople:
        """programme.ports.People."""
        return StoredPeople(self)

    @property
    def teams(self) -> StoredTeams:
        """programme.ports.Teams."""
        return StoredTeams(self)

    @property
    def cases(self) -> StoredCases:
        """programme.ports.Cases."""
        return StoredCases(self)

    @property
    def allocations(self) -> StoredAllocations:
        """programme.ports.Allocations."""
        return StoredAllocations(self)

    @property
    def audits(self) -> StoredAudits:
        """programme.ports.Audits."""
        return StoredAudits(self)

    @property
    def audit_answers(self) -> StoredAuditAnswers:
        """programme.ports.AuditAnswers."""
        return StoredAuditAnswers(self)

    @property
    def actions(self) -> StoredActions:
        """programme.ports.Actions."""
        return StoredActions(self)

    @property
    def alerts(self) -> StoredAlerts:
        """programme.ports.Alerts."""
        return StoredAlerts(self)

    @property
    def audit_reviews(self) -> StoredAuditReviews:
        """programme.ports.AuditReviews."""
        return StoredAuditReviews(self)

    @property
    def chairs_reports(self) -> StoredChairsReports:
        """programme.ports.ChairsReports."""
        return StoredChairsReports(self)

    @property
    def chosen_cases(self) -> StoredChosenCases:
        """programme.ports.ChosenCases."""
        return StoredChosenCases(self)

    @property
    def dip_samples(self) -> StoredDipSamples:
        """programme.ports.DipSamples."""
        return StoredDipSamples(self)

    @property
    def disputes(self) -> StoredDisputes:
        """programme.ports.Disputes."""
        return StoredDisputes(self)

    @property
    def hand_overs(self) -> StoredHandOvers:
        """programme.ports.HandOvers."""
        return StoredHandOvers(self)

    @property
    def loops(self) -> StoredLoops:
        """programme.ports.Loops."""
        return StoredLoops(self)

    @property
    def moderations(self) -> StoredModerations:
        """programme.ports.Moderations."""
        return StoredModerations(self)

    @property
    def observations(self) -> StoredObservations:
        """programme.ports.Observations."""
        return StoredObservations(self)

    @property
    def outside_rounds(self) -> StoredOutsideRounds:
        """programme.ports.OutsideRounds."""
        return StoredOutsideRounds(self)

    @property
    def overview_turns(self) -> StoredOverviewTurns:
        """programme.ports.OverviewTurns."""
        return StoredOverviewTurns(self)

    @property
    def practice(self) -> StoredPracticeAcknowledgements:
        """programme.ports.PracticeAcknowledgements."""
        return StoredPracticeAcknowledgements(self)

    @property
    def practice_days(self) -> StoredPracticeDays:
        """programme.ports.PracticeDays."""
        return StoredPracticeDays(self)

    @property
    def reassignments(self) -> StoredReassignments:
        """programme.ports.Reassignments."""
        return StoredReassignments(self)

    @property
    def role_terms(self) -> StoredRoleTerms:
        """programme.ports.RoleTerms."""
        return StoredRoleTerms(self)

    @property
    def themes(self) -> StoredThemes:
        """programme.ports.Themes."""
        return StoredThemes(self)

    @property
    def training_examples(self) -> StoredTrainingExamples:
        """programme.ports.TrainingExamples."""
        return StoredTrainingExamples(self)

    @property
    def outbox(self) -> StoredOutbox:
        """programme.ports.Outbox."""
        return StoredOutbox(self)

    @property
    def live_cards(self) -> StoredLiveCards:
        """programme.ports.LiveCards."""
        return StoredLiveCards(self, self._touched)

    @property
    def conversations(self) -> StoredConversations:
        """programme.ports.Conversations."""
        return StoredConversations(self)

    @property
    def events(self) -> StoredEvents:
        """programme.ports.Events."""
        return StoredEvents(self, self._recorded, self._left_by_others)

    @property
    def retained(self) -> StoredRetained:
        """programme.ports.Retained."""
        return StoredRetained(self)

    @property
    def subjects(self) -> StoredSubjects:
        """programme.ports.Subjects."""
        return StoredSubjects(self)

    @property
    def ticks(self) -> StoredTicks:
        """programme.ports.Ticks."""
        return StoredTicks(self)

    @property
    def turns(self) -> StoredTurns:
        """programme.ports.Turns."""
        return StoredTurns(self)
